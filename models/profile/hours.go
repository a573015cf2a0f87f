package profile

import (
	"fmt"
	"slices"
)

// HoursOptions say what a window may be.
type HoursOptions struct {
	Window   int     // hours; 0 means 3
	Prior    float64 // orders that the chain's hours weigh; 0 means 20
	Earliest int     // no push before this hour; 0 means 7
	Latest   int     // a window ends by this hour; 0 means 22
}

func (o HoursOptions) filled() (HoursOptions, error) {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.Window, 3}, {&o.Earliest, 7}, {&o.Latest, 22}} {
		if *f.v == 0 {
			*f.v = f.plain
		}
	}
	if o.Prior == 0 {
		o.Prior = priorOrders
	}
	if o.Window < 1 || o.Earliest < 0 || o.Latest > 24 || o.Earliest+o.Window > o.Latest {
		return o, fmt.Errorf("profile: no window of %d hours fits between %d and %d o'clock; widen them", o.Window, o.Earliest, o.Latest)
	}
	return o, nil
}

// Hours finds every community's best window between Earliest and Latest, next to
// the chain's. Rows are ordered by community.
func Hours(c CommunityHours, opt HoursOptions) ([]PushRow, error) {
	opt, err := opt.filled()
	if err != nil {
		return nil, err
	}
	if len(c.CommunityID) != len(c.Hour) || len(c.CommunityID) != len(c.Orders) {
		return nil, fmt.Errorf("profile: columns of unequal length: %d communities, %d hours, %d orders", len(c.CommunityID), len(c.Hour), len(c.Orders))
	}
	ids := slices.Compact(slices.Sorted(slices.Values(c.CommunityID)))
	clocks := make([]clock, len(ids))
	var chain clock
	for i, id := range c.CommunityID {
		k, _ := slices.BinarySearch(ids, id)
		if err := clocks[k].add(i, c.Hour[i], c.Orders[i]); err != nil {
			return nil, err
		}
		chain[c.Hour[i]] += float64(c.Orders[i])
	}
	wide := chain.shrunk(even(), 1)
	usual, usualShare := wide.best(opt)
	rows := make([]PushRow, 0, len(ids))
	for k, id := range ids {
		if clocks[k].total() == 0 {
			continue
		}
		shares := clocks[k].shrunk(wide, opt.Prior)
		start, share := shares.best(opt)
		rows = append(rows, PushRow{
			CommunityID: id, StartHour: uint8(start), EndHour: uint8(start + opt.Window), Share: share,
			ChainShare: wide.window(start, opt.Window), UsualShare: shares.window(usual, opt.Window),
			ChainBestStart: uint8(usual), ChainBestShare: usualShare, Orders: uint64(clocks[k].total()),
		})
	}
	return rows, nil
}

func (c clock) window(start, hours int) float64 {
	sum := 0.0
	for h := start; h < start+hours; h++ {
		sum += c[h]
	}
	return sum
}

// best is the window with the largest share, the earliest of equals.
func (c clock) best(opt HoursOptions) (start int, share float64) {
	for s := opt.Earliest; s+opt.Window <= opt.Latest; s++ {
		if v := c.window(s, opt.Window); v > share {
			start, share = s, v
		}
	}
	return start, share
}
