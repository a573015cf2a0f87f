package customer

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/profile/clv"
	"github.com/linli-project/linli/models/shrink"
)

// Chain is what is learned from all users together.
type Chain struct {
	Users     int
	Purchases clv.Fit      // time in days; Customers is 0 where nobody bought twice: then there is no model of purchases
	Value     clv.ValueFit // per visit, fen; Customers is 0 where no visit had a value
	Promo     float64      // mean share of a visit that is bought in campaigns or at a discount
	PerVisit  float64      // orders

	promo              shrink.Share
	recency            fifths
	frequency          fifths
	monetary           fifths
	clocks             map[int32]clock
	promoCache         map[[2]int]shareOf
	hasPromo, hasModel bool
}

// visitPrior is how many visits the chain's orders per visit weigh against a user's own.
const visitPrior = 5

// Finish sorts the users and learns what concerns all of them. No user may be added afterwards.
func (b *Book) Finish() (*Chain, error) {
	slices.SortFunc(b.people, func(x, y person) int { return cmp.Compare(x.id, y.id) })
	for i := 1; i < len(b.people); i++ {
		if b.people[i].id == b.people[i-1].id {
			return nil, fmt.Errorf("customer: user %s was added twice; add all rows of a user at once", b.people[i].id)
		}
	}
	c := &Chain{Users: len(b.people), PerVisit: 1, promoCache: map[[2]int]shareOf{}}
	var visits, orders int64
	for i := range b.people {
		visits += int64(b.people[i].visits)
		orders += b.people[i].orders
	}
	if visits > 0 {
		c.PerVisit = float64(orders) / float64(visits)
	}
	b.standing(c)
	b.learnClocks(c)
	if err := b.learnFuture(c); err != nil {
		return nil, err
	}
	return c, b.learnPromo(c)
}

// standing sorts those who bought in the window.
func (b *Book) standing(c *Chain) {
	var recency, frequency, monetary []int64
	for i := range b.people {
		if p := &b.people[i]; p.windowOrders > 0 {
			recency, frequency, monetary = append(recency, int64(b.day-p.last)), append(frequency, p.windowOrders), append(monetary, p.windowSpend)
		}
	}
	c.recency, c.frequency, c.monetary = newFifths(recency), newFifths(frequency), newFifths(monetary)
}

// learnClocks adds up orders per hour of the window; they are whole numbers, so that sums do not depend on the order of users.
func (b *Book) learnClocks(c *Chain) {
	counts, chain := map[int32]clock{}, clock{}
	for i := range b.people {
		p := &b.people[i]
		sum := counts[p.community]
		for h, n := range p.hours {
			sum[h] += float64(n)
			chain[h] += float64(n)
		}
		counts[p.community] = sum
	}
	wide := chain.shrunk(even(), 1)
	c.clocks = make(map[int32]clock, len(counts))
	for community, sum := range counts {
		c.clocks[community] = sum.shrunk(wide, b.opt.Prior)
	}
}

// learnFuture fits purchases and values. Values are grouped in steps of 2 %, well below their spread.
func (b *Book) learnFuture(c *Chain) error {
	const step = 0.02
	cells, values := map[clv.Cell]float64{}, map[[2]float64]float64{}
	returned := false
	for i := range b.people {
		p := &b.people[i]
		cells[p.cell(b.day)]++
		returned = returned || p.visits > 1
		if m := p.mean(); m > 0 {
			values[[2]float64{float64(p.valued), math.Round(math.Log(m) / step)}]++
		}
	}
	if returned {
		list := make([]clv.Cell, 0, len(cells))
		for cell, n := range cells {
			cell.Weight = n
			list = append(list, cell)
		}
		fit, err := clv.FitBetter(list) // which sorts them
		if err != nil {
			return fmt.Errorf("customer: %w", err)
		}
		c.Purchases, c.hasModel = fit, true
	}
	if len(values) > 0 {
		list := make([]clv.Spending, 0, len(values))
		for v, n := range values {
			list = append(list, clv.Spending{Purchases: v[0], Mean: math.Exp(v[1] * step), Weight: n})
		}
		fit, err := clv.FitValue(list)
		if err != nil {
			return fmt.Errorf("customer: %w", err)
		}
		c.Value = fit
	}
	return nil
}

// cell is the user's summary for BG/NBD, in days.
func (p *person) cell(day int32) clv.Cell {
	return clv.Cell{Frequency: float64(p.visits - 1), Recency: float64(p.last - p.first), Age: float64(day - p.first)}
}

// promoSample is how many users the prior of promotions is learned from.
const promoSample = 20_000

// learnPromo learns how users differ in their share of promotions, from at most promoSample of them, evenly taken.
func (b *Book) learnPromo(c *Chain) error {
	var sum, n float64
	for i := range b.people {
		sum += b.people[i].promoted
		n += float64(b.people[i].valued)
	}
	if n == 0 || sum == 0 {
		return nil
	}
	if c.Promo = sum / n; c.Promo >= 1-1e-9 {
		return nil
	}
	var successes, trials []float64
	stride := max(1, len(b.people)/promoSample)
	for i := 0; i < len(b.people); i += stride {
		if p := &b.people[i]; p.valued > 0 {
			successes, trials = append(successes, math.Min(p.promoted, float64(p.valued))), append(trials, float64(p.valued))
		}
	}
	var err error
	if c.promo, err = shrink.FitShare(successes, trials, c.Promo); err != nil {
		return fmt.Errorf("customer: share of promotions: %w", err)
	}
	c.hasPromo = true
	return nil
}
