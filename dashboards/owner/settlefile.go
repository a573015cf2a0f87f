package owner

import (
	"time"

	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
)

// tables are the settlement as files: first the rows that add up, then what explains them.
func (c *SettleContent) tables(p words.Printer) []*table.Table {
	if c.Span != nil {
		return []*table.Table{c.days(p), c.rule(p)}
	}
	out := []*table.Table{c.orders(p), c.summary(p), c.lines(p)}
	for _, part := range []struct {
		key string
		all []settlement.Difference
	}{{"closing.statement", c.Closing.Outside}, {"closing.sources", c.Closing.Inside}, {"closing.late", c.Closing.Late}} {
		if len(part.all) > 0 {
			out = append(out, differences(p, p.T(part.key), part.all))
		}
	}
	return out
}

// money is the head of a column of money, with its unit.
func money(p words.Printer, key string) table.Column {
	return table.Money(p.T("closing.yuan", p.T(key), p.Yuan()))
}

// dueNote says below the table how its column of commission is rounded.
func dueNote(p words.Printer) string {
	return p.T("closing.due") + p.T("colon") + p.T("closing.ruleshort")
}

// orders is a row for each order, and their sum.
func (c *SettleContent) orders(p words.Printer) *table.Table {
	t := table.New(p.T("closing.title"), table.Text(p.T("closing.id")), table.Text(p.T("closing.time")), table.Text(p.T("col.customer")), table.Number(p.T("closing.linecol")),
		money(p, "closing.gross"), money(p, "closing.refunds"), money(p, "closing.net"), money(p, "closing.due"), table.Text(p.T("closing.kind")))
	t.Note = dueNote(p)
	for _, o := range c.Closing.Settled {
		note := ""
		for _, kind := range c.flags[o.ID] {
			if note != "" {
				note += p.T("comma")
			}
			note += p.T("differ." + kind)
		}
		t.Add(o.ID, p.Stamp(o.At, c.Store.Zone()), o.Customer, float64(len(o.Lines)), o.Paid(), o.Refunded, o.Sold, o.Due, note)
	}
	s := c.Closing.Sum
	t.Add(p.T("closing.sum"), "", "", float64(s.Lines), s.Paid, s.Refunded, s.Sold, s.Due, "")
	return t
}

// lines is a row for each line of the orders that settle.
func (c *SettleContent) lines(p words.Printer) *table.Table {
	t := table.New(p.T("closing.lines"), table.Text(p.T("closing.id")), table.Number(p.T("closing.linecol")), table.Text(p.T("range.product_id")), table.Text(p.T("product.name")),
		table.Text(p.T("col.status")), table.Number(p.T("col.units")), table.Text(p.T("product.unit")), money(p, "closing.price"), money(p, "closing.off"), money(p, "closing.amount"))
	for _, o := range c.Closing.Settled {
		for _, l := range o.Lines {
			t.Add(o.ID, float64(l.Position), l.ProductID, p.Pick(l.Name, l.NameEn), p.Code("status", l.Status), l.Quantity, p.UnitOf(l.Quantity, l.Unit), l.UnitPrice, l.Discount, l.Amount)
		}
	}
	return t
}

// summary is the head of the page: the sources side by side, and the rule of rounding.
func (c *SettleContent) summary(p words.Printer) *table.Table {
	t := table.New(p.T("closing.sources"), table.Text(p.T("closing.source")), table.Number(p.T("closing.orders")), money(p, "closing.gross"), money(p, "closing.refunds"),
		money(p, "closing.net"), money(p, "closing.due"), table.Text(p.T("closing.what")))
	for _, b := range c.Books(p) {
		if b.Note != "" {
			t.Add(b.Name, nil, nil, nil, nil, nil, b.Note)
			continue
		}
		var due any
		if b.Due {
			due = b.Sum.Due
		}
		t.Add(b.Name, float64(b.Sum.Orders), b.Sum.Paid, b.Sum.Refunded, b.Sum.Sold, due, "")
	}
	t.Add(p.T("closing.rulename"), nil, nil, nil, nil, nil, p.T("closing.commrate", c.Rate(c.Store.Commission))+" "+p.T("closing.rule"))
	return t
}

func differences(p words.Printer, title string, all []settlement.Difference) *table.Table {
	t := table.New(title, table.Text(p.T("closing.kind")), table.Text(p.T("closing.id")), money(p, "closing.netdiff"), money(p, "closing.duediff"), table.Day(p.T("closing.daycol")))
	for _, d := range all {
		t.Add(p.T("differ."+d.Kind), d.OrderID, d.Net, d.Due, d.Day)
	}
	for _, k := range settlement.Totals(all) {
		t.Add(p.T("closing.sum")+" · "+p.T("differ."+k.Kind), p.Count(k.Count), k.Net, k.Due, time.Time{})
	}
	return t
}

// days is a row for each day of the span, and their sum.
func (c *SettleContent) days(p words.Printer) *table.Table {
	t := table.New(p.T("closing.title"), table.Day(p.T("closing.daycol")), table.Number(p.T("closing.orders")), money(p, "closing.gross"), money(p, "closing.refunds"),
		money(p, "closing.net"), money(p, "closing.due"), money(p, "closing.linediff"), money(p, "closing.platdiff"), table.Text(p.T("closing.what")))
	t.Note = dueNote(p)
	for _, d := range c.Span.Days {
		if !d.There && d.StatementRows == 0 {
			continue
		}
		var lines, platform any
		if d.Lines > 0 {
			lines = d.Difference()
		}
		if d.StatementRows > 0 {
			platform = d.PlatformNet()
		}
		t.Add(d.Day, float64(d.Orders), d.Gross(), d.Refunded, d.Amount, d.Due, lines, platform, "")
	}
	s := c.Span.Sum
	t.Add(time.Time{}, float64(s.Orders), s.Gross(), s.Refunded, s.Amount, c.Span.Due, nil, nil, p.T("closing.sum"))
	return t
}

// rule is how commission is reckoned, as a sheet.
func (c *SettleContent) rule(p words.Printer) *table.Table {
	t := table.New(p.T("closing.rulename"), table.Text(p.T("closing.what")))
	t.Add(p.T("closing.commrate", c.Rate(c.Store.Commission)))
	t.Add(p.T("closing.rule"))
	return t
}
