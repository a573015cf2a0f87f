package backtest

import (
	"slices"

	"github.com/linli-project/linli/models/recommend/demand"
)

const spans = 3

// leans that a store's own past is tried with, beside its weight in the mixture: see demand.Outlook.
var leans = [...]float64{0, .1, .25, .5, .9}

// hits is what the lists of a store covered in one period, for one number of slots.
type hits struct {
	sold, own float64
	ours      [len(leans)]float64
	chain     [spans]float64
	// The same of lists of half, the same and twice the length, in the mean: what the gate looks at, since one length alone says
	// little of a store.
	gateOwn   float64
	gateOurs  [len(leans)]float64
	gateChain [spans]float64
}

// asGood is how much less a smaller lean may have covered: it knows more of what a store has only just begun to offer.
const asGood = .0005

// lengths that the gate looks at.
func lengths(slots int) [3]int { return [3]int{(slots + 1) / 2, slots, 2 * slots} }

func (h *hits) add(b hits) {
	h.sold += b.sold
	h.own += b.own
	h.gateOwn += b.gateOwn
	for k := range h.ours {
		h.ours[k] += b.ours[k]
		h.gateOurs[k] += b.gateOurs[k]
	}
	for k := range h.chain {
		h.chain[k] += b.chain[k]
		h.gateChain[k] += b.gateChain[k]
	}
}

// window remembers the periods that the gate looks at.
type window struct {
	p     *demand.Panel
	slots []int
	past  [][][]hits // of each period: of each number of slots: of each store
	known []float64  // sold before the first reported period
}

func newWindow(p *demand.Panel, slots []int) *window { return &window{p: p, slots: slots} }

// score lets every store's lists meet the sales of the origin's period.
func (w *window) score(o *demand.Outlook) [][]hits {
	p := w.p
	out := make([][]hits, len(w.slots))
	longest := 0
	for k, n := range w.slots {
		out[k] = make([]hits, len(p.Stores))
		longest = max(longest, 2*n)
	}
	var chain [spans][]int32 // place of each item in the chain's lists
	for k := range chain {
		chain[k] = places(o.Chain(k), o.Chain(2), longest)
	}
	order := ranking{o.Chain(2), o.Chain(2)}.top(every(len(p.Items)), len(p.Items))
	demand.Side(len(p.Stores), func() func(s int) {
		lists := newStoreLists(p, order)
		return func(s int) {
			some := false
			p.Each(s, func(it demand.Item) { some = some || it.Sold[o.Period] > 0 })
			if !some {
				return
			}
			lists.make(o, s, longest)
			p.Each(s, func(it demand.Item) {
				if y := float64(it.Sold[o.Period]); y > 0 {
					for k, n := range w.slots {
						out[k][s].meet(lists, &chain, it.Item, n, y)
					}
				}
			})
		}
	})
	return out
}

// meet adds what sold of an item to the lists of n that hold it.
func (h *hits) meet(l *storeLists, chain *[spans][]int32, item, n int, y float64) {
	h.sold += y
	h.own += covered(l.ownList.at[item], n, y)
	for k := range l.ours {
		h.ours[k] += covered(l.ours[k].at[item], n, y)
	}
	for k := range chain {
		h.chain[k] += covered(chain[k][item], n, y)
	}
	for _, m := range lengths(n) {
		h.gateOwn += covered(l.ownList.at[item], m, y/3)
		for k := range l.ours {
			h.gateOurs[k] += covered(l.ours[k].at[item], m, y/3)
		}
		for k := range chain {
			h.gateChain[k] += covered(chain[k][item], m, y/3)
		}
	}
}

func every(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i) //nolint:gosec // far below the limit
	}
	return out
}

func covered(place int32, n int, y float64) float64 {
	if int(place) < n {
		return y
	}
	return 0
}

func (w *window) remember(scored [][]hits, most int) {
	if w.past = append(w.past, scored); len(w.past) > most {
		w.past = w.past[1:]
	}
}

// sum adds up the remembered periods of a store.
func (w *window) sum(slots, store int) (h hits, periods int) {
	for _, p := range w.past {
		if x := p[slots][store]; x.sold > 0 {
			h.add(x)
			periods++
		}
	}
	return h, periods
}

// best is the chain list that covered most in the remembered periods; without any, that of the whole history. And the smallest
// lean with which the lists of the stores did about that; without any, none.
func (w *window) best(slots int) (span, lean int) {
	var all hits
	for s := range w.p.Stores {
		h, _ := w.sum(slots, s)
		all.add(h)
	}
	span = spans - 1
	for k, x := range all.gateChain {
		if x > all.gateChain[span] {
			span = k
		}
	}
	most := slices.Max(all.gateOurs[:])
	for lean = range leans {
		if all.gateOurs[lean] >= most*(1-asGood) {
			break
		}
	}
	return span, lean
}

// trial sets the lists of a period beside each other.
func (w *window) trial(o *demand.Outlook, scored [][]hits, first int, opt Options) Trial {
	t := Trial{Period: o.Period, Mixture: o.Mixture}
	if w.known == nil {
		w.known = make([]float64, len(w.p.Stores))
		for s := range w.known {
			w.p.Each(s, func(it demand.Item) {
				for _, x := range it.Sold[:first] {
					w.known[s] += float64(x)
				}
			})
		}
	}
	for k, n := range w.slots {
		span, lean := w.best(k)
		if k == 0 {
			t.Span, t.Lean = span, leans[lean]
		}
		var stores, enough []Store
		for s, h := range scored[k] {
			if h.sold == 0 {
				continue
			}
			past, _ := w.sum(k, s)
			x := Store{Store: s, Sold: h.sold, Chain: h.chain[span], Own: h.own, Ours: h.ours[lean], Given: h.chain[span], Enough: w.known[s] >= opt.MinKnown}
			if x.Local = beats(past, span, lean); x.Local {
				x.Given = h.ours[lean]
			}
			if stores = append(stores, x); x.Enough {
				enough = append(enough, x)
			}
		}
		t.stores = append(t.stores, stores)
		t.Lines, t.All = append(t.Lines, line(n, enough)), append(t.All, line(n, stores))
	}
	return t
}

// beats is the gate: more than rounding errors.
func beats(h hits, span, lean int) bool { return h.gateOurs[lean] > h.gateChain[span]*(1+1e-9) }

// gates decides for the period to come.
func (w *window) gates(p *demand.Panel) []Gate {
	span, lean := w.best(0)
	out := make([]Gate, len(p.Stores))
	for s := range out {
		h, n := w.sum(0, s)
		out[s] = Gate{Store: s, Periods: n, Sold: h.sold, Local: beats(h, span, lean)}
		if h.sold > 0 {
			out[s].Chain, out[s].Own, out[s].Ours = h.gateChain[span]/h.sold, h.gateOwn/h.sold, h.gateOurs[lean]/h.sold
		}
	}
	return out
}
