package main

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/ingest/tabular"
)

// readPeople reads what households told of themselves; it gives their places.
func (e *evalHousehold) readPeople(d *described) (map[string]int, error) {
	type told struct{ children, age string }
	all := map[string]told{}
	if err := eachRow(e.demographics, &d.broken, nil, func(r *tabular.Reader) (func(*tabular.Row) error, error) {
		id := firstColumn(r, "household_id", "user_id")
		kids, age := firstColumn(r, "kids_count", "household_comp"), firstColumn(r, "age")
		if id == "" || kids == "" && age == "" {
			return nil, fmt.Errorf("needs household_id, and kids_count, household_comp or age; there are %v", r.Columns())
		}
		return func(row *tabular.Row) error {
			who := row.Text(id)
			if who == "" {
				return row.Errorf(id, "a household is missing")
			}
			if _, twice := all[who]; twice {
				return row.Errorf(id, "household %s is there twice; the first row counts", who)
			}
			t := told{}
			if kids != "" {
				t.children = childrenLabel(kids, row.Text(kids))
			}
			if age != "" {
				t.age = ageLabel(row.Text(age))
			}
			all[who] = t
			return nil
		}, nil
	}); err != nil {
		return nil, err
	}
	d.ids = slices.Sorted(maps.Keys(all))
	place := map[string]int{}
	children, age := target{withChildren, nil}, target{from55, nil}
	for i, id := range d.ids {
		place[id] = i
		children.label, age.label = append(children.label, all[id].children), append(age.label, all[id].age)
	}
	for _, t := range []target{children, age} {
		if slices.ContainsFunc(t.label, func(s string) bool { return s != "" }) {
			d.targets = append(d.targets, t)
		}
	}
	if len(d.targets) == 0 {
		return nil, fmt.Errorf("%s tells of no household whether there are children or how old people are", e.demographics)
	}
	return place, nil
}

func childrenLabel(column, said string) string {
	if said == "" || strings.EqualFold(said, "unknown") {
		return ""
	}
	none := said == "0" || strings.EqualFold(said, "none/unknown")
	if column == "household_comp" {
		none = strings.Contains(strings.ToLower(said), "no kids") || !strings.Contains(strings.ToLower(said), "kids")
	}
	if none {
		return "without children"
	}
	return withChildren
}

// ageLabel goes by the first number of a range such as 55-64.
func ageLabel(said string) string {
	end := strings.IndexFunc(said, func(c rune) bool { return c < '0' || c > '9' })
	if end < 0 {
		end = len(said)
	}
	from, err := strconv.Atoi(said[:end])
	switch {
	case err != nil:
		return ""
	case from >= 55:
		return from55
	}
	return "younger"
}
