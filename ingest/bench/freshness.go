package bench

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/sql"
)

// Freshness is how long events take from the moment they are given to the producer until they can be queried.
type Freshness struct {
	Events int64   `json:"events"`
	Rate   float64 `json:"rate"` // events per second
	P50    float64 `json:"p50_ms"`
	P99    float64 `json:"p99_ms"`
	Max    float64 `json:"max_ms"`
	Blocks uint64  `json:"blocks"` // that were stored
	Parts  uint64  `json:"parts"`  // left of them at the end
}

// MeasureFreshness sends events at a steady rate while the sink runs and a reader counts rows. The n-th event counts as
// queryable when n rows are: blocks are stored whole, so this differs from its own row by no more than a block's neighbours.
func MeasureFreshness(ctx context.Context, t Task, rate float64) (f Freshness, err error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return f, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := sink.New(sink.Options{Cluster: t.Cluster, Group: t.Group, DB: t.DB, Location: zone, Log: slog.New(slog.DiscardHandler)})
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx) }()
	for !s.Ready() { // joining the group is not what is measured
		select {
		case err := <-ended:
			return f, errors.Join(errors.New("the sink has ended"), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
	var mu sync.Mutex
	var given []time.Time
	stream := func(yield func(simulate.Message) bool) {
		for m := range simulate.Stream(1, t.Expected) {
			mu.Lock()
			given = append(given, time.Now())
			mu.Unlock()
			if !yield(m) {
				return
			}
		}
	}
	producer := t.Cluster.NewProducer()
	sent := make(chan error, 1)
	go func() {
		_, err := scenario.Produce(ctx, producer, stream, scenario.Pace{Rate: rate})
		sent <- errors.Join(err, producer.Close())
	}()
	var took []float64 // milliseconds
	for int64(len(took)) < t.Expected {
		var n int64
		if _, err := t.DB.GetText(ctx, &n, "SELECT toInt64(sum(rows)) FROM system.parts WHERE active AND database = currentDatabase() AND table IN ('click', 'order_event', 'share')",
			sql.Params{}); err != nil {
			return f, err
		}
		now := time.Now()
		mu.Lock()
		for int64(len(took)) < min(n, int64(len(given))) {
			took = append(took, float64(now.Sub(given[len(took)]).Microseconds())/1000)
		}
		mu.Unlock()
		t.Tell(n)
		select {
		case err := <-ended:
			return f, errors.Join(errors.New("the sink has ended"), err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := <-sent; err != nil {
		return f, fmt.Errorf("send events: %w", err)
	}
	slices.Sort(took)
	f = Freshness{Events: t.Expected, Rate: rate, P50: took[len(took)/2], P99: took[len(took)*99/100], Max: took[len(took)-1]}
	if _, err := t.DB.GetText(ctx, &f.Blocks, "SELECT uniqExact(topic, ingested_at) FROM ingest_ledger", nil); err != nil {
		return f, err
	}
	r := Result{}
	err = r.countParts(ctx, t.DB)
	f.Parts = r.Parts
	cancel()
	return f, errors.Join(err, <-ended)
}
