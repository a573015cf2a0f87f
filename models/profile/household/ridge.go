package household

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// ridges and weights are what is tried, by leave-one-out error.
var (
	ridges  = []float64{.003, .01, .03, .1, .3, 1, 3, 10, 30, 100}
	weights = []float64{0, .1, .3, 1}
)

// regression is a ridge regression of the kinds' indicators on the blocks.
type regression struct {
	scalings []scaling
	weight   []float64    // of each block, on its kernel
	coef     []*mat.Dense // per block: columns by kinds
	mean     []float64    // of the indicators
	ridge    float64
	press    float64    // leave-one-out error, mean square
	loo      *mat.Dense // leave-one-out scores of the labelled
}

// fixed says what was chosen before; nil chooses.
type fixed struct {
	ridge  float64
	weight []float64
}

// train regresses the kinds on the rows. Weight of the first block is 1.
func train(t *Table, kind []int, kinds int, given *fixed) (*regression, error) {
	n := t.Rows
	r := &regression{press: math.Inf(1)}
	xs := make([]*mat.Dense, len(t.Blocks))
	for b := range t.Blocks {
		x, s := t.Blocks[b].scaled(n)
		xs[b], r.scalings = x, append(r.scalings, s)
	}
	bases := newBases(xs)
	y := mat.NewDense(n, kinds, nil)
	r.mean = make([]float64, kinds)
	for i, k := range kind {
		y.Set(i, k, 1)
		r.mean[k] += 1 / float64(n)
	}
	for i := range n {
		for k := range kinds {
			y.Set(i, k, y.At(i, k)-r.mean[k])
		}
	}
	dual := new(mat.Dense)
	try := func(weight []float64, lambdas []float64) error {
		u, values, err := bases.of(weight)
		if err != nil {
			return err
		}
		var uy mat.Dense
		uy.Mul(u.T(), y)
		for _, lambda := range lambdas {
			press, loo := leaveOneOut(u, &uy, values, y, lambda)
			if press < r.press-1e-9 {
				r.press, r.loo, r.ridge, r.weight = press, loo, lambda, append([]float64(nil), weight...)
				var z mat.Dense
				z.CloneFrom(&uy)
				for j, v := range values {
					for k := range kinds {
						z.Set(j, k, z.At(j, k)/(math.Max(v, 0)+lambda))
					}
				}
				dual.Reset()
				dual.Mul(u, &z)
			}
		}
		return nil
	}
	if given != nil {
		r.ridge, r.weight = given.ridge, given.weight
		if err := bases.solve(dual, given, y); err != nil {
			return nil, err
		}
	} else {
		weight := make([]float64, len(t.Blocks))
		weight[0] = 1
		if err := try(weight, ridges); err != nil {
			return nil, err
		}
		for b := 1; b < len(weight); b++ {
			best := append([]float64(nil), r.weight...)
			for _, w := range weights[1:] {
				next := append([]float64(nil), best...)
				next[b] = w
				if err := try(next, ridges); err != nil {
					return nil, err
				}
			}
		}
	}
	for b, x := range xs {
		c := new(mat.Dense)
		c.Mul(x.T(), dual)
		c.Scale(r.weight[b]*r.scalings[b].scale, c)
		r.coef = append(r.coef, c)
	}
	for i := range n {
		for k := range kinds {
			if r.loo != nil {
				r.loo.Set(i, k, r.loo.At(i, k)+r.mean[k])
			}
		}
	}
	return r, nil
}

// leaveOneOut gives the scores of each row by the others, about the mean, and their mean square error.
func leaveOneOut(u, uy *mat.Dense, values []float64, y *mat.Dense, lambda float64) (press float64, loo *mat.Dense) {
	n, kinds := y.Dims()
	shrunk := make([]float64, len(values))
	for j, v := range values {
		shrunk[j] = math.Max(v, 0) / (math.Max(v, 0) + lambda)
	}
	var fit, z mat.Dense
	z.CloneFrom(uy)
	for j, s := range shrunk {
		for k := range kinds {
			z.Set(j, k, s*z.At(j, k))
		}
	}
	fit.Mul(u, &z)
	loo = mat.NewDense(n, kinds, nil)
	for i := range n {
		hat := 1 / float64(n)
		for j, v := range u.RawRowView(i) {
			hat += v * v * shrunk[j]
		}
		hat = math.Min(hat, .999)
		for k := range kinds {
			e := (y.At(i, k) - fit.At(i, k)) / (1 - hat)
			loo.Set(i, k, y.At(i, k)-e)
			press += e * e / float64(n)
		}
	}
	return press, loo
}

// scores are the regression's values for rows of a table of the same columns.
func (r *regression) scores(t *Table) *mat.Dense {
	kinds := len(r.mean)
	out := mat.NewDense(t.Rows, kinds, nil)
	for i := range t.Rows {
		copy(out.RawRowView(i), r.mean)
	}
	for b := range t.Blocks {
		if r.weight[b] == 0 {
			continue
		}
		x := make([]float64, t.Blocks[b].Columns)
		coef := r.coef[b].RawMatrix()
		for i := range t.Rows {
			t.Blocks[b].features(i, x)
			row := out.RawRowView(i)
			for j, v := range x {
				if v -= r.scalings[b].mean[j]; v != 0 {
					for k := range kinds {
						row[k] += v * coef.Data[j*coef.Stride+k]
					}
				}
			}
		}
	}
	return out
}
