package household

import (
	"fmt"
	"math"
	"slices"
)

// MinBuyers is the fewest households of which a mix is told.
const MinBuyers = 20

// Estimator gathers what the households of all groups look like to a classifier, and then tells the groups' mixes.
type Estimator struct {
	c      *Classifier
	groups map[string]int
	names  []string
	group  []int32
	known  []int8      // kind of a household with a label, or -1
	like   [][]float32 // per classifier, the first and those of the bootstrap: likelihood of each kind, row after row
}

// NewEstimator starts without a household.
func NewEstimator(c *Classifier) *Estimator {
	return &Estimator{c: c, groups: map[string]int{}, like: make([][]float32, 1+len(c.again))}
}

// Add takes households with their groups and labels, "" where none was given.
func (e *Estimator) Add(t *Table, group, label []string) error {
	if err := t.check(); err != nil {
		return err
	}
	if len(group) != t.Rows || len(label) != t.Rows {
		return fmt.Errorf("household: %d rows, %d groups and %d labels; give one of each", t.Rows, len(group), len(label))
	}
	for b, c := range append([]*Classifier{e.c}, e.c.again...) {
		p := c.Posterior(t)
		for i := range t.Rows {
			for k, x := range p.RawRowView(i) {
				e.like[b] = append(e.like[b], float32(x/c.Share[k]))
			}
		}
	}
	for i, g := range group {
		at, ok := e.groups[g]
		if !ok {
			at = len(e.names)
			e.groups[g] = at
			e.names = append(e.names, g)
		}
		e.group = append(e.group, int32(at))
		e.known = append(e.known, int8(kindAt(e.c.Kinds, label[i])))
	}
	return nil
}

// Mix is what a group consists of.
type Mix struct {
	Group      string
	Households int
	Share      []float64 // of each kind
	Low        []float64 // 80 % interval
	High       []float64
}

// Result is the mix of all groups and of each.
type Result struct {
	Kinds    []string
	All      []float64 // mix of all households
	Strength []float64 // of the prior of each kind around All: how little groups differ, in households
	Groups   []Mix     // in order of their names; those below MinBuyers left out
}

// part is the probability that intervals state.
const part = .8

// gridPoints of a share.
const gridPoints = 101

// Estimate tells the mixes of all groups with enough households. From a bootstrap only its spread is taken.
func (e *Estimator) Estimate() Result {
	kinds := len(e.c.Kinds)
	members := make([][]int, len(e.names))
	for i, g := range e.group {
		members[g] = append(members[g], i)
	}
	order := make([]int, 0, len(e.names))
	for g := range e.names {
		if len(members[g]) >= MinBuyers {
			order = append(order, g)
		}
	}
	slices.SortFunc(order, func(a, b int) int {
		if e.names[a] < e.names[b] {
			return -1
		}
		return 1
	})
	out := Result{Kinds: e.c.Kinds, All: e.all(), Strength: make([]float64, kinds)}
	e.centre(out.All)
	posts := make([][]gridPost, len(order))
	for n, g := range order {
		rough := e.mixOf(0, members[g], out.All, 20)
		posts[n] = make([]gridPost, kinds)
		for k := range kinds {
			posts[n][k] = e.onGrid(members[g], rough, k)
		}
	}
	prior := make([][gridPoints]float64, kinds)
	for k := range kinds {
		prior[k], out.Strength[k] = learntPrior(posts, k, out.All[k])
	}
	spread := e.spread(order, members, out)
	for n, g := range order {
		m := Mix{Group: e.names[g], Households: len(members[g]), Share: make([]float64, kinds), Low: make([]float64, kinds), High: make([]float64, kinds)}
		sum, variance := 0.0, make([]float64, kinds)
		for k := range kinds {
			m.Share[k], variance[k] = posts[n][k].realised(e, members[g], k, prior[k])
			variance[k] += spread[n][k]
			sum += m.Share[k]
		}
		for k := range kinds {
			m.Share[k] /= sum
			m.Low[k], m.High[k] = interval(m.Share[k], variance[k])
		}
		out.Groups = append(out.Groups, m)
	}
	return out
}

// lookedAt bounds the households by which the mix of all is told.
const lookedAt = 50_000

// all is the mix of all households: that of the labelled, and the one that EM finds over all, each as far as it is sure. Labels are a sample;
// what EM finds depends on a classifier that was learnt from them, which the bootstrap shows.
func (e *Estimator) all() []float64 {
	kinds := len(e.c.Kinds)
	if len(e.like) < 3 || len(e.group) == 0 {
		return slices.Clone(e.c.Share)
	}
	stride := 1 + (len(e.group)-1)/lookedAt
	var some []int
	for i := 0; i < len(e.group); i += stride {
		some = append(some, i)
	}
	found := make([][]float64, len(e.like))
	for b := range e.like {
		found[b] = e.mixOf(b, some, e.c.Share, MinLabels)
	}
	out, sum := make([]float64, kinds), 0.0
	for k, share := range e.c.Share {
		mean, variance := 0.0, 0.0
		for _, f := range found[1:] {
			mean += f[k] / float64(len(found)-1)
		}
		for _, f := range found[1:] {
			variance += (f[k] - mean) * (f[k] - mean) / float64(len(found)-2)
		}
		sampled := share * (1 - share) / float64(e.c.Labels)
		weight := variance / (variance + sampled)
		out[k] = weight*share + (1-weight)*found[0][k]
		sum += out[k]
	}
	for k := range out {
		out[k] /= sum
	}
	return out
}

// centre scales the likelihoods of the kinds so that all households together look like their mix: what a classifier has wrong of all alike is
// then not taken for what a group is.
func (e *Estimator) centre(all []float64) {
	kinds := len(all)
	stride := 1 + (len(e.group)-1)/lookedAt
	for _, like := range e.like {
		scale := slices.Repeat([]float64{1}, kinds)
		for range 50 {
			mean, n := make([]float64, kinds), 0.0
			for i := 0; i < len(e.group); i += stride {
				sum := 0.0
				for k, x := range like[i*kinds : (i+1)*kinds] {
					sum += all[k] * scale[k] * float64(x)
				}
				for k, x := range like[i*kinds : (i+1)*kinds] {
					mean[k] += all[k] * scale[k] * float64(x) / sum
				}
				n++
			}
			moved := 0.0
			for k := range scale {
				step := all[k] / (mean[k] / n)
				scale[k] *= step
				moved = math.Max(moved, math.Abs(step-1))
			}
			if moved < 1e-4 {
				break
			}
		}
		for i := range like {
			like[i] *= float32(scale[i%kinds])
		}
	}
}
