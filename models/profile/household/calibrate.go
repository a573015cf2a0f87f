package household

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/optimize"
)

// platt turns a kind's score into a probability.
type platt struct{ a, b float64 }

func (p platt) probability(score float64) float64 { return 1 / (1 + math.Exp(-p.a*score-p.b)) }

// calibrateOn calibrates by the rows that a resampling left out: the copies of a row would make it too sure of itself.
func (c *Classifier) calibrateOn(t *Table, kind []int, drawn []bool) error {
	var rows []int
	for i, in := range drawn {
		if !in {
			rows = append(rows, i)
		}
	}
	scores := c.reg.scores(t.Select(rows))
	score, is := make([]float64, len(rows)), make([]bool, len(rows))
	for k := range c.Kinds {
		for i, row := range rows {
			score[i], is[i] = scores.At(i, k), kind[row] == k
		}
		var err error
		if c.calib[k], err = calibrate(score, is); err != nil {
			return err
		}
	}
	return nil
}

// calibrate fits a logistic regression on one score, with targets a little inside 0 and 1 as Platt has them.
func calibrate(score []float64, is []bool) (platt, error) {
	yes, no := 0.0, 0.0
	for _, x := range is {
		if x {
			yes++
		} else {
			no++
		}
	}
	high, low := (yes+1)/(yes+2), 1/(no+2)
	// In units of the score's spread, so that both parameters are of one size.
	mean, spread := 0.0, 0.0
	for _, s := range score {
		mean += s / float64(len(score))
	}
	for _, s := range score {
		spread += (s - mean) * (s - mean) / float64(len(score))
	}
	if spread = math.Sqrt(spread); !(spread > 1e-12) {
		return platt{0, math.Log((yes + 1) / (no + 1))}, nil
	}
	p := optimize.Problem{Func: func(x []float64) float64 {
		loss := .5 * x[0] * x[0] / 25 // a slope beyond five spreads wants evidence
		for i, s := range score {
			z := x[0]*(s-mean)/spread + x[1]
			t := low
			if is[i] {
				t = high
			}
			loss += softplus(z) - t*z
		}
		return loss
	}, Grad: func(grad, x []float64) {
		grad[0], grad[1] = x[0]/25, 0
		for i, s := range score {
			v := (s - mean) / spread
			t := low
			if is[i] {
				t = high
			}
			d := 1/(1+math.Exp(-x[0]*v-x[1])) - t
			grad[0], grad[1] = grad[0]+d*v, grad[1]+d
		}
	}}
	out, err := optimize.Minimize(p, []float64{0, math.Log((yes + 1) / (no + 1))}, &optimize.Settings{GradientThreshold: 1e-7}, &optimize.BFGS{})
	if err != nil && out == nil {
		return platt{}, fmt.Errorf("household: calibrate: %w", err)
	}
	a := math.Max(0, out.X[0]) // a score that points the wrong way says nothing
	return platt{a / spread, out.X[1] - a*mean/spread}, nil
}

func softplus(z float64) float64 {
	if z > 30 {
		return z
	}
	return math.Log1p(math.Exp(z))
}
