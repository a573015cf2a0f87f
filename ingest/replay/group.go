package replay

import (
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// group is the event in the making.
type group struct {
	open                   bool
	id, order, status      string // what tells the event from others: its id, or order and status
	user, store, community string
	unit                   string
	row                    int64        // where it begins
	at                     tabular.Mark // in front of that row
	sound                  bool         // nothing unreadable stood in front of it
	body, lines            []byte
	count                  int
	marked                 string // why the whole event is to be refused
	problems               problems
}

// has says whether the row belongs to this event. A row that says neither event_id nor order_id stands alone.
func (g *group) has(row *tabular.Row) bool {
	if !g.open {
		return false
	}
	if id := row.Text("event_id"); id != "" || g.id != "" {
		return id == g.id
	}
	order := row.Text("order_id")
	return order != "" && order == g.order && row.Text("status") == g.status
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
