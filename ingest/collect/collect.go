// Package collect is the HTTP door for events: POST /v1/events takes one JSON object, an array, or one object per line,
// as it is or with Content-Encoding: gzip, and answers only after Kafka has acknowledged.
//
// Each event is checked here, so that the sender learns at once what is wrong with it; a refused one goes to linli.dead
// with its reason, never nowhere. The answer says per event what became of it:
//
//	{"accepted":2,"refused":[{"index":1,"reason":"missing_field","detail":"missing_field: user_id: is required"}]}
//
// 202: all accepted. 207: some refused. 422: all refused. 400: no event or no body. 401: no key, or one that is not known.
// 403: from a foreign web page without a key. 408: the body came too slowly. 413: too large. 415: an encoding other than
// gzip. 429: faster than the key's rate. 503: Kafka is away, or more bytes are under way than the memory set aside for
// them. With 429 and 503 comes Retry-After; sending everything again is right, since duplicates are recognised.
//
// Who may send: with keys configured, who has one. Without any, programs on this machine only (door.go). By the same rule POST
// /v1/optout takes who wants no personalisation (optout.go).
package collect

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// Producer writes messages and returns when they are acknowledged.
type Producer interface {
	Send(ctx context.Context, topic string, msgs []topic.Message) error
}

// Options of a collector.
type Options struct {
	Producer Producer
	Keys     []string      // API keys taken, each as KEY or NAME:KEY; none: callers on this machine only
	MaxBytes int64         // of one request, as sent and unpacked; 0 is 8 MiB
	InFlight int64         // memory for all bodies at work; 0 is 128 MiB
	Rate     float64       // events a second per key; 0 is 20,000
	Burst    int           // events that a key may send at once; 0 is 100,000
	BodyTime time.Duration // within which a body must have come; 0 is 30 s
	Log      *slog.Logger
	Metrics  prometheus.Registerer // nil: not registered
}

// Handler is the collector.
type Handler struct {
	o       Options
	cross   *http.CrossOriginProtection
	callers []*caller
	local   *caller // programs on this machine, where no key is configured
	bytes   budget
	metrics *metrics
}

// New makes a collector.
func New(o Options) *Handler {
	if o.MaxBytes == 0 {
		o.MaxBytes = 8 << 20
	}
	if o.InFlight == 0 {
		o.InFlight = 128 << 20
	}
	if o.Rate == 0 {
		o.Rate = 20_000
	}
	if o.Burst == 0 {
		o.Burst = 100_000
	}
	if o.BodyTime == 0 {
		o.BodyTime = 30 * time.Second
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	h := &Handler{o: o, cross: http.NewCrossOriginProtection(), metrics: newMetrics(o.Metrics)}
	h.bytes.open(o.InFlight)
	h.admit(o.Keys)
	return h
}

// Answer is the body of every answer that is not an error of the whole request.
type Answer struct {
	Accepted int       `json:"accepted"`
	Refused  []Refused `json:"refused,omitempty"`
}

// Refused says why the event at Index was not taken.
type Refused struct {
	Index  int    `json:"index"`
	Reason string `json:"reason"`
	Detail string `json:"detail"`
}

const (
	sendTimeout = 10 * time.Second
	futureSlack = 24 * time.Hour // how far a phone's clock may run ahead
)

// refusal is an answer about the whole request.
type refusal struct {
	status int
	text   string
	wait   time.Duration // after which a try makes sense; 0: none does
}

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		h.fail(w, nil, refusal{http.StatusMethodNotAllowed, "send events by POST", 0})
		return
	}
	from, no := h.enter(r)
	if no != nil {
		h.fail(w, from, *no)
		return
	}
	if wait := from.rate.wait(time.Now()); wait > 0 { // before the body is read: a sender in a rage costs little
		h.later(w, r, from, refusal{http.StatusTooManyRequests, tooFast, wait})
		return
	}
	body, no := h.read(w, r)
	defer body.release()
	if no != nil {
		h.later(w, r, from, *no)
		return
	}
	answer, no := h.take(r.Context(), from, split(body.text))
	if no != nil {
		h.fail(w, from, *no)
		return
	}
	status := http.StatusAccepted
	switch {
	case answer.Accepted == 0:
		status = http.StatusUnprocessableEntity
	case len(answer.Refused) > 0:
		status = http.StatusMultiStatus
	}
	h.reply(w, from, status, answer)
}

// take sends what is right to its topic and the rest to linli.dead.
func (h *Handler) take(ctx context.Context, from *caller, msgs [][]byte) (a Answer, no *refusal) {
	switch {
	case len(msgs) == 0:
		return a, &refusal{http.StatusBadRequest, "the request holds no event", 0}
	case len(msgs) > maxEvents:
		return a, &refusal{http.StatusRequestEntityTooLarge, tooLarge, 0}
	}
	if wait := from.rate.take(time.Now(), len(msgs)); wait > 0 {
		return a, &refusal{http.StatusTooManyRequests, tooFast, wait}
	}
	a, out := h.sort(msgs)
	ctx, cancel := context.WithTimeout(ctx, sendTimeout)
	defer cancel()
	for _, name := range topic.All {
		if len(out[name]) == 0 {
			continue
		}
		if err := h.o.Producer.Send(ctx, name, out[name]); err != nil {
			h.o.Log.Error("events not taken", "events", len(msgs), "err", err)
			return a, &refusal{http.StatusServiceUnavailable, "Kafka does not take events now: send them again, duplicates are recognised", 5 * time.Second}
		}
	}
	h.metrics.taken(from, a, out)
	return a, nil
}

// sort says what becomes of each message, and which topic it goes to.
func (h *Handler) sort(msgs [][]byte) (a Answer, out map[string][]topic.Message) {
	out = map[string][]topic.Message{}
	latest := time.Now().Add(futureSlack)
	for i, m := range msgs {
		ev, _, err := event.Decode(m, "", latest)
		var ref *event.Refusal
		if errors.As(err, &ref) {
			a.Refused = append(a.Refused, Refused{Index: i, Reason: ref.Code, Detail: ref.Error()})
			out[event.TopicDead] = append(out[event.TopicDead], topic.Dead(nil, m, ref.Code, ref.Error(), "", 0, 0))
			continue
		}
		a.Accepted++
		name := ev.Type().Topic()
		out[name] = append(out[name], topic.Message{Key: []byte(ev.Common().UserID), Value: m})
	}
	return a, out
}

func (h *Handler) reply(w http.ResponseWriter, from *caller, status int, body any) {
	h.metrics.answered(from, status)
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
