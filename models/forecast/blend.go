package forecast

import (
	"gonum.org/v1/gonum/mat"

	"github.com/linli-project/linli/models/forecast/history"
)

// Kinds of series that have weights of their own, by the share of days without sales in eight weeks.
const (
	dense = iota
	medium
	sparse
	segments
)

var segmentNames = [segments]string{"dense", "medium", "sparse"}

func segmentOf(s *history.Series, origin int32) int {
	zeros, days := 0, 0
	for day := origin - 55; day <= origin; day++ {
		if y, ok := s.At(day); ok {
			days++
			if y == 0 {
				zeros++
			}
		}
	}
	switch {
	case 5*zeros < days:
		return dense
	case 5*zeros < 3*days:
		return medium
	}
	return sparse
}

// shares are the convex weights of the members, per kind of series.
type shares [segments][]float64

const (
	priorRows = 300  // days that the shares expected beforehand weigh
	leastPart = 0.04 // a member of less in every segment is not asked
)

// expected are the shares before anything was seen.
func expected(used []bool) []float64 {
	w := make([]float64, len(used))
	switch {
	case used[boosted] && used[leveled]:
		w[boosted], w[leveled] = 0.8, 0.2
	case used[boosted]:
		w[boosted] = 1
	case used[leveled]:
		w[leveled] = 1
	default:
		for m, n := range used {
			if n {
				w[m] = 1
			}
		}
		project(w, used)
	}
	return w
}

// fit finds the shares under which the blend comes closest to what the casts' days in stock sold, in squares over the mean, as
// sales vary about so. Members that matter nowhere are dropped, and the others fitted again.
func (f *forecaster) fit(casts []*cast, used []bool) shares {
	for {
		var w shares
		for g := range segments {
			w[g] = f.fitSegment(casts, used, g)
		}
		left := make([]bool, len(used))
		dropped := false
		for m := range used {
			for g := range segments {
				left[m] = left[m] || w[g][m] >= leastPart
			}
			dropped = dropped || used[m] && !left[m]
		}
		if !dropped {
			return w
		}
		used = left
	}
}

func (f *forecaster) fitSegment(casts []*cast, used []bool, segment int) []float64 {
	n := len(used)
	a, b := mat.NewSymDense(n, nil), make([]float64, n)
	rows, members := 0.0, 0.0
	p := make([]float64, n)
	for _, u := range used {
		if u {
			members++
		}
	}
	for _, c := range casts {
		level := f.levels(c, used, segment)
		f.rehearsed(c, used, segment, p, func(y float64) {
			mean := 0.0
			for m := range p {
				p[m] *= level[m]
				mean += p[m]
			}
			weight := 1 / (mean/members + 0.05*f.scale)
			rows++
			for m := range p {
				b[m] += weight * p[m] * y
				for o := m; o < n; o++ {
					a.SetSym(m, o, a.At(m, o)+weight*p[m]*p[o])
				}
			}
		})
	}
	prior := expected(used)
	if rows == 0 {
		return prior
	}
	// The prior weighs as much as days of the usual kind.
	usual := 0.0
	for m := range n {
		usual = max(usual, a.At(m, m)/rows)
	}
	for m := range n {
		a.SetSym(m, m, a.At(m, m)+priorRows*usual)
		b[m] += priorRows * usual * prior[m]
	}
	return onSimplex(a, b, used, prior)
}

// mostLevel bounds by how much a member may be off in total and still be taken for what it says of the differences between days.
const mostLevel = 1.25

// levels are the factors that bring each member's total to what was sold. Shares are fitted on members so corrected: a rehearsed week in
// which everybody bought less would otherwise speak for whoever says little, though the next week is another.
func (f *forecaster) levels(c *cast, used []bool, segment int) []float64 {
	total, sold := make([]float64, len(used)), 0.0
	p := make([]float64, len(used))
	f.rehearsed(c, used, segment, p, func(y float64) {
		sold += y
		for m := range p {
			total[m] += p[m]
		}
	})
	for m := range total {
		if total[m] > 0 && sold > 0 {
			total[m] = min(max(sold/total[m], 1/mostLevel), mostLevel)
		} else {
			total[m] = 1
		}
	}
	return total
}

// rehearsed calls do for every day in stock after a cast of the segment's series, with what the members say of it in p.
func (f *forecaster) rehearsed(c *cast, used []bool, segment int, p []float64, do func(y float64)) {
	for k, i := range c.series {
		s := &f.h.Series[i]
		if segmentOf(s, c.origin) != segment {
			continue
		}
		for h := range f.o.Horizon {
			day := c.origin + int32(h) + 1
			if y, ok := s.At(day); ok && day <= f.h.Last && c.say(k, h, used, p) {
				do(float64(y))
			}
		}
	}
}

// say fills in what the used members say of a day; false if one of them says nothing.
func (c *cast) say(k, h int, used []bool, p []float64) bool {
	for m, u := range used {
		p[m] = 0
		if !u {
			continue
		}
		if c.mean[m] == nil || c.mean[m][k] == nil {
			return false
		}
		p[m] = float64(c.mean[m][k][h])
	}
	return true
}

// blend is the mean of a series' day under the shares: members that say nothing leave theirs to the others.
func (c *cast) blend(k, h int, w []float64) float64 {
	sum, weight := 0.0, 0.0
	for m, share := range w {
		if share > 0 && c.mean[m] != nil && c.mean[m][k] != nil {
			sum += share * float64(c.mean[m][k][h])
			weight += share
		}
	}
	if weight == 0 {
		return -1
	}
	return sum / weight
}
