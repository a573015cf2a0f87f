package manager

import (
	"math"

	"github.com/linli-project/linli/dashboards/words"
)

// Figure is one figure as it is shown: with its change, what it means and from how much.
type Figure struct {
	Key    string // figure.<key> names it, figure.<key>.about defines it
	Value  string
	Move   string
	Mark   string // ▲ ▼ or nothing
	Tone   string // good, bad or nothing
	Sample string
}

// moved says how a figure changed: more is better, worse, or neither.
type moved int

const (
	moreIsGood moved = 1
	moreIsBad  moved = -1
	neither    moved = 0
)

// change marks the figure when the words say that it moved.
func (f *Figure) change(p words.Printer, now, before float64, which moved) {
	if math.IsNaN(now) || math.IsNaN(before) || f.Move == p.T("change.same") || f.Move == p.T("change.none") {
		return
	}
	f.Mark = "▲"
	if now < before {
		f.Mark = "▼"
		which = -which
	}
	switch which {
	case moreIsGood:
		f.Tone = "good"
	case moreIsBad:
		f.Tone = "bad"
	}
}

// figures shows both periods in the reader's language.
func (b both) figures(p words.Printer) []Figure {
	n, o := b.now, b.before
	if o.StoreDays == 0 { // nothing to compare with
		o.sums.Amount, o.sums.Orders = 0, 0
	}
	amount := func(key, value string, now, before float64, sample string) Figure {
		f := Figure{Key: key, Value: value, Move: p.Change(now, before), Sample: sample}
		f.change(p, now, before, moreIsGood)
		return f
	}
	share := func(key string, now, before float64, which moved, sample string) Figure {
		f := Figure{Key: key, Value: p.Percent(now), Move: p.Points(now, before), Sample: sample}
		if math.IsNaN(now) {
			f.Move = p.T("figure.nothing")
		}
		f.change(p, now, before, which)
		return f
	}
	storeDays := p.T("figure.storedays", p.Count(n.StoreDays))
	scored := p.T("figure.scored", p.Count(n.Scored))
	list := []Figure{
		amount("gmv", p.Sum(n.sums.Amount), float64(n.sums.Amount), float64(o.sums.Amount), storeDays),
		amount("orders", p.Count(n.sums.Orders), float64(n.sums.Orders), float64(o.sums.Orders), storeDays),
		amount("buyers", p.Count(n.buyers.Buyers), float64(n.buyers.Buyers), float64(o.buyers.Buyers), p.T("figure.newbuyers", p.Count(n.NewBuyers))),
		amount("aov", p.Money(int64(zero(math.Round(n.average())))), zero(n.average()), zero(o.average()), p.T("figure.oforders", p.Count(n.sums.Orders))),
		share("repurchase", n.repurchase(), o.repurchase(), moreIsGood, p.T("figure.buyerdays", p.Count(n.BuyerDays))),
		share("conversion", n.conversion(), o.conversion(), moreIsGood, p.T("figure.visitors", p.Count(n.Visitors))),
		share("stockout", n.stockouts(), o.stockouts(), moreIsBad, p.T("figure.productdays", p.Count(n.ProductDays))),
		share("waste", n.wasted(), o.wasted(), moreIsBad, p.T("figure.wastecost", p.Sum(n.Waste))),
		share("wape", n.wape(), o.wape(), moreIsBad, p.T("figure.naive", p.Percent(n.naive()))+" · "+scored),
		share("bias", n.bias(), o.bias(), neither, scored),
	}
	list[9].Value = p.Signed(n.bias())
	return list
}

func zero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}
