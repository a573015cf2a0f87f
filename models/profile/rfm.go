package profile

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// RFMOptions are the days that part segments and the weight of the prior hours.
type RFMOptions struct {
	ActiveDays int     // at most so many days since the last order: active; 0 means 30
	LostDays   int     // more: lost; 0 means 90
	NewDays    int     // first order at most so long ago: new; 0 means 30
	Prior      float64 // orders that the community's hours weigh; 0 means 20
}

func (o RFMOptions) filled() RFMOptions {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.ActiveDays, 30}, {&o.LostDays, 90}, {&o.NewDays, 30}} {
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
func Segment(recencyDays, ageDays int64, f, m uint8, opt RFMOptions) string {
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

// RFM profiles every user of b; h may lack users, whose hours are then their
// community's. Rows are ordered by user.
func RFM(b Buyers, h BuyerHours, opt RFMOptions) ([]UserRow, error) {
	opt = opt.filled()
	if err := b.check(); err != nil {
		return nil, err
	}
	order := make([]int, len(b.UserID))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(b.UserID[x], b.UserID[y]) })
	for k := 1; k < len(order); k++ {
		if id := b.UserID[order[k]]; id == b.UserID[order[k-1]] {
			return nil, fmt.Errorf("profile: user %s is there twice (rows %d and %d); give one row per user", id,
				min(order[k], order[k-1]), max(order[k], order[k-1]))
		}
	}
	r, f, m := scores(b.RecencyDays), scores(b.Orders), scores(b.MonetaryFen)
	hours, err := userHours(b, h, order)
	if err != nil {
		return nil, err
	}
	communities := communityClocks(b, order, hours, opt.Prior)
	rows := make([]UserRow, len(order))
	for k, i := range order {
		c := hours[k].shrunk(communities[b.CommunityID[i]], opt.Prior)
		hour, share := c.peak()
		rows[k] = UserRow{
			UserID: b.UserID[i], CommunityID: b.CommunityID[i], StoreID: b.StoreID[i],
			RecencyDays: uint16(min(b.RecencyDays[i], math.MaxUint16)), Frequency: uint32(min(b.Orders[i], math.MaxUint32)),
			MonetaryFen: b.MonetaryFen[i], RScore: 6 - r[i], FScore: f[i], MScore: m[i],
			Segment: Segment(b.RecencyDays[i], b.AgeDays[i], f[i], m[i], opt), ActiveHour: uint8(hour), ActiveHourShare: share,
		}
	}
	return rows, nil
}

func (b *Buyers) check() error {
	n := len(b.UserID)
	if len(b.CommunityID) != n || len(b.StoreID) != n || len(b.Orders) != n || len(b.RecencyDays) != n ||
		len(b.MonetaryFen) != n || len(b.AgeDays) != n {
		return fmt.Errorf("profile: columns of unequal length; all must have the %d rows of user_id", n)
	}
	for i, id := range b.UserID {
		switch {
		case b.Orders[i] < 1:
			return fmt.Errorf("profile: row %d (user %s): %d orders; leave out users without a paid order", i, id, b.Orders[i])
		case b.RecencyDays[i] < 0 || b.AgeDays[i] < b.RecencyDays[i]:
			return fmt.Errorf("profile: row %d (user %s): last order %d days ago, first %d; it must be 0 <= last <= first",
				i, id, b.RecencyDays[i], b.AgeDays[i])
		}
	}
	return nil
}

// scores by fifths, 1 for the smallest values; equal values share their mid-rank.
func scores(values []int64) []uint8 {
	sorted := slices.Sorted(slices.Values(values))
	out := make([]uint8, len(values))
	for i, v := range values {
		below, _ := slices.BinarySearch(sorted, v)
		upTo, _ := slices.BinarySearch(sorted, v+1)
		middle := float64(below+upTo) / 2 / float64(len(sorted))
		out[i] = uint8(min(5, 1+int(5*middle)))
	}
	return out
}
