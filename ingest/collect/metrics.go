package collect

import (
	"strconv"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

type metrics struct {
	requests *prometheus.CounterVec
	events   *prometheus.CounterVec
	refused  *prometheus.CounterVec
	bytes    *prometheus.CounterVec
}

func newMetrics(reg prometheus.Registerer) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_collector_requests_total",
			Help: "Requests, by HTTP status and by the name of the API key (key1, key2 … without one; local: no key configured; none: not let in)."}, []string{"status", "key"}),
		events: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_collector_events_total",
			Help: "Events that Kafka has acknowledged, by topic and key."}, []string{"topic", "key"}),
		refused: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_collector_refused_total",
			Help: "Events refused and laid into linli.dead, by reason code and key."}, []string{"reason", "key"}),
		bytes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "linli_collector_bytes_total",
			Help: "Bytes of request bodies, as sent and unpacked."}, []string{"form"}),
	}
	if reg != nil {
		reg.MustRegister(m.requests, m.events, m.refused, m.bytes)
	}
	return m
}

func (m *metrics) answered(from *caller, status int) {
	label := "none"
	if from != nil {
		label = from.label
	}
	m.requests.WithLabelValues(strconv.Itoa(status), label).Inc()
}

func (m *metrics) taken(from *caller, a Answer, out map[string][]topic.Message) {
	for name, msgs := range out {
		if name != event.TopicDead {
			m.events.WithLabelValues(name, from.label).Add(float64(len(msgs)))
		}
	}
	for _, r := range a.Refused {
		m.refused.WithLabelValues(r.Reason, from.label).Inc()
	}
}

func (m *metrics) read(sent, unpacked int64) {
	m.bytes.WithLabelValues("sent").Add(float64(sent))
	m.bytes.WithLabelValues("unpacked").Add(float64(unpacked))
}
