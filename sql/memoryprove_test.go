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

var parameter = regexp.MustCompile(`\{(\w+):([^}]+)\}`)

// values are those of the parameters of queries that say which days they read: with each of them in turn.
var values = map[string][]any{
	"day": {"2026-11-14"}, "today": {"2026-11-14"}, "as_of": {"2026-11-10"}, "from": {"2026-11-01"}, "to": {"2026-11-14"}, "before": {"2026-10-01"}, "before_to": {"2026-10-14"},
	"sheet": {"2026-11-10"}, "advice": {"2026-11-11"}, "push": {"2026-11-12"}, "score": {"2026-11-13"}, "fact": {"2026-11-14"}, "affinity": {"2026-11-15"},
	"store": {"s1", "", "s1"}, "city": {"", "x", ""}, "category": {"k1", "", "k1"}, "product": {"p1", "", ""}, "community": {"c1", "", "c1"}, "by": {"store", "horizon", "category"},
	"days": {28, 14}, "horizon": {1}, "limit": {50}, "offset": {0}, "rows": {50}, "sort": {"", "gain", "units"}, "sign": {1, -1}, "price": {900}, "slots": {2}, "audience": {"sharers", "dormant", "buyers"},
	"lock": {[]string{"p1"}}, "ban": {[]string{"p2"}}, "picks": {[]string{"s1|p1", "s1|p2", "s2|p3"}}, "stores": {[]string{"s1", "s2"}}, "all": {0}, "level": {"category", "store", "product"},
}

// dayCase is a query with parameters and the days that it says it reads.
type dayCase struct {
	name, text string
	p          sql.Params
	days       [][2]int
	turn       int // 0: the first of the query
}

// casesOf are the cases of a query; none if it says nothing of days.
func casesOf(t *testing.T, name, text string) (cases []dayCase) {
	t.Helper()
	seen := map[string]bool{}
	turns := 2
	if strings.Contains(text, "{by:") || strings.Contains(text, "{audience:") {
		turns = 3
	}
	for turn := range turns {
		p := sql.Params{}
		for _, x := range parameter.FindAllStringSubmatch(text, -1) {
			switch v := values[x[1]]; {
			case len(v) > 0:
				p[x[1]] = v[turn%len(v)]
			case strings.HasPrefix(x[2], "Array"):
				p[x[1]] = []string{}
			case strings.Contains(x[2], "Int"):
				p[x[1]] = 1
			default:
				p[x[1]] = ""
			}
		}
		days, says, err := sql.DaysRead(text, p)
		if err != nil || says && len(days) == 0 {
			t.Errorf("%s: what it says of days does not name its Date parameters: %v", name, err)
		}
		if len(days) > 0 && !seen[fmt.Sprint(p)] {
			seen[fmt.Sprint(p)] = true
			cases = append(cases, dayCase{name, text, p, days, turn})
		}
	}
	return cases
}

// daysAround are some days within the spans and some outside of all of them.
func daysAround(spans [][2]int) (in, out []int) {
	within := func(day int) bool {
		return slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= day && day <= s[1] })
	}
	for _, s := range spans {
		for _, day := range []int{s[0], s[0] + 1, s[0] + 2, (s[0] + s[1]) / 2, s[1] - 27, s[1] - 8, s[1] - 2, s[1] - 1, s[1],
			s[0] - 200, s[0] - 60, s[0] - 40, s[0] - 20, s[0] - 14, s[0] - 7, s[0] - 2, s[0] - 1, s[1] + 1, s[1] + 2, s[1] + 7, s[1] + 14, s[1] + 20, s[1] + 40, s[1] + 60, s[1] + 200} {
			if day > 20000 && day < 25000 && within(day) { // a span without an end
				in = append(in, day)
			} else if day > 20000 && day < 25000 {
				out = append(out, day)
			}
		}
	}
	return in, out
}

// prove asks each case of the same spans four times: as it is, with other rows outside of the spans, with none outside of them, with none
// inside. It gives those whose answer the second or third did change, and those whose answer the fourth did not.
func (w *dayWorld) prove(cases []dayCase) (unsound, still []string) {
	w.t.Helper()
	in, out := daysAround(cases[0].days)
	all, other, inside, outside := map[int]int{}, map[int]int{}, map[int]int{}, map[int]int{}
	for _, day := range out {
		all[day], other[day], outside[day] = 1, 2, 1
	}
	for _, day := range in {
		all[day], other[day], inside[day] = 1, 1, 1
	}
	var answers [4][]string
	for i, salts := range []map[int]int{all, other, inside, outside} {
		filled := map[string]bool{}
		for _, c := range cases {
			for _, table := range w.tables(c.text) {
				if w.key[table] != "" && !filled[table] {
					filled[table] = true
					w.fill(table, salts)
				}
			}
		}
		for _, c := range cases {
			if i > 1 && c.turn > 0 { // once is enough
				answers[i] = append(answers[i], answers[0][len(answers[i])])
				continue
			}
			answer, err := w.answer(c.text, c.p)
			if err != nil {
				w.t.Errorf("%s: %v", c.name, err)
			}
			answers[i] = append(answers[i], answer)
		}
	}
	changed := map[string]bool{}
	for i, c := range cases {
		if answers[0][i] != answers[1][i] || answers[0][i] != answers[2][i] {
			unsound = append(unsound, c.name)
		}
		changed[c.name] = changed[c.name] || answers[0][i] != answers[3][i]
	}
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		if !changed[name] {
			still = append(still, name)
		}
	}
	return slices.Compact(unsound), still
}

// ready makes the tables that days are changed in, and fills the others.
func (w *dayWorld) ready(texts ...string) {
	done := map[string]bool{}
	all := map[int]int{}
	for day := dayNumber("2026-09-01"); day < dayNumber("2026-12-31"); day++ {
		all[day] = 1
	}
	for _, text := range texts {
		for _, table := range w.tables(text) {
			switch {
			case done[table]:
			case w.key[table] != "":
				w.inMemory(table)
			default:
				w.fill(table, all)
			}
			done[table] = true
		}
	}
}
