package inventory

import (
	"fmt"
	"math"
	"slices"
)

// Point is what one quantity would lead to: a point of the curve of service against
// waste. Quantities are units, money is fen.
type Point struct {
	StoreID      string  `ch:"store_id"`
	ProductID    string  `ch:"product_id"`
	Quantity     float64 `ch:"quantity"`
	ServiceLevel float64 `ch:"service_level"` // chance that stock is enough for the cover period
	Sold         float64 `ch:"sold"`          // within the cover period
	Missed       float64 `ch:"missed"`        // asked for within the cover period and not there
	Wasted       float64 `ch:"wasted"`        // of stock, goods under way and this order, whenever it spoils
	MissedFen    int64   `ch:"missed_fen"`
	WastedFen    int64   `ch:"wasted_fen"`
	ProfitFen    int64   `ch:"profit_fen"` // margin of what is sold less waste and keeping
	LossFen      int64   `ch:"loss_fen"`   // missed margin, waste and keeping more than with the quantity advised, later days included
	Advised      uint8   `ch:"advised"`    // 1: the quantity of the order sheet
	ReasonZh     string  `ch:"reason_zh"`  // why not this one; empty for the advised
	ReasonEn     string  `ch:"reason_en"`
}

// WhatIf tells what orders of the given quantities would lead to, in the order
// given. They need be neither packs nor as much as the supplier asks for.
func WhatIf(l Line, quantities []float64, opt Options) ([]Point, error) {
	for _, q := range quantities {
		if !(q >= 0 && q <= mostUnits) {
			return nil, fmt.Errorf("inventory: what if %v units of (%s, %s) were ordered; give from 0 to %v", q, l.StoreID, l.ProductID, mostUnits)
		}
	}
	v, err := newTrial(&l, opt)
	if err != nil {
		return nil, err
	}
	points := make([]Point, len(quantities))
	for i, q := range quantities {
		points[i] = v.point(q)
	}
	return points, nil
}

// WhatIfService tells what it takes to reach service levels: for each the least
// number of packs that is enough with that chance. Goods that spoil before the next
// delivery comes may not reach one at any quantity: then it is the point that comes
// as near as the best.
func WhatIfService(l Line, levels []float64, opt Options) ([]Point, error) {
	for _, p := range levels {
		if !(p > 0 && p < 1) {
			return nil, fmt.Errorf("inventory: what if the service level of (%s, %s) were %v; give one between 0 and 1", l.StoreID, l.ProductID, p)
		}
	}
	v, err := newTrial(&l, opt)
	if err != nil {
		return nil, err
	}
	// more than is ever asked for
	most := math.Ceil(v.ch.rest[len(v.ch.rest)-1]/l.PackSize) + 1
	best := v.point(most * l.PackSize).ServiceLevel
	points := make([]Point, len(levels))
	for i, p := range levels {
		low, high := -1.0, most
		for high-low > 1 {
			if middle := math.Floor((low + high) / 2); v.point(middle*l.PackSize).ServiceLevel >= min(p, best)-1e-9 {
				high = middle
			} else {
				low = middle
			}
		}
		points[i] = v.point(high * l.PackSize)
	}
	return points, nil
}

// trial is one decided line that other quantities are tried on.
type trial struct {
	*solver
	line   *Line
	ch     choice
	plan   *plan
	played bool
}

func newTrial(l *Line, opt Options) (*trial, error) {
	opt, ready, err := opt.lines([]Line{*l})
	if err != nil {
		return nil, err
	}
	*l = ready[0]
	return (&solver{opt: opt, fan: opt.fan(ready)}).trial(l), nil
}

func (v *solver) trial(l *Line) *trial {
	v.total(l)
	t := &trial{solver: v, line: l, plan: l.plan(v.opt)}
	t.ch, t.played = v.decide(l, t.plan)
	return t
}

// curve is up to so many points.
func (t *trial) curve(points int) []Point {
	if points == 0 {
		return nil
	}
	l, advised := t.line, t.ch.packs
	most := max(2*advised, math.Ceil((t.ch.rest.quantile(0.95)-l.projected())/l.PackSize), float64(points-1))
	step := math.Ceil(most / float64(points-1))
	var packs []float64
	for n := 0.0; n <= most && len(packs) < points; n += step {
		packs = append(packs, n)
	}
	if k, there := slices.BinarySearch(packs, advised); !there { // in place of its neighbour
		packs[min(max(1, k), len(packs)-1)] = advised
	}
	out := make([]Point, len(packs))
	for i, n := range packs {
		out[i] = t.point(n * l.PackSize)
	}
	return out
}

func (t *trial) point(quantity float64) Point {
	var o outcome
	if t.played {
		o = t.main.play(quantity, t.main.paths)
	} else {
		o = t.plan.outcome(t.line, t.plan.have+quantity)
	}
	p := Point{
		StoreID: t.line.StoreID, ProductID: t.line.ProductID, Quantity: quantity, ServiceLevel: o.enough,
		Sold: o.sold, Missed: o.missed, Wasted: o.wasted,
		MissedFen: fen(t.plan.under * o.missed), WastedFen: fen(t.plan.over * o.wasted), ProfitFen: t.profit(&o),
	}
	if quantity == t.ch.packs*t.line.PackSize {
		p.Advised = 1
		return p
	}
	loss := o.fen - t.ch.with.fen
	p.LossFen = fen(loss)
	p.ReasonZh, p.ReasonEn = instead(o.wasted-t.ch.with.wasted, o.missed-t.ch.with.missed, loss, t.opt.unit(t.line.ProductID))
	return p
}

// profit is the margin of what is sold less waste and keeping.
func (t *trial) profit(o *outcome) int64 {
	return fen(t.plan.under*o.sold - t.plan.over*o.wasted - o.kept)
}

// fen rounds money, and keeps it within what an int64 holds.
func fen(v float64) int64 { return int64(math.Round(min(max(v, -9e18), 9e18))) }
