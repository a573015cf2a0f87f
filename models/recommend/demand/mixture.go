package demand

import (
	"math"
	"slices"
)

// groups of stores by how much is known of them.
const groups = 3

// Mixture holds the weights of the parts for stores of little, middle and much history.
type Mixture struct {
	Weights [groups][parts]float64
	Learned bool // false: nothing could be learned yet, the weights are those to start from
}

// Weights to start from, for want of any past: mostly the chain.
var start = [parts]float64{.15, .2, .25, .05, .05, .05, .1, .06, .05, .02, .02}

// plain is the mixture before anything was learned.
func plain() (m Mixture) {
	for g := range m.Weights {
		m.Weights[g] = start
	}
	return m
}

const (
	// remembered is how many periods back sales teach the weights.
	remembered = 3
	// mostEntries bounds the sales of a period that are looked at; of more, only every so-manieth store counts.
	mostEntries = 60_000
	// mostCount bounds, in mean sales, what one entry counts: a bulk order must not settle the weights.
	mostCount = 20
	// common is the weight of the common weights against the sales of a group.
	common = 300
	rounds = 60
)

// Learner keeps what the sales of past periods say about the weights.
type Learner struct{ samples []sample }

// sample is the sales of one period with what each part said of them before.
type sample struct {
	group []uint8
	count []float64
	said  []float32 // parts of each entry in turn
}

// Learn adds the sales of an origin's period, which must be known.
func (l *Learner) Learn(o *Origin) {
	p := o.p
	entries := 0
	for r := range p.item {
		if p.sold[r*p.Periods+o.Period] > 0 {
			entries++
		}
	}
	stride := 1 + entries/mostEntries
	group := o.groups()
	taken := make([]sample, (len(p.Stores)+stride-1)/stride)
	Side(len(taken), func() func(int) {
		said := newRows(len(p.Items))
		return func(k int) {
			s, filled := k*stride, false
			out := &taken[k]
			for r := p.start[s]; r < p.start[s+1]; r++ {
				y := float64(p.sold[r*p.Periods+o.Period])
				if y == 0 {
					continue
				}
				if !filled {
					o.fill(s, said)
					filled = true
				}
				out.group = append(out.group, uint8(group[s])) //nolint:gosec // 0 to 2
				out.count = append(out.count, y)
				for k := range said {
					out.said = append(out.said, float32(said[k][p.item[r]]))
				}
			}
		}
	})
	var all sample
	for _, t := range taken {
		all.group, all.count, all.said = append(all.group, t.group...), append(all.count, t.count...), append(all.said, t.said...)
	}
	mean := 0.0
	for _, y := range all.count {
		mean += y / float64(len(all.count))
	}
	for i, y := range all.count {
		all.count[i] = math.Min(mostCount, y/mean)
	}
	if l.samples = append(l.samples, all); len(l.samples) > remembered {
		l.samples = slices.Delete(l.samples, 0, 1)
	}
}

// Mixture gives the weights that make the remembered sales likeliest.
func (l *Learner) Mixture() Mixture {
	m := plain()
	n := 0
	for _, s := range l.samples {
		n += len(s.count)
	}
	if n == 0 {
		return m
	}
	m.Learned = true
	all := start
	for range rounds {
		sums := l.expect([groups][parts]float64{all, all, all})
		var next [parts]float64
		for g := range sums {
			for k, v := range sums[g] {
				next[k] += v
			}
		}
		for k := range next { // a little of the start: a part that had nothing to say yet is not written off
			next[k] += start[k]
		}
		all = share(next)
	}
	for g := range m.Weights {
		m.Weights[g] = all
	}
	for range rounds {
		sums := l.expect(m.Weights)
		for g := range sums {
			for k := range sums[g] {
				sums[g][k] += common * all[k]
			}
			m.Weights[g] = share(sums[g])
		}
	}
	return m
}

// expect sums up by group how much of the sales each part accounts for.
func (l *Learner) expect(w [groups][parts]float64) (sums [groups][parts]float64) {
	for _, s := range l.samples {
		for i, y := range s.count {
			g := s.group[i]
			said := s.said[i*int(parts) : (i+1)*int(parts)]
			total := 0.0
			for k, p := range said {
				total += w[g][k] * float64(p)
			}
			if total > 0 {
				for k, p := range said {
					sums[g][k] += y * w[g][k] * float64(p) / total
				}
			}
		}
	}
	return sums
}

func share(v [parts]float64) [parts]float64 {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	for k := range v {
		v[k] /= sum
	}
	return v
}

// groups parts the stores in three by how much is known of them.
func (o *Origin) groups() []int {
	var known []float64
	for _, v := range o.known {
		if v > 0 {
			known = append(known, v)
		}
	}
	slices.Sort(known)
	out := make([]int, len(o.known))
	if len(known) == 0 {
		return out
	}
	for s, v := range o.known {
		for g := 1; g < groups; g++ {
			if v >= known[g*len(known)/groups] && v > 0 {
				out[s] = g
			}
		}
	}
	return out
}
