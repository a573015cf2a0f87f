package simulate

import (
	"math"
	"math/rand/v2"
)

// Streams keep draws for one purpose apart, so that a change to one leaves the others as they were.
const (
	streamPopulation = iota + 1
	streamCatalogue
	streamCampaign
	streamShop
	streamID
	streamName
	streamFraud
)

// draws is a stream of random numbers that depends on nothing but the seed and its own coordinates.
func draws(seed uint64, stream, a, b int) *rand.Rand {
	return rand.New(rand.NewPCG(seed, uint64(stream)<<56|uint64(a)<<24|uint64(b)))
}

func poisson(r *rand.Rand, mean float64) int {
	n := 0
	for ; mean > 30; mean -= 30 { // exp(-mean) would run out of bits
		n += poisson(r, 30)
	}
	limit, p := math.Exp(-mean), r.Float64()
	for p > limit {
		p *= r.Float64()
		n++
	}
	return n
}

// gamma draws from the gamma distribution of this shape and scale 1 (Marsaglia and Tsang).
func gamma(r *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(r, shape+1) * math.Pow(1-r.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	c := 1 / math.Sqrt(9*d)
	for {
		x := r.NormFloat64()
		v := 1 + c*x
		if v <= 0 {
			continue
		}
		v = v * v * v
		if math.Log(1-r.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}

func beta(r *rand.Rand, a, b float64) float64 {
	x := gamma(r, a)
	return x / (x + gamma(r, b))
}

func between(r *rand.Rand, low, high float64) float64 { return low + r.Float64()*(high-low) }

func lognormal(r *rand.Rand, sigma float64) float64 { return math.Exp(sigma * r.NormFloat64()) }

// pick draws an index by cumulated weights.
func pick(r *rand.Rand, cumulated []float64) int {
	x := r.Float64() * cumulated[len(cumulated)-1]
	low, high := 0, len(cumulated)-1
	for low < high {
		mid := int(uint(low+high) >> 1)
		if cumulated[mid] > x {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
