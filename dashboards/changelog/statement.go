package changelog

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// Statement is what was read of a platform's statement, as an entry's After keeps it. Money in fen.
type Statement struct {
	Rows                       int64
	First, Last                time.Time
	Paid, Refunded, Commission int64
}

// String writes it for the log.
func (s Statement) String() string {
	return fmt.Sprintf("%d %s %s %d %d %d", s.Rows, s.First.Format(time.DateOnly), s.Last.Format(time.DateOnly), s.Paid, s.Refunded, s.Commission)
}

// Span is its day, or its days from the first to the last.
func (s Statement) Span(p words.Printer) string {
	if s.First.Equal(s.Last) {
		return p.ShortDay(s.First)
	}
	return p.T("change.span", p.ShortDay(s.First), p.ShortDay(s.Last))
}

// ParseStatement reads what String wrote.
func ParseStatement(text string) (s Statement, ok bool) {
	var first, last string
	if n, err := fmt.Sscanf(text, "%d %10s %10s %d %d %d", &s.Rows, &first, &last, &s.Paid, &s.Refunded, &s.Commission); err != nil || n != 6 {
		return s, false
	}
	if s.First, ok = day(first); !ok {
		return s, false
	}
	s.Last, ok = day(last)
	return s, ok
}
