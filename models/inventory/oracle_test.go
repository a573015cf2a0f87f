package inventory

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// known is a distribution of a day's demand as equally likely outcomes, many enough
// to stand for it.
type known struct {
	name     string
	whole    bool
	outcomes []float64
}

const outcomes = 20_000

func knownOf(name string, whole bool, quantile func(p float64) float64) known {
	k := known{name: name, whole: whole, outcomes: make([]float64, outcomes)}
	for i := range k.outcomes {
		k.outcomes[i] = quantile((float64(i) + 0.5) / outcomes)
	}
	slices.Sort(k.outcomes)
	return k
}

// countsOf makes one from the chances of 0, 1, 2 ... units.
func countsOf(name string, chance func(k float64) float64) known {
	k, sum := 0.0, chance(0)
	return knownOf(name, true, func(p float64) float64 {
		for ; sum < p && k < 1000; sum += chance(k) {
			k++
		}
		return k
	})
}

// demand is what the order sheet is told of it.
func (k known) demand() Demand {
	var q [7]float64
	for j, p := range levels {
		q[j] = draws(k.outcomes).quantile(p)
	}
	return Demand{draws(k.outcomes).mean(), q[0], q[1], q[2], q[3], q[4], q[5], q[6]}
}

// TestOracle: for one-day goods the sheet, which knows a mean and seven quantiles,
// costs little more than who knows the whole distribution.
func TestOracle(t *testing.T) {
	negbin := func(mean, size float64) func(float64) float64 {
		return func(k float64) float64 { return probability(k, mean, size) }
	}
	worlds := []known{
		countsOf("Poisson 0.4", distuv.Poisson{Lambda: 0.4}.Prob),
		countsOf("Poisson 3", distuv.Poisson{Lambda: 3}.Prob),
		countsOf("Poisson 25", distuv.Poisson{Lambda: 25}.Prob),
		countsOf("negative binomial 1, size 0.5", negbin(1, 0.5)),
		countsOf("negative binomial 6, size 2", negbin(6, 2)),
		countsOf("negative binomial 40, size 4", negbin(40, 4)),
		countsOf("two kinds of day: 2 or 20", func(k float64) float64 { return 0.7*probability(k, 2, 5) + 0.3*probability(k, 20, 8) }),
		knownOf("gamma 5 kg, cv 0.5", false, distuv.Gamma{Alpha: 4, Beta: 0.8}.Quantile),
		knownOf("gamma 1 kg, cv 1", false, distuv.Gamma{Alpha: 1, Beta: 1}.Quantile),
		knownOf("lognormal, cv 0.8", false, distuv.LogNormal{Mu: 2, Sigma: math.Sqrt(math.Log(1.64))}.Quantile),
		knownOf("normal 100, sd 15", false, distuv.Normal{Mu: 100, Sigma: 15}.Quantile),
	}
	for _, w := range worlds {
		line, got, best := fmt.Sprintf("%-30s", w.name), 0.0, 0.0
		for _, unit := range []int64{850, 700, 500, 300, 150, 50} {
			l := Line{StoreID: "s", ProductID: "p", Demand: w.demand(), ShelfLifeDays: 1, PriceFen: 1000, CostFen: unit}
			if !w.whole {
				l.PackSize = 0.01
			}
			rows, err := OrderSheet([]Line{l}, Options{MinService: 0.001, MaxService: 0.999})
			if err != nil {
				t.Fatal(err)
			}
			under, over := float64(1000-unit), float64(unit)
			d := draws(w.outcomes)
			cost := func(q float64) float64 { return under*d.short(q) + over*d.over(q) }
			ours, least := cost(rows[0].Quantity), cost(d.quantile(under/(under+over)))
			line += fmt.Sprintf(" %5.2f", 100*(ours/least-1))
			got, best = got+ours, best+least
		}
		t.Logf("%s  all %5.2f %%", line, 100*(got/best-1))
		if !(got <= 1.02*best) {
			t.Errorf("%s: %.4f of the oracle's cost, want at most 1.02", w.name, got/best)
		}
	}
}
