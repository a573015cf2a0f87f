package message

import (
	"context"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/words"
)

// again is how long a message that waits for the night's work is left alone.
const again = 10 * time.Minute

// tally is what a round came to.
type tally struct{ sent, failed, unknown, waiting int }

// Morning sends every store's message of the day: at once where the night's work is done, else as soon as it is, and at the given
// time at the latest, saying that it is not. What was sent before is not sent again, so it may be called again after a restart.
func (p *Postman) Morning(ctx context.Context, until time.Time) error {
	release, err := p.lead(ctx)
	if err != nil {
		if ctx.Err() == nil {
			p.o.Log.Error("daily messages are not sent", "err", err)
		}
		return err
	}
	defer release()
	for told := false; ; told = true {
		last := !p.o.Clock.Now().Before(until)
		t, err := p.round(ctx, last)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			p.o.Log.Error("daily messages: a round failed", "err", err, "last", last)
		}
		if last || err == nil && t.waiting == 0 {
			if t.failed+t.unknown+t.waiting > 0 || err != nil {
				p.o.Log.Warn("daily messages are done, not all went out: see the jobs page", "sent", t.sent, "failed", t.failed, "unknown", t.unknown, "unread", t.waiting)
			} else {
				p.o.Log.Info("daily messages sent", "sent", t.sent)
			}
			return err
		}
		if !told && t.waiting > 0 {
			p.o.Log.Info("daily messages wait for last night's run", "waiting", t.waiting, "until", until.Format(time.RFC3339))
		}
		if err := p.o.Clock.Sleep(ctx, min(again, until.Sub(p.o.Clock.Now()))); err != nil {
			return err
		}
	}
}

// round sends what can be sent now; the tally is of all messages of the day. In the last round nothing waits any more.
func (p *Postman) round(ctx context.Context, last bool) (tally, error) {
	var t tally
	stores, err := chain.Stores(ctx, p.db)
	if err != nil {
		return t, err
	}
	now := p.o.Clock.Now()
	noted, nights := map[time.Time][]try{}, map[time.Time]night{} // stores of other zones may have another day
	var letters []Letter
	for _, store := range stores {
		day := chain.Today(now, store.Zone())
		if _, read := noted[day]; !read {
			if noted[day], err = p.ledger.tries(ctx, day, ""); err != nil {
				return t, err
			}
			if nights[day], err = nightOf(ctx, p.db, "", day); err != nil {
				return t, err
			}
		}
		open, err := p.open(ctx, store, day, noted[day], &t)
		if err != nil {
			return t, err
		}
		if !nights[day].Done && !last {
			t.waiting += len(open)
			continue
		}
		written := map[words.Lang]Message{}
		for _, to := range open {
			m, ok := written[to.Lang]
			if !ok {
				if m, err = Compose(ctx, p.db, store, Order{Day: day, Lang: to.Lang, PublicURL: p.o.PublicURL, Now: p.o.Clock.Now()}); err != nil {
					if ctx.Err() != nil {
						return t, ctx.Err()
					}
					p.o.Log.Error("daily message cannot be written", "store", store.ID, "err", err)
					t.waiting += len(open)
					break
				}
				written[to.Lang] = m
			}
			letters = append(letters, Letter{m, to})
		}
	}
	outcomes, err := p.Send(ctx, letters, Nothing)
	for _, o := range outcomes {
		t.add(o.Status)
	}
	return t, err
}

// open are the receivers of a store that have no message of the day yet; the others are counted.
func (p *Postman) open(ctx context.Context, store chain.Store, day time.Time, tries []try, t *tally) (out []Target, err error) {
	for _, to := range p.o.Directory.Of(store.ID) {
		s := stand(tries, store.ID, to)
		if err := p.bury(ctx, day, s.dead); err != nil {
			return nil, err
		}
		if s.over() || s.status == sending {
			t.add(s.status)
			continue
		}
		out = append(out, to)
	}
	return out, nil
}

func (t *tally) add(status string) {
	switch status {
	case sent:
		t.sent++
	case unknown:
		t.unknown++
	case sending, left: // looked at again
		t.waiting++
	default:
		t.failed++
	}
}
