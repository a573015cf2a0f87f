package sql

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

// TestBehind: what is asked ahead waits for readers, not for ever, and one at a time.
func TestBehind(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLanes(2), Ahead(context.Background())
		turn := func() (time.Duration, func()) {
			start := time.Now()
			done, err := l.behind(ctx, "q")
			if err != nil {
				t.Fatal(err)
			}
			return time.Since(start), done
		}
		waited, done := turn()
		if waited < calm || waited > 2*calm {
			t.Errorf("waited %v when nobody asked", waited)
		}
		gone, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if _, err := l.behind(gone, "q"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("two at the same time: %v", err)
		}
		done()

		reader := func(takes time.Duration) {
			_ = l.run(context.Background(), "r", func(bool) error { time.Sleep(takes); return nil })
		}
		go reader(time.Second)
		synctest.Wait()
		if waited, done = turn(); waited < time.Second+calm || waited > time.Second+2*calm {
			t.Errorf("waited %v for a reader of a second", waited)
		}
		done()
		go reader(time.Minute)
		synctest.Wait()
		if waited, done = turn(); waited != patience {
			t.Errorf("waited %v for readers who never pause, want %v", waited, patience)
		}
		done()
		gone, cancel = context.WithTimeout(ctx, time.Second)
		defer cancel()
		if _, err := l.behind(gone, "q"); !errors.Is(err, context.DeadlineExceeded) {
			t.Error(err)
		}
		time.Sleep(time.Minute)
		if waited, done = turn(); waited > 2*calm {
			t.Errorf("waited %v after one that gave up", waited)
		}
		done()
	})
}
