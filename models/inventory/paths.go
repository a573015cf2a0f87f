package inventory

import (
	"math"
	"math/rand/v2"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/mathext"
	"gonum.org/v1/gonum/stat/distmv"
	"gonum.org/v1/gonum/stat/samplemv"
)

// fan is the randomness that all lines share (common random numbers): per path and
// day a probability, at which a line's quantile function is read. Days follow a
// Gaussian copula with one correlation between all of them, on the points of a
// scrambled Halton sequence (Owen 2017), which fill the space of the first days far
// more evenly than independent ones: 200 paths do the work of thousands. A day's
// probabilities do not depend on how many days there are.
type fan struct {
	paths, days int
	chance      []float64 // by day, then path
	piece       []uint8   // where they lie on a curve in pieces, see locate
	weight      []float64
}

func newFan(paths, days int, correlation float64, seed uint64) *fan {
	first := 0 // the sequence is best in its first numbers: what is common, then the first days
	if correlation > 0 {
		first = 1
	}
	points := mat.NewDense(paths, first+days, nil)
	samplemv.Halton{
		Kind: samplemv.Owen, Q: distmv.NewUnitUniform(first+days, nil), Src: rand.NewPCG(seed, 0x1f83d9ab),
	}.Sample(points)
	normal := func(i, j int) float64 {
		return mathext.NormalQuantile(min(max(points.At(i, j), 1e-9), 1-1e-9))
	}
	f := &fan{
		paths: paths, days: days, chance: make([]float64, paths*days),
		piece: make([]uint8, paths*days), weight: make([]float64, paths*days),
	}
	shared, own := math.Sqrt(correlation), math.Sqrt(1-correlation)
	for i := range paths {
		common := shared * normal(i, 0)
		for d := range days {
			k := d*paths + i
			f.chance[k] = min(0.5*math.Erfc(-(common+own*normal(i, first+d))/math.Sqrt2), 1-1e-6)
			f.piece[k], f.weight[k] = locate(f.chance[k])
		}
	}
	return f
}

// read fills column t of demand, a row of so many days per path, with the outcomes
// of c on the fan's day, shared evenly over so many days. At least floor is asked for.
func (f *fan) read(c *curve, day int, floor, share float64, demand []float64, days, t int) {
	missed := 0.0
	if floor > 0 {
		missed = c.below(floor)
	}
	from, to := day*f.paths, (day+1)*f.paths
	chance, piece, weight := f.chance[from:to], f.piece[from:to], f.weight[from:to]
	for i := range chance {
		var v float64
		switch {
		case floor > 0:
			v = max(floor, c.at(missed+(1-missed)*chance[i]))
		case c.steps != nil:
			v = c.step(chance[i])
		default:
			v = c.along(piece[i], weight[i])
		}
		demand[i*days+t] = v / share
	}
}

// draw fills demand, a row of so many days per path.
func (l *Line) draw(f *fan, curves []*curve, days int, demand []float64) {
	if len(l.Daily) > 0 {
		for t := range days {
			f.read(curves[l.given(t)], t, l.bookedOn(t), 1, demand, days, t)
		}
		return
	}
	// the demand of a period is spread evenly over its days
	arrives, cover := l.served()
	before := (arrives + cover - 1) / cover // periods before the arrival
	for t := range days {
		floor := 0.0
		if t >= arrives && t < arrives+cover {
			floor = l.Booked
		}
		f.read(curves[0], (t-arrives+before*cover)/cover, floor, float64(cover), demand, days, t)
	}
}
