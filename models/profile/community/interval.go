package community

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

const (
	lowEnd  = 0.025
	highEnd = 0.975
)

// jeffreys is the 95 % interval of a share after k of n, by Jeffreys' prior Beta(½, ½); it reaches 0 or 1 when k does
// (Brown, Cai and DasGupta 2001).
func jeffreys(k, n float64) (low, high float64) {
	if !(n > 0) {
		return 0, 1
	}
	low, high = 0, 1
	if k > 0 {
		low = mathext.InvRegIncBeta(k+0.5, n-k+0.5, lowEnd)
	}
	if k < n {
		high = mathext.InvRegIncBeta(k+0.5, n-k+0.5, highEnd)
	}
	return low, high
}

// Moments are sums over users of the trials n of each and how many of them, x, were successes.
type Moments struct{ Users, N, NN, X, XX, XN float64 }

// share is the share of successes and as how many independent trials it counts, given that a user's are alike:
// the linearised variance of a ratio (Cochran 1977, 6.3) around the share s, against s(1-s).
func (m Moments) share() (s, size float64) {
	if m.N <= 0 {
		return 0, 0
	}
	s = m.X / m.N
	return s, m.size(s)
}

// size is how many independent trials leave as much doubt about the share s as these users.
func (m Moments) size(s float64) float64 {
	if m.Users < 2 || s <= 0 || s >= 1 {
		return math.Min(m.N, math.Max(m.Users, 1))
	}
	squares := m.XX - 2*s*m.XN + s*s*m.NN
	variance := squares / m.N / m.N * m.Users / (m.Users - 1)
	if !(variance > 0) {
		return m.N
	}
	return math.Min(m.N, s*(1-s)/variance)
}

// interval is the 95 % interval of the share.
func (m Moments) interval() (s, low, high float64) {
	s, size := m.share()
	if size == 0 {
		return 0, 0, 1
	}
	low, high = jeffreys(s*size, size)
	return s, math.Min(low, s), math.Max(high, s)
}

// positive is the 95 % interval of a quantity that cannot be negative, by a gamma distribution of that mean and variance.
func positive(mean, variance float64) (low, high float64) {
	if !(mean > 0) || !(variance > 0) {
		return mean, mean
	}
	shape, scale := mean*mean/variance, variance/mean
	return scale * mathext.GammaIncRegInv(shape, lowEnd), scale * mathext.GammaIncRegInv(shape, highEnd)
}
