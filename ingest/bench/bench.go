// Package bench measures the way from Kafka into ClickHouse: ours and ClickHouse's own Kafka engine, on the same topics, the
// same machine and the same ClickHouse, each in a process of its own so that CPU and memory are its own.
//
// The clock runs from the first rows that can be queried to the last: what joining a consumer group takes is left out for
// both, and so are the rows of the first look. The engine gets the same target tables without our indexes, no recognition of
// duplicates, and the settings that were found best for it.
package bench

import (
	"context"
	"errors"
	"fmt"
	"runtime/metrics"
	"time"

	"github.com/linli-project/linli/sql"
)

// Result is one measured way.
type Result struct {
	Way       string             `json:"way"` // ours, engine-1 or engine-2 (consumers a topic)
	Events    int64              `json:"events"`
	Missing   int64              `json:"missing,omitempty"` // events that the engine's consumers never fetched
	Seconds   float64            `json:"seconds"`           // from the first rows to the last
	Rate      float64            `json:"rate"`              // events per second meanwhile
	CPUMicros float64            `json:"cpu_micros"`        // of CPU per event, ClickHouse's work included
	PeakRSS   int64              `json:"peak_rss"`          // bytes of the whole process
	OwnMemory int64              `json:"own_memory"`        // bytes of the Go side at most
	Parts     uint64             `json:"parts"`             // left at the end
	Stages    map[string]float64 `json:"stages,omitempty"`
}

// look is how the count stands at a moment.
type look struct {
	at  time.Time
	cpu time.Duration
	n   int64
}

// idle is how long a way may bring no new row: beyond it a consumer has been left out of its group, which happens to the
// engine's with the embedded broker now and then.
const idle = 20 * time.Second

// enough is the share of the events after which a stalled way has been measured all the same, up to its last new row.
const enough = 0.95

// ErrStalled is a way that has stopped before the end. It may be measured again.
var ErrStalled = errors.New("no events arrive any more")

// watch polls the number of rows until there are as many as expected.
func watch(ctx context.Context, db *sql.DB, tables []string, expected int64, failed <-chan error, tell func(n int64)) (first, last look, ownMemory int64, err error) {
	moved := look{at: time.Now()}
	for {
		var n int64
		if _, err := db.GetText(ctx, &n, "SELECT toInt64(sum(rows)) FROM system.parts WHERE active AND database = currentDatabase() AND table IN {tables:Array(String)}",
			sql.Params{"tables": tables}); err != nil {
			return first, last, ownMemory, err
		}
		now := look{time.Now(), cpuTime(), n}
		if n > moved.n {
			moved = now
		}
		last = now
		if first.n == 0 && n > 0 {
			first = now
		}
		ownMemory = max(ownMemory, goMemory())
		tell(n)
		switch {
		case n >= expected:
			return first, last, ownMemory, nil
		case time.Since(moved.at) > idle && float64(n) > enough*float64(expected):
			return first, moved, ownMemory, nil
		case time.Since(moved.at) > idle:
			return first, last, ownMemory, fmt.Errorf("%d of %d events have arrived and none for %s: %w", n, expected, idle, ErrStalled)
		}
		select {
		case <-ctx.Done():
			return first, last, ownMemory, ctx.Err()
		case err := <-failed:
			return first, last, ownMemory, errors.Join(errors.New("the sink has ended"), err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}

func (r *Result) fill(first, last look) {
	n := float64(last.n - first.n)
	r.Events = last.n
	r.Seconds = last.at.Sub(first.at).Seconds()
	if r.Seconds > 0 && n > 0 {
		r.Rate = n / r.Seconds
		r.CPUMicros = float64((last.cpu - first.cpu).Nanoseconds()) / 1000 / n
	}
}

// goMemory is what the Go runtime holds: heap, stacks, buffers; not the engine's.
func goMemory() int64 {
	samples := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(samples)
	return int64(samples[0].Value.Uint64() - samples[1].Value.Uint64())
}
