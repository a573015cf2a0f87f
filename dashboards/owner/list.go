package owner

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Kinds are the lists, in the order of an evening's work: totals, what to order of whom, sorting by product and by customer,
// what goes where, and who fetches it.
var Kinds = []string{"aggregation", "purchase", "products", "sorting", "delivery", "redemption"}

// List reads one of the lists as a table.
func List(ctx context.Context, db *sql.DB, p words.Printer, kind, store string, day time.Time) (*table.Table, error) {
	read, ok := readers[kind]
	if !ok {
		return nil, fmt.Errorf("owner: no list %q", kind)
	}
	return read(ctx, db, p, store, day)
}

// ListContent is what the template of a list reads.
type ListContent struct {
	Store    chain.Store
	Day      time.Time
	Kind     string
	Kinds    []string
	Link     template.URL // store and day
	Table    *table.Table
	Contents string    // the column that wants the width
	Waiting  []Waiting // of redemption
	Paper    string    // 80: for a slip printer
	Find     string    // part of an order's id or a customer's code
}

// Due are the orders not ticked off.
func (c ListContent) Due() (n int) {
	for _, w := range c.Waiting {
		if !w.Ticked {
			n++
		}
	}
	return n
}

// Late are the orders not ticked off whose pickup day is over.
func (c ListContent) Late() (late []Waiting) {
	for _, w := range c.Waiting {
		if !w.Ticked && w.Late > 0 {
			late = append(late, w)
		}
	}
	return late
}

// Tails are the ends of the late orders' ids, at most 40, for a reminder in the group.
func (c ListContent) Tails(p words.Printer) string {
	var tails []string
	for _, w := range c.Late() {
		tails = append(tails, w.Tail())
	}
	if len(tails) > 40 {
		return strings.Join(tails[:40], p.T("comma")) + "…"
	}
	return strings.Join(tails, p.T("comma"))
}

// List answers /owner/aggregation and its sisters.
func (o *Room) List(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		store, day, ok := o.Asked(w, r)
		if !ok {
			return
		}
		p := o.shell.Printer(r)
		t, err := List(r.Context(), o.db, p, kind, store.ID, day)
		if err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		c := ListContent{
			Store: store, Day: day, Kind: kind, Kinds: Kinds, Link: Fill(&Day{Store: store, Day: day}).Query, Table: t, Contents: p.T("col.contents"), Paper: paper(r),
		}
		if kind == "redemption" {
			if c.Waiting, err = waiting(r.Context(), o.db, store.ID, day); err != nil {
				o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
				return
			}
			c.find(r.URL.Query().Get("q"))
		}
		o.shell.Render(w, r, o.list, http.StatusOK, o.shell.View(r, p.T("list."+kind), "owner", c))
	}
}

// find leaves the orders of which the id or the customer's code holds a text.
func (c *ListContent) find(text string) {
	c.Find = strings.ToValidUTF8(strings.TrimSpace(text), "")
	if c.Find == "" {
		return
	}
	c.Waiting = slices.DeleteFunc(c.Waiting, func(w Waiting) bool {
		return !strings.Contains(strings.ToLower(w.OrderID+"\n"+w.Customer), strings.ToLower(c.Find))
	})
}

// paper is 80 for a slip printer; anything else is A4.
func paper(r *http.Request) string {
	if r.URL.Query().Get("paper") == "80" {
		return "80"
	}
	return ""
}
