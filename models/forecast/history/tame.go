package history

import "slices"

// A day is absurd when it is many times the median day with sales of its series; of a series with too few of them, when it is as
// many times the largest day that the other series are left with.
const (
	absurdTimes = 20
	absurdDays  = 5 // with sales, before a series' median says anything
)

// tame takes absurd days down to the bound and counts them.
func tame(series []Series) (n int) {
	var most float32
	var few []int
	for i := range series {
		s := &series[i]
		median, ok := s.median()
		if !ok {
			few = append(few, i)
			continue
		}
		n += s.limit(absurdTimes * median)
		if len(s.Sold) > 0 {
			most = max(most, slices.Max(s.Sold))
		}
	}
	if most > 0 {
		for _, i := range few {
			n += series[i].limit(absurdTimes * most)
		}
	}
	return n
}

// median is that of the days with sales.
func (s *Series) median() (float32, bool) {
	days := make([]float32, 0, len(s.Sold))
	for _, y := range s.Sold {
		if y > 0 {
			days = append(days, y)
		}
	}
	if len(days) < absurdDays {
		return 0, false
	}
	slices.Sort(days)
	return days[len(days)/2], true
}

func (s *Series) limit(bound float32) (n int) {
	for i, y := range s.Sold {
		if y > bound {
			s.Sold[i] = bound
			n++
		}
	}
	return n
}
