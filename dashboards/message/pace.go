package message

import (
	"context"
	"sync"
	"time"
)

// Clock is the time and the waiting; tests have one that does not wait.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error
}

// RealClock is the machine's.
type RealClock struct{}

// Now is the time.
func (RealClock) Now() time.Time { return time.Now() }

// Sleep waits, or ends with the context.
func (RealClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return ctx.Err()
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

const (
	// perMinute is how many messages a robot of WeCom takes.
	perMinute = 20
	// mailsPerMinute is modest: mail servers limit senders too, and do not say how.
	mailsPerMinute = 60
	// minute has a second more than one, for clocks differ and messages travel.
	minute = 61 * time.Second
)

// pace keeps a receiver from getting more messages in any minute than it takes.
type pace struct {
	mu     sync.Mutex
	last   map[string][]time.Time // of each lane, as many of the newest as it takes in a minute
	closed map[string]time.Time   // lanes that take nothing before
}

func newPace() *pace {
	return &pace{last: map[string][]time.Time{}, closed: map[string]time.Time{}}
}

// wait is how long until the lane takes the next one; at 0 it is counted as sent now.
func (p *pace) wait(lane string, now time.Time) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	most := perMinute
	if lane == Email {
		most = mailsPerMinute
	}
	due, sent := p.closed[lane], p.last[lane]
	if len(sent) == most {
		if free := sent[0].Add(minute); free.After(due) {
			due = free
		}
	}
	if due.After(now) {
		return due.Sub(now)
	}
	if len(sent) == most {
		sent = sent[1:]
	}
	p.last[lane] = append(sent[:len(sent):len(sent)], now)
	return 0
}

// close keeps the lane shut for a while.
func (p *pace) close(lane string, until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if until.After(p.closed[lane]) {
		p.closed[lane] = until
	}
}
