package customer

import "slices"

// Options are the days that part segments and the weight of the prior hours.
type Options struct {
	ActiveDays int     // at most so many days since the last order: active; 0 means 30
	LostDays   int     // more: lost; 0 means 90
	NewDays    int     // first order at most so long ago: new; 0 means 30
	Prior      float64 // orders that the community's hours weigh; 0 means 20
	Window     int     // days that RFM looks back on; 0 means 90
}

func (o Options) filled() Options {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.ActiveDays, 30}, {&o.LostDays, 90}, {&o.NewDays, 30}, {&o.Window, 90}} {
		if *f.v == 0 {
			*f.v = f.plain
		}
	}
	if o.Prior == 0 {
		o.Prior = priorOrders
	}
	return o
}

// The segments of users.
const (
	Champion  = "champion"
	Loyal     = "loyal"
	Promising = "promising"
	New       = "new"
	AtRisk    = "at_risk"
	Dormant   = "dormant"
	Lost      = "lost"
)

// Segment is the first that fits of: lost (more than LostDays since the last
// order); at_risk and dormant (more than ActiveDays, frequency score at least 4 and
// less); new (first order at most NewDays ago); champion (frequency and monetary
// scores at least 4); loyal (frequency score at least 3); promising.
func Segment(recencyDays, ageDays int64, f, m uint8, opt Options) string {
	opt = opt.filled()
	switch {
	case recencyDays > int64(opt.LostDays):
		return Lost
	case recencyDays > int64(opt.ActiveDays) && f >= 4:
		return AtRisk
	case recencyDays > int64(opt.ActiveDays):
		return Dormant
	case ageDays <= int64(opt.NewDays):
		return New
	case f >= 4 && m >= 4:
		return Champion
	case f >= 3:
		return Loyal
	}
	return Promising
}

// fifths are the sorted values of all users, by which each is scored.
type fifths []int64

func newFifths(values []int64) fifths { return slices.Sorted(slices.Values(values)) }

// score is 1 for the smallest values to 5; equal values share their mid-rank.
func (f fifths) score(v int64) uint8 {
	below, _ := slices.BinarySearch(f, v)
	upTo, _ := slices.BinarySearch(f, v+1)
	middle := float64(below+upTo) / 2 / float64(len(f))
	return uint8(min(5, 1+int(5*middle)))
}
