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

// Producer writes messages and returns nil only when all of them are acknowledged. *topic.Producer is one.
type Producer interface {
	Send(ctx context.Context, topic string, msgs []Message) error
}

// Result says what a replay has done so far.
type Result struct {
	Sent     int64 // messages that Kafka has acknowledged
	Refused  int64 // of those, messages that the sink will lay into linli.dead
	Bytes    int64
	Problems []string // the first few, each with its line
	Found    int64    // problems in all
	Ignored  []string // columns that no event has
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

// Send sends all of the source, batch by batch. Events already sent when it fails count once when the file is replayed.
func Send(ctx context.Context, s *Source, p Producer) (Result, error) {
	var told time.Time
	r := Result{Ignored: s.Ignored()}
	for {
		msgs, size, err := s.batch()
		last := errors.Is(err, io.EOF)
		if err != nil && !last {
			return r, err
		}
		if n := s.Refused(); r.Sent == 0 && n >= suspicious && n == int64(len(msgs)) {
			return r, fmt.Errorf("%s: none of the first %d events is a possible %s event, nothing was sent; the first problem: %s: check --as and the file",
				s.path, n, s.typ, s.found.first[0])
		}
		if len(msgs) > 0 {
			if err := p.Send(ctx, s.typ.Topic(), msgs); err != nil {
				return r, fmt.Errorf("replay %s: after %d acknowledged events: %w", s.path, r.Sent, err)
			}
		}
		r.Sent += int64(len(msgs))
		r.Bytes += size
		r.Refused, r.At = s.Refused(), s.Position()
		r.Problems, r.Found = s.Problems()
		if s.opt.Progress != nil && (last || time.Since(told) >= progressEvery) {
			told = time.Now()
			s.opt.Progress(r)
		}
		if last {
			return r, nil
		}
	}
}

// batch reads the next messages; their bytes are their own, since a producer may hold on to them.
func (s *Source) batch() (msgs []Message, size int64, err error) {
	msgs = make([]Message, 0, batchMessages)
	arena := make([]byte, 0, 1<<20)
	keep := func(b []byte) []byte {
		if len(b) == 0 {
			return nil
		}
		arena = append(arena, b...) // growing leaves earlier messages in the old arena, where they stay good
		return arena[len(arena)-len(b) : len(arena) : len(arena)]
	}
	for len(msgs) < batchMessages && size < batchBytes {
		key, value, err := s.Next()
		if err != nil {
			return msgs, size, err
		}
		msgs = append(msgs, Message{Key: keep(key), Value: keep(value)})
		size += int64(len(value))
	}
	return msgs, size, nil
}
