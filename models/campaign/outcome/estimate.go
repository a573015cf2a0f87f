package outcome

import (
	"math"

	"gonum.org/v1/gonum/stat/distuv"
)

// MaxWeight bounds what one drawn test speaks for.
const MaxWeight = 50

// Weight is what a test drawn with that chance speaks for; 0 for no chance at all.
func Weight(propensity float64) float64 {
	if !(propensity > 0 && propensity <= 1) {
		return 0
	}
	return math.Min(MaxWeight, 1/propensity)
}

// Wilson gives the 95 % interval of a share; 0 to 1 without any trial.
func Wilson(hits, of float64) (low, high float64) {
	if !(of > 0) {
		return 0, 1
	}
	z := distuv.UnitNormal.Quantile(.975)
	p, zz := hits/of, z*z/of
	middle, half := (p+zz/2)/(1+zz), z*math.Sqrt(p*(1-p)/of+zz/(4*of))/(1+zz)
	return math.Max(0, middle-half), math.Min(1, middle+half)
}

// Cell is a cluster's weight and weighted sum of gains.
type Cell struct{ Weight, Sum float64 }

// Mean is the ratio of the sums with its 95 % interval, by clusters; without two of them low and high are 0, and known false.
func Mean(cells []Cell) (mean, low, high float64, known bool) {
	n, weight, sum := 0., 0., 0.
	for _, c := range cells {
		if c.Weight > 0 {
			n, weight, sum = n+1, weight+c.Weight, sum+c.Sum
		}
	}
	if n == 0 {
		return 0, 0, 0, false
	}
	mean = sum / weight
	if n < 2 {
		return mean, 0, 0, false
	}
	squares := 0.
	for _, c := range cells {
		if c.Weight > 0 {
			d := c.Sum - mean*c.Weight
			squares += d * d
		}
	}
	half := distuv.StudentsT{Sigma: 1, Nu: n - 1}.Quantile(.975) * math.Sqrt(squares*n/(n-1)) / weight
	return mean, mean - half, mean + half, true
}

// Draw is a drawn test.
type Draw struct {
	Cluster    string // store, or week of a store
	Night      string // which draw: all tests drawn at once have the same
	Propensity float64
	Gain       float64
	Followed   bool // and judged: there is a gain
}

// Drawn is what drawn tests say about everything that could have been drawn.
type Drawn struct {
	IPS              float64 // gain per draw, of all that could have been drawn
	SNIPS, Low, High float64 // gain per product, 95 % interval; Low and High 0 below two clusters
	Effective        float64
	Clipped          int
}

// Estimate weighs drawn tests by what they speak for. Those without a propensity take no part.
func Estimate(draws []Draw) Drawn {
	var d Drawn
	nights, at := map[string]bool{}, map[string]int{}
	var cells []Cell
	all, followed, sum, weight, squares := 0., 0., 0., 0., 0.
	for _, x := range draws {
		w := Weight(x.Propensity)
		if w == 0 {
			continue
		}
		nights[x.Night] = true
		all++
		if !x.Followed || math.IsNaN(x.Gain) || math.IsInf(x.Gain, 0) {
			continue
		}
		if 1/x.Propensity > MaxWeight {
			d.Clipped++
		}
		k, ok := at[x.Cluster]
		if !ok {
			k = len(cells)
			at[x.Cluster], cells = k, append(cells, Cell{})
		}
		cells[k].Weight += w
		cells[k].Sum += w * x.Gain
		followed, sum, weight, squares = followed+1, sum+w*x.Gain, weight+w, squares+w*w
	}
	if followed == 0 {
		return d
	}
	d.IPS = sum / (followed / all) / float64(len(nights))
	d.SNIPS, d.Low, d.High, _ = Mean(cells)
	d.Effective = weight * weight / squares
	return d
}
