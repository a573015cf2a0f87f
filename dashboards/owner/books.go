package owner

import (
	"html/template"
	"net/url"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/dashboards/words"
)

// Book is one of the sources that are held side by side.
type Book struct {
	Name, Note string
	Sum        settlement.Sum
	Due        bool // it tells a commission
}

// Books are the sources.
func (c *SettleContent) Books(p words.Printer) []Book {
	d := c.Closing
	total := settlement.Sum{Orders: d.Sum.Orders, Paid: d.Day.Gross(), Refunded: d.Day.Refunded, Sold: d.Day.Amount, Due: d.Day.Commission()}
	if d.Sum.Orders == 0 {
		total.Orders = int(d.Day.Orders) //nolint:gosec // a day's orders
	}
	out := []Book{{Name: p.T("closing.total"), Sum: total, Due: true}}
	add := func(key string, s settlement.Sum, err error, none string, there, due bool) {
		b := Book{Name: p.T(key), Sum: s, Due: due}
		switch {
		case err != nil:
			b.Note = p.T("closing.unreadable")
		case !there:
			b.Note = p.T(none)
		}
		out = append(out, b)
	}
	add("closing.lines", d.Sum, d.Orders.Err, "closing.nolines", len(d.Orders.Value) > 0, true)
	add("closing.events", d.Events, d.Told.Err, "closing.noevents", len(d.Told.Value) > 0, true)
	if d.Spoken() {
		add("closing.platform", d.Plat, d.Theirs.Err, "closing.nostatement", true, d.Commissions())
	}
	return out
}

// Named are differences with the words to show them; templates take one value.
type Named struct {
	View   page.View
	All    []settlement.Difference
	Totals []settlement.ByKind
	Dues   bool // any is about commission
	Zone   *time.Location
	c      *SettleContent
}

// Named joins differences and the view.
func (c *SettleContent) Named(v page.View, all []settlement.Difference) Named {
	n := Named{View: v, All: all, Totals: settlement.Totals(all), Zone: c.Store.Zone(), c: c}
	for _, d := range all {
		n.Dues = n.Dues || d.Due != 0
	}
	return n
}

// First are those that stand on the page.
func (n Named) First() []settlement.Difference { return n.All[:min(len(n.All), firstFew)] }

// Signed writes money with its sign.
func (n Named) Signed(fen int64) string { return signedMoney(n.View.Printer, fen) }

// Known says whether an instant is one.
func (n Named) Known(t time.Time) bool { return !words.Never(t) }

// Link leads to an order's line, on whatever page it is.
func (n Named) Link(order string) template.URL {
	at := slices.IndexFunc(n.c.Closing.Settled, func(o settlement.Order) bool { return o.ID == order })
	if at < 0 {
		return "#orders"
	}
	to := url.URL{RawQuery: string(n.c.query(n.c.Day, n.c.Period, at/pageOrders+1)), Fragment: n.c.Mark(order)}
	return template.URL(to.String()) //nolint:gosec // encoded here
}
