package sql

import (
	"context"
	"fmt"
	"slices"
	"sort"
	"time"
)

// tableState is the state of a table: that of its parts that hold one day each, by day, that of parts with several days, and that of all
// others.
type tableState struct {
	days []uint16 // of parts, since 1970-01-01, sorted
	sums []uint64 // of the states of the parts up to here; one more than days
	wide []widePart
	rest uint64
}

// widePart is a part that holds several days: of a table that keeps blocks of days together.
type widePart struct {
	days
	state uint64
}

// nothing is the state of no parts.
var nothing = &tableState{sums: []uint64{0}}

// all is the state of all days.
func (t *tableState) all() uint64 { return t.of(days{0, lastDay}) }

// of is the state of some days.
func (t *tableState) of(d days) uint64 {
	from := sort.Search(len(t.days), func(i int) bool { return int(t.days[i]) >= d.from })
	to := sort.Search(len(t.days), func(i int) bool { return int(t.days[i]) > d.to })
	sum := t.sums[to] - t.sums[from]
	for _, p := range t.wide {
		if p.from <= d.to && d.from <= p.to {
			sum += p.state
		}
	}
	return sum
}

// stateOf is a number that changes whenever what a query reads does; 0: there is no telling.
func (m *Memory) stateOf(ctx context.Context, db *DB, name string, p Params) (uint64, error) {
	m.mu.Lock()
	if m.state == nil || m.fresh == 0 || time.Since(m.asked) > m.fresh || !m.asked.After(m.written) {
		m.mu.Unlock()
		var now snapshot
		var err error
		if m.fresh == 0 {
			now, err = m.ask(ctx, db)
		} else {
			var v any
			if v, err = m.once(ctx, "", func(ctx context.Context) (any, error) { return m.ask(ctx, db) }); err == nil {
				now = v.(snapshot)
			}
		}
		if err != nil {
			return 0, err
		}
		m.mu.Lock()
		if m.asked.Before(now.asked) {
			m.state, m.views, m.apart, m.asked = now.state, now.views, now.apart, now.asked
		}
	}
	defer m.mu.Unlock()
	if m.apart {
		return 0, nil
	}
	r := m.reads[name]
	if r.below == nil {
		r.below = withViews(r.tables, m.views)
	}
	spans, some := over(r.spans, p)
	sum := uint64(14695981039346656037) // FNV-1a over the states
	add := func(v uint64) { sum = (sum ^ v) * 1099511628211 }
	for _, n := range r.below {
		t, ok := m.state[n]
		if !ok { // a view, or a table without parts
			t = nothing
		}
		add(t.rest)
		if !some {
			add(t.all())
		}
		for _, d := range spans {
			add(t.of(d))
		}
	}
	return max(1, sum), nil
}

type snapshot struct {
	asked time.Time // before it was looked
	state map[string]*tableState
	views map[string][]string
	apart bool
}

// partState are the active parts of each table as numbers, with the first and last day of each, which ClickHouse knows of a table that is
// partitioned by a Date or by what follows from one; 0 for a part of no days. Empty parts, which a dropped or replaced partition leaves for a while, say nothing
// (and have no day). Parts have names of their own, hardly ever given twice.
const partState = `SELECT table, groupArray(toUInt16(min_date)) AS first, groupArray(toUInt16(max_date)) AS last, groupArray(cityHash64(name, modification_time)) AS states
FROM system.parts WHERE database = currentDatabase() AND active AND rows > 0 GROUP BY table`

const viewTexts = `SELECT name, as_select, engine != 'View' AS apart FROM system.tables WHERE database = currentDatabase() AND (engine IN ('View', 'Distributed') OR startsWith(engine, 'Replicated'))`

// ask looks at the parts, and the first time at the views.
func (m *Memory) ask(ctx context.Context, db *DB) (snapshot, error) {
	s := snapshot{asked: time.Now(), state: map[string]*tableState{}}
	var parts []struct {
		Table  string   `ch:"table"`
		First  []uint16 `ch:"first"`
		Last   []uint16 `ch:"last"`
		States []uint64 `ch:"states"`
	}
	if err := db.selectText(ctx, &parts, "parts", partState, nil); err != nil {
		return s, err
	}
	for _, p := range parts {
		s.state[p.Table] = newTableState(p.First, p.Last, p.States)
	}
	m.mu.Lock()
	s.views, s.apart = m.views, m.apart
	m.mu.Unlock()
	if s.views != nil {
		return s, nil
	}
	var views []struct {
		Name  string `ch:"name"`
		Text  string `ch:"as_select"`
		Apart uint8  `ch:"apart"`
	}
	if err := db.selectText(ctx, &views, "views", viewTexts, nil); err != nil {
		return s, fmt.Errorf("views: %w", err)
	}
	s.views, s.apart = map[string][]string{}, len(db.raw.target.hosts) > 1
	for _, v := range views {
		s.views[v.Name] = tablesIn(v.Text)
		s.apart = s.apart || v.Apart == 1
	}
	return s, nil
}

// newTableState adds up the states of parts by day. They may come in any order, several of a day.
func newTableState(first, last []uint16, states []uint64) *tableState {
	byDay := make([]int, len(first))
	for i := range byDay {
		byDay[i] = i
	}
	if !slices.IsSorted(first) { // mostly they are
		slices.SortFunc(byDay, func(a, b int) int { return int(first[a]) - int(first[b]) })
	}
	t := &tableState{sums: []uint64{0}}
	for _, i := range byDay {
		if last[i] == 0 {
			t.rest += states[i]
			continue
		}
		if first[i] != last[i] {
			t.wide = append(t.wide, widePart{days{int(first[i]), int(last[i])}, states[i]})
			continue
		}
		t.days = append(t.days, first[i])
		t.sums = append(t.sums, t.sums[len(t.sums)-1]+states[i])
	}
	return t
}
