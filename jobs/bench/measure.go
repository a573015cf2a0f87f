package bench

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
)

// Measure is what a job cost.
type Measure struct {
	Job      string  `json:"job"`
	Seconds  float64 `json:"seconds"`
	CPU      float64 `json:"cpu_seconds"`
	PeakMiB  int64   `json:"peak_mib"` // of the whole process, ClickHouse included, while the job ran; 0: this system does not tell
	Rows     uint64  `json:"rows"`     // published
	PerMLine float64 `json:"seconds_per_million_lines"`
	Error    string  `json:"error,omitempty"`
}

// Night runs jobs for the last day of a chain, one after the other, and tells what each cost. A job that fails does not stop the
// others.
func Night(ctx context.Context, db *sql.DB, s Size, names []string, r *jobs.Runner, tell func(string)) ([]Measure, error) {
	r.DB, r.Last = db, Last
	var out []Measure
	for _, name := range names {
		job, err := jobs.Find(name)
		if err != nil {
			return out, err
		}
		tell(name)
		resetPeak()
		cpu, started := cpuTime(), time.Now()
		runs, err := r.Run(ctx, job, []time.Time{Last}, "command")
		m := Measure{Job: name, Seconds: time.Since(started).Seconds(), CPU: (cpuTime() - cpu).Seconds(), PeakMiB: peak() >> 20}
		m.PerMLine = m.Seconds / (float64(s.Lines) / 1e6)
		for _, run := range runs {
			m.Rows += run.Rows
		}
		if err != nil {
			m.Error = err.Error()
		}
		out = append(out, m)
		if ctx.Err() != nil {
			return out, ctx.Err()
		}
	}
	return out, nil
}

// Table is what a table takes on disk.
type Table struct {
	Name  string `ch:"table" json:"table"`
	Rows  uint64 `ch:"rows" json:"rows"`
	Bytes uint64 `ch:"bytes" json:"bytes"`
}

// Disk lists the tables, the largest first.
func Disk(ctx context.Context, db *sql.DB) (tables []Table, err error) {
	if err := db.Select(ctx, &tables, "bench/scale_disk", nil); err != nil {
		return nil, fmt.Errorf("see what the tables take: %w", err)
	}
	return tables, nil
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// resetPeak lets Linux forget the most memory that this process has held.
func resetPeak() { _ = os.WriteFile("/proc/self/clear_refs", []byte("5"), 0) }

// peak is the most that it has held since.
func peak() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(status), "VmHWM:")
	kib, _, _ := strings.Cut(strings.TrimSpace(after), " ")
	n, _ := strconv.ParseInt(kib, 10, 64)
	return n << 10
}
