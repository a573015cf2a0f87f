package sql

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A query may say in the comment at its head which days it reads of tables that hold a day in parts of its own:
//
//	-- reads days: from..to, before..before_to
//	-- reads days: day
//	-- reads days: day - 59..day
//	-- reads days: ..day
//
// A name is that of a Date parameter, with days added or taken off; a side left out is open, one name alone is that day. The answer must
// be the same whatever stands in other days, in every table that the query reads: its days are those of the column that the table is
// partitioned by. A test proves it for all queries that say so. Days that could only be found by looking (the newest one up to
// {day}, say) are below an open side: ..day.

// span are days that a query reads, both ends included.
type span struct{ from, to end }

// end is a parameter and days added; without a name it is open.
type end struct {
	name string
	plus int
}

var (
	saysDays  = regexp.MustCompile(`(?mi)^[ \t]*--[ \t]*reads?\s+days?\b.*$`)
	daysLine  = regexp.MustCompile(`^-- reads days: (\S.*)$`)
	endOfSpan = regexp.MustCompile(`^([a-z]\w*)(?: ([+-]) (\d{1,4}))?$`)
)

// spansOf reads what a query says of its days; nil: nothing, so every day counts.
func spansOf(query string) ([]span, error) {
	lines := saysDays.FindAllString(query, -1)
	if len(lines) == 0 {
		return nil, nil
	}
	if len(lines) > 1 {
		return nil, fmt.Errorf("%q and %q: say it once", lines[0], lines[1])
	}
	says := daysLine.FindStringSubmatch(lines[0])
	if says == nil {
		return nil, fmt.Errorf("%q: want -- reads days: from..to, before..before_to", lines[0])
	}
	var spans []span
	for _, piece := range strings.Split(says[1], ",") {
		from, to, two := strings.Cut(piece, "..")
		if !two {
			to = from
		}
		var s span
		var err error
		if s.from, err = parseEnd(from); err == nil {
			s.to, err = parseEnd(to)
		}
		if err != nil {
			return nil, fmt.Errorf("%q: %w", lines[0], err)
		}
		if s.from.name == "" && s.to.name == "" {
			return nil, fmt.Errorf("%q: %q has no end: leave out the line", lines[0], strings.TrimSpace(piece))
		}
		spans = append(spans, s)
	}
	return spans, nil
}

func parseEnd(text string) (end, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return end{}, nil
	}
	m := endOfSpan.FindStringSubmatch(text)
	if m == nil {
		return end{}, fmt.Errorf("%q is neither a parameter nor a parameter - days", text)
	}
	days, _ := strconv.Atoi(m[3]) // four digits at most; 0 for none
	if m[2] == "-" {
		days = -days
	}
	return end{m[1], days}, nil
}

// days are numbers of days since 1970-01-01, both included.
type days struct{ from, to int }

// lastDay is the last that a Date can be, 2149-06-06.
const lastDay = 1<<16 - 1

// over puts the values into spans; false when they are not days as ClickHouse's Date has them, whose arithmetic would go round: then
// every day counts.
func over(spans []span, p Params) ([]days, bool) {
	all := make([]days, len(spans))
	for i, s := range spans {
		d := days{0, lastDay}
		var ok bool
		if s.from.name != "" {
			if d.from, ok = s.from.day(p); !ok {
				return nil, false
			}
		}
		if s.to.name != "" {
			if d.to, ok = s.to.day(p); !ok {
				return nil, false
			}
		}
		if d.from > d.to {
			return nil, false
		}
		all[i] = d
	}
	return all, len(all) > 0
}

func (e end) day(p Params) (int, bool) {
	text, ok := p[e.name].(string)
	if !ok {
		return 0, false
	}
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, false
	}
	day := int(at.Unix()/86400) + e.plus
	return day, at.Unix() >= 0 && day >= 0 && day <= lastDay
}
