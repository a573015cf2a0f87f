package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/ingest/topic"
)

const (
	batchMessages = 5000
	batchBytes    = 8 << 20
	progressEvery = 200 * time.Millisecond
	suspicious    = 100 // messages, all of them refused, after which the file is taken for a wrong one
)

// Message is one Kafka record.
type Message = topic.Message

// Producer writes messages, returns nil only when all of them are acknowledged, and keeps nothing of them. *topic.Producer
// is one.
type Producer interface {
	Send(ctx context.Context, topic string, msgs []Message) error
}

// Result says what a replay has done so far.
type Result struct {
	Sent     int64 // messages that Kafka has acknowledged; for Check, that would be sent
	Before   int64 // of those, messages that an earlier replay sent, which was interrupted
	Refused  int64 // messages that the sink will lay into linli.dead
	Bytes    int64
	Problems []string // the first few, each with its line
	Found    int64    // problems in all
	Ignored  []string // columns that no event has
	Preview  []string // the first events as they would be sent, for Check
	At       tabular.Position
}

// Err is nil when every event was good, else one line that counts and names the first problem.
func (r Result) Err() error {
	if r.Found == 0 {
		return nil
	}
	return fmt.Errorf("%d of %d events are refused and lie in linli.dead; %d problems, the first: %s: mend these rows and replay the file again, what is stored will not count twice",
		r.Refused, r.Sent, r.Found, r.Problems[0])
}

// Send sends all of the source, batch by batch, reading the next one meanwhile. With a journal it begins behind what an
// earlier replay sent.
func Send(ctx context.Context, s *Source, p Producer) (r Result, err error) {
	j, err := openJournal(s)
	if err != nil {
		return r, err
	}
	if j != nil {
		if r, err = j.resume(s); err != nil {
			return r, err
		}
	}
	r.Ignored = s.Ignored()
	var told time.Time
	note := func(b *batch, now bool) error {
		if j == nil || b == nil {
			return nil
		}
		return j.reached(s, r, b.place, b.sound, now)
	}
	var last *batch
	for b := range s.batches(ctx) {
		if n := b.refused; r.Sent == 0 && n >= suspicious && n == int64(len(b.msgs)) {
			return r, fmt.Errorf("%s: none of the first %d events is a possible %s event, nothing was sent; the first problem: %s: check --as and the file",
				s.path, n, s.typ, b.found.first[0])
		}
		if len(b.msgs) > 0 {
			if err := p.Send(ctx, s.typ.Topic(), b.msgs); err != nil {
				return r, errors.Join(fmt.Errorf("replay %s: after %d acknowledged events: %w", s.path, r.Sent, err), note(last, true))
			}
		}
		b.into(&r)
		if last = b; b.err == nil {
			if err := note(b, false); err != nil {
				return r, err
			}
		}
		if s.opt.Progress != nil && (b.err != nil || time.Since(told) >= progressEvery) {
			told = time.Now()
			s.opt.Progress(r)
		}
		switch {
		case errors.Is(b.err, io.EOF):
			if j != nil {
				j.done()
			}
			return r, nil
		case b.err != nil:
			return r, errors.Join(b.err, note(b, true))
		}
		b.free()
	}
	return r, errors.Join(fmt.Errorf("replay %s: after %d acknowledged events: %w", s.path, r.Sent, ctx.Err()), note(last, true))
}

// Check reads the source to its end as Send would, and sends nothing.
func Check(ctx context.Context, s *Source) (r Result, err error) {
	r.Ignored = s.Ignored()
	var told time.Time
	for b := range s.batches(ctx) {
		b.into(&r)
		for _, m := range b.msgs[:min(len(b.msgs), s.opt.Preview-len(r.Preview))] {
			r.Preview = append(r.Preview, clip(string(m.Value)))
		}
		if s.opt.Progress != nil && time.Since(told) >= progressEvery {
			told = time.Now()
			s.opt.Progress(r)
		}
		switch {
		case errors.Is(b.err, io.EOF):
			return r, nil
		case b.err != nil:
			return r, b.err
		}
		b.free()
	}
	return r, ctx.Err()
}
