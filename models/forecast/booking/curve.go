package booking

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"

	"github.com/linli-project/linli/models/shrink"
)

// cell names a node of the tree of booking curves: the chain, a promotion of it, a
// category in that.
type cell struct {
	depth               depth
	promotion, category string
}

type depth uint8

const (
	chain depth = iota
	promotion
	category
)

func (c cell) parent() cell {
	if c.depth == category {
		return cell{depth: promotion, promotion: c.promotion}
	}
	return cell{}
}

// kind is what a curve is asked for.
type kind struct {
	promotion, category, product string
	weekday                      int8
}

func (k kind) cells() [3]cell {
	return [3]cell{{}, {depth: promotion, promotion: k.promotion}, {depth: category, promotion: k.promotion, category: k.category}}
}

// node gathers bookings by lead. odds holds, once learned, the log odds that demand
// not booked by the lead before is booked by this one.
type node struct {
	kept  []float64
	total float64
	odds  []float64
}

// curves are the booking curves: those of the tree, moved by product and weekday.
type curves struct {
	leads  int
	order  []cell // of appearance
	nodes  map[cell]*node
	shifts [len(sorts)]shifts
}

// learnCurves adds up what the kinds tell and shrinks every node of the tree to its
// parent. Nothing sold gives no curves.
func learnCurves(kinds []past, leads int) (*curves, error) {
	t := &curves{leads: leads, nodes: make(map[cell]*node)}
	for _, r := range kinds {
		if r.total == 0 {
			continue
		}
		for _, c := range r.cells() {
			n := t.nodes[c]
			if n == nil {
				n = &node{kept: make([]float64, leads), odds: make([]float64, leads)}
				t.nodes[c] = n
				t.order = append(t.order, c)
			}
			n.total += r.total
			floats.Add(n.kept, r.kept)
		}
	}
	if len(t.order) == 0 {
		return nil, nil
	}
	top := t.nodes[cell{}]
	for j := range top.odds {
		booked, open := step(top.kept, top.total, j)
		top.odds[j] = logit((booked + .5) / (open + 1))
	}
	for _, c := range t.order {
		if err := t.shrink(c); err != nil {
			return nil, fmt.Errorf("booking: shares by lead: %w", err)
		}
	}
	for range 2 { // each given the others
		for i := range sorts {
			t.shifts[i] = t.learnShifts(kinds, i)
		}
	}
	return t, nil
}

// step is how much of the demand not booked by the lead before was booked by lead j.
func step(kept []float64, total float64, j int) (booked, open float64) {
	before := 0.0
	if j > 0 {
		before = kept[j-1]
	}
	open = math.Max(total-before, 0)
	return math.Min(math.Max(kept[j]-before, 0), open), open
}

// shrink pulls the children of a cell to it. Parents come before their children in
// the order.
func (t *curves) shrink(parent cell) error {
	var siblings []*node
	for _, c := range t.order {
		if c.depth == parent.depth+1 && c.parent() == parent {
			siblings = append(siblings, t.nodes[c])
		}
	}
	k, of := make([]float64, len(siblings)), make([]float64, len(siblings))
	for j := range t.leads {
		for s, n := range siblings {
			k[s], of[s] = step(n.kept, n.total, j)
		}
		odds := t.nodes[parent].odds[j]
		prior, err := shrink.FitShare(k, of, logistic(odds))
		if err != nil {
			return err
		}
		for s, n := range siblings {
			if n.odds[j] = odds; of[s] > 0 {
				n.odds[j] = logit(prior.Posterior(k[s], of[s]).Mean())
			}
		}
	}
	return nil
}

// odds fills out with the log odds of each step. Promotion and category, weekday and
// product move them; a promotion new to a category moves it as it moves the chain.
func (t *curves) odds(k kind, out []float64) {
	copy(out, t.nodes[cell{}].odds)
	for _, c := range k.cells() {
		n := t.nodes[c]
		if n == nil {
			c.promotion = ""
			n = t.nodes[c]
		}
		if n != nil && c.depth != chain {
			floats.Add(out, n.odds)
			floats.Sub(out, t.nodes[c.parent()].odds)
		}
	}
	for i, of := range sorts {
		if s := t.shifts[i][of(k)]; s != nil {
			floats.Add(out, s)
		}
	}
}

// shares fills out with the share usually booked by each lead.
func (t *curves) shares(k kind, out []float64) {
	t.odds(k, out)
	left := 1.0
	for j, odds := range out {
		left *= 1 - logistic(odds)
		out[j] = 1 - left
	}
}

const sure = 1e-6 // no share is taken as nearer to 0 or 1

func logit(p float64) float64 {
	p = clamp(p, sure, 1-sure)
	return math.Log(p / (1 - p))
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
