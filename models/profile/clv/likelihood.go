package clv

import (
	"math"

	"gonum.org/v1/gonum/mathext"
)

// logLikelihood of the cells, which are ordered by frequency; grad, if not nil, is filled with its derivatives by R, Alpha, A and B.
func (m Purchases) logLikelihood(cells []Cell, grad []float64) float64 {
	r, alpha, a, b := m.R, m.Alpha, m.A, m.B
	lgR, psiR, psiB, psiAB := lgamma(r), mathext.Digamma(r), mathext.Digamma(b), mathext.Digamma(a+b)
	lgAB, lgB, logAlpha := lgamma(a+b), lgamma(b), math.Log(alpha)
	var sum, dr, dalpha, da, db float64
	var same, psiRx, psiBn, psiABn float64 // what depends on the frequency alone
	last := -1.0
	for _, c := range cells {
		x, n := c.Frequency, m.chances(c.Frequency)
		if x != last {
			last = x
			same = lgamma(r+x) - lgR + r*logAlpha + lgAB - lgamma(a+b+n) + lgamma(b+n) - lgB
			if grad != nil {
				psiRx, psiBn, psiABn = mathext.Digamma(r+x), mathext.Digamma(b+n), mathext.Digamma(a+b+n)
			}
		}
		logT := math.Log(alpha + c.Age)
		odds := m.gone(c)
		alive := 1 / (1 + math.Exp(odds))
		gone := 1 - alive
		sum += c.Weight * (same - (r+x)*logT + log1pexp(odds))
		if grad == nil {
			continue
		}
		dr += c.Weight * (psiRx - psiR + logAlpha - alive*logT - gone*math.Log(alpha+c.Recency))
		dalpha += c.Weight * (r/alpha - (r+x)*(alive/(alpha+c.Age)+gone/(alpha+c.Recency)))
		da += c.Weight * (psiAB - psiABn + gone/a)
		db += c.Weight * (psiBn - psiABn - psiB + psiAB)
		if n > 0 {
			db -= c.Weight * gone / (b + n - 1)
		}
	}
	if grad != nil {
		grad[0], grad[1], grad[2], grad[3] = dr, dalpha, da, db
	}
	return sum
}

// log1pexp is log(1 + exp(x)).
func log1pexp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}

// spending is a customer's purchases with their mean value, or Weight customers alike.
type spending struct{ n, mean, weight float64 }

// logLikelihood of mean values; grad by P, Q and V.
func (m Value) logLikelihood(rows []spending, grad []float64) float64 {
	p, q, v := m.P, m.Q, m.V
	lgQ, psiQ, logV := lgamma(q), mathext.Digamma(q), math.Log(v)
	var sum, dp, dq, dv float64
	var both, own, psiBoth, psiOwn float64
	last := -1.0
	for _, s := range rows {
		if s.n != last {
			last = s.n
			both, own = lgamma(p*s.n+q), lgamma(p*s.n)
			if grad != nil {
				psiBoth, psiOwn = mathext.Digamma(p*s.n+q), mathext.Digamma(p*s.n)
			}
		}
		logMean, logN, all := math.Log(s.mean), math.Log(s.n), math.Log(v+s.n*s.mean)
		sum += s.weight * (both - own - lgQ + q*logV + (p*s.n-1)*logMean + p*s.n*logN - (p*s.n+q)*all)
		if grad == nil {
			continue
		}
		dp += s.weight * s.n * (psiBoth - psiOwn + logMean + logN - all)
		dq += s.weight * (psiBoth - psiQ + logV - all)
		dv += s.weight * (q/v - (p*s.n+q)/(v+s.n*s.mean))
	}
	if grad != nil {
		grad[0], grad[1], grad[2] = dp, dq, dv
	}
	return sum
}
