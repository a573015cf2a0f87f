package leader

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	ridge   = 1.0 // prior precision of a slope
	scoring = 12  // rounds of scoring; three parameters settle in half of them
)

// regress fits rates per exposure as log-linear in some covariates: negative binomial with the given strength, by Fisher scoring
// with a light ridge on the slopes (McCullagh and Nelder 1989). It gives the fitted rate of each row; without anything to learn
// from, the mean rate.
func regress(count, exposure []float64, covariates [][]float64, strength float64) []float64 {
	k := len(covariates) + 1
	sum, exposed := 0.0, 0.0
	for i := range count {
		sum, exposed = sum+count[i], exposed+exposure[i]
	}
	mean := (sum + 1e-3) / (exposed + 1)
	out := make([]float64, len(count))
	for i := range out {
		out[i] = mean
	}
	if sum < 20 || !(exposed > 0) {
		return out
	}
	centre := make([]float64, len(covariates))
	for j, z := range covariates {
		for i := range z {
			centre[j] += z[i] * exposure[i] / exposed
		}
	}
	beta := mat.NewVecDense(k, nil)
	beta.SetVec(0, math.Log(mean))
	row := make([]float64, k)
	at := func(i int) float64 {
		row[0] = 1
		eta := beta.AtVec(0)
		for j, z := range covariates {
			row[j+1] = z[i] - centre[j]
			eta += row[j+1] * beta.AtVec(j+1)
		}
		return math.Exp(math.Max(-30, math.Min(30, eta)))
	}
	for range scoring {
		score, info := mat.NewVecDense(k, nil), mat.NewSymDense(k, nil)
		for j := 1; j < k; j++ {
			score.SetVec(j, -ridge*beta.AtVec(j))
			info.SetSym(j, j, ridge)
		}
		info.SetSym(0, 0, 1e-9)
		for i := range count {
			mu := at(i) * exposure[i]
			w := 1 / (1 + mu/strength)
			for j := range k {
				score.SetVec(j, score.AtVec(j)+w*(count[i]-mu)*row[j])
				for l := j; l < k; l++ {
					info.SetSym(j, l, info.At(j, l)+w*mu*row[j]*row[l])
				}
			}
		}
		var chol mat.Cholesky
		step := mat.NewVecDense(k, nil)
		if !chol.Factorize(info) || chol.SolveVecTo(step, score) != nil {
			return out
		}
		for j := range k {
			beta.SetVec(j, beta.AtVec(j)+math.Max(-1, math.Min(1, step.AtVec(j))))
		}
	}
	for i := range out {
		out[i] = at(i)
	}
	return out
}
