package sink

import (
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	events   *prometheus.CounterVec
	refused  *prometheus.CounterVec
	unknown  *prometheus.CounterVec
	failures *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
	stages   *prometheus.CounterVec
	behind   *prometheus.GaugeVec
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_ingest_events_total",
			Help: "Messages consumed, by topic and outcome: stored, duplicate, rejected."}, []string{"topic", "outcome"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_ingest_refused_total",
			Help: "Messages refused, by topic and reason code."}, []string{"topic", "reason"}),
		unknown: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_ingest_unknown_fields_total",
			Help: "Fields that no event has, kept out."}, []string{"topic"}),
		failures: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_ingest_store_failures_total",
			Help: "Tries to store a block that failed and were repeated."}, []string{"topic"}),
		seconds: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "linli_ingest_block_seconds",
			Help: "Time to store one block.", Buckets: prometheus.ExponentialBuckets(0.005, 2, 12)}, []string{"topic"}),
		stages: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_ingest_stage_seconds_total",
			Help: "Time spent per stage, of all topics together; stages overlap: fetch, decode, dedup, insert, ledger."}, []string{"stage"}),
		behind: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "linli_ingest_lag_events",
			Help: "Messages in Kafka not yet read."}, []string{"topic", "partition"}),
	}
	if reg != nil {
		reg.MustRegister(m.events, m.refused, m.unknown, m.failures, m.seconds, m.stages, m.behind)
	}
	return m
}

func (m *metrics) lag(topic string, c *chunk) {
	m.behind.WithLabelValues(topic, strconv.Itoa(c.partition)).Set(float64(max(0, c.highWater-c.offsets[c.len()-1]-1)))
}

func (m *metrics) stage(name string, took time.Duration) {
	m.stages.WithLabelValues(name).Add(took.Seconds())
}

func (m *metrics) count(topic string, tallies map[int]*tally, refused []refused) {
	for _, t := range tallies {
		m.events.WithLabelValues(topic, "stored").Add(float64(t.stored))
		m.events.WithLabelValues(topic, "duplicate").Add(float64(t.duplicate))
		m.events.WithLabelValues(topic, "rejected").Add(float64(t.rejected))
		m.unknown.WithLabelValues(topic).Add(float64(t.unknown))
	}
	for _, r := range refused {
		m.refused.WithLabelValues(topic, r.why.Code).Inc()
	}
}
