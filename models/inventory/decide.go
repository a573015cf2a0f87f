package inventory

import "math"

// row tells what was decided about a line.
func (v *solver) row(l *Line, ch *choice) Row {
	quantity := math.Round(ch.packs*l.PackSize*1000)/1000 + 0 // thousandths, as stored; never minus zero
	r := Row{
		StoreID: l.StoreID, ProductID: l.ProductID, Quantity: quantity, Packs: uint32(ch.packs), PackSize: l.PackSize,
		Expected: l.Demand.Mean, Low: math.Max(l.Demand.Q10, l.Booked), High: math.Max(l.Demand.Q90, l.Booked),
		Booked: l.Booked, OnHand: l.OnHand, OnOrder: l.OnOrder, ServiceLevel: ch.level,
		ExpectedWaste: ch.with.wasted, ExpectedMissed: ch.with.missed, ExpectedSold: ch.with.sold, Covered: ch.with.enough,
		StakeFen: fen(max(0, ch.without.fen-ch.with.fen)),
	}
	c := l.cost(v.opt)
	r.ExpectedWasteFen, r.ExpectedMissedFen = fen(c.over*ch.with.wasted), fen(c.under*ch.with.missed)
	if l.Booked > 0 {
		r.Expected, r.Low, r.High = ch.rest.mean(), ch.rest.quantile(0.10), ch.rest.quantile(0.90)
	}
	f := v.facts(l, &r, ch)
	r.Serves = f.Start
	unit := v.opt.unit(l.ProductID)
	r.ReasonZh, r.ReasonEn = f.Zh(unit), f.En(unit)
	return r
}

// facts are what explains a decision.
func (v *solver) facts(l *Line, r *Row, ch *choice) Facts {
	arrives, cover := l.served()
	f := Facts{
		Start: l.Start, Days: cover, Usual: l.Usual, Expected: r.Expected, Low: r.Low, High: r.High,
		Booked: l.Booked, OnHand: l.OnHand, OnOrder: l.OnOrder, Packs: ch.packs, PackSize: l.PackSize, MinOrder: l.MinOrder,
		Enough: ch.enough,
	}
	if !l.Start.IsZero() {
		f.Start = l.Start.AddDate(0, 0, arrives)
	}
	if old := ch.without.wasted; l.aged() && old >= 0.5 {
		f.Spoils = old
	}
	c, stock := l.cost(v.opt), l.projected()+r.Quantity
	switch {
	case ch.packs == 0 && !ch.wished:
	case ch.wished:
		f.Wish = ch.level
	case l.life() > cover && l.OnHand+l.OnOrder+r.Quantity > r.High:
		f.Keeps = l.ShelfLifeDays
	case l.life() > cover && ch.with.wasted-ch.without.wasted > 0.05*r.Quantity:
		f.Fades = l.ShelfLifeDays
	case !c.known || l.life() > cover:
	case stock >= 1.05*r.Expected && c.under > c.over, stock <= 0.95*r.Expected && c.under < c.over:
		f.MissedFen, f.WastedFen = c.under, c.over
	}
	return f
}

// decide finds the order of a line: at once where ages do not matter, else by
// playing it through. They do not matter if the order comes first, all stock is
// there and either nothing outlasts the period or hardly anything will spoil; nor
// for goods that keep so long that demand until then decides.
func (v *solver) decide(l *Line, p *plan) (ch choice, played bool) {
	lasting, wish := p.lasting(l, v.opt), l.wish(v.opt)
	if lasting && p.bound { // a pack too large does no harm
		p.reach, wish.reach = true, wish.bound
	}
	if played = !l.single(lasting); played {
		ch = v.solve(l, wish, lasting)
	} else {
		ch = choice{aim: p.aim, packs: l.packs(p), rest: p.rest.above(l.Booked)}
		ch.with, ch.without = p.outcome(l, p.have+ch.packs*l.PackSize), p.outcome(l, p.have)
	}
	ch.enough = ch.packs == 0 && (max(l.PackSize, l.MinOrder) <= 1 || ch.without.enough >= p.level-1e-9)
	return ch, played
}

func (l *Line) single(lasting bool) bool {
	if l.life() > longest {
		return true
	}
	arrives, cover := l.served()
	return arrives == 0 && !l.aged() && (l.life() == cover || lasting)
}

// outcome of a net stock of s.
func (p *plan) outcome(l *Line, s float64) outcome {
	missed, wasted, kept := p.expected(s)
	o := outcome{fen: missed + wasted + kept, kept: kept, missed: p.rest.short(s), left: p.rest.over(s), wasted: p.last.over(s), enough: p.rest.reach(s)}
	o.sold = max(0, l.Booked+p.rest.mean()-o.missed)
	if p.ends {
		o.left, o.lost = 0, o.left
	}
	return o
}

// total makes demand and bookings of the cover period from those by day.
func (v *solver) total(l *Line) {
	if len(l.Daily) == 0 {
		if len(l.BookedDaily) > 0 {
			l.Booked = l.bookedWithin()
		}
		return
	}
	arrives, cover := l.served()
	if len(l.BookedDaily) > 0 {
		l.Booked = l.bookedWithin()
	} else if l.Booked > 0 {
		l.BookedDaily = make([]float64, arrives+cover)
		mean := 0.0
		for t := arrives; t < arrives+cover; t++ {
			mean += l.onDay(t).Mean
		}
		for t := arrives; t < arrives+cover; t++ {
			l.BookedDaily[t] = l.Booked / float64(cover)
			if mean > 0 {
				l.BookedDaily[t] = l.Booked * l.onDay(t).Mean / mean
			}
		}
	}
	if cover == 1 {
		l.Demand = *l.onDay(arrives)
		return
	}
	days := make([]Demand, cover)
	for t := range days {
		days[t] = *l.onDay(arrives + t)
	}
	l.Demand = v.fan.sum(days, arrives)
}

func (l *Line) bookedWithin() float64 {
	arrives, cover := l.served()
	sum := 0.0
	for t := arrives; t < arrives+cover; t++ {
		sum += l.bookedOn(t)
	}
	return sum
}
