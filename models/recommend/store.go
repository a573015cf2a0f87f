package recommend

import (
	"cmp"
	"math"
	"slices"

	"github.com/linli-project/linli/models/recommend/assortment"
	"github.com/linli-project/linli/models/recommend/demand"
	"github.com/linli-project/linli/models/shrink"
)

// storeAdvice is what one store is told.
type storeAdvice struct {
	rows       []Row
	candidates []Candidate
	gate       Gate
}

// draws are the tests of a store.
type draws struct {
	chance map[int]float64 // of each candidate that was drawn
	pool   int             // candidates drawn from
	places int
}

// alikeStores is how many stores like it a reason counts.
const alikeStores = 20

func (a *adviser) advise(s int, room *scratch) (*storeAdvice, error) {
	rules := a.rulesOf(a.p.Stores[s])
	hopes := a.hopes(s, room, rules)
	limits := a.limits(s, rules)
	items := make([]assortment.Item, len(hopes))
	for k := range hopes {
		items[k] = hopes[k].Item
	}
	tests := a.tests(limits.Slots)
	limits.Slots -= tests
	chosen, err := assortment.Choose(items, limits)
	if err != nil {
		return nil, err
	}
	d := a.draw(s, hopes, chosen, limits, tests)
	if left := tests - len(d.chance); left > 0 { // nothing to test: the places go to the best
		limits.Slots += left
		if chosen, err = assortment.Choose(items, limits); err != nil {
			return nil, err
		}
		for k := range d.chance {
			if slices.Contains(chosen.Turn[:chosen.Size], k) {
				delete(d.chance, k)
			}
		}
	}
	digest := a.digest(s, hopes, limits)
	v := &view{a: a, s: s, hopes: hopes, chosen: chosen, draws: d, offered: chosen.Offered(len(hopes)), alike: a.outlook.Alike(s, alikeStores), digest: digest}
	v.sell()
	return &storeAdvice{rows: v.rows(), candidates: v.candidates(), gate: v.gate(items, limits)}, nil
}

// tests is how many places are given to tests.
func (a *adviser) tests(slots int) int {
	n := min(a.opt.Tests, slots/20)
	if n == 0 && slots >= 10 && a.opt.Tests > 0 {
		n = 1
	}
	return max(0, n)
}

// draw picks what is tested: products new to the store, allowed there and not chosen, with chances in proportion to what they
// could bring if they sold well.
func (a *adviser) draw(s int, hopes []hope, chosen *assortment.Range, limits assortment.Limits, places int) draws {
	d := draws{chance: map[int]float64{}, places: places}
	if places <= 0 {
		return d
	}
	in := chosen.Offered(len(hopes))
	held, kept := map[int]int{}, [len(limits.Space)]int{}
	for k := range hopes {
		if in[k] {
			held[hopes[k].Category]++
			kept[hopes[k].Storage]++
		}
	}
	fits := func(h *hope) bool {
		for _, q := range limits.Quotas {
			if q.Category == h.Category && q.Max >= 0 && held[q.Category]+places > q.Max {
				return false
			}
		}
		return limits.Space[h.Storage] < 0 || kept[h.Storage]+places <= limits.Space[h.Storage]
	}
	weights, pool := []float64(nil), []int(nil)
	for k := range hopes {
		h := &hopes[k]
		if in[k] || h.Present || h.Banned || h.Unfit || h.MarginRate < limits.Floor || !fits(h) {
			continue
		}
		w := &a.worth[h.item]
		if v := a.quantile(h.Orders, .9)*w.perOrder*w.unit - h.Waste; v > 0 {
			weights, pool = append(weights, v), append(pool, k)
		}
	}
	d.pool = len(pool)
	picked, chance := assortment.Draw(weights, places, a.seed(s))
	for _, k := range picked {
		d.chance[pool[k]] = chance[k]
	}
	return d
}

// quantile of the orders of 7 days around their mean.
func (a *adviser) quantile(mean, level float64) float64 {
	var q [1]float64
	shrink.NegBin{Mean: mean, Size: a.spread}.Quantiles([]float64{level}, q[:])
	return q[0]
}

// view is the advice of a store in the making.
type view struct {
	a       *adviser
	s       int
	hopes   []hope
	chosen  *assortment.Range
	draws   draws
	offered []bool
	alike   []int
	selling []int // of each candidate: how many of the stores alike sold it
	digest  string
}

// state of a candidate.
func (v *view) state(k int) string {
	h := &v.hopes[k]
	_, tested := v.draws.chance[k]
	switch {
	case v.offered[k] && h.Present:
		return Keep
	case v.offered[k]:
		return Add
	case tested:
		return Test
	case h.Present:
		return Drop
	}
	return "next"
}

