package recommend

import (
	"github.com/linli-project/linli/models/recommend/demand"
	"github.com/linli-project/linli/models/shrink"
)

// leastBuyers is how many buyers of a category a store must have for its index to be told.
const leastBuyers = 20

// taste is how much a store's households take to a category.
type taste struct {
	index  float64 // chain = 100, shrunk
	buyers float64
}

// tastes compares each store's orders of each category with the chain's: Gamma-Poisson, the strength by maximum likelihood.
func (a *adviser) tastes() {
	n := len(a.p.Categories)
	counts := make([][]float64, len(a.p.Stores))
	chain, total := make([]float64, n), 0.0
	for s := range counts {
		counts[s] = make([]float64, n)
		a.p.Each(s, func(it demand.Item) {
			for _, x := range it.Sold[a.recent:] {
				counts[s][a.p.Category[it.Item]] += float64(x)
			}
		})
		for c, x := range counts[s] {
			chain[c] += x
			total += x
		}
	}
	var count, expected []float64
	sizes := make([]float64, len(counts))
	for s := range counts {
		for _, x := range counts[s] {
			sizes[s] += x
		}
		for c, x := range counts[s] {
			if chain[c] > 0 {
				count, expected = append(count, x), append(expected, sizes[s]*chain[c]/total)
			}
		}
	}
	strength, err := shrink.FitRate(count, expected, nil)
	if err != nil { // sums of finite, non-negative numbers
		strength = 1
	}
	buyers := map[Cell]float64{}
	for _, c := range a.in.Buyers {
		buyers[Cell{Store: c.Store, Category: c.Category}] += c.Buyers
	}
	a.taste = make([]map[int]taste, len(counts))
	for s := range counts {
		a.taste[s] = map[int]taste{}
		for c, x := range counts[s] {
			if chain[c] == 0 || sizes[s] == 0 {
				continue
			}
			rate, _ := shrink.Rate(strength, x, sizes[s]*chain[c]/total)
			a.taste[s][c] = taste{100 * rate, buyers[Cell{Store: a.p.Stores[s], Category: a.p.Categories[c]}]}
		}
	}
}
