// Package collect is the HTTP door for events: POST /v1/events takes one JSON object, an array, or one object per line,
// as it is or with Content-Encoding: gzip, and answers only after Kafka has acknowledged.
//
// Each event is checked here, so that the sender learns at once what is wrong with it; a refused one goes to linli.dead
// with its reason, never nowhere. The answer says per event what became of it:
//
//	{"accepted":2,"refused":[{"index":1,"reason":"missing_field","detail":"missing_field: user_id: is required"}]}
//
// 202: all accepted. 207: some refused. 422: all refused. 400: no event or no body. 401: wrong key. 403: from a foreign web
// page without a key. 408: the body came too slowly. 413: too large. 415: an encoding other than gzip. 503: Kafka is away,
// send again.
package collect

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"time"

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
	Keys     []string // API keys taken; none: every caller is
	MaxBytes int64    // of one request, as sent and unpacked; 0 is 8 MiB
	Log      *slog.Logger
}

// Handler is the collector.
type Handler struct {
	o     Options
	cross *http.CrossOriginProtection
}

// New makes a collector.
func New(o Options) *Handler {
	if o.MaxBytes == 0 {
		o.MaxBytes = 8 << 20
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	return &Handler{o: o, cross: http.NewCrossOriginProtection()}
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

// ServeHTTP implements http.Handler.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		fail(w, http.StatusMethodNotAllowed, "send events by POST")
		return
	}
	if len(h.o.Keys) == 0 && h.cross.Check(r) != nil { // without keys, any web page that somebody visits could send events
		fail(w, http.StatusForbidden, "events from web pages of other origins are not taken without an API key")
		return
	}
	if !h.allowed(r) {
		fail(w, http.StatusUnauthorized, "the header Authorization: Bearer KEY is missing or its key is not known here")
		return
	}
	body, status, text := h.read(w, r)
	if text != "" {
		fail(w, status, text)
		return
	}
	msgs := split(body)
	if len(msgs) == 0 {
		fail(w, http.StatusBadRequest, "the request holds no event")
		return
	}
	if len(msgs) > maxEvents {
		fail(w, http.StatusRequestEntityTooLarge, tooLarge)
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), sendTimeout)
	defer cancel()
	answer, err := h.take(ctx, msgs)
	if err != nil {
		h.o.Log.Error("events not taken", "events", len(msgs), "err", err)
		w.Header().Set("Retry-After", "5")
		fail(w, http.StatusServiceUnavailable, "Kafka does not take events now: send them again, duplicates are recognised")
		return
	}
	status = http.StatusAccepted
	switch {
	case answer.Accepted == 0:
		status = http.StatusUnprocessableEntity
	case len(answer.Refused) > 0:
		status = http.StatusMultiStatus
	}
	reply(w, status, answer)
}

// take sends what is right to its topic and the rest to linli.dead.
func (h *Handler) take(ctx context.Context, msgs [][]byte) (Answer, error) {
	var a Answer
	out := map[string][]topic.Message{}
	for i, m := range msgs {
		ev, _, err := event.Decode(m, "", time.Now().Add(futureSlack))
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
	for _, name := range topic.All {
		if len(out[name]) == 0 {
			continue
		}
		if err := h.o.Producer.Send(ctx, name, out[name]); err != nil {
			return a, err
		}
	}
	return a, nil
}

func (h *Handler) allowed(r *http.Request) bool {
	if len(h.o.Keys) == 0 {
		return true
	}
	key, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	for _, k := range h.o.Keys {
		if ok && subtle.ConstantTimeCompare([]byte(k), []byte(key)) == 1 {
			return true
		}
	}
	return false
}

func fail(w http.ResponseWriter, status int, text string) {
	reply(w, status, map[string]string{"error": text})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body)
}
