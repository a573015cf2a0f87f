package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/sql"
)

// lead decides which of several processes on one ClickHouse runs the jobs. ClickHouse has no compare-and-swap, so a process
// claims by inserting a row with the next epoch: the highest epoch leads, of two claims of one epoch that of the first holder
// by name. The leader renews its row, by ClickHouse's clock, and looks whether it still leads.
//
// What holds: a leader that has been silent for [silence] is followed by another. A leader that finds a higher claim, or that
// could not renew for as long, stops its run. A leader that was paused asks before each swap of partitions and publishes no
// more. Between that question and the swap there is one message to ClickHouse: a process that is paused right there, and two that
// claimed within [settle], can overlap for a moment. This harms little, since a run may be repeated: a deposed process enters
// its run as failed, after all others, whereby the day is due again.
type lead struct {
	db     *sql.DB
	log    *slog.Logger
	holder string
	epoch  atomic.Uint64 // claimed by this process; 0 is none

	beat, silence, settle time.Duration
}

func newLead(db *sql.DB, log *slog.Logger) *lead {
	return &lead{db: db, log: log, holder: ulid.Make().String(), beat: 3 * time.Second, silence: 12 * time.Second, settle: 250 * time.Millisecond}
}

// errDeposed ends what a process does that leads no more.
var errDeposed = errors.New("another process runs the jobs now")

type leaderRow struct {
	Epoch    uint64 `ch:"epoch"`
	Holder   string `ch:"holder"`
	Released uint8  `ch:"released"`
	Silent   int64  `ch:"silent"`
}

func (l *lead) leader(ctx context.Context) (row leaderRow, err error) {
	if _, err := l.db.Get(ctx, &row, "jobs/leader", sql.Params{"role": "jobs"}); err != nil {
		return row, fmt.Errorf("read who runs the jobs: %w", err)
	}
	return row, nil
}

func (l *lead) claim(ctx context.Context, epoch uint64, released uint8) error {
	return l.db.Run(ctx, "jobs/claim", sql.Params{"role": "jobs", "epoch": epoch, "holder": l.holder, "released": released})
}

// check says whether this process still leads.
func (l *lead) check(ctx context.Context) error {
	now, err := l.leader(ctx)
	if err != nil {
		return err
	}
	if now.Epoch != l.epoch.Load() || now.Holder != l.holder {
		return errDeposed
	}
	return nil
}

// await waits until this process leads. The context it gives ends with that, and guards what is published under it; end stops
// the renewal.
func (l *lead) await(ctx context.Context) (leading context.Context, end func(), err error) {
	// Nobody can lead an engine that was not running; whoever was connected to it claims again.
	vacant := l.db.Owned()
	for told := false; ; {
		now, err := l.leader(ctx)
		if err != nil {
			return nil, nil, err
		}
		if vacant || now.Epoch == 0 || now.Released == 1 || now.Silent > l.silence.Milliseconds() {
			vacant = false
			if won, err := l.try(ctx, now.Epoch+1); err != nil {
				return nil, nil, err
			} else if won {
				leading, end := l.keep(ctx)
				return leading, end, nil
			}
		}
		if !told {
			told = true
			l.log.Info("another process runs the jobs; this one waits", "leader", now.Holder)
		}
		if err := pause(ctx, l.beat); err != nil {
			return nil, nil, err
		}
	}
}

// try claims an epoch, and says whether nobody else did.
func (l *lead) try(ctx context.Context, epoch uint64) (bool, error) {
	l.epoch.Store(epoch)
	if err := l.claim(ctx, epoch, 0); err != nil {
		return false, fmt.Errorf("claim to run the jobs: %w", err)
	}
	if err := pause(ctx, l.settle); err != nil {
		return false, err
	}
	err := l.check(ctx)
	if errors.Is(err, errDeposed) {
		return false, nil
	}
	return err == nil, err
}

// keep renews the claim until ctx or the lead ends.
func (l *lead) keep(ctx context.Context) (context.Context, func()) {
	leading, end := context.WithCancelCause(ctx)
	go func() {
		renewed := time.Now()
		for pause(leading, l.beat) == nil {
			err := l.check(leading)
			if err == nil {
				err = l.claim(leading, l.epoch.Load(), 0)
			}
			switch {
			case err == nil:
				renewed = time.Now()
			case errors.Is(err, errDeposed), time.Since(renewed) > l.silence:
				end(err)
			}
		}
	}()
	return sql.WithGuard(leading, l.check), func() { end(nil) }
}

// release lets the next process follow at once.
func (l *lead) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if l.epoch.Load() == 0 || l.check(ctx) != nil {
		return
	}
	if err := l.claim(ctx, l.epoch.Load(), 1); err != nil {
		l.log.Warn("the lead is not given back; the next process waits for its end", "err", err)
	}
}

func pause(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
