package assortment

import (
	"math/rand/v2"
)

// Draw picks n of the items with chances in proportion to their weights, the same for the same seed, and gives each item's chance
// of being picked, which is never 0 for a positive weight and 1 for those that would otherwise be above it. Fewer than n positive
// weights are all picked. Picks are in the order of the items.
func Draw(weights []float64, n int, seed uint64) (picked []int, chance []float64) {
	chance = chances(weights, n)
	rng := rand.New(rand.NewPCG(seed, 0x6c696e6c69)) //nolint:gosec // a draw that anyone may repeat
	// In an order drawn at random, so that neighbours are not kept from being picked together.
	order := rng.Perm(len(weights))
	at, next := 0.0, rng.Float64()
	taken := make([]bool, len(weights))
	for _, i := range order {
		at += chance[i]
		if at > next+1e-12 {
			taken[i] = true
			next++
		}
	}
	for i, t := range taken {
		if t {
			picked = append(picked, i)
		}
	}
	return picked, chance
}

// chances are n times the shares of the weights, none above 1.
func chances(weights []float64, n int) []float64 {
	out := make([]float64, len(weights))
	sure := make([]bool, len(weights))
	for {
		left, sum := float64(n), 0.0
		for i, w := range weights {
			switch {
			case sure[i]:
				left--
			case w > 0:
				sum += w
			}
		}
		again := false
		for i, w := range weights {
			switch {
			case sure[i]:
				out[i] = 1
			case w > 0 && left > 0:
				if out[i] = left * w / sum; out[i] >= 1 {
					sure[i], again = true, true
				}
			default:
				out[i] = 0
			}
		}
		if !again {
			return out
		}
	}
}