// rows picks what is told.
func (v *view) rows() []Row {
	by := map[string][]int{}
	for k := range v.hopes {
		st := v.state(k)
		by[st] = append(by[st], k)
	}
	score := func(x, y int) int {
		return cmp.Or(cmp.Compare(v.hopes[y].Value, v.hopes[x].Value), cmp.Compare(v.hopes[x].ID, v.hopes[y].ID))
	}
	gain := func(x, y int) int {
		return cmp.Or(cmp.Compare(v.chosen.Gain[y], v.chosen.Gain[x]), cmp.Compare(v.hopes[x].ID, v.hopes[y].ID))
	}
	slices.SortFunc(by[Keep], score)
	slices.SortFunc(by[Add], gain)
	slices.SortFunc(by[Drop], func(x, y int) int {
		hx, hy := &v.hopes[x], &v.hopes[y]
		if hx.Banned != hy.Banned { // what must go is told first
			if hx.Banned {
				return -1
			}
			return 1
		}
		return -gain(x, y)
	})
	adds := v.a.opt.Changes
	if len(by[Keep]) == 0 { // a new store starts with nothing
		adds = max(adds, v.a.opt.Keeps)
	} else { // what sells less than once in the window is no advice, though it may fill a slot
		by[Add] = slices.DeleteFunc(by[Add], func(k int) bool {
			return !v.hopes[k].Locked && v.hopes[k].Units*float64(v.a.in.WindowDays)/7 < 1
		})
	}
	told := slices.Concat(by[Keep][:min(v.a.opt.Keeps, len(by[Keep]))], by[Add][:min(adds, len(by[Add]))], by[Test])
	slices.SortFunc(told, score)
	told = append(told, by[Drop][:min(v.a.opt.Changes, len(by[Drop]))]...)
	out := make([]Row, len(told))
	for at, k := range told {
		out[at] = v.row(k)
		out[at].Rank = uint16(at + 1) //nolint:gosec // far below the limit
	}
	return out
}

func (v *view) row(k int) Row {
	a, h := v.a, &v.hopes[k]
	p, w := &a.products[h.item], &a.worth[h.item]
	r := Row{
		StoreID: a.p.Stores[v.s], ProductID: p.ID, Action: v.state(k), Score: h.Value, ExpectedUnits: h.Units, ChainUnits: p.Units, WeightOwn: h.weight,
		Low: a.quantile(h.Orders, .1) * w.perOrder, High: a.quantile(h.Orders, .9) * w.perOrder, Index: 100, Evidence: uint32(math.Max(0, p.Orders)),
		GainFen: v.chosen.Gain[k], WasteFen: h.Waste, Households: v.households(k), AlikeStores: uint16(len(v.alike)), AlikeSelling: uint16(v.selling[k]), //nolint:gosec // at most forty
		Propensity: 1, Digest: v.digest,
	}
	if h.typical > 0 {
		r.Index = 100 * h.Orders / h.typical
	}
	if c, ok := v.draws.chance[k]; ok && r.Action == Test {
		r.Propensity = c
	}
	t := a.taste[v.s][h.Category]
	hidden := p.Sensitive && t.buyers < leastBuyers
	if h.own != nil && !hidden {
		r.OwnUnits = h.own.Units
	}
	if !hidden {
		r.Buyers = uint32(t.buyers)
	} else {
		r.WeightOwn, r.Index = 0, 100
	}
	r.ReasonZh, r.ReasonEn = v.reason(k, r, hidden)
	return r
}

// households is how many more (or fewer) are served per window with the product than without.
func (v *view) households(k int) float64 {
	a := v.a
	n := v.chosen.Reach[k] * float64(a.in.WindowDays) / 7 * a.worth[v.hopes[k].item].buyers
	if most := a.stores[v.s].Households; most > 0 {
		n = math.Min(n, most)
	}
	return n
}

// sell counts in how many of the stores alike each candidate sold in the window.
func (v *view) sell() {
	at := make(map[int]int, len(v.hopes))
	for k := range v.hopes {
		at[v.hopes[k].item] = k
	}
	v.selling = make([]int, len(v.hopes))
	for _, s := range v.alike {
		v.a.p.Each(s, func(it demand.Item) {
			if k, ok := at[it.Item]; ok {
				for _, x := range it.Sold[v.a.recent:] {
					if x > 0 {
						v.selling[k]++
						break
					}
				}
			}
		})
	}
}
