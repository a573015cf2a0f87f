package backtest

import (
	"math"

	"github.com/linli-project/linli/models/recommend/demand"
)

const spans = 3

// hits is what the lists of a store covered in one period, for one number of slots.
type hits struct {
	sold, own, ours float64
	chain           [spans]float64
	// The same of lists of half, the same and twice the length, in the mean: what the gate looks at, since one length alone says
	// little of a store.
	gateOwn, gateOurs float64
	gateChain         [spans]float64
}

// lengths that the gate looks at.
func lengths(slots int) [3]int { return [3]int{(slots + 1) / 2, slots, 2 * slots} }

func (h *hits) add(b hits) {
	h.sold += b.sold
	h.own += b.own
	h.ours += b.ours
	h.gateOwn += b.gateOwn
	h.gateOurs += b.gateOurs
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
		chain[k] = places(o.Chain(k), o.Chain(2), longest, nil)
	}
	demand.Side(len(p.Stores), func() func(s int) {
		room, expected, own := p.Room(), make([]float64, len(p.Items)), make([]float64, len(p.Items))
		var ownAt, oursAt []int32
		return func(s int) {
			some := false
			p.Each(s, func(it demand.Item) { some = some || it.Sold[o.Period] > 0 })
			if !some {
				return
			}
			o.Own(s, own)
			o.Fill(s, room, expected, nil)
			ownAt = places(own, o.Chain(2), longest, ownAt)
			oursAt = places(expected, o.Chain(2), longest, oursAt)
			p.Each(s, func(it demand.Item) {
				i, y := it.Item, float64(it.Sold[o.Period])
				for k, n := range w.slots {
					h := &out[k][s]
					h.sold += y
					h.own += covered(ownAt[i], n, y)
					h.ours += covered(oursAt[i], n, y)
					for c := range chain {
						h.chain[c] += covered(chain[c][i], n, y)
					}
					for _, m := range lengths(n) {
						h.gateOwn += covered(ownAt[i], m, y/3)
						h.gateOurs += covered(oursAt[i], m, y/3)
						for c := range chain {
							h.gateChain[c] += covered(chain[c][i], m, y/3)
						}
					}
				}
			})
		}
	})
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

// span is the chain list that covered most in the remembered periods; without any, that of the whole history.
func (w *window) span(slots int) int {
	var all hits
	for s := range w.p.Stores {
		h, _ := w.sum(slots, s)
		all.add(h)
	}
	best := spans - 1
	for k, x := range all.gateChain {
		if x > all.gateChain[best] {
			best = k
		}
	}
	return best
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
		span := w.span(k)
		if k == 0 {
			t.Span = span
		}
		var stores, enough []Store
		for s, h := range scored[k] {
			if h.sold == 0 {
				continue
			}
			past, _ := w.sum(k, s)
			x := Store{Store: s, Sold: h.sold, Chain: h.chain[span], Own: h.own, Ours: h.ours, Given: h.chain[span], Enough: w.known[s] >= opt.MinKnown}
			if x.Local = beats(past, span); x.Local {
				x.Given = h.ours
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
func beats(h hits, span int) bool { return h.gateOurs > h.gateChain[span]*(1+1e-9) }

// gates decides for the period to come.
func (w *window) gates(p *demand.Panel) []Gate {
	span := w.span(0)
	out := make([]Gate, len(p.Stores))
	for s := range out {
		h, n := w.sum(0, s)
		out[s] = Gate{Store: s, Periods: n, Sold: h.sold, Local: beats(h, span)}
		if h.sold > 0 {
			out[s].Chain, out[s].Own, out[s].Ours = h.gateChain[span]/h.sold, h.gateOwn/h.sold, h.gateOurs/h.sold
		}
	}
	return out
}

// nowhere is the place of what is on no list.
const nowhere = math.MaxInt32
