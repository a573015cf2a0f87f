package leader

import (
	"cmp"
	"math"
	"slices"
	"sort"

	"gonum.org/v1/gonum/stat/distuv"
)

// Viral says how far the shares of a place carry. K is new buyers per sharer: people who opened a share, per sharer, times the part
// of them who bought for the first time through it. Passing is shares that descend directly from a share, per share: its mean
// offspring, so that below 1 every cascade dies out. Intervals (90 %) take the sharers as independent: that of K by the delta method
// on the logarithm, with a gamma interval below five new buyers; that of the cycle from order statistics.
type Viral struct {
	Store, Community string // both empty: the chain; no community: the store
	Sharers, Shares  float64
	Invitations      float64
	Conversion       float64
	K, Passing       Range
	Children         float64
	CycleHours       Range // median; NaN without a share that descends from another
}

type viralSums struct {
	sharers, shares, visitors, new, newSquares, children float64
	childSquares                                         float64
	cycles                                               []float64
}

// Viral sums the shares up by community, store and chain, in this order within each store; the chain comes first.
func (a *attribution) viral() []Viral {
	sums := map[[2]string]*viralSums{}
	of := func(store, community string) *viralSums {
		k := [2]string{store, community}
		if sums[k] == nil {
			sums[k] = &viralSums{}
		}
		return sums[k]
	}
	children := make([]float64, len(a.r.Sharers))
	each := func(store, community string, do func(*viralSums)) {
		do(of("", ""))
		do(of(store, ""))
		if community != "" {
			do(of(store, community))
		}
	}
	for i, id := range a.s.ID {
		up := a.c.parent[i]
		if up < 0 || a.s.Recent[i] == 0 || a.c.row[id] != int32(i) {
			continue
		}
		children[a.c.sharer[up]]++
		hours := float64(a.s.At[i]-a.s.At[up]) / 3_600_000
		each(a.s.Store[i], a.s.Community[i], func(s *viralSums) {
			s.children++
			if hours >= 0 {
				s.cycles = append(s.cycles, hours)
			}
		})
	}
	for k := range a.r.Sharers {
		p := &a.r.Sharers[k]
		if !(p.Shares > 0) {
			continue
		}
		each(p.Store, p.Community, func(s *viralSums) {
			s.sharers++
			s.shares += p.Shares
			s.visitors += p.Visitors
			s.new += p.NewBuyers
			s.newSquares += p.NewBuyers * p.NewBuyers
			s.childSquares += children[k] * children[k]
		})
	}
	var out []Viral
	for k, s := range sums {
		if !(s.sharers > 0) {
			continue
		}
		v := Viral{Store: k[0], Community: k[1], Sharers: s.sharers, Shares: s.shares, Invitations: s.visitors / s.sharers, Children: s.children}
		v.Conversion = math.Min(1, s.new/math.Max(1, s.visitors))
		v.K = ratio(s.new, s.newSquares, s.sharers, s.sharers)
		v.Passing = ratio(s.children, s.childSquares, s.sharers, s.shares)
		v.CycleHours = median(s.cycles)
		out = append(out, v)
	}
	slices.SortFunc(out, func(x, y Viral) int {
		return cmp.Or(cmp.Compare(x.Store, y.Store), cmp.Compare(x.Community, y.Community))
	})
	return out
}

// few counts are too few for the delta method.
const few = 5

// ratio is a sum of clusters' counts over a base, with its interval.
func ratio(sum, squares, clusters, base float64) Range {
	if !(base > 0) {
		return Range{}
	}
	r := Range{Mean: sum / base}
	if sum < few || clusters < few {
		g := gammaOf{shape: sum + .5, rate: 1}
		r.Low, r.High = g.quantile(.05)/base, g.quantile(.95)/base
		r.Low, r.High = math.Min(r.Low, r.Mean), math.Max(r.High, r.Mean)
		return r
	}
	variance := math.Max(squares-sum*sum/clusters, sum) * clusters / (clusters - 1) // of the sum; at least that of a Poisson count
	factor := math.Exp(distuv.UnitNormal.Quantile(.95) * math.Sqrt(variance) / sum)
	r.Low, r.High = r.Mean/factor, r.Mean*factor
	return r
}

// median with its interval: the values at the binomial quantiles of the middle.
func median(x []float64) Range {
	n := len(x)
	if n == 0 {
		return Range{math.NaN(), math.NaN(), math.NaN()}
	}
	x = slices.Clone(x)
	sort.Float64s(x)
	half := distuv.UnitNormal.Quantile(.95) * math.Sqrt(float64(n)) / 2
	at := func(p float64) float64 { return x[int(math.Max(0, math.Min(float64(n-1), p)))] }
	return Range{(x[(n-1)/2] + x[n/2]) / 2, at(math.Floor(float64(n)/2 - half)), at(math.Ceil(float64(n)/2 + half - 1))}
}
