package collect

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"
)

// OptOut is the door for people's word on personalisation: POST /v1/optout takes {"user_id":"u1"}, or an array of such objects, with
// "opted_out": false for who wants it again. Whoever may send events may send it; it is in force when the answer, 200, comes.
type OptOut struct {
	h    *Handler
	keep func(ctx context.Context, users []string, out bool) error
}

// OptOut makes the door; keep enters what people said.
func (h *Handler) OptOut(keep func(ctx context.Context, users []string, out bool) error) *OptOut {
	return &OptOut{h, keep}
}

// said is one person's word.
type said struct {
	UserID   string `json:"user_id"`
	OptedOut *bool  `json:"opted_out"`
}

const maxSaid = 10_000 // people in one request

// ServeHTTP implements http.Handler.
func (o *OptOut) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := o.h
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		h.fail(w, nil, refusal{http.StatusMethodNotAllowed, "send who opts out by POST", 0})
		return
	}
	from, no := h.enter(r)
	if no != nil {
		h.fail(w, from, *no)
		return
	}
	body, no := h.read(w, r)
	defer body.release()
	if no != nil {
		h.later(w, r, from, *no)
		return
	}
	users, no := parseSaid(body.text)
	if no != nil {
		h.fail(w, from, *no)
		return
	}
	if wait := from.rate.take(time.Now(), len(users[true])+len(users[false])); wait > 0 {
		h.fail(w, from, refusal{http.StatusTooManyRequests, tooFast, wait})
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), time.Minute)
	defer cancel()
	for _, out := range []bool{true, false} {
		if len(users[out]) == 0 {
			continue
		}
		if err := o.keep(ctx, users[out], out); err != nil {
			h.o.Log.Error("an opt-out was not entered", "people", len(users[out]), "err", err)
			h.fail(w, from, refusal{http.StatusServiceUnavailable, "it cannot be entered now: send it again, twice is no harm", 5 * time.Second})
			return
		}
	}
	h.reply(w, from, http.StatusOK, map[string]int{"opted_out": len(users[true]), "opted_in": len(users[false])})
}

// parseSaid sorts people by what they said; of two words of one person in a request the last counts.
func parseSaid(text []byte) (map[bool][]string, *refusal) {
	const form = `want {"user_id":"u1"} or an array of such objects, with "opted_out":false for who opts in again`
	var list []said
	if text = bytes.TrimSpace(text); len(text) > 0 && text[0] == '{' {
		text = append(append([]byte{'['}, text...), ']')
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil || len(list) == 0 || d.More() {
		return nil, &refusal{http.StatusBadRequest, form, 0}
	}
	if len(list) > maxSaid {
		return nil, &refusal{http.StatusRequestEntityTooLarge, "too many people in one request: send fewer at a time", 0}
	}
	last := map[string]bool{}
	var order []string
	for _, s := range list {
		if s.UserID == "" || len(s.UserID) > 128 {
			return nil, &refusal{http.StatusUnprocessableEntity, "a user_id is missing or too long: nobody was entered; " + form, 0}
		}
		if _, twice := last[s.UserID]; !twice {
			order = append(order, s.UserID)
		}
		last[s.UserID] = s.OptedOut == nil || *s.OptedOut
	}
	users := map[bool][]string{}
	for _, u := range order {
		users[last[u]] = append(users[last[u]], u)
	}
	return users, nil
}
