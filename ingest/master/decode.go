package master

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/linli-project/linli/ingest/tabular"
)

const (
	defaultZone = "Asia/Shanghai"
	maxID       = 128           // bytes, as in events
	maxText     = 300           // characters of a name
	maxMoney    = 1_000_000_000 // fen, as in events
)

// The days that a ClickHouse Date can hold; the first stands for none.
var (
	noDay   = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay = time.Date(2149, 6, 6, 0, 0, 0, 0, time.UTC)
)

// fields reads one row and keeps the first thing wrong with it.
type fields struct {
	row *tabular.Row
	in  *importer
	err error
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *fields) failf(name, format string, args ...any) {
	f.fail(f.row.Errorf(name, format, args...))
}

// id reads a required id.
func (f *fields) id(name string) string {
	s := f.optionalID(name)
	if s == "" {
		f.failf(name, "is empty")
	}
	return s
}

func (f *fields) optionalID(name string) string {
	s := f.row.Text(name)
	if len(s) > maxID {
		f.failf(name, "%d bytes are too long for an id, %d are taken", len(s), maxID)
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		f.failf(name, "has a control character")
	}
	return s
}

func (f *fields) text(name string) string {
	s := f.row.Text(name)
	if n := len([]rune(s)); n > maxText {
		f.failf(name, "%d characters are too long, %d are taken", n, maxText)
	}
	return s
}

func (f *fields) name() string {
	s := f.text("name")
	if s == "" {
		f.failf("name", "is empty")
	}
	return s
}

func (f *fields) choice(name string, allowed ...string) string {
	s := strings.ToLower(f.row.Text(name))
	if to, ok := words[s]; ok {
		s = to
	}
	if !slices.Contains(allowed, s) {
		f.failf(name, "%q is none of %s", s, strings.Join(allowed, ", "))
	}
	return s
}
