package household

import (
	"errors"
	"math"

	"gonum.org/v1/gonum/mat"
)

// bases gives the left singular vectors of the weighed blocks side by side, by whichever is smaller: rows or columns.
type bases struct {
	xs      []*mat.Dense
	rows    int
	columns int
	grams   []*mat.SymDense // of each block, in the rows, where those are fewer
}

func newBases(xs []*mat.Dense) *bases {
	b := &bases{xs: xs}
	for _, x := range xs {
		n, c := x.Dims()
		b.rows, b.columns = n, b.columns+c
	}
	if b.rows <= b.columns {
		for _, x := range xs {
			g := new(mat.SymDense)
			g.SymOuterK(1, x)
			b.grams = append(b.grams, g)
		}
	}
	return b
}

var errNoEigenvalues = errors.New("household: the households' counts have no eigenvalues; check that they are finite")

// of gives the vectors and the squares of their singular values.
func (b *bases) of(weight []float64) (*mat.Dense, []float64, error) {
	var e mat.EigenSym
	u := new(mat.Dense)
	if b.grams != nil {
		if !e.Factorize(b.gram(weight), true) {
			return nil, nil, errNoEigenvalues
		}
		e.VectorsTo(u)
		return u, e.Values(nil), nil
	}
	x := b.beside(weight)
	g := new(mat.SymDense)
	g.SymOuterK(1, x.T())
	if !e.Factorize(g, true) {
		return nil, nil, errNoEigenvalues
	}
	var v mat.Dense
	e.VectorsTo(&v)
	values := e.Values(nil)
	first := 0 // directions in which nothing varies are at the front
	for first < len(values)-1 && values[first] <= 1e-10*values[len(values)-1] {
		first++
	}
	values = values[first:]
	u.Mul(x, v.Slice(0, b.columns, first, b.columns))
	for j, l := range values {
		scale := 1 / math.Sqrt(math.Max(l, 1e-300))
		for i := range b.rows {
			u.Set(i, j, scale*u.At(i, j))
		}
	}
	return u, values, nil
}

// gram is that of the weighed blocks, in the rows.
func (b *bases) gram(weight []float64) *mat.SymDense {
	g := mat.NewSymDense(b.rows, nil)
	to := g.RawSymmetric()
	for k, w := range weight {
		if w != 0 {
			for i, v := range b.grams[k].RawSymmetric().Data {
				to.Data[i] += w * v
			}
		}
	}
	return g
}

// beside puts the weighed blocks side by side.
func (b *bases) beside(weight []float64) *mat.Dense {
	x := mat.NewDense(b.rows, b.columns, nil)
	at := 0
	for k, w := range weight {
		_, c := b.xs[k].Dims()
		part := x.Slice(0, b.rows, at, at+c).(*mat.Dense)
		part.Scale(math.Sqrt(w), b.xs[k])
		at += c
	}
	return x
}

// solve gives the dual of a ridge regression of which all is chosen: what the transposed blocks are to be multiplied with.
func (b *bases) solve(dual *mat.Dense, given *fixed, y *mat.Dense) error {
	var chol mat.Cholesky
	if b.grams != nil {
		g := b.gram(given.weight)
		for i := range b.rows {
			g.SetSym(i, i, g.At(i, i)+given.ridge)
		}
		if !chol.Factorize(g) {
			return errNoEigenvalues
		}
		return chol.SolveTo(dual, y)
	}
	x := b.beside(given.weight)
	g := new(mat.SymDense)
	g.SymOuterK(1, x.T())
	for i := range b.columns {
		g.SetSym(i, i, g.At(i, i)+given.ridge)
	}
	if !chol.Factorize(g) {
		return errNoEigenvalues
	}
	var xy, w, fit mat.Dense
	xy.Mul(x.T(), y)
	if err := chol.SolveTo(&w, &xy); err != nil {
		return err
	}
	fit.Mul(x, &w)
	fit.Sub(y, &fit)
	dual.Scale(1/given.ridge, &fit)
	return nil
}
