package bench

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Task is what one process measures.
type Task struct {
	Way      string
	Cluster  topic.Cluster
	DB       *sql.DB // empty and migrated
	Expected int64   // events in the topics
	Group    string
	Tell     func(stored int64)
}

// Ways are what can be measured: our sink, and ClickHouse's Kafka engine with one and two consumers for each topic.
var Ways = []string{"ours", "engine-1", "engine-2"}

// Run measures one way.
func Run(ctx context.Context, t Task) (Result, error) {
	if t.Tell == nil {
		t.Tell = func(int64) {}
	}
	if t.Way == "ours" {
		return ours(ctx, t)
	}
	consumers, err := strconv.Atoi(strings.TrimPrefix(t.Way, "engine-"))
	if err != nil {
		return Result{}, fmt.Errorf("%q is none of %s", t.Way, strings.Join(Ways, ", "))
	}
	return engine(ctx, t, consumers)
}

func ours(ctx context.Context, t Task) (Result, error) {
	registry := prometheus.NewRegistry()
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return Result{}, err
	}
	s := sink.New(sink.Options{Cluster: t.Cluster, Group: t.Group, DB: t.DB, Location: zone, Metrics: registry, Log: slog.New(slog.DiscardHandler)})
	running, stop := context.WithCancel(ctx)
	failed := make(chan error, 1)
	go func() { failed <- s.Run(running) }()
	r := Result{Way: t.Way}
	first, last, own, err := watch(ctx, t.DB, []string{"click", "order_event", "share"}, t.Expected, failed, t.Tell)
	stop()
	if err != nil {
		return r, err
	}
	if err := <-failed; err != nil {
		return r, err
	}
	r.fill(first, last)
	if r.Missing = t.Expected - last.n; r.Missing > 0 {
		return r, fmt.Errorf("%d of %d events were not stored", r.Missing, t.Expected)
	}
	r.OwnMemory, r.PeakRSS = own, PeakRSS()
	r.Stages = stages(registry)
	return r, r.countParts(ctx, t.DB)
}

// stages gives the share of each stage in the time of all of them.
func stages(registry *prometheus.Registry) map[string]float64 {
	families, err := registry.Gather()
	if err != nil {
		return nil
	}
	out, sum := map[string]float64{}, 0.
	for _, f := range families {
		if f.GetName() != "linli_ingest_stage_seconds_total" {
			continue
		}
		for _, m := range f.GetMetric() {
			v := m.GetCounter().GetValue()
			out[m.GetLabel()[0].GetValue()] = v
			sum += v
		}
	}
	for name := range out {
		out[name] /= sum
	}
	return out
}

// The settings that were quickest for the engine, of blocks of 65,536, 262,144 and 1,048,576 rows and of flushes after one
// and 7.5 seconds.
const (
	engineRows  = 262_144
	engineFlush = 1000
)

func engine(ctx context.Context, t Task, consumers int) (Result, error) {
	r := Result{Way: t.Way}
	fill := strings.NewReplacer("$brokers", strings.Join(t.Cluster.Brokers, ","), "$group", t.Group, "$consumers", strconv.Itoa(consumers),
		"$rows", strconv.Itoa(engineRows), "$flush", strconv.Itoa(engineFlush))
	var tables []string
	for _, typ := range event.Types {
		text, err := t.DB.Text("bench/" + string(typ))
		if err != nil {
			return r, err
		}
		for statement := range strings.SplitSeq(fill.Replace(text), ";\n") {
			if err := t.DB.Exec(ctx, statement, nil); err != nil {
				return r, fmt.Errorf("ClickHouse's Kafka engine: %w", err)
			}
		}
		tables = append(tables, "engine_"+string(typ))
	}
	first, last, own, err := watch(ctx, t.DB, tables, t.Expected, nil, t.Tell)
	if err != nil {
		return r, err
	}
	r.fill(first, last)
	r.Missing = t.Expected - last.n
	r.OwnMemory, r.PeakRSS = own, PeakRSS()
	if err := r.countParts(ctx, t.DB); err != nil {
		return r, err
	}
	for _, typ := range event.Types { // consumers leave the group before the engine is closed
		if err := t.DB.Exec(ctx, "DROP TABLE queue_"+string(typ), nil); err != nil {
			return r, err
		}
	}
	return r, nil
}

func (r *Result) countParts(ctx context.Context, db *sql.DB) error {
	_, err := db.GetText(ctx, &r.Parts, "SELECT count() FROM system.parts WHERE active AND database = currentDatabase() AND match(table, 'click|order|share')", nil)
	return err
}
