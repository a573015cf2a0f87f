package message

import (
	"context"
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// What a try came to, in table message_sent.
const (
	sending = "sending"
	sent    = "sent"
	failed  = "failed"
	unknown = "unknown"
	left    = "left"
)

const (
	// mostTries of a message.
	mostTries = 3
	// silence is after how many seconds a try that nobody ended is taken for one of a process that died; longer than any try takes.
	silence = 180
	// settle is how long others have to be seen that began to send the same message at the same moment.
	settle = 250 * time.Millisecond
)

// backoff is how long to wait after a failed try.
var backoff = [mostTries - 1]time.Duration{30 * time.Second, 2 * time.Minute}

// try is a row of the ledger.
type try struct {
	StoreID   string    `ch:"store_id"`
	Channel   string    `ch:"channel"`
	Target    string    `ch:"target"`
	ID        string    `ch:"try_id"`
	Attempt   uint8     `ch:"attempt"`
	Digest    string    `ch:"digest"`
	Status    string    `ch:"status"`
	Error     string    `ch:"error"`
	RetryAt   time.Time `ch:"retry_at"`
	ClaimedAt time.Time `ch:"claimed_at"`
	At        time.Time `ch:"at"`
	Age       int64     `ch:"age"`
}

// of says whether the try is one for the receiver.
func (t try) of(store string, to Target) bool {
	return t.StoreID == store && t.Channel == to.Channel && t.Target == to.Digest()
}

// standing is how a message for one receiver stands.
type standing struct {
	status   string // empty: nothing was tried
	attempts uint8
	retryAt  time.Time // of a failed one: when it is due again; zero: it was given up
	error    string
	dead     []try // begun, and not ended for long
}

// over says whether nothing is left to do.
func (s standing) over() bool {
	return s.status == sent || s.status == unknown || s.status == failed && s.retryAt.IsZero()
}

// stand sums up the tries for one receiver, in the order in which they began.
func stand(tries []try, store string, to Target) (s standing) {
	for _, t := range tries {
		if !t.of(store, to) || t.Status == left {
			continue
		}
		s.attempts = max(s.attempts, t.Attempt)
		if s.status == sent || s.status == unknown {
			continue // neither is undone by what came later
		}
		s.status, s.error, s.retryAt = t.Status, t.Error, time.Time{}
		if t.RetryAt.Unix() > 0 {
			s.retryAt = t.RetryAt
		}
		if t.Status == sending && t.Age > silence {
			s.status, s.dead = unknown, append(s.dead, t)
		}
	}
	return s
}

// ledger notes tries.
type ledger struct{ db *sql.DB }

// tries of a day; an empty store is all.
func (l ledger) tries(ctx context.Context, day time.Time, store string) ([]try, error) {
	var rows []try
	if err := l.db.Select(ctx, &rows, "message/tries", sql.Params{"day": chain.Date(day), "store": store}); err != nil {
		return nil, fmt.Errorf("read what was sent: %w", err)
	}
	return rows, nil
}

func params(day time.Time, t try) sql.Params {
	return sql.Params{"day": chain.Date(day), "store": t.StoreID, "channel": t.Channel, "target": t.Target, "try": t.ID, "attempt": t.Attempt, "digest": t.Digest}
}

// begin notes a try, and says whether it may go on: nobody began one before that still runs or was sent.
// Those that had been there when somebody asked to send once more do not count.
func (l ledger) begin(ctx context.Context, day time.Time, store string, to Target, m Message, attempt uint8, had map[string]bool, sleep func(context.Context, time.Duration) error) (t try, first bool, err error) {
	t = try{StoreID: store, Channel: to.Channel, Target: to.Digest(), ID: ulid.Make().String(), Attempt: attempt, Digest: m.Digest()}
	if err := l.db.Run(ctx, "message/sending", params(day, t)); err != nil {
		return t, false, fmt.Errorf("note the try: %w", err)
	}
	if err := sleep(ctx, settle); err != nil {
		return t, false, err
	}
	rows, err := l.tries(ctx, day, store)
	if err != nil {
		return t, false, err
	}
	first = true
	for _, r := range rows {
		if !r.of(store, to) {
			continue
		}
		if r.ID == t.ID {
			t.ClaimedAt = r.ClaimedAt
			break // what comes after began later
		}
		if !had[r.ID] && (r.Status == sending || r.Status == sent || r.Status == unknown) {
			first = false
		}
	}
	if t.ClaimedAt.IsZero() {
		return t, false, fmt.Errorf("the try that was noted for store %s is not there", store)
	}
	return t, first, nil
}

// end notes how a try ended. It is written although the process is told to stop: else nobody would know.
func (l ledger) end(ctx context.Context, day time.Time, t try) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	p := params(day, t)
	p["status"], p["error"], p["retry_at"], p["claimed_at"] = t.Status, t.Error, t.RetryAt, t.ClaimedAt
	if t.RetryAt.IsZero() {
		p["retry_at"] = time.Unix(0, 0).UTC()
	}
	if err := l.db.Run(ctx, "message/ended", p); err != nil {
		return fmt.Errorf("note how the try ended: %w", err)
	}
	return nil
}
