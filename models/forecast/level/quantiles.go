package level

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/linli-project/linli/models/shrink"
)

// The gamma quantiles are looked up by shape, on a grid even in its logarithm.
const (
	shapePoints = 48
	minShape    = 0.02
	maxShape    = 2000.0
)

// gammaTable holds quantiles of gamma distributions of mean 1.
type gammaTable [shapePoints][7]float64

func newGammaTable(levels [7]float64) *gammaTable {
	var t gammaTable
	for i := range t {
		shape := minShape * math.Pow(maxShape/minShape, float64(i)/(shapePoints-1))
		for j, p := range levels {
			t[i][j] = mathext.GammaIncRegInv(shape, p) / shape
		}
	}
	return &t
}

func (t *gammaTable) at(shape float64) [7]float64 {
	x := math.Log(min(max(shape, minShape), maxShape)/minShape) / math.Log(maxShape/minShape) * (shapePoints - 1)
	i := min(int(x), shapePoints-2)
	share := x - float64(i)
	var q [7]float64
	for j := range q {
		q[j] = t[i][j] + share*(t[i+1][j]-t[i][j])
	}
	return q
}

// quantiler turns means and variances into calibrated quantiles.
type quantiler struct {
	calibration
	tables map[[7]float64]*gammaTable // by calibrated levels, made when needed
}

func newQuantiler(c calibration) *quantiler {
	return &quantiler{c, make(map[[7]float64]*gammaTable)}
}

// quantiles at Levels, h days ahead; whole numbers for goods sold by the piece.
func (q *quantiler) quantiles(mean, variance float64, h int, whole bool) [7]float64 {
	var out [7]float64
	if !(mean > 0) {
		return out
	}
	levels := q.levels[q.band(mean)][h-1]
	if whole {
		shrink.NegBin{Mean: mean, Size: binomialSize(mean, variance)}.Quantiles(levels[:], out[:])
		return out
	}
	table := q.tables[levels]
	if table == nil {
		table = newGammaTable(levels)
		q.tables[levels] = table
	}
	out = table.at(mean * mean / variance)
	for j := range out {
		out[j] *= mean
	}
	return out
}
