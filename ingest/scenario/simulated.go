package scenario

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/linli-project/linli/ingest/master"
	"github.com/linli-project/linli/ingest/simulate"
)

type simulatedWorld struct {
	o     Options
	today time.Time // the running day when the world was made
	world *simulate.World
	sent  time.Time // everything before is acknowledged by Kafka
}

func openSimulated(have map[string]string, o Options, now time.Time) (*simulatedWorld, error) {
	w := &simulatedWorld{o: o, today: now.In(simulate.Zone)}
	if text := have["seed"]; text != "" { // the installation's own world goes on, whatever seed is asked for now
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("setting seed: %w", err)
		}
		w.o = Options{Seed: n, Small: have["small"] == "true"}
	}
	for name, to := range map[string]*time.Time{"world_today": &w.today, "world_sent": &w.sent} {
		if text := have[name]; text != "" {
			at, err := time.Parse(time.RFC3339Nano, text)
			if err != nil {
				return nil, fmt.Errorf("setting %s: %w", name, err)
			}
			*to = at
		}
	}
	cfg := simulate.Default()
	if w.o.Small {
		cfg = simulate.Small()
	}
	cfg.Seed, cfg.Today = w.o.Seed, w.today
	world, err := simulate.New(cfg)
	w.world = world
	return w, err
}

func (w *simulatedWorld) LastDay(now time.Time) time.Time {
	y, m, d := now.In(simulate.Zone).AddDate(0, 0, -1).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

// Load sends the days since the last time, whole world at first.
func (w *simulatedWorld) Load(ctx context.Context, t Target) (int64, error) {
	if w.sent.IsZero() {
		if err := w.begin(ctx, t); err != nil {
			return 0, err
		}
	}
	now := time.Now()
	out := newOutbox(t)
	from := w.sent
	if from.IsZero() {
		from = w.world.Date(0)
	}
	total := now.Sub(from)
	// Day by day: memory holds one, and a killed load goes on near where it was.
	for day := from; day.Before(now); {
		end := nextMidnight(day)
		if end.After(now) {
			end = now
		}
		if err := w.send(ctx, t, out, day, end); err != nil {
			return out.sent, err
		}
		day = end
		t.tell(int64(day.Sub(from)/time.Second), int64(total/time.Second))
	}
	if err := w.keepTruth(ctx, t); err != nil {
		return out.sent, err
	}
	return out.sent, t.set(ctx, "loaded", "1")
}

func nextMidnight(t time.Time) time.Time {
	y, m, d := t.In(simulate.Zone).Date()
	return time.Date(y, m, d+1, 0, 0, 0, 0, simulate.Zone)
}

// begin writes what does not change: which world it is, master data and truth.
func (w *simulatedWorld) begin(ctx context.Context, t Target) error {
	if err := t.set(ctx, "world", Simulated, "currency", "CNY", "seed", strconv.FormatUint(w.o.Seed, 10),
		"small", strconv.FormatBool(w.o.Small), "world_today", w.today.Format(time.RFC3339Nano)); err != nil {
		return err
	}
	return WriteMaster(ctx, t.DB, w.world)
}

// send sends one stretch of time and remembers that it did.
func (w *simulatedWorld) send(ctx context.Context, t Target, out *outbox, from, to time.Time) error {
	for e := range w.world.Between(from, to) {
		if err := out.add(ctx, e); err != nil {
			return err
		}
	}
	if err := out.flushAll(ctx); err != nil {
		return err
	}
	var stock []master.Stock
	for m := range w.world.StockBetween(from, to) {
		stock = append(stock, m)
	}
	if len(stock) > 0 {
		if err := master.Write(ctx, t.DB, stock); err != nil {
			return err
		}
	}
	w.sent = to
	return t.set(ctx, "world_sent", to.UTC().Format(time.RFC3339Nano))
}

// liveEvery is how often the trickle sends what has happened meanwhile.
const liveEvery = 2 * time.Second

// Live sends events as their time comes.
func (w *simulatedWorld) Live(ctx context.Context, t Target) error {
	tick := time.NewTicker(liveEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			if !w.hasNews(now) {
				continue
			}
			if err := w.send(ctx, t, newOutbox(t), w.sent, now); err != nil && ctx.Err() == nil {
				t.Log.Warn("live events not sent, trying again", "err", err) // the next tick sends from the same instant
			}
		}
	}
}

// hasNews spares ClickHouse a tiny part every tick in which nothing happened.
func (w *simulatedWorld) hasNews(now time.Time) bool {
	for range w.world.Between(w.sent, now) {
		return true
	}
	for range w.world.StockBetween(w.sent, now) {
		return true
	}
	return false
}

// keepTruth writes what the world knows and models must find out; no page reads it.
func (w *simulatedWorld) keepTruth(ctx context.Context, t Target) error {
	if err := t.DB.Insert(ctx, "simulated_truth", w.world.Truth(), ""); err != nil {
		return fmt.Errorf("keep the world's truth: %w", err)
	}
	return nil
}
