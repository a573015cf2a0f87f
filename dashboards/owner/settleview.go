package owner

import (
	"html/template"
	"net/url"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/dashboards/words"
)

// Periods that can be chosen.
func (*SettleContent) Periods() []string { return periods }

// Title is the day or the span.
func (c *SettleContent) Title(p words.Printer) string {
	if c.Span != nil {
		return p.T("closing.upto", p.ShortDay(c.Span.From), p.ShortDay(c.Span.To), c.Span.To.Year())
	}
	return p.Day(c.Day)
}

func (c *SettleContent) query(day time.Time, period string, n int) template.URL {
	q := url.Values{"store": {c.Store.ID}, "day": {chain.Date(day)}}
	if period != "day" {
		q.Set("period", period)
	}
	if n > 1 {
		q.Set("page", strconv.Itoa(n))
	}
	return template.URL(q.Encode()) //nolint:gosec // encoded here
}

// Same is the query of this very page.
func (c *SettleContent) Same() template.URL { return c.query(c.Day, c.Period, c.Page) }

// To is the same for another day.
func (c *SettleContent) To(day time.Time) template.URL { return "?" + c.query(day, c.Period, 1) }

// For is another period around the day.
func (c *SettleContent) For(period string) template.URL { return "?" + c.query(c.Day, period, 1) }

// OneDay is a day of a span.
func (c *SettleContent) OneDay(day time.Time) template.URL { return "?" + c.query(day, "day", 1) }

// Turn is a page further or back.
func (c *SettleContent) Turn(by int) template.URL {
	return "?" + c.query(c.Day, c.Period, c.Page+by) + "#orders"
}

// Shown are the orders of this page.
func (c *SettleContent) Shown() []settlement.Order {
	all := c.Closing.Settled
	return all[min(len(all), (c.Page-1)*pageOrders):min(len(all), c.Page*pageOrders)]
}

// Unpaid are the orders that do not settle.
func (c *SettleContent) Unpaid() int { return len(c.Closing.Orders.Value) - len(c.Closing.Settled) }

// Adds says whether the rows add up to the day's total.
func (c *SettleContent) Adds() bool {
	d, s := c.Closing.Day, c.Closing.Sum
	return s.Sold == d.Amount && s.Refunded == d.Refunded && s.Due == d.Commission()
}

// Reckoned says whether the events could be held against the lines.
func (c *SettleContent) Reckoned() bool {
	return len(c.Closing.Told.Value) > 0 && len(c.Closing.Orders.Value) > 0 && c.Closing.Told.Err == nil
}

// Apart is what the differences to the statement come to, in net sales.
func (c *SettleContent) Apart() (n int64) {
	for _, d := range c.Closing.Outside {
		n += d.Net
	}
	return n
}

// ApartDue is the same in commission.
func (c *SettleContent) ApartDue() (n int64) {
	for _, d := range c.Closing.Outside {
		n += d.Due
	}
	return n
}

// Moved is what came after the close, in net sales.
func (c *SettleContent) Moved() (n int64) {
	for _, d := range c.Closing.Late {
		n += d.Net
	}
	return n
}

// Flags are the kinds of differences of an order.
func (c *SettleContent) Flags(order string) []string { return c.flags[order] }

// Tail is the end of an order's id.
func (*SettleContent) Tail(id string) string { return tail(id) }

// Mark is the place of an order on its page.
func (*SettleContent) Mark(id string) string { return "order-" + id }

// Clock is the local time of an instant.
func (c *SettleContent) Clock(t time.Time) string { return t.In(c.Store.Zone()).Format("15:04") }

// Weekday of a day, Monday is 1.
func (*SettleContent) Weekday(t time.Time) int { return int(t.Weekday()) }

// Known says whether an instant is one.
func (*SettleContent) Known(t time.Time) bool { return !words.Never(t) }

// Rate writes a commission rate as exactly as it is.
func (*SettleContent) Rate(rate float64) string {
	return strconv.FormatFloat(float64(int64(rate*1e6+0.5))/1e4, 'f', -1, 64) + "%"
}

// Signed writes money with its sign.
func (*SettleContent) Signed(p words.Printer, fen int64) string { return signedMoney(p, fen) }

func signedMoney(p words.Printer, fen int64) string {
	if fen > 0 {
		return "+" + p.Money(fen)
	}
	return p.Money(fen)
}
