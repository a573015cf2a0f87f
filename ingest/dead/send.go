package dead

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// Sender sends dead letters again, through the topics that live events take.
type Sender struct {
	DB       *sql.DB
	Reader   *Reader
	Producer interface {
		Send(ctx context.Context, topic string, msgs []topic.Message) error
	}
	Set    map[string]string // fields to put right in every message
	Anyway bool              // those too that this version would refuse again

	Result Result
}

// Result counts what became of the letters.
type Result struct {
	Chosen int            `json:"chosen"`
	Sent   map[string]int `json:"sent"`            // by topic
	Refuse map[string]int `json:"still_refused"`   // left where they are, by the reason that this version would give
	Gone   int            `json:"gone"`            // cut in the table, and Kafka does not keep them any more
	First  []string       `json:"first,omitempty"` // the first few that were not sent, each with why
}

// Total is how many were sent.
func (r *Result) Total() (n int) {
	for _, k := range r.Sent {
		n += k
	}
	return n
}

// Stay is how many were left.
func (r *Result) Stay() (n int) {
	for _, k := range r.Refuse {
		n += k
	}
	return n + r.Gone
}

const (
	maxTold     = 5
	futureSlack = 24 * time.Hour // how far a phone's clock may run ahead, as the sink has it
)

func (r *Result) left(coordinate string, err error) {
	if len(r.First) < maxTold {
		r.First = append(r.First, fmt.Sprintf("%s: %v", coordinate, err))
	}
}

// draft is a message about to be sent, and the letter that it was.
type draft struct {
	letter  *Letter // nil for a line that names none
	value   []byte
	key     []byte
	changed bool
}

// Letters sends letters again. A letter is marked once Kafka has acknowledged it, so one that is interrupted between the two
// may be sent twice, and counts once.
func (s *Sender) Letters(ctx context.Context, letters []Letter) error {
	var drafts []draft
	for i := range letters {
		l := &letters[i]
		d := draft{letter: l, value: []byte(l.Value), key: []byte(l.Key)}
		if l.Cut() {
			m, err := s.Reader.Whole(ctx, l)
			if errors.Is(err, ErrGone) {
				s.Result.Chosen++
				s.Result.Gone++
				s.Result.left(l.Coordinate(), fmt.Errorf("the table has its first %d bytes only, and %w", len(l.Value), err))
				continue
			}
			if err != nil {
				return err
			}
			d.value, d.key = m.Value, m.Key
		}
		if len(s.Set) > 0 {
			value, err := set(d.value, s.Set)
			if err == nil {
				d.value, d.changed = value, true
			}
		}
		drafts = append(drafts, d)
	}
	return s.send(ctx, drafts)
}

// send sorts the messages by topic, sends them and marks their letters.
func (s *Sender) send(ctx context.Context, drafts []draft) error {
	out, marks := map[string][]topic.Message{}, map[string][]mark{}
	now := time.Now()
	for _, d := range drafts {
		s.Result.Chosen++
		name, key, err := door(d, now)
		if name == "" || err != nil && !s.Anyway {
			code := event.RefuseJSON
			if ref, ok := errors.AsType[*event.Refusal](err); ok {
				code = ref.Code
			}
			s.count(&s.Result.Refuse, code)
			s.Result.left(d.where(), err)
			continue
		}
		out[name] = append(out[name], topic.Message{Key: key, Value: d.value})
		if d.letter != nil {
			marks[name] = append(marks[name], mark{Topic: d.letter.Topic, Partition: d.letter.Partition, Offset: d.letter.Offset, SentTo: name, Changed: d.changed})
		}
	}
	for _, name := range topic.All {
		if len(out[name]) == 0 {
			continue
		}
		if err := s.Producer.Send(ctx, name, out[name]); err != nil {
			return fmt.Errorf("after %d letters sent again: %w", s.Result.Total(), err)
		}
		if err := s.mark(ctx, marks[name]); err != nil {
			return err
		}
		for range out[name] {
			s.count(&s.Result.Sent, name)
		}
	}
	return nil
}

// door says which topic the message belongs on, with its key, and whether it would be refused there again.
func door(d draft, now time.Time) (name string, key []byte, refused error) {
	ev, _, err := event.Decode(d.value, "", now.Add(futureSlack))
	if err == nil {
		return ev.Type().Topic(), []byte(ev.Common().UserID), nil
	}
	if d.letter != nil {
		if _, ok := event.TypeOfTopic(d.letter.Topic); ok { // the door that it came by
			return d.letter.Topic, d.key, err
		}
	}
	return "", nil, err
}

func (d *draft) where() string {
	if d.letter == nil {
		return "a line without dead_letter"
	}
	return d.letter.Coordinate()
}

func (s *Sender) count(m *map[string]int, name string) {
	if *m == nil {
		*m = map[string]int{}
	}
	(*m)[name]++
}

// mark is a row of dead_replay.
type mark struct {
	Topic      string    `ch:"topic"`
	Partition  int32     `ch:"partition"`
	Offset     int64     `ch:"offset"`
	SentTo     string    `ch:"sent_to"`
	Changed    bool      `ch:"changed"`
	ReplayedAt time.Time `ch:"replayed_at"`
}

func (s *Sender) mark(ctx context.Context, marks []mark) error {
	if len(marks) == 0 {
		return nil
	}
	now := time.Now()
	for i := range marks {
		marks[i].ReplayedAt = now
	}
	if err := s.DB.Insert(ctx, "dead_replay", marks, ""); err != nil {
		return fmt.Errorf("%d letters were sent again but could not be marked so, sending them once more does no harm: %w", len(marks), err)
	}
	return nil
}
