package operation

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Plan is a schedule in words that people use: every At minutes, hourly at minute At, daily at At, or the bare expression.
type Plan struct{ Kind, At string }

// Plan reads the shapes of cron expressions that jobs have; any other stands as it is.
func (j Job) Plan() Plan {
	f := strings.Fields(j.Schedule)
	bare := Plan{"", j.Schedule}
	if len(f) != 5 || f[2] != "*" || f[3] != "*" || f[4] != "*" {
		return bare
	}
	if n, ok := strings.CutPrefix(f[0], "*/"); ok && f[1] == "*" {
		return Plan{"every", n}
	}
	minute, err := strconv.Atoi(f[0])
	if err != nil {
		return bare
	}
	if f[1] == "*" {
		return Plan{"hourly", fmt.Sprintf("%02d", minute)}
	}
	hour, err := strconv.Atoi(f[1])
	if err != nil {
		return bare
	}
	return Plan{"daily", fmt.Sprintf("%02d:%02d", hour, minute)}
}

// Offer is the day that a run is offered for: the one that the job did last, else the newest.
func (j Job) Offer(newest time.Time) time.Time {
	if j.Status == "" {
		return newest
	}
	return j.Day
}
