// Package replay sends the events of a file through Kafka: historic data comes in by the same door as live data.
//
// JSON Lines hold wire events and pass through byte for byte, broken ones too. In CSV and Parquet the columns are named as the
// fields of the wire; an order is one row per line, and rows of one event follow each other. Where a file has no event_id, it
// is the hash of the event's content, so a second replay doubles nothing, and two events with nothing to tell them apart
// count once.
//
// Nothing is dropped in silence: what is no event is counted, the first of it is told with its line, and it is sent all the
// same, so that the sink lays it into linli.dead with its reason. Check reads a file like a replay and sends nothing.
//
// A replay that was interrupted goes on behind what Kafka has acknowledged (journal.go). That saves time only: what is sent
// again is recognised by its event_id.
package replay

import (
	"bytes"
	"fmt"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

const (
	maxTold    = 5       // problems told in full
	maxMessage = 3 << 20 // longest message that Kafka is asked to take; the topics' limit is 4 MiB
)

// Options say how a file is read. The zero value is right for files with the wire's names and offsets in their times.
type Options struct {
	Location *time.Location    // time zone of times without an offset; nil refuses them
	Columns  map[string]string // name in the file -> field of the wire, for CSV and Parquet
	Progress func(Result)      // called by Send at most every 200 ms, and at the end
	Preview  int               // events that Check gives as they would be sent
}

// Resume says how an interrupted replay goes on.
type Resume struct {
	Dir       string // folder where the place is kept that a replay has reached
	Topic     string // what tells the topic from others of its name: a place counts for the topic that it was reached in
	FromStart bool   // not from the place that is kept
}

// Source gives the messages of one file. It is not safe for concurrent use.
type Source struct {
	path    string
	typ     event.Type
	opt     Options
	resume  Resume
	in      reader
	given   int64 // messages
	refused int64
	found   problems
}

// reader is one way of turning a file into messages.
type reader interface {
	// next gives a message that is valid until the call after it, where it stands, and what is known to be wrong with it.
	next() (m message, err error)
	// place is from where the messages behind the last one come again; ok is false where the reading cannot be taken up.
	place() (at tabular.Mark, ok bool)
	seek(at tabular.Mark) error
	position() tabular.Position
	ignored() []string
	close() error
}

type message struct {
	key, value []byte
	unit       string // with row, where it stands
	row        int64
	problems   problems
}

func (m *message) where() string { return fmt.Sprintf("%s %d", m.unit, m.row) }

// Open opens a file of events of one type.
func Open(path string, typ event.Type, opt Options) (*Source, error) {
	if _, ok := event.TypeOfTopic(typ.Topic()); !ok {
		return nil, fmt.Errorf("%q is no event type: give click, order or share", typ)
	}
	s := &Source{path: path, typ: typ, opt: opt}
	var err error
	if tabular.IsLines(path) {
		if len(opt.Columns) > 0 {
			return nil, fmt.Errorf("%s: JSON Lines pass unchanged, columns can be renamed in CSV and Parquet only", path)
		}
		s.in, err = openLines(path, typ)
	} else {
		s.in, err = openTable(path, typ, opt)
	}
	if err != nil {
		return nil, err
	}
	return s, nil
}

// Resume has Send keep its place, and begin where an earlier one of the same file was interrupted.
func (s *Source) Resume(r Resume) { s.resume = r }

// Next gives the next message, valid until the call after it, and io.EOF at the end. A message that the sink will refuse is
// given too, and counted.
func (s *Source) Next() (key, value []byte, err error) {
	m, err := s.in.next()
	if err != nil {
		return nil, nil, err
	}
	if len(m.value) > maxMessage {
		problem := fmt.Sprintf("%s: %d bytes are more than Kafka takes, only the beginning is sent", m.where(), len(m.value))
		m.problems.add(problem)
		m.value = stub(s.typ, problem, string(bytes.ToValidUTF8(m.value[:1000], nil)))
	}
	ev, _, err := event.Decode(m.value, s.typ, time.Time{})
	switch {
	case err == nil && m.key == nil:
		m.key = []byte(ev.Common().UserID)
	case err != nil:
		s.refused++
		if m.problems.n == 0 {
			m.problems.add(m.where() + ": " + err.Error())
		}
	}
	s.given++
	s.found.join(m.problems)
	return m.key, m.value, nil
}

// Refused counts the messages so far that are no events and will be refused by the sink.
func (s *Source) Refused() int64 { return s.refused }

// Problems are the first few problems so far, each with its line, and how many there were.
func (s *Source) Problems() (first []string, count int64) { return s.found.first, s.found.n }

// Ignored are the columns of the file that no event has.
func (s *Source) Ignored() []string { return s.in.ignored() }

// Position says how far the reading is.
func (s *Source) Position() tabular.Position { return s.in.position() }

// Close releases the file.
func (s *Source) Close() error { return s.in.close() }
