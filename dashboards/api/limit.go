package api

import (
	"sync"
	"time"
)

// limiter counts per key within the running minute; with the minute everything is forgotten.
type limiter struct {
	now    func() time.Time
	mu     sync.Mutex
	minute int64
	seen   map[string]int
}

func newLimiter(now func() time.Time) *limiter { return &limiter{now: now, seen: map[string]int{}} }

// turn starts a new minute where one has begun, and bounds the memory.
func (l *limiter) turn() {
	if minute := l.now().Unix() / 60; minute != l.minute || len(l.seen) > 100_000 {
		l.minute = minute
		clear(l.seen)
	}
}

// allow counts and says whether it is within the limit.
func (l *limiter) allow(key string, most int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	l.seen[key]++
	return l.seen[key] <= most
}

// count tells how often a key was counted.
func (l *limiter) count(key string) int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turn()
	return l.seen[key]
}
