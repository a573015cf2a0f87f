package report

import (
	"context"
	"io"
	"math"

	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/sql"
)

// writeExcel writes one sheet each for the summary, the order sheet, the advice, who shares, what became of advice, and the lists.
func writeExcel(ctx context.Context, db *sql.DB, w io.Writer, c content) error {
	tables := []*table.Table{c.summary(), c.orders(), c.advice(), c.leaders(), c.became()}
	for _, kind := range owner.Kinds {
		t, err := owner.List(ctx, db, c.p, kind, c.Day.Store.ID, c.Day.Day)
		if err != nil {
			return err
		}
		tables = append(tables, t)
	}
	return table.Excel(w, tables...)
}

func (c content) summary() *table.Table {
	p, d := c.p, c.Day
	t := table.New(p.T("report.summary"), table.Text(p.T("report.item")), table.Text(p.T("report.value")))
	t.Add(p.T("store"), d.Store.Title())
	t.Add(p.T("report.day"), p.Day(d.Day))
	t.Add(p.T("report.world"), p.Code("world", c.world.Name))
	t.Add(p.T("report.generated"), p.Stamp(c.now, d.Store.Zone()))
	if s := d.Sheet.Value; !s.AsOf.IsZero() {
		t.Add(p.T("sheet.title"), p.T("sheet.lead", p.ShortDay(s.Day), s.Buy)+" · "+c.AsOf(p, s.AsOf, s.Run))
		if s.Run.Model != "" {
			t.Add(p.T("jobs.model"), s.Run.Model)
		}
	}
	for _, win := range d.Push.Value.Windows {
		t.Add(p.T("report.window")+" · "+win.Name, p.Hours(win.Start, win.End)+" · "+p.T("push.why", p.Percent(win.Share)))
	}
	if s := d.Score.Value; s.Counted() > 0 && !math.IsNaN(s.WAPE()) {
		t.Add(p.T("report.accuracy"), p.ShortDay(s.Day)+" · "+p.Percent(s.WAPE())+" · "+p.T("figure.naive", p.Percent(s.NaiveWAPE())))
	}
	if s := d.Settlement.Value; s.Has {
		t.Add(p.T("settle.title"), p.ShortDay(s.Day))
		t.Add(p.T("settle.gross"), p.Money(s.Gross()))
		t.Add(p.T("settle.refunds"), p.Money(s.Refunded))
		t.Add(p.T("settle.net"), p.Money(s.Amount))
		t.Add(p.T("settle.due"), p.Money(s.Commission()))
	}
	return t
}

func (c content) orders() *table.Table {
	p := c.p
	t := table.New(p.T("report.order"), table.Text(p.T("range.product_id")), table.Text(p.T("product.name")), table.Number(p.T("sheet.quantity")), table.Number(p.T("yours.advised")),
		table.Text(p.T("product.unit")), table.Number(p.T("report.packs")), table.Number(p.T("report.packsize")),
		table.Number(p.T("report.expected")), table.Number(p.T("report.low")), table.Number(p.T("report.high")),
		table.Number(p.T("report.booked")), table.Number(p.T("report.onhand")), table.Number(p.T("report.onorder")),
		table.Money(p.T("report.cost", p.Yuan())), table.Money(p.T("report.stake", p.Yuan())), table.Text(p.T("col.supplier")), table.Text(p.T("report.reason")))
	for _, l := range c.Day.Sheet.Value.Lines {
		t.Add(l.ProductID, p.Pick(l.Name, l.NameEn), l.Ordered(), l.Quantity, p.UnitOf(l.Ordered(), l.Unit), packsOf(l), l.PackSize, l.Expected, l.Low, l.High,
			l.Booked, l.OnHand, l.OnOrder, l.Cost(), l.StakeFen, l.Supplier, p.Pick(l.ReasonZh, l.ReasonEn))
	}
	return t
}

func (c content) advice() *table.Table {
	p := c.p
	t := table.New(p.T("report.advice"), table.Text(p.T("range.action")), table.Text(p.T("range.product_id")), table.Text(p.T("product.name")),
		table.Money(p.T("report.price", p.Yuan())), table.Number(p.T("range.units")), table.Number(p.T("report.low")), table.Number(p.T("report.high")),
		table.Money(p.T("report.withit", p.Yuan())), table.Number(p.T("report.households")), table.Text(p.T("report.decision")),
		table.Number(p.T("range.evidence")), table.Text(p.T("report.reason")))
	for _, r := range c.Day.Advice.Value.Cards {
		t.Add(p.Code("action", r.Action), r.ProductID, p.Pick(r.Name, r.NameEn), r.Price, r.Expected, r.Low, r.High, r.Gain(), r.Households, p.Code("decided", r.Decision),
			float64(r.Evidence), p.Pick(r.ReasonZh, r.ReasonEn))
	}
	return t
}

// packsOf is how many packs are ordered of a line.
func packsOf(l owner.Line) float64 {
	if l.Change == nil || l.PackSize <= 0 {
		return l.Packs
	}
	return l.Change.Quantity / l.PackSize
}

func (c content) leaders() *table.Table {
	p := c.p
	t := table.New(p.T("leaders.title"), table.Text(p.T("col.customer")), table.Text(p.T("col.community")), table.Number(p.T("report.brought")),
		table.Number(p.T("report.low")), table.Number(p.T("report.high")), table.Number(p.T("report.shares")), table.Number(p.T("report.links")),
		table.Money(p.T("report.reward", p.Yuan())), table.Text(p.T("report.check")))
	for _, l := range c.Day.Leaders.Value.Lines {
		t.Add(l.Customer, l.Community, l.Incremental, l.Low, l.High, float64(l.Shares), float64(l.Orders), l.Reward, p.Pick(l.FindingZh, l.FindingEn))
	}
	return t
}

func (c content) became() *table.Table {
	p := c.p
	t := table.New(p.T("became.title"), table.Day(p.T("report.day")), table.Text(p.T("range.action")), table.Text(p.T("report.about")), table.Text(p.T("report.verdict")),
		table.Text(p.T("report.decision")), table.Money(p.T("report.gain", p.Yuan())), table.Text(p.T("report.reason")))
	for _, o := range c.Day.Became.Value.Outcomes {
		var fen any = math.NaN() // only money has a sum
		if o.GainUnit == "fen" && o.Verdict != "void" {
			fen = int64(math.Round(o.Gain))
		}
		t.Add(o.Day, p.Code("suggestion", o.Kind), p.Pick(o.Name, o.NameEn), p.Code("verdict", o.Verdict), p.Code("decided", o.Decision), fen, p.Pick(o.TextZh, o.TextEn))
	}
	return t
}
