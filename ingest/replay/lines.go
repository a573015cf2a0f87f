package replay

import (
	"errors"
	"strings"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// lineReader passes JSON Lines on as they are.
type lineReader struct {
	lines *tabular.Lines
	typ   event.Type
}

func openLines(path string, typ event.Type) (reader, error) {
	lines, err := tabular.OpenLines(path)
	if err != nil {
		return nil, err
	}
	return &lineReader{lines, typ}, nil
}

func (r *lineReader) next() (message, error) {
	line, number, err := r.lines.Next()
	m := message{value: line, unit: "line", row: number}
	if bad, ok := errors.AsType[*tabular.RowError](err); ok {
		m.value = stub(r.typ, bad.Error(), strings.ToValidUTF8(bad.Text, "\uFFFD"))
		m.problems = told(bad.Error())
		err = nil
	}
	return m, err
}

func (r *lineReader) place() (tabular.Mark, bool) { return r.lines.Mark(), true }

func (r *lineReader) seek(at tabular.Mark) error { return r.lines.Seek(at) }

func (r *lineReader) position() tabular.Position { return r.lines.Position() }

func (r *lineReader) ignored() []string { return nil }

func (r *lineReader) close() error { return r.lines.Close() }
