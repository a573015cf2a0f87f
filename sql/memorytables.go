package sql

import (
	"regexp"
	"slices"
	"strings"
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

// reading is what a query reads: its tables, and of those that hold each day apart these days only.
type reading struct {
	tables []string // none: its answer is never kept
	spans  []span   // none: all days
	below  []string // tables, with those that its views read; nil: not looked at yet
}

func readingOf(query string) *reading {
	r := &reading{}
	if !clocks.MatchString(comments.ReplaceAllString(query, " ")) {
		r.tables = tablesIn(query)
	}
	r.spans, _ = spansOf(query) // an error is found by the test over all queries; here every day counts
	return r
}

// keepable says whether a query's answer depends on its tables and parameters alone.
func (m *Memory) keepable(name, query string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.reads[name]
	if !ok {
		r = readingOf(query)
		m.reads[name] = r
	}
	return len(r.tables) > 0
}

// withViews adds to tables what views among them read.
func withViews(tables []string, views map[string][]string) []string {
	all := []string{}
	var add func(names []string)
	add = func(names []string) {
		for _, n := range names {
			if !slices.Contains(all, n) {
				all = append(all, n)
				add(views[n])
			}
		}
	}
	add(tables)
	return all
}
