package sql_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
)

// TestDaysThatQueriesRead: of every query that says which days it reads, the answer is the same whatever stands in other days.
func TestDaysThatQueriesRead(t *testing.T) {
	w := newDayWorld(t)
	groups, texts := map[string][]dayCase{}, []string{}
	for _, name := range sql.Queries() {
		text, err := w.db.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		cases := casesOf(t, name, text)
		if len(cases) == 0 {
			continue
		}
		if !slices.ContainsFunc(w.tables(text), func(table string) bool { return w.key[table] != "" }) {
			t.Errorf("%s says which days it reads, of tables of which none holds each day apart", name)
		}
		texts = append(texts, text)
		for _, c := range cases {
			groups[fmt.Sprint(c.days)] = append(groups[fmt.Sprint(c.days)], c)
		}
	}
	w.ready(texts...)
	for _, spans := range slices.Sorted(maps.Keys(groups)) {
		unsound, still := w.prove(groups[spans])
		for _, name := range unsound {
			t.Errorf("%s reads other days than it says (%s)", name, spans)
		}
		for _, name := range still {
			t.Errorf("%s gives the same whatever stands in the days that it says it reads (%s): nothing is proven; have memoryvalues_test.go fill in what it asks for", name, spans)
		}
	}
	if len(texts) < 50 {
		t.Errorf("only %d queries say which days they read", len(texts))
	}
}

// TestDaysThatQueriesDoNotSay: whoever says too little is found out.
func TestDaysThatQueriesDoNotSay(t *testing.T) {
	w := newDayWorld(t)
	for name, says := range map[string]string{
		"manager/trend": "from..to", "manager/figures": "from..to, before..before_to - 1", "manager/drill": "from + 1..to, before..before_to", "owner/counts": "day - 12..day", "owner/outcome": "day - 6..day",
		"owner/sheet": "as_of + 1", "owner/settlement_statement": "day", "merchandiser/accuracy": "day - 5..day", "merchandiser/exceptions": "day - 3..day", "operation/newest": "day + 1..",
	} {
		text, err := w.db.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		text = "-- reads days: " + says + "\n" + regexp.MustCompile(`(?m)^-- reads days: .*\n`).ReplaceAllString(text, "")
		w.ready(text)
		if unsound, _ := w.prove(casesOf(t, name, text)); len(unsound) == 0 {
			t.Errorf("%s is believed to read %s only", name, says)
		}
	}
}

// TestWhatAQuerySaysOfDays: what is understood, and what is refused.
func TestWhatAQuerySaysOfDays(t *testing.T) {
	p := sql.Params{"from": "1970-01-11", "to": "1970-01-21", "day": "2149-06-06", "gone": "2149-06-07", "old": "1969-12-31", "word": "soon", "n": 3}
	for says, want := range map[string]string{
		"": "[]", "-- other words\nSELECT 1": "[]",
		"-- reads days: from..to": "[[10 20]]", "-- what it is\n-- reads days: from - 10..to + 1, to\nSELECT 1": "[[0 21] [20 20]]", "-- reads days: from .. to": "[[10 20]]",
		"-- reads days: ..to": "[[0 20]]", "-- reads days: to..": "[[20 65535]]", "-- reads days: day": "[[65535 65535]]",
		// What ClickHouse's arithmetic would turn round, or what is no day: all days.
		"-- reads days: from - 11..to": "[]", "-- reads days: day + 1": "[]", "-- reads days: gone": "[]", "-- reads days: old..": "[]", "-- reads days: word": "[]", "-- reads days: n": "[]",
		"-- reads days: absent": "[]", "-- reads days: to..from": "[]",
	} {
		if got, _, err := sql.DaysRead(says, p); err != nil || fmt.Sprint(got) != want {
			t.Errorf("%q: %v %v, want %s", says, got, err, want)
		}
	}
	for _, says := range []string{"-- reads days:", "-- reads days: ", "-- reads days: ..", "-- read days: day", "-- reads days day", "--reads days: day", " -- reads days: day", "-- Reads days: day",
		"-- reads days: day,", "-- reads days: day-1", "-- reads days: day - x", "-- reads days: {day}", "-- reads days: a..b..c", "-- reads days: day - 99999", "-- reads days: day\n-- reads days: day"} {
		if _, _, err := sql.DaysRead(says, p); err == nil || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: %v", says, err)
		}
	}
}
