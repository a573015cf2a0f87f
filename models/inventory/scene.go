package inventory

import (
	"cmp"
	"math"
	"slices"
)

// scene is one line made ready to be played through: what is on the shelf and
// under way, demand paths, and when later orders can come.
type scene struct {
	cost
	life, lead int
	fresh      float64
	pack       float64
	perPack    float64 // 1 / pack
	least      float64 // units of the smallest order
	arrives    int     // day of the order under decision
	cover      int     // days it serves
	days       int     // horizon
	paths      int
	weight     []float64 // of each day's cost
	demand     []float64 // a row of days per path
	stock      []batch
	inbound    []inbound
	later      []later // orders still to be made, by day of decision
	shelf      shelf
	come       []float64 // by day: what later orders bring
	round      float64   // share of a pack from which on later orders round up, another on each path
}

// inbound is a batch and the day on whose morning it comes.
type inbound struct {
	batch
	day int
}

// later is an order to be made on a day, up to a level of stock and goods under way.
type later struct {
	made, comes int
	mean, sd    float64 // of demand from the making until the delivery after
	wait        float64 // mean demand until it comes
	upTo        float64
}

// outcome is what an order leads to, in units per path unless said otherwise.
type outcome struct {
	fen    float64 // missed, wasted and kept over the horizon, by the days' weights
	missed float64 // within the days served
	sold   float64 // within the days served
	left   float64 // when the next delivery comes
	lost   float64 // spoiled within the days served
	wasted float64 // of what was there, under way or ordered now, whenever it spoils
	kept   float64 // fen for keeping within the days served
	enough float64 // share of paths in which nothing is missed in the days served
}

// aim sets what later orders fill up to: mean demand and safety times its spread.
func (s *scene) aim(safety float64) {
	for i := range s.later {
		l := &s.later[i]
		l.upTo = max(0, l.mean+safety*l.sd)
	}
}

// plan lists the later orders that come within the horizon, with mean and spread
// of the demand each has to last for.
func (s *scene) plan(deliveries []int) {
	s.later = s.later[:0]
	for i := 1; i < len(deliveries)-1 && deliveries[i] < s.days; i++ {
		l := later{made: max(0, deliveries[i]-s.lead), comes: deliveries[i]}
		until, n := min(deliveries[i+1], s.days), float64(s.paths)
		for p := range s.paths {
			row, sum := s.demand[p*s.days:(p+1)*s.days], 0.0
			for _, v := range row[l.made:l.comes] {
				sum += v
			}
			l.wait += sum / n
			for _, v := range row[l.comes:until] {
				sum += v
			}
			l.mean += sum / n
			l.sd += sum * sum / n
		}
		l.sd = math.Sqrt(max(0, l.sd-l.mean*l.mean))
		if until < deliveries[i+1] { // the last one lasts beyond the horizon
			f := float64(deliveries[i+1]-l.made) / float64(until-l.made)
			l.mean, l.sd = l.mean*f, l.sd*math.Sqrt(f)
		}
		s.later = append(s.later, l)
	}
}

// before is the stock on the morning of the arrival, without the order.
func (s *scene) before() draws {
	come := 0.0
	for _, b := range s.inbound {
		if b.day == s.arrives {
			come += b.units
		}
	}
	out := make(draws, s.paths)
	for i := range out {
		s.path(0, s.demand[i*s.days:i*s.days+s.arrives], &outcome{})
		out[i] = s.shelf.units + come
	}
	slices.Sort(out)
	return out
}

// wanted is the demand of the days served.
func (s *scene) wanted() draws {
	out := make(draws, s.paths)
	for i := range out {
		for _, v := range s.demand[i*s.days+s.arrives : i*s.days+s.arrives+s.cover] {
			out[i] += v
		}
	}
	slices.Sort(out)
	return out
}

// sorted puts batches in the order in which they spoil.
func sorted(b []batch) []batch {
	slices.SortStableFunc(b, func(x, y batch) int { return cmp.Compare(x.ends, y.ends) })
	return b
}
