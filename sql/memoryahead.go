package sql

import (
	"context"
	"fmt"
	"time"
)

// aheadKey marks a context of [Ahead].
type aheadKey struct{}

// Ahead marks a context: what is read with it through a [Memory] is asked for readers who are yet to come. It takes its turn in a lane
// of its own, one at a time and after those who wait for an answer; whoever asks the same while it is under way gets its answer. What
// the memory knows already costs nothing, so the usual questions may be asked again and again.
func Ahead(ctx context.Context) context.Context { return context.WithValue(ctx, aheadKey{}, true) }

func isAhead(ctx context.Context) bool { return ctx.Value(aheadKey{}) != nil }

const (
	// calm is how long nobody must have asked anything before it is the turn of what is asked ahead.
	calm = 30 * time.Millisecond
	// patience is how long it waits for that. Where readers never pause, the answers are wanted all the more.
	patience = 2 * time.Second
)

// behind waits for a turn behind the readers; done gives it back. The waiting is over before the question begins, so that a reader who
// joins it does not wait behind other readers.
func (l *lanes) behind(ctx context.Context, name string) (done func(), err error) {
	select {
	case l.ahead <- struct{}{}:
	case <-ctx.Done():
		return nil, fmt.Errorf("%s: wait for a turn: %w", name, ctx.Err())
	}
	done = func() { <-l.ahead }
	late := time.NewTimer(patience)
	defer late.Stop()
	look := time.NewTicker(calm / 3)
	defer look.Stop()
	for still := 0; still < 3; still++ {
		if len(l.quick)+len(l.long) > 0 {
			still = -1
		}
		select {
		case <-look.C:
		case <-late.C:
			return done, nil
		case <-ctx.Done():
			done()
			return nil, fmt.Errorf("%s: wait for a turn: %w", name, ctx.Err())
		}
	}
	return done, nil
}

// hadItsTurn does what has waited already.
func hadItsTurn(_ context.Context, _ string, do func(long bool) error) error { return do(false) }
