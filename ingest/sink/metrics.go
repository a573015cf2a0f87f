package sink

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"
)

type metrics struct {
	events   *prometheus.CounterVec
	refused  *prometheus.CounterVec
	unknown  *prometheus.CounterVec
	failures *prometheus.CounterVec
	seconds  *prometheus.HistogramVec
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
		behind: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "linli_ingest_lag_events",
			Help: "Messages in Kafka not yet read."}, []string{"topic", "partition"}),
	}
	if reg != nil {
		reg.MustRegister(m.events, m.refused, m.unknown, m.failures, m.seconds, m.behind)
	}
	return m
}

func (m *metrics) lag(topic string, c chunk) {
	if n := len(c.msgs); n > 0 {
		m.behind.WithLabelValues(topic, strconv.Itoa(c.partition)).Set(float64(max(0, c.highWater-c.msgs[n-1].Offset-1)))
	}
}

func (m *metrics) count(l *ledger, items []item) {
	for _, r := range l.rows {
		m.events.WithLabelValues(l.topic, "stored").Add(float64(r.Stored))
		m.events.WithLabelValues(l.topic, "duplicate").Add(float64(r.Duplicate))
		m.events.WithLabelValues(l.topic, "rejected").Add(float64(r.Rejected))
		m.unknown.WithLabelValues(l.topic).Add(float64(r.UnknownFields))
	}
	for i := range items {
		if ref := items[i].refusal; ref != nil {
			m.refused.WithLabelValues(l.topic, ref.Code).Inc()
		}
	}
}
