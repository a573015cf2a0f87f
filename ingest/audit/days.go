package audit

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/linli-project/linli/sql"
)

// factsCheck words what was found of one measure.
func (a *audit) factsCheck(m measure, days []daySize, stale map[string]bool, found map[string]*dayRow) {
	c := a.check(m.check, "daily facts")
	total := make([]int64, len(m.figures))
	var compared, rebuild []string
	for _, day := range slices.Sorted(maps.Keys(found)) {
		if stale[day] {
			continue
		}
		d := found[day]
		for i := range total {
			total[i] += d.Events[i]
		}
		if !slices.Equal(d.Events, d.Facts) || len(d.Names) > 0 {
			c.differ("%s: %s", day, m.words(d))
		}
	}
	for _, d := range days {
		if day := sql.Day(d.Day); stale[day] {
			rebuild = append(rebuild, day)
		} else {
			compared = append(compared, day)
		}
	}
	for i, f := range m.figures {
		c.Figures[key(f)] = total[i]
	}
	c.Figures["days"], c.Figures["days_to_rebuild"] = int64(len(compared)), int64(len(rebuild))
	if len(rebuild) > 0 {
		c.remark("to be rebuilt, since newer events are there: %s", period(rebuild))
	}
	if len(compared) == 0 {
		c.Verdict, c.Text = Open, "no day to compare"
		return
	}
	var parts []string
	for i, f := range m.figures {
		parts = append(parts, value(total[i], f)+" "+f)
	}
	c.Text = fmt.Sprintf("%s as %s: %s, %s", m.to, m.from, period(compared), strings.Join(parts, ", "))
}

// words says what differs on a day.
func (m measure) words(d *dayRow) string {
	var parts []string
	for i, f := range m.figures {
		if d.Events[i] != d.Facts[i] {
			parts = append(parts, fmt.Sprintf("%s %s in %s, %s in %s", f, value(d.Facts[i], f), m.to, value(d.Events[i], f), m.from))
		}
	}
	text := strings.Join(parts, "; ")
	if text == "" {
		text = "the sums agree, but not one by one"
	}
	if len(d.Names) > 0 {
		text += " (" + strings.Join(d.Names[:min(5, len(d.Names))], ", ") + ")"
	}
	return text
}

// value writes a figure for people; key is its name in JSON, which says the unit.
func value(n int64, figure string) string {
	if n < 0 {
		return "-" + value(-n, figure)
	}
	switch figure {
	case "revenue", "billed", "refunded", "board revenue":
		return fmt.Sprintf("¥%s.%02d", number(n/100), n%100)
	case "units":
		return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%s.%03d", number(n/1000), n%1000), "0"), ".")
	}
	return number(n)
}

func key(figure string) string {
	switch figure {
	case "revenue", "billed", "refunded", "board revenue":
		return strings.ReplaceAll(figure, " ", "_") + "_fen"
	case "units":
		return "units_thousandths"
	}
	return strings.ReplaceAll(figure, " ", "_")
}

// period writes some days in their order.
func period(days []string) string {
	switch n := len(days); n {
	case 1, 2, 3:
		return strings.Join(days, ", ")
	default:
		return fmt.Sprintf("%d days from %s to %s", n, days[0], days[n-1])
	}
}
