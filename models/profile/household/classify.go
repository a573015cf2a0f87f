package household

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// Other is the kind of those whose kind has too few labels.
const Other = "other"

// MinLabels and MinTotal are the fewest labels of a kind, and of all kinds together, from which anything is learnt. maxLabels bounds what
// is learnt from: of more, the rows that come first.
const (
	MinLabels = 8
	MinTotal  = 40
	maxLabels = 8_000
)

// ErrFewLabels says that there are too few labels to know kinds by.
var ErrFewLabels = errors.New("too few labels to know the kinds of households by")

// Classifier knows how kinds of households differ in what they buy and when.
type Classifier struct {
	Kinds  []string  // in order, Other last
	Share  []float64 // of the labelled households
	Labels int
	reg    *regression
	calib  []platt
	again  []*Classifier // from resampled labels
}

// platt turns a kind's score into a probability.
type platt struct{ a, b float64 }

func (p platt) probability(score float64) float64 { return 1 / (1 + math.Exp(-p.a*score-p.b)) }

// Options say how sure one wants to be.
type Options struct {
	Resample int // bootstrap of the labelled; 0 is none
	Seed     uint64
}

// Train learns from labelled rows.
func Train(t *Table, labels []string, o Options) (*Classifier, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	if len(labels) != t.Rows {
		return nil, fmt.Errorf("household: %d labels for %d rows", len(labels), t.Rows)
	}
	kinds := kindsOf(labels)
	var rows, kind []int
	for i, l := range labels {
		k := kindAt(kinds, l)
		if k >= 0 && len(rows) < maxLabels {
			rows, kind = append(rows, i), append(kind, k)
		}
	}
	if len(rows) < MinTotal || len(kinds) < 2 {
		return nil, fmt.Errorf("household: %w: %d labels, %d kinds of which have %d and more; give %d labels of two kinds at least", ErrFewLabels, len(labels), len(kinds), MinLabels, MinTotal)
	}
	t = t.Select(rows)
	c, err := learn(t, kind, kinds, nil)
	if err != nil {
		return nil, err
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0x40e5))
	for range o.Resample {
		rows, of, drawn := make([]int, t.Rows), make([]int, t.Rows), make([]bool, t.Rows)
		for i := range rows {
			rows[i] = rng.IntN(t.Rows)
			of[i], drawn[rows[i]] = kind[rows[i]], true
		}
		other, err := learn(t.Select(rows), of, kinds, c)
		if err != nil {
			return nil, err
		}
		if err := other.calibrateOn(t, kind, drawn); err != nil {
			return nil, err
		}
		c.again = append(c.again, other)
	}
	return c, nil
}

// kindsOf lists the kinds with enough labels, and Other if the rest together has enough; else the rest teaches nothing.
func kindsOf(labels []string) []string {
	count := map[string]int{}
	for _, l := range labels {
		count[l]++
	}
	var kinds []string
	few := count[Other]
	for l, n := range count {
		switch {
		case l == Other || l == "":
		case n >= MinLabels:
			kinds = append(kinds, l)
		default:
			few += n
		}
	}
	slices.Sort(kinds)
	if few >= MinLabels {
		kinds = append(kinds, Other)
	}
	return kinds
}

// kindAt is the index of a label's kind, -1 for one that says nothing.
func kindAt(kinds []string, label string) int {
	if label == "" {
		return -1
	}
	if k := slices.Index(kinds, label); k >= 0 {
		return k
	}
	return slices.Index(kinds, Other)
}

// learn fits regression and calibration; what was chosen by a first one is kept.
func learn(t *Table, kind []int, kinds []string, first *Classifier) (*Classifier, error) {
	var given *fixed
	if first != nil {
		given = &fixed{first.reg.ridge, first.reg.weight}
	}
	r, err := train(t, kind, len(kinds), given)
	if err != nil {
		return nil, err
	}
	c := &Classifier{Kinds: kinds, Share: r.mean, Labels: t.Rows, reg: r, calib: make([]platt, len(kinds))}
	if first != nil {
		c.Share = first.Share
		return c, nil
	}
	score, is := make([]float64, t.Rows), make([]bool, t.Rows)
	for k := range kinds {
		for i := range score {
			score[i], is[i] = r.loo.At(i, k), kind[i] == k
		}
		if c.calib[k], err = calibrate(score, is); err != nil {
			return nil, err
		}
	}
	r.loo = nil
	return c, nil
}

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

// Posterior gives each row's probabilities of the kinds under the mix of the labelled, for the sums that follow. Keep it of nobody.
func (c *Classifier) Posterior(t *Table) *mat.Dense {
	p := c.reg.scores(t)
	for i := range t.Rows {
		row := p.RawRowView(i)
		sum := 0.0
		for k := range row {
			row[k] = math.Max(1e-6, c.calib[k].probability(row[k]))
			sum += row[k]
		}
		for k := range row {
			row[k] /= sum
		}
	}
	return p
}
