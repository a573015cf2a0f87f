package account

import (
	"sync"
	"time"
)

// mostKeys bounds the memory of the limiter.
const mostKeys = 100_000

// window is how long attempts count.
const window = 5 * time.Minute

// limiter counts attempts per key in a window that starts with the first one.
type limiter struct {
	now   func() time.Time
	mu    sync.Mutex
	try   map[string]*tries
	swept time.Time
}

type tries struct {
	n     int
	since time.Time
}

func newLimiter(now func() time.Time) *limiter {
	return &limiter{now: now, try: map[string]*tries{}}
}

// allow counts an attempt and says whether it is within the limit.
func (l *limiter) allow(key string, most int) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.swept) > window {
		for k, t := range l.try {
			if now.Sub(t.since) > window {
				delete(l.try, k)
			}
		}
		l.swept = now
	}
	if len(l.try) >= mostKeys { // a flood from many addresses: forget rather than grow
		clear(l.try)
	}
	t := l.try[key]
	if t == nil || now.Sub(t.since) > window {
		t = &tries{since: now}
		l.try[key] = t
	}
	t.n++
	return t.n <= most
}

func (l *limiter) forget(key string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.try, key)
}
