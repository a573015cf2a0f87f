package demand

import (
	"context"
	"math"
	"slices"

	"github.com/linli-project/linli/models/shrink"
)

// Outlook is what an origin and a mixture say of the next period. Its methods may be called side by side.
type Outlook struct {
	*Origin
	Mixture Mixture
	// Lean is how far a store's own past counts beyond its weight in the mixture, 0 to 1: the likeliest weights smooth more than the
	// head of a list needs where stores sell much of few items. See package backtest, which learns it.
	Lean float64

	group []int
	small float64 // volume of a small store
}

// Outlook joins what is known with the weights.
func (o *Origin) Outlook(m Mixture) *Outlook {
	out := &Outlook{Origin: o, Mixture: m, group: o.groups()}
	var known []float64
	for _, v := range o.volume {
		if v > 0 {
			known = append(known, v)
		}
	}
	if slices.Sort(known); len(known) > 0 {
		out.small = known[len(known)/4]
	}
	return out
}

// Known is how much a store sold before the origin.
func (o *Origin) Known(store int) float64 { return o.known[store] }

// Volume is what a store is expected to sell in a period; for one that never sold, what a small store does.
func (o *Outlook) Volume(store int) float64 {
	if v := o.volume[store]; v > 0 || o.known[store] > 0 {
		return v
	}
	return o.small
}

// Chain is the chain's demand for each item as a share, over its last period, recent ones, or all: 0 to 2.
func (o *Origin) Chain(span int) []float64 { return o.chain[span] }

// Own fills to with what the store itself sold of each item.
func (o *Origin) Own(store int, to []float64) {
	clear(to)
	for r := o.p.start[store]; r < o.p.start[store+1]; r++ {
		to[o.p.item[r]] = float64(o.all[r])
	}
}

// Steady fills to with what the store's own past alone says: its volume, shared out by what it sold of each item per period since it
// first did, so that an item is not thought little of for being new.
func (o *Outlook) Steady(store int, to []float64) {
	clear(to)
	if !(o.rates[store] > 0) {
		return
	}
	per := o.Volume(store) / o.rates[store]
	for r := o.p.start[store]; r < o.p.start[store+1]; r++ {
		to[o.p.item[r]] = per * float64(o.steady[r])
	}
}

// Room is scratch space for one goroutine.
type Room struct {
	said   *rows
	steady []float64
}

// Room makes scratch space.
func (p *Panel) Room() *Room { return &Room{newRows(len(p.Items)), make([]float64, len(p.Items))} }

// Fill writes the expected demand of each item in a store, if it is offered, and in own, if not nil, how far the store's own sales
// speak (0 to 1).
func (o *Outlook) Fill(store int, room *Room, to, own []float64) {
	if w, some := o.sales(store, room, to, own); some && o.reach != nil {
		o.unoffered(store, room.said, w, o.Volume(store), to)
	}
}

// Sales is Fill of what will be sold with the store offering what it does: what sales of the past are to be held against, for an
// item that a store did not offer could not sell there.
func (o *Outlook) Sales(store int, room *Room, to []float64) { o.sales(store, room, to, nil) }

// sales gives the weights of the parts that said something; false: none did.
func (o *Outlook) sales(store int, room *Room, to, own []float64) (w [parts]float64, some bool) {
	o.fill(store, room.said)
	w = o.Mixture.Weights[o.group[store]]
	total := 0.0
	for k, said := range room.said {
		some := false
		for _, x := range said {
			if x > 0 {
				some = true
				break
			}
		}
		if !some {
			w[k] = 0
		}
		total += w[k]
	}
	volume := o.Volume(store)
	clear(to)
	if !(total > 0) {
		clear(own)
		return w, false
	}
	for k, said := range room.said {
		if w[k] > 0 {
			x := volume * w[k] / total
			for i, v := range said {
				to[i] += x * v
			}
		}
	}
	for i := range own {
		if own[i] = volume / total * (w[ownRecent]*room.said[ownRecent][i] + w[ownAll]*room.said[ownAll][i]); to[i] > 0 {
			own[i] /= to[i]
		}
	}
	if o.Lean == 0 || o.known[store] == 0 {
		return w, true
	}
	o.Steady(store, room.steady)
	for i, v := range room.steady {
		mixed, self := (1-o.Lean)*to[i], o.Lean*v
		if to[i] = mixed + self; own != nil && to[i] > 0 {
			own[i] = (mixed*own[i] + self) / to[i]
		}
	}
	return w, true
}

// tried is how many days an item must have been on offer for the lack of sales to speak against it where own sales count for much.
const tried = 7

// unoffered sets right what is said of items that the store does not offer: see the package's comment. Stores alike are left out
// too, for stores that offer the same are alike.
func (o *Outlook) unoffered(store int, said *rows, w [parts]float64, volume float64, to []float64) {
	chain := []int{chainNew, chainRecent, chainAll}
	rest := 0.0
	for _, k := range chain {
		rest += w[k]
	}
	if !(rest > 0) {
		return
	}
	r, end := o.p.start[store], o.p.start[store+1]
	for i := range to {
		for r < end && int(o.p.item[r]) < i {
			r++
		}
		if r < end && int(o.p.item[r]) == i && (o.short[r] > 0 || o.p.offered[r] && (o.Lean == 0 || o.p.shown[r] >= tried)) {
			continue
		}
		x := 0.0
		for _, k := range chain {
			x += w[k] * said[k][i]
		}
		if usual := o.within[i] * o.cats[o.p.Category[i]]; usual > 0 {
			x *= said[taste][i] / usual
		}
		to[i] = volume * x / rest / o.reach[i]
	}
}

// Typical is what a store of this size would sell of an item by the chain alone.
func (o *Outlook) Typical(store, item int) float64 {
	x := o.Volume(store) * (.5*o.chain[1][item] + .5*o.chain[2][item])
	if o.reach != nil {
		x /= o.reach[item]
	}
	return x
}

// Spread is the size of the negative binomial of what sells around the estimate, learned from a period that is known.
func (o *Outlook) Spread() (float64, error) {
	const most = 60_000
	p := o.p
	var count, expected []float64
	room, to := p.Room(), make([]float64, len(p.Items))
	stride := max(1, len(p.Stores)*min(len(p.Items), 2000)/most)
	for s := 0; s < len(p.Stores); s += stride {
		if o.known[s] == 0 {
			continue
		}
		o.Sales(s, room, to)
		next := p.start[s]
		for i, e := range to {
			for next < p.start[s+1] && int(p.item[next]) < i {
				next++
			}
			y := 0.0
			if next < p.start[s+1] && int(p.item[next]) == i {
				y = float64(p.sold[next*p.Periods+o.Period])
			}
			if e > 0.02 && !math.IsInf(e, 0) {
				count, expected = append(count, y), append(expected, e)
			}
		}
	}
	return shrink.FitRate(count, expected, nil)
}

// Walk stands at the starts of the periods from one to another (at most Periods) in turn, each time with weights learned from the
// periods before, and learns from each as soon as it has been looked at.
func (p *Panel) Walk(ctx context.Context, from, to int, look func(o *Outlook) error) error {
	var l Learner
	for t := max(1, from); t <= min(to, p.Periods); t++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		o := p.At(t)
		if err := look(o.Outlook(l.Mixture())); err != nil {
			return err
		}
		if t < min(to, p.Periods) {
			l.Learn(o)
		}
	}
	return nil
}
