package message

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

const (
	// beat is how often a process that sends says so.
	beat = 20 * time.Second
	// gone is after how many milliseconds of silence another takes its place.
	gone = 90_000
)

// leader is who sends now, of table leader.
type leader struct {
	Epoch    uint64 `ch:"epoch"`
	Holder   string `ch:"holder"`
	Released uint8  `ch:"released"`
	Silent   int64  `ch:"silent"`
}

// lead waits until no other process sends: two would keep the pace of a robot each for itself, and together break it. That nothing
// goes out twice is the ledger's doing. The way is that of the scheduler of jobs: the highest epoch leads, and says so again and again.
func (p *Postman) lead(ctx context.Context) (release func(), err error) {
	claim := func(ctx context.Context, epoch uint64, released uint8) error {
		return p.db.Run(ctx, "jobs/claim", sql.Params{"role": "message", "epoch": epoch, "holder": p.holder, "released": released})
	}
	for told := false; ; {
		var now leader
		if _, err := p.db.Get(ctx, &now, "jobs/leader", sql.Params{"role": "message"}); err != nil {
			return nil, fmt.Errorf("read who sends messages: %w", err)
		}
		if now.Epoch == 0 || now.Released == 1 || now.Silent > gone {
			epoch := now.Epoch + 1
			if err := claim(ctx, epoch, 0); err != nil {
				return nil, fmt.Errorf("claim to send messages: %w", err)
			}
			if err := p.o.Clock.Sleep(ctx, settle); err != nil {
				return nil, err
			}
			if _, err := p.db.Get(ctx, &now, "jobs/leader", sql.Params{"role": "message"}); err != nil {
				return nil, fmt.Errorf("read who sends messages: %w", err)
			}
			if now.Epoch == epoch && now.Holder == p.holder {
				return p.keep(ctx, epoch, claim), nil
			}
		}
		if !told {
			told = true
			p.o.Log.Info("another process sends the daily messages; this one waits", "sender", now.Holder)
		}
		if err := p.o.Clock.Sleep(ctx, beat); err != nil {
			return nil, err
		}
	}
}

// keep says that this process sends until it is released.
func (p *Postman) keep(ctx context.Context, epoch uint64, claim func(context.Context, uint64, uint8) error) (release func()) {
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for (RealClock{}).Sleep(ctx, beat) == nil {
			if err := claim(ctx, epoch, 0); err != nil && ctx.Err() == nil {
				p.o.Log.Warn("cannot note that this process sends the daily messages", "err", err)
			}
		}
	}()
	return func() {
		stop()
		<-done
		ctx, end := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer end()
		if err := claim(ctx, epoch, 1); err != nil {
			p.o.Log.Warn("sending is not given back; the next process waits", "err", err)
		}
	}
}
