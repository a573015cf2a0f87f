package sql

import (
	"embed"
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

//go:embed all:queries
var queryFiles embed.FS

// queries are the texts of queries/<area>/<name>.sql by "area/name". A line "-- include area/name.part" stands for the text of
// <name>.part.sql, which several queries share and which is none itself.
var queries = sync.OnceValue(func() map[string]string {
	found := map[string]string{}
	_ = fs.WalkDir(queryFiles, "queries", func(path string, d fs.DirEntry, err error) error {
		name, isSQL := strings.CutSuffix(strings.TrimPrefix(path, "queries/"), ".sql")
		if err != nil || d.IsDir() || !isSQL {
			return nil // an editor's leftovers
		}
		if text, err := fs.ReadFile(queryFiles, path); err == nil {
			found[name] = strings.TrimSpace(string(text))
		}
		return nil
	})
	for name, text := range found {
		found[name] = includes.ReplaceAllStringFunc(text, func(line string) string {
			if part, ok := found[strings.TrimPrefix(line, "-- include ")]; ok {
				return part
			}
			return line
		})
	}
	maps.DeleteFunc(found, func(name, _ string) bool { return strings.HasSuffix(name, ".part") })
	return found
})

var includes = regexp.MustCompile(`(?m)^-- include \S+$`)

// Queries lists the names of all queries, sorted.
func Queries() []string {
	var names []string
	for name := range queries() {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// Text is the SQL of a named query.
func (db *DB) Text(name string) (string, error) { return text(name) }

func text(name string) (string, error) {
	if sql, ok := queries()[name]; ok {
		return strings.TrimRight(sql, "; \n\t"), nil
	}
	if near := nearest(name, Queries()); len(near) > 0 {
		return "", fmt.Errorf("no query %q, did you mean %s?", name, strings.Join(near, " or "))
	}
	return "", fmt.Errorf("no query %q in sql/queries", name)
}

// nearest gives up to three names that are alike: few letters apart or with the same last part.
func nearest(name string, names []string) []string {
	type candidate struct {
		name     string
		distance int
	}
	var near []candidate
	_, leaf, _ := strings.Cut(name, "/")
	for _, n := range names {
		d := Distance(name, n)
		if leaf != "" && strings.HasSuffix(n, "/"+leaf) {
			d = min(d, 2)
		}
		if d <= max(2, len(name)/3) {
			near = append(near, candidate{n, d})
		}
	}
	slices.SortStableFunc(near, func(a, b candidate) int { return a.distance - b.distance })
	var out []string
	for _, c := range near[:min(3, len(near))] {
		out = append(out, c.name)
	}
	return out
}

// Distance is Levenshtein's: how many letters to change, put in or take out to make one name of the other.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
