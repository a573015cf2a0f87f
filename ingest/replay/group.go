package replay

import (
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// group is the event in the making.
type group struct {
	key, id, user, status string
	store, community      string
	where                 string
	body, lines           []byte
	count                 int
	marked                string // why the whole event is to be refused
	problems              problems
}

// blame marks the whole event for refusal.
func (g *group) blame(problem string) {
	g.problems.add(problem)
	if g.marked == "" {
		g.marked = problem
	}
}

// add appends the row as a line. An order of too many lines is refused anyway, so it need not grow without end.
func (g *group) add(row *tabular.Row) {
	if g.count > event.MaxLines {
		return
	}
	start := len(g.lines)
	if g.count > 0 {
		g.lines = append(g.lines, ',')
	}
	at := len(g.lines)
	lines := line(g.lines, row, &g.problems)
	if at == len(lines) {
		g.lines = lines[:start]
		return
	}
	g.lines = lines
	g.count++
}
