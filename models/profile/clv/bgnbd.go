package clv

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// Purchases is a fitted BG/NBD or, with FirstDrop, MBG/NBD.
type Purchases struct {
	R         float64 `json:"r"`     // shape of the purchase rate
	Alpha     float64 `json:"alpha"` // its scale, in units of time; the mean rate is R/Alpha
	A         float64 `json:"a"`     // the chance to leave after a purchase is Beta(A, B)
	B         float64 `json:"b"`
	FirstDrop bool    `json:"first_drop"` // also after the first purchase
}

// chances is how often a customer could have left.
func (m Purchases) chances(frequency float64) float64 {
	if m.FirstDrop {
		return frequency + 1
	}
	return frequency
}

// gone is the log of the odds that the customer has left against that he is there; -Inf if he cannot have left.
func (m Purchases) gone(c Cell) float64 {
	n := m.chances(c.Frequency)
	if n == 0 {
		return math.Inf(-1)
	}
	return math.Log(m.A) - math.Log(m.B+n-1) + (m.R+c.Frequency)*math.Log1p((c.Age-c.Recency)/(m.Alpha+c.Recency))
}

// Alive is the probability that the customer has not left.
func (m Purchases) Alive(c Cell) float64 { return 1 / (1 + math.Exp(m.gone(c))) }

// Returns is the probability of at least one purchase in the time t to come.
func (m Purchases) Returns(c Cell, t float64) float64 {
	if !(t > 0) {
		return 0
	}
	return m.Alive(c) * -math.Expm1(-(m.R+c.Frequency)*math.Log1p(t/(m.Alpha+c.Age)))
}

// Expected is the expected number of purchases in the time t to come.
func (m Purchases) Expected(c Cell, t float64) float64 {
	if !(t > 0) {
		return 0
	}
	return m.Alive(c) * stays(m.R+c.Frequency, m.Alpha+c.Age, m.A, m.B+m.chances(c.Frequency), t)
}

// ExpectedNew is the expected number of repeat purchases in the time t after the first.
func (m Purchases) ExpectedNew(t float64) float64 {
	return m.Expected(Cell{}, t)
}

// stays is E[X(t)] of a customer who is there: Σ P(N > i) (b)_i/(a+b)_i, N negative binomial of shape r and odds t/alpha. The terms
// are positive and fall, the sum ends where they no longer count.
func stays(r, alpha, a, b, t float64) float64 {
	const enough, most = 1e-13, 10_000_000
	if mean := r * t / alpha; mean > 50_000 {
		return many(r, alpha, a, b, t)
	}
	odds := t / (alpha + t)
	logTerm := -r * math.Log1p(t/alpha) // log P(N = 0)
	term := math.Exp(logTerm)
	small := logTerm < -600                             // too small to be multiplied up: go on by logarithms
	beyond, stay, sum := -math.Expm1(logTerm), 1.0, 0.0 // P(N > i), P(there at the i-th)
	for i := 0.0; i < most; i++ {
		sum += beyond * stay
		if factor := (r + i) / (i + 1) * odds; small {
			logTerm += math.Log(factor)
			term = math.Exp(logTerm)
			small = logTerm < -600
		} else {
			term *= factor
		}
		if beyond -= term; beyond < enough {
			break
		}
		if stay *= (b + i) / (a + b + i); stay*beyond < enough*sum && i > 8 {
			break
		}
	}
	return sum
}

// many is stays where N is so large that its own spread no longer counts: N taken as gamma, whose mean Σ (b)_i/(a+b)_i up to N has a
// closed form in N; averaged over the quantiles of N.
func many(r, alpha, a, b, t float64) float64 {
	const steps = 64
	sum := 0.0
	for k := range steps {
		n := mathext.GammaIncRegInv(r, (float64(k)+0.5)/steps) * t / alpha
		sum += within(a, b, n) / steps
	}
	return sum
}

// within is Σ_{0≤i<n} (b)_i/(a+b)_i = (a+b-1)/(a-1) · (1 - (b)_n/(a+b-1)_n), whose limit at a = 1 is a difference of digammas.
func within(a, b, n float64) float64 {
	if a+b <= 1.5 { // keeps the gamma functions where they are positive
		return math.Min(1, n) + b/(a+b)*within(a, b+1, math.Max(0, n-1))
	}
	if math.Abs(a-1) < 1e-6 {
		return b * (mathext.Digamma(b+n) - mathext.Digamma(b))
	}
	log := lgamma(b+n) - lgamma(b) - lgamma(a+b-1+n) + lgamma(a+b-1)
	return (a + b - 1) / (a - 1) * -math.Expm1(log)
}

// Chances are the probabilities of 0 to n repeat purchases in the time t after the first.
func (m Purchases) Chances(n int, t float64) []float64 {
	out := make([]float64, n+1)
	term := math.Exp(-m.R * math.Log1p(t/m.Alpha)) // P(N = i)
	odds := t / (m.Alpha + t)
	atLeast, stay := 1.0, 1.0 // P(N >= i), P(survives the first i chances)
	if m.FirstDrop {
		stay = m.B / (m.A + m.B)
	}
	for i := range out {
		x := float64(i)
		c := m.chances(x)
		out[i] = stay * term
		if c > 0 { // left at the last chance, whatever would have come
			out[i] += stay * m.A / (m.B + c - 1) * atLeast
		}
		atLeast = math.Max(0, atLeast-term)
		term *= (m.R + x) / (x + 1) * odds
		stay *= (m.B + c) / (m.A + m.B + c)
	}
	return out
}

func lgamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
