package owner

import (
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/settlement"
)

const (
	pageOrders = 50  // orders on a page
	firstFew   = 100 // differences on a page
)

// SettleContent is what the template of the settlement reads: a day with its orders, or a span with its days.
type SettleContent struct {
	Store         chain.Store
	Day           time.Time
	Period        string
	Before, After time.Time
	Link          template.URL // store and day
	Paper         string
	Closing       *Closing
	Span          *Span
	Open          bool // the day is still going on
	Page, Pages   int
	Uploads       bool            // a statement can be handed in here
	Taken         *TakenStatement // the one that was just handed in

	flags map[string][]string // differences by order
}

// Settlement answers /owner/settlement.
func (o *Room) Settlement(w http.ResponseWriter, r *http.Request) {
	c, ok := o.settle(w, r)
	if !ok {
		return
	}
	c.Uploads = o.Statement != nil
	if milli, err := strconv.ParseInt(r.URL.Query().Get("read"), 10, 64); err == nil && milli > 0 && milli < 1<<42 {
		if c.Taken, err = o.readNow(r.Context(), page.From(r).Account.Login, c.Store.ID, milli); err != nil {
			o.shell.Log.Error("what was handed in cannot be read from the log", "store", c.Store.ID, "error", err)
		}
	}
	o.shell.Render(w, r, o.settled, http.StatusOK, o.shell.View(r, o.shell.Printer(r).T("closing.title"), "owner", c))
}

// settle reads what a request asks for; when it may not, or cannot, the answer is already written.
func (o *Room) settle(w http.ResponseWriter, r *http.Request) (*SettleContent, bool) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return nil, false
	}
	q, today := r.URL.Query(), chain.Today(o.shell.Now(), store.Zone())
	if q.Get("day") == "" { // the last day that is over, rather than one that is going on
		n, err := chain.NewestUpTo(r.Context(), o.db, store.ID, today.AddDate(0, 0, -1))
		if err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return nil, false
		}
		if !n.Fact.IsZero() {
			day = n.Fact
		}
	}
	c := &SettleContent{Store: store, Day: day, Period: q.Get("period"), Paper: paper(r), Open: !day.Before(today), Page: 1, Pages: 1}
	c.Link = Fill(&Day{Store: store, Day: day}).Query
	if !slices.Contains(periods, c.Period) {
		c.Period = "day"
	}
	var err error
	if c.Period == "day" {
		c.Before, c.After = day.AddDate(0, 0, -1), day.AddDate(0, 0, 1)
		if c.Closing, err = loadClosing(r.Context(), o.db, store, day, blockTime); err == nil {
			for _, failed := range []error{c.Closing.Orders.Err, c.Closing.Told.Err, c.Closing.Theirs.Err} {
				if failed != nil {
					o.shell.Log.Error("settlement page has a broken block", "store", store.ID, "error", failed)
				}
			}
			c.turnTo(q.Get("page"))
		}
	} else if c.Span, err = loadSpan(r.Context(), o.db, store, c.Period, day); err == nil {
		c.Before, c.After = c.Span.From.AddDate(0, 0, -1), c.Span.To.AddDate(0, 0, 1)
	}
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return nil, false
	}
	return c, true
}

// turnTo chooses the page of orders and notes which of them differ.
func (c *SettleContent) turnTo(asked string) {
	c.Pages = max(1, (len(c.Closing.Settled)+pageOrders-1)/pageOrders)
	if n, err := strconv.Atoi(asked); err == nil {
		c.Page = max(1, min(n, c.Pages))
	}
	c.flags = map[string][]string{}
	for _, list := range [][]settlement.Difference{c.Closing.Inside, c.Closing.Outside, c.Closing.Late} {
		for _, d := range list {
			if !slices.Contains(c.flags[d.OrderID], d.Kind) {
				c.flags[d.OrderID] = append(c.flags[d.OrderID], d.Kind)
			}
		}
	}
}
