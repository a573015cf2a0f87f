package household

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
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

// differ is the standard deviation by which the shares of drawn groups differ, as those of neighbourhoods may.
const differ = .15

// mixes draws the households into groups and tells their mixes: at random in groups of 20 to 50, in groups whose shares differ as
// neighbourhoods' do, in such whose share is anything from none to all, which breaks what the estimate takes for granted, and by store.
func (u *unseen) mixes(is []bool, kind int, store []string, rng *rand.Rand, draws int) []Drawn {
	var random, differing, shifted []drawing
	n := len(is)
	average := 0.0
	for _, x := range is {
		if x {
			average += 1 / float64(n)
		}
	}
	size := math.Max(1, average*(1-average)/(differ*differ)-1)
	towns := distuv.Beta{Alpha: average * size, Beta: (1 - average) * size, Src: rng}
	var with, without []int
	for i, x := range is {
		if x {
			with = append(with, i)
		} else {
			without = append(without, i)
		}
	}
	for range draws {
		var r, d, s drawing
		perm := rng.Perm(n)
		for len(perm) >= MinBuyers {
			size := min(len(perm), MinBuyers+rng.IntN(31))
			r = append(r, perm[:size])
			perm = perm[size:]
		}
		drawn := func(share float64) (rows []int) {
			for range MinBuyers + rng.IntN(31) {
				if rng.Float64() < share {
					rows = append(rows, with[rng.IntN(len(with))])
				} else {
					rows = append(rows, without[rng.IntN(len(without))])
				}
			}
			return rows
		}
		for range r {
			d, s = append(d, drawn(towns.Rand())), append(s, drawn(rng.Float64()))
		}
		random, differing, shifted = append(random, r), append(differing, d), append(shifted, s)
	}
	out := []Drawn{u.score("20 to 50 households at random", random, is, kind), u.score("20 to 50, shares that differ by .15", differing, is, kind),
		u.score("20 to 50, any share from 0 to 1", shifted, is, kind)}
	byStore := map[string][]int{}
	for i, s := range store {
		byStore[s] = append(byStore[s], i)
	}
	var stores drawing
	for s, rows := range byStore {
		if s != "" && len(rows) >= MinBuyers {
			stores = append(stores, rows)
		}
	}
	slices.SortFunc(stores, func(a, b []int) int { return a[0] - b[0] })
	if len(stores) > 0 {
		out = append(out, u.score("by store", []drawing{stores}, is, kind))
	}
	return out
}

// drawing is a set of groups that are told together.
type drawing [][]int

func (u *unseen) score(name string, drawings []drawing, is []bool, kind int) Drawn {
	out := Drawn{Name: name}
	for _, groups := range drawings {
		e := &Estimator{c: &Classifier{Kinds: u.kinds, Share: u.share[0], Labels: len(is)}, groups: map[string]int{}, like: make([][]float32, len(u.like))}
		var truth, sum, average []float64
		for g, rows := range groups {
			e.names = append(e.names, fmt.Sprintf("%06d", g))
			var t, s, a float64
			for _, i := range rows {
				e.group, e.known = append(e.group, int32(g)), append(e.known, -1)
				for b := range u.like {
					for _, x := range u.like[b][i] {
						e.like[b] = append(e.like[b], float32(x))
					}
				}
				if is[i] {
					t++
				}
				s, a = s+u.posterior[i][kind], a+u.share[i][kind]
			}
			n := float64(len(rows))
			truth, sum, average = append(truth, t/n), append(sum, s/n), append(average, a/n)
		}
		for g, m := range e.Estimate().Groups {
			out.Groups++
			out.Average += math.Abs(average[g] - truth[g])
			out.Sum += math.Abs(sum[g] - truth[g])
			out.Ours += math.Abs(m.Share[kind] - truth[g])
			out.Width += m.High[kind] - m.Low[kind]
			if m.Low[kind] <= truth[g] && truth[g] <= m.High[kind] {
				out.Coverage++
			}
		}
	}
	n := float64(out.Groups)
	out.Average, out.Sum, out.Ours, out.Width, out.Coverage = out.Average/n, out.Sum/n, out.Ours/n, out.Width/n, out.Coverage/n
	return out
}

// auc is the chance that one of the kind scores above one of the others; NaN without both.
func auc(score []float64, is []bool) float64 {
	order := make([]int, len(score))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		switch {
		case score[a] < score[b]:
			return -1
		case score[a] > score[b]:
			return 1
		}
		return 0
	})
	yes, ranks := 0.0, 0.0
	for i := 0; i < len(order); {
		j := i
		for j < len(order) && score[order[j]] == score[order[i]] {
			j++
		}
		for k := i; k < j; k++ {
			if is[order[k]] {
				yes++
				ranks += float64(i+j+1) / 2 // middle rank of equals, from 1
			}
		}
		i = j
	}
	no := float64(len(score)) - yes
	if yes == 0 || no == 0 {
		return math.NaN()
	}
	return (ranks - yes*(yes+1)/2) / (yes * no)
}
