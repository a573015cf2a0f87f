package household

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
)

// CrossOptions say how a cross-validation is made.
type CrossOptions struct {
	Folds    int // 0 means 10
	Repeats  int // of the folds; 0 means 3
	Resample int // bootstrap of the labelled in the first repeat, for the mixes; 0 means 6
	Groups   int // draws of all households into groups; 0 means 25
	Seed     uint64
	Each     func(done, of int)
}

// Quality says how well a kind is known of households that the classifier has not seen.
type Quality struct {
	Kind       string  `json:"kind"`
	Households int     `json:"households"`
	Share      float64 `json:"share"`
	AUC        float64 `json:"auc"` // of the repeats' mean
	Low        float64 `json:"auc_low"`
	High       float64 `json:"auc_high"` // 95 % interval, bootstrap over households
	LogLoss    float64 `json:"log_loss"`
	BaseLoss   float64 `json:"log_loss_of_average"`
	Mixes      []Drawn `json:"mixes"`
}

// Drawn is how well the mixes of groups are told.
type Drawn struct {
	Name     string  `json:"groups"`
	Groups   int     `json:"number"`
	Average  float64 `json:"mae_average"` // mean absolute error of guessing the average
	Sum      float64 `json:"mae_sum"`     // of the mean of the households' probabilities
	Ours     float64 `json:"mae_ours"`
	Coverage float64 `json:"coverage"` // share of groups whose truth lies in the 80 % interval
	Width    float64 `json:"width"`    // of that interval
}

// CrossValidate tells how well the first kind, in order of names, of two is known. Everything that is chosen is chosen without the fold.
func CrossValidate(ctx context.Context, t *Table, labels []string, kind string, store []string, o CrossOptions) (Quality, error) {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.Folds, 10}, {&o.Repeats, 3}, {&o.Resample, 6}, {&o.Groups, 25}} {
		if *f.v == 0 {
			*f.v = f.plain
		}
	}
	kinds := kindsOf(labels)
	if len(kinds) != 2 || !slices.Contains(kinds, kind) {
		return Quality{}, fmt.Errorf("household: %w: cross-validation wants %d households of %q and as many others at least", ErrFewLabels, MinLabels, kind)
	}
	at := slices.Index(kinds, kind)
	q := Quality{Kind: kind, Households: t.Rows}
	is := make([]bool, t.Rows)
	for i, l := range labels {
		if is[i] = l == kind; is[i] {
			q.Share += 1 / float64(t.Rows)
		}
	}
	rng := rand.New(rand.NewPCG(o.Seed, 0xc405))
	mean := make([]float64, t.Rows)
	var first unseen
	for rep := range o.Repeats {
		resample := 0
		if rep == 0 {
			resample = o.Resample
		}
		u, err := foldsOf(ctx, t, labels, kinds, o, resample, rng.Perm(t.Rows), func(fold int) {
			if o.Each != nil {
				o.Each(rep*o.Folds+fold, o.Repeats*o.Folds)
			}
		})
		if err != nil {
			return q, err
		}
		if rep == 0 {
			first = u
		}
		p := make([]float64, t.Rows)
		for i := range p {
			p[i] = u.posterior[i][at]
			mean[i] += p[i] / float64(o.Repeats)
			q.LogLoss -= math.Log(u.posterior[i][slices.Index(kinds, labels[i])]) / float64(t.Rows*o.Repeats)
			q.BaseLoss -= math.Log(u.share[i][slices.Index(kinds, labels[i])]) / float64(t.Rows*o.Repeats)
		}
		q.AUC += auc(p, is) / float64(o.Repeats)
	}
	var draws []float64
	for range 1000 {
		p, y := make([]float64, t.Rows), make([]bool, t.Rows)
		for i := range p {
			j := rng.IntN(t.Rows)
			p[i], y[i] = mean[j], is[j]
		}
		if a := auc(p, y); !math.IsNaN(a) {
			draws = append(draws, a-auc(mean, is)+q.AUC)
		}
	}
	slices.Sort(draws)
	q.Low, q.High = stat.Quantile(.025, stat.LinInterp, draws, nil), stat.Quantile(.975, stat.LinInterp, draws, nil)
	q.Mixes = first.mixes(is, at, store, rng, o.Groups)
	return q, nil
}

// unseen is what classifiers said of households that they had not seen.
type unseen struct {
	kinds     []string
	share     [][]float64 // of the labelled that the classifier learnt from, per household
	posterior [][]float64
	like      [][][]float64 // per classifier of the bootstrap, the first being the one itself
}

func foldsOf(ctx context.Context, t *Table, labels, kinds []string, o CrossOptions, resample int, perm []int, each func(int)) (unseen, error) {
	u := unseen{kinds: kinds, share: make([][]float64, t.Rows), posterior: make([][]float64, t.Rows), like: make([][][]float64, 1+resample)}
	for b := range u.like {
		u.like[b] = make([][]float64, t.Rows)
	}
	for fold := range o.Folds {
		if err := ctx.Err(); err != nil {
			return u, err
		}
		var in, out []int
		for i, row := range perm {
			if i%o.Folds == fold {
				out = append(out, row)
			} else {
				in = append(in, row)
			}
		}
		slices.Sort(in)
		said := make([]string, len(in))
		for i, row := range in {
			said[i] = labels[row]
		}
		c, err := Train(t.Select(in), said, Options{Resample: resample, Seed: o.Seed + uint64(fold)})
		if err != nil {
			return u, err
		}
		if !slices.Equal(c.Kinds, kinds) {
			return u, fmt.Errorf("household: %w: a fold has too few of a kind", ErrFewLabels)
		}
		test := t.Select(out)
		for b, other := range append([]*Classifier{c}, c.again...) {
			p := other.Posterior(test)
			for i, row := range out {
				like := make([]float64, len(kinds))
				for k, x := range p.RawRowView(i) {
					like[k] = x / other.Share[k]
				}
				u.like[b][row] = like
				if b == 0 {
					u.posterior[row], u.share[row] = slices.Clone(p.RawRowView(i)), c.Share
				}
			}
		}
		each(fold + 1)
	}
	return u, nil
}
