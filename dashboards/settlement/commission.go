package settlement

import (
	"cmp"
	"math"
	"math/big"
	"slices"
)

// parts is how fine a commission rate is: millionths, so that 12.35 % is exact.
const parts = 1_000_000

// Due is the commission on a day's net sales: rounded once, half up, to the fen. The rate is read in millionths; the rest is whole
// numbers, since 0.29 of 50 fen in floating point is 14.499999… and would lose a fen.
func Due(net int64, rate float64) int64 {
	return floor(product(net, rate, parts/2))
}

// Split shares the day's commission among its orders, so that the rows add up to the day: everyone gets the whole fen of its exact
// share, and the fen that are left go to the largest fractions (method of largest remainders; ties to the earlier order).
func Split(nets []int64, rate float64) []int64 {
	due, order := make([]int64, len(nets)), make([]int, len(nets))
	fractions := make([]int64, len(nets))
	var sum, given int64
	for i, net := range nets {
		exact := product(net, rate, 0)
		due[i], order[i] = floor(exact), i
		fractions[i] = new(big.Int).Mod(exact, big.NewInt(parts)).Int64()
		sum += net
		given += due[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(fractions[b], fractions[a]) })
	for _, i := range order[:max(0, min(int64(len(order)), Due(sum, rate)-given))] {
		due[i]++
	}
	return due
}

// product is net times the rate in millionths, plus something.
func product(net int64, rate float64, more int64) *big.Int {
	p := new(big.Int).Mul(big.NewInt(net), big.NewInt(int64(math.Round(rate*parts))))
	return p.Add(p, big.NewInt(more))
}

// floor divides by the millionths; Euclid's division rounds down below 0 too.
func floor(p *big.Int) int64 { return new(big.Int).Div(p, big.NewInt(parts)).Int64() }
