package manager

import (
	"context"
	"math"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Figure is one figure as it is shown: with its change, what it means and from how much.
type Figure struct {
	Key    string // figure.<key> names it, figure.<key>.about defines it
	Value  string
	Move   string
	Mark   string // ▲ ▼ or nothing
	Tone   string // good, bad or nothing
	Sample string

	now, before float64 // for files: money in yuan, shares 0 to 1
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

func amount(p words.Printer, key, value string, now, before float64, sample string) Figure {
	f := Figure{Key: key, Value: value, Move: p.Change(now, before), Sample: sample, now: now, before: before}
	f.change(p, now, before, moreIsGood)
	return f
}

func share(p words.Printer, key string, now, before float64, which moved, sample string) Figure {
	f := Figure{Key: key, Value: p.Percent(now), Move: p.Points(now, before), Sample: sample, now: now, before: before}
	if math.IsNaN(now) {
		f.Move = p.T("figure.nothing")
	}
	f.change(p, now, before, which)
	return f
}

// figures shows both periods in the reader's language: those that the scope has.
func (b *both) figures(p words.Printer, s Scope) []Figure {
	n, o := b.now, b.before
	storeDays := p.T("figure.storedays", p.Count(n.sums.StoreDays))
	count := func(key string, now, before uint64, sample string) Figure {
		return amount(p, key, p.Count(now), float64(now), float64(before), sample)
	}
	list := []Figure{
		amount(p, "gmv", p.Sum(n.sums.Amount), float64(n.sums.Amount)/100, float64(o.sums.Amount)/100, storeDays),
		count("orders", n.sums.Orders, o.sums.Orders, storeDays),
		amount(p, "aov", p.Money(int64(zero(math.Round(n.average())))), zero(n.average())/100, zero(o.average())/100, p.T("figure.oforders", p.Count(n.sums.Orders))),
		count("buyers", n.buyers.Buyers, o.buyers.Buyers, p.T("figure.oforders", p.Count(n.sums.Orders))),
	}
	if !s.Goods() {
		of := p.T("figure.ofbuyers", p.Count(n.buyers.Buyers))
		list = append(list,
			count("newbuyers", n.sums.NewBuyers, o.sums.NewBuyers, of),
			count("returning", n.returning(), o.returning(), of),
			share(p, "repurchase", n.repurchase(), o.repurchase(), moreIsGood, p.T("figure.buyerdays", p.Count(n.sums.BuyerDays))))
	}
	list = append(list, share(p, "conversion", n.conversion(), o.conversion(), moreIsGood, p.T("figure.visitors", p.Count(n.shares.Visitors))))
	if !s.Goods() {
		list = append(list, b.viralFigure(p))
	}
	scored := p.T("figure.scored", p.Count(n.accuracy.Scored))
	goods := p.T("figure.productdays", p.Count(n.sums.ProductDays))
	list = append(list,
		share(p, "stockout", n.stockouts(), o.stockouts(), moreIsBad, goods),
		share(p, "waste", n.wasted(), o.wasted(), moreIsBad, p.T("figure.wastecost", p.Sum(n.sums.Waste))),
		share(p, "sellthrough", n.sellThrough(), o.sellThrough(), moreIsGood, p.T("figure.received", p.Count(n.received.ReceivedProducts), p.Quantity(n.received.ReceivedUnits))),
		share(p, "activerange", n.activeRange(), o.activeRange(), moreIsGood, p.T("figure.offered", p.Count(n.offer.Offered))),
		share(p, "aftersale", n.afterSale(), o.afterSale(), moreIsBad, p.T("figure.refunded", p.Sum(n.sums.Refunded))),
		share(p, "wape", n.wape(), o.wape(), moreIsBad, p.T("figure.naive", p.Percent(n.naive()))+" · "+scored))
	bias := share(p, "bias", n.bias(), o.bias(), neither, scored)
	bias.Value = p.Signed(n.bias())
	list = append(list, bias)
	if !s.Goods() {
		judged := n.hits.Hits + n.hits.Misses
		low, high := wilson(n.hits.Hits, judged)
		sample := p.T("figure.judged", p.Count(judged))
		if judged > 0 {
			sample = p.T("figure.fromto", p.Percent(low), p.Percent(high)) + " · " + sample
		}
		list = append(list, share(p, "advice", n.hits.rate(), o.hits.rate(), moreIsGood, sample))
	}
	return list
}

func (b *both) viralFigure(p words.Printer) Figure {
	f := Figure{Key: "viral", Value: p.T("none"), Move: p.T("figure.nothing"), now: math.NaN(), before: math.NaN()}
	if len(b.viral) == 0 {
		return f
	}
	v := b.viral[0]
	f.Value, f.now = p.Decimal(v.K), v.K
	f.Move = p.T("figure.fromto", p.Decimal(v.Low), p.Decimal(v.High))
	f.Sample = p.T("figure.sharers", p.Count(v.Sharers), p.ShortDay(v.AsOf))
	if !math.IsNaN(v.Cycle) {
		f.Sample = p.T("figure.cycle", p.Quantity(v.Cycle)) + " · " + f.Sample
	}
	return f
}

func loadFigures(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	f, err := load(ctx, db, a)
	if err != nil {
		return nil, err
	}
	b := newBlock(p, "figures", table.Text(p.T("figure.name")), table.Number(p.T("figure.value")), table.Number(p.T("figure.before")),
		table.Text(p.T("figure.sample")), table.Text(p.T("figure.definition")), table.Day(p.T("manager.from")), table.Day(p.T("manager.to")))
	if f.now.sums.StoreDays == 0 {
		return b, nil
	}
	b.Figures = f.figures(p, a.Scope)
	for _, v := range b.Figures {
		b.Table.Add(p.T("figure."+v.Key), steady(v.now), steady(v.before), v.Sample, p.T("figure."+v.Key+".about"), a.From, a.To)
	}
	return b, nil
}

func zero(v float64) float64 {
	if math.IsNaN(v) {
		return 0
	}
	return v
}

// wilson is the 95 % interval of a share (Wilson 1927): it stays within 0 and 1 and is honest for few trials.
func wilson(hits, of uint64) (low, high float64) {
	if of == 0 {
		return 0, 1
	}
	const z = 1.959963984540054
	n := float64(of)
	share := float64(hits) / n
	middle := (share + z*z/(2*n)) / (1 + z*z/n)
	half := z / (1 + z*z/n) * math.Sqrt(share*(1-share)/n+z*z/(4*n*n))
	return max(0, middle-half), min(1, middle+half)
}
