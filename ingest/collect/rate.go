package collect

import (
	"sync"
	"time"
)

// bucket is a token bucket: it holds burst events and gets rate of them a second. A request larger than the bucket is taken
// when the bucket is full and leaves a debt, so that no request of a legal size waits for ever.
type bucket struct {
	mu     sync.Mutex
	rate   float64
	burst  float64
	tokens float64
	at     time.Time
}

func newBucket(rate float64, burst int) *bucket {
	return &bucket{rate: rate, burst: float64(burst), tokens: float64(burst)}
}

// take pays for n events, or says how long to wait first.
func (b *bucket) take(now time.Time, n int) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fill(now)
	if lack := min(float64(n), b.burst) - b.tokens; lack > 0 {
		return b.until(lack)
	}
	b.tokens -= float64(n)
	return 0
}

// wait says how long until a single event would be taken.
func (b *bucket) wait(now time.Time) time.Duration {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fill(now)
	if lack := min(1, b.burst) - b.tokens; lack > 0 {
		return b.until(lack)
	}
	return 0
}

func (b *bucket) until(tokens float64) time.Duration {
	return max(time.Duration(tokens/b.rate*float64(time.Second)), time.Millisecond)
}

func (b *bucket) fill(now time.Time) {
	if !b.at.IsZero() && now.After(b.at) {
		b.tokens = min(b.burst, b.tokens+now.Sub(b.at).Seconds()*b.rate)
	}
	if b.at.IsZero() || now.After(b.at) { // a clock set back fills nothing
		b.at = now
	}
}
