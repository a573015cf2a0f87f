package household

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/mat"
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
