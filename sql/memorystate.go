package sql

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// comments and texts name no tables.
var (
	comments = regexp.MustCompile(`--[^\n]*`)
	texts    = regexp.MustCompile(`'(?:[^'\\]|\\.)*'`)
	// A table stands after FROM, JOIN or IN, perhaps with its database; several after FROM are parted by commas.
	sources = regexp.MustCompile("(?i)\\b(?:FROM|JOIN|IN)\\s+((?:[a-z_][a-z0-9_.`]*)(?:\\s*,\\s*[a-z_][a-z0-9_.`]*)*)")
	// What these give is another at each call, or is of no table.
	clocks = regexp.MustCompile(`(?i)\b(?:now|now64|today|yesterday|rand|rand32|rand64|generateuuidv4|system)\s*[(.]`)
)

// tablesIn are the names that stand where a query names its tables; some may be of its WITH.
func tablesIn(query string) []string {
	query = texts.ReplaceAllString(comments.ReplaceAllString(query, " "), "''")
	var names []string
	for _, m := range sources.FindAllStringSubmatch(query, -1) {
		for _, name := range strings.Split(m[1], ",") {
			name = strings.Trim(strings.TrimSpace(name), "`")
			if _, after, ok := strings.Cut(name, "."); ok {
				name = after
			}
			if name != "" && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	return names
}

// keepable says whether a query's answer depends on its tables and parameters alone.
func (m *Memory) keepable(name, query string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	names, ok := m.reads[name]
	if !ok {
		if !clocks.MatchString(comments.ReplaceAllString(query, " ")) {
			names = tablesIn(query)
		}
		m.reads[name] = names
	}
	return len(names) > 0
}

// stateOf is a number that changes whenever what a query reads does; 0: there is no telling.
func (m *Memory) stateOf(ctx context.Context, db *DB, name string) (uint64, error) {
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
			m.state, m.tables, m.apart, m.asked = now.state, now.views, now.apart, now.asked
		}
	}
	defer m.mu.Unlock()
	if m.apart {
		return 0, nil
	}
	sum := uint64(14695981039346656037) // FNV-1a over names and states
	add := func(v uint64) { sum = (sum ^ v) * 1099511628211 }
	seen := map[string]bool{}
	var of func(names []string)
	of = func(names []string) {
		for _, n := range names {
			if seen[n] {
				continue
			}
			seen[n] = true
			add(m.state[n])
			of(m.tables[n])
		}
	}
	of(m.reads[name])
	return max(1, sum), nil
}

type snapshot struct {
	asked time.Time // before it was looked
	state map[string]uint64
	views map[string][]string
	apart bool
}

// partState are the active parts of each table as one number. Parts have names of their own, never given twice.
const partState = `SELECT table, sum(cityHash64(name)) AS state FROM system.parts WHERE database = currentDatabase() AND active GROUP BY table`

const viewTexts = `SELECT name, as_select, engine != 'View' AS apart FROM system.tables WHERE database = currentDatabase() AND (engine IN ('View', 'Distributed') OR startsWith(engine, 'Replicated'))`

// ask looks at the parts, and the first time at the views.
func (m *Memory) ask(ctx context.Context, db *DB) (snapshot, error) {
	s := snapshot{asked: time.Now(), state: map[string]uint64{}}
	var parts []struct {
		Table string `ch:"table"`
		State uint64 `ch:"state"`
	}
	if err := db.selectText(ctx, &parts, "parts", partState, nil); err != nil {
		return s, err
	}
	for _, p := range parts {
		s.state[p.Table] = p.State
	}
	m.mu.Lock()
	s.views, s.apart = m.tables, m.apart
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
