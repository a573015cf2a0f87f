package main

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// report is what happened and what differs.
type report struct {
	started  time.Time
	compared bool
	events   int64
	lost     int64
	doubled  int64

	mu         sync.Mutex
	kills      map[string]int
	pauses     int
	rebalances int
	ledger     int // differences
	facts      int
	others     int
	named      int // events lost and doubled, counted on their own
}

func newReport() *report { return &report{started: time.Now(), kills: map[string]int{}} }

// did counts an action.
func (r *report) did(a action) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch a.verb {
	case kill:
		kind, _, _ := strings.Cut(a.who, "-")
		r.kills[kind]++
	case pause:
		r.pauses++
	default:
		r.rebalances++
	}
}

// most is how many differences of a kind are named; the rest is counted.
const most = 20

func (r *report) differ(format string, args ...any)       { r.name(&r.others, format, args...) }
func (r *report) differLedger(format string, args ...any) { r.name(&r.ledger, format, args...) }
func (r *report) differFacts(format string, args ...any)  { r.name(&r.facts, format, args...) }

func (r *report) name(n *int, format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if *n++; *n <= most {
		fmt.Println("DIFFERS: " + fmt.Sprintf(format, args...))
	} else if *n == most+1 {
		fmt.Println("DIFFERS: … and more of the kind")
	}
}

func (r *report) pass() bool {
	return r.compared && r.lost == 0 && r.doubled == 0 && r.ledger+r.facts+r.others == 0
}

// deeds says what was done to the processes.
func (r *report) deeds() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for _, k := range r.kills {
		n += k
	}
	return fmt.Sprintf("%d kills (%d broker, %d sink, %d engine), %d pauses, %d rebalances", n, r.kills[broker], r.kills["sink"], r.kills[engine], r.pauses, r.rebalances)
}

// print writes the last line.
func (r *report) print() {
	exact := func(what string, n int) string {
		switch {
		case !r.compared:
			return what + " not compared"
		case n == 0:
			return what + " exact"
		}
		return fmt.Sprintf("%s wrong in %d places", what, n)
	}
	verdict := "FAIL"
	if r.pass() {
		verdict = "PASS"
	}
	parts := []string{r.deeds(), thousands(r.events) + " events", thousands(r.lost) + " lost", thousands(r.doubled) + " doubled",
		exact("ledger", r.ledger), exact("facts", r.facts)}
	if r.others > 0 {
		parts = append(parts, fmt.Sprintf("%d other differences", r.others))
	}
	took := time.Since(r.started)
	fmt.Printf("chaos: %s: %s in %dm%02ds\n", strings.Join(parts, ", "), verdict, int(took.Minutes()), int(took.Seconds())%60)
}

// thousands writes 1234567 as 1,234,567.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
