package dead

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/linli-project/linli/ingest/tabular"
)

// A file of letters to be mended has one JSON object per line: the event's fields as they came, behind the letter's place and
// why it was refused. Whatever was no JSON object stands as text in dead_letter_text, for its fields to be written out. As an
// event has no such fields, the file can be replayed like any other too.
const (
	placeField  = "dead_letter"
	reasonField = "dead_letter_reason"
	textField   = "dead_letter_text"
)

// Fields are the names of an event's fields that Set may put right.
var Fields = []string{"event_id", "type", "event_time", "user_id", "store_id", "community_id", "campaign_id", "share_id", "session_id", "action",
	"product_id", "order_id", "status", "pickup_date", "parent_share_id", "channel"}

// member is a name and value of a JSON object.
type member struct {
	name  string
	value jsontext.Value
}

// members takes an object apart.
func members(text []byte) (out []member, err error) {
	d := jsontext.NewDecoder(bytes.NewReader(text), jsontext.AllowDuplicateNames(true))
	if d.PeekKind() != '{' {
		return nil, errors.New("is not a JSON object")
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		m := member{name: name.String()}
		v, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		m.value = v.Clone()
		out = append(out, m)
	}
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the JSON object")
	}
	return out, nil
}

// object writes members as one line.
func object(list []member) []byte {
	b := []byte{'{'}
	for i, m := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b, _ = jsontext.AppendQuote(b, m.name) // fails on invalid UTF-8 only, which it replaces
		b = append(b, ':')
		if v := m.value.Clone(); v.Compact() == nil {
			m.value = v
		}
		b = append(b, m.value...)
	}
	return append(b, '}')
}

func quoted(s string) jsontext.Value {
	b, _ := jsontext.AppendQuote(nil, strings.ToValidUTF8(s, "\uFFFD"))
	return b
}

// set puts fields right, in their place or behind the others.
func set(text []byte, fields map[string]string) ([]byte, error) {
	list, err := members(text)
	if err != nil {
		return nil, err
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		i := slices.IndexFunc(list, func(m member) bool { return m.name == name })
		if i < 0 {
			list = append(list, member{name: name})
			i = len(list) - 1
		}
		list[i].value = quoted(fields[name])
	}
	return object(list), nil
}

// line is a letter as it stands in a file.
func line(l *Letter, value []byte) []byte {
	head := []member{{placeField, quoted(l.Coordinate())}, {reasonField, quoted(l.Detail)}}
	list, err := members(value)
	if err != nil {
		list = []member{{textField, quoted(string(value))}}
	}
	return append(object(append(head, list...)), '\n')
}

// Write puts letters into a file to be mended, each whole; it says of which Kafka keeps only the beginning.
func Write(ctx context.Context, to io.Writer, r *Reader, letters []Letter) (cut []string, err error) {
	for i := range letters {
		l := &letters[i]
		value := []byte(l.Value)
		if l.Cut() {
			m, err := r.Whole(ctx, l)
			switch {
			case errors.Is(err, ErrGone):
				cut = append(cut, l.Coordinate())
			case err != nil:
				return cut, err
			default:
				value = m.Value
			}
		}
		if _, err := to.Write(line(l, value)); err != nil {
			return cut, fmt.Errorf("write the letters: %w", err)
		}
	}
	return cut, nil
}

// File sends the messages of a mended file and marks the letters that they were.
func (s *Sender) File(ctx context.Context, path string) error {
	lines, err := tabular.OpenLines(path)
	if err != nil {
		return err
	}
	defer func() { _ = lines.Close() }()
	var drafts []draft
	size := 0
	for {
		text, number, err := lines.Next()
		if errors.Is(err, io.EOF) {
			return s.send(ctx, drafts)
		}
		if err != nil {
			return err
		}
		d, err := mended(text)
		if err != nil {
			return fmt.Errorf("%s: line %d: %w: mend it and replay the file again, what was sent counts once", path, number, err)
		}
		drafts = append(drafts, d)
		if size += len(d.value); len(drafts) == 5*pageLetters || size > fetchBytes {
			if err := s.send(ctx, drafts); err != nil {
				return err
			}
			drafts, size = nil, 0
		}
	}
}

// mended reads a line: the event without what the file says about it.
func mended(text []byte) (d draft, err error) {
	list, err := members(text)
	if err != nil {
		return d, err
	}
	rest := list[:0]
	for _, m := range list {
		switch m.name {
		case placeField:
			place, err := jsontext.AppendUnquote(nil, m.value)
			if err != nil {
				return d, err
			}
			l := Letter{}
			if l.Topic, l.Partition, l.Offset, err = ParseCoordinate(string(place)); err != nil {
				return d, err
			}
			d.letter = &l
		case reasonField, textField:
		default:
			rest = append(rest, m)
		}
	}
	d.value, d.changed = object(rest), true
	return d, nil
}
