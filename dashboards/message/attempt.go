package message

import (
	"context"
	"errors"
	"slices"
	"time"
)

// once does what is due for a letter, and says after how long to come back; 0: nothing is left to do.
func (p *Postman) once(ctx context.Context, it *parcel) (Outcome, time.Duration, error) {
	o := Outcome{Store: it.Message.Store, To: it.To}
	rows, err := p.ledger.tries(ctx, it.Message.Day, it.Message.Store)
	if err != nil {
		return o, 0, err
	}
	s := stand(rows, it.Message.Store, it.To)
	if err := p.bury(ctx, it.Message.Day, s.dead); err != nil {
		return o, 0, err
	}
	if !it.looked && s.status != sending && (it.repeat == All || it.repeat == Failed && s.status == failed) {
		it.base, it.had = s.attempts, map[string]bool{}
		for _, r := range rows {
			it.had[r.ID] = true
		}
	}
	it.looked = true
	if it.had != nil {
		s = stand(slices.DeleteFunc(rows, func(r try) bool { return it.had[r.ID] }), it.Message.Store, it.To)
		s.attempts = max(s.attempts, it.base)
	}
	o.Status, o.Attempts, o.Error = s.status, int(s.attempts), s.error
	if s.over() || s.status == sending {
		o.Before = true
		return o, 0, nil
	}
	if wait := s.retryAt.Sub(p.o.Clock.Now()); s.status == failed && wait > 0 {
		return o, wait, nil
	}
	return p.attempt(ctx, it, s.attempts+1, o)
}

// attempt tries once to send a letter.
func (p *Postman) attempt(ctx context.Context, it *parcel, n uint8, o Outcome) (Outcome, time.Duration, error) {
	lane := it.To.lane()
	for wait := p.pace.wait(lane, p.o.Clock.Now()); wait > 0; wait = p.pace.wait(lane, p.o.Clock.Now()) {
		if err := p.o.Clock.Sleep(ctx, wait); err != nil {
			return o, 0, err
		}
	}
	day := it.Message.Day
	t, first, err := p.ledger.begin(ctx, day, it.Message.Store, it.To, it.Message, n, it.had, p.o.Clock.Sleep)
	if err != nil {
		if t.Status = left; t.ClaimedAt.IsZero() {
			t.ClaimedAt = time.Now().UTC()
		}
		return o, 0, errors.Join(err, p.ledger.end(ctx, day, t)) // it may be noted, but nothing went out
	}
	if !first {
		t.Status, o.Status = left, left
		return o, 0, p.ledger.end(ctx, day, t)
	}
	var f *failure
	if it.To.Channel == Email {
		f = p.mail.send(ctx, it.To, it.Message, p.o.Clock.Now())
	} else {
		f = post(ctx, p.http, it.To, it.Message)
	}
	wait := time.Duration(0)
	switch {
	case f == nil:
		t.Status = sent
	case ctx.Err() != nil: // stopped while it was under way
		t.Status, t.Error = unknown, "stopped while sending"
	default:
		t.Status, t.Error = failed, p.censor(f.text, it.To)
		if f.busy {
			p.pace.close(lane, p.o.Clock.Now().Add(f.wait))
		}
		if tries := int(n - it.base); !f.final && tries < mostTries {
			wait = max(backoff[tries-1], f.wait)
			t.RetryAt = p.o.Clock.Now().Add(wait).UTC()
		}
	}
	err = p.ledger.end(ctx, day, t)
	o.Status, o.Attempts, o.Error = t.Status, int(n), t.Error
	p.count.WithLabelValues(it.To.Channel, t.Status).Inc()
	p.tell(it, o, wait)
	return o, wait, err
}

// tell writes what a try came to into the log.
func (p *Postman) tell(it *parcel, o Outcome, wait time.Duration) {
	at := []any{"store", o.Store, "to", o.To.String(), "day", it.Message.Day.Format(time.DateOnly), "try", o.Attempts}
	switch {
	case o.Status == sent:
		p.o.Log.Debug("daily message sent", at...)
	case wait > 0:
		p.o.Log.Warn("daily message not sent yet", append(at, "err", o.Error, "again in", wait.Round(time.Second).String())...)
	default:
		p.o.Log.Error("daily message not sent", append(at, "err", o.Error)...)
	}
}

// bury enters tries as unknown that a process began and did not end.
func (p *Postman) bury(ctx context.Context, day time.Time, dead []try) error {
	for _, t := range dead {
		t.Status, t.Error = unknown, "the process ended while sending: not known whether it went out"
		if err := p.ledger.end(ctx, day, t); err != nil {
			return err
		}
		p.count.WithLabelValues(t.Channel, unknown).Inc()
		p.o.Log.Warn("a daily message may have gone out or not: the process ended while sending; it is not sent again", "store", t.StoreID,
			"channel", t.Channel, "to", "#"+t.Target[:min(8, len(t.Target))], "day", day.Format(time.DateOnly), "mend", "linli message --store "+t.StoreID+" --send --again")
	}
	return nil
}

// censor takes keys, passwords and mailboxes out of a text.
func (p *Postman) censor(text string, to Target) string {
	secrets := []string{to.address, p.o.Server.Password}
	if to.Channel == Webhook {
		secrets = append(keys(to.address), p.o.Server.Password)
	}
	slices.SortFunc(secrets, func(a, b string) int { return len(b) - len(a) }) // the whole before its parts
	return oneLine(text, secrets...)
}
