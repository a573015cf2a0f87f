package profile

import "fmt"

// priorOrders is the weight of the wider clock, in orders.
const priorOrders = 20

// detailOrders is the weight of the smoothed clock against the plain one, in orders.
const detailOrders = 100

// clock holds orders, or shares of them, per local hour.
type clock [24]float64

// kernel smooths around the clock: an hour, its neighbours, theirs. Triangular.
var kernel = [...]float64{3.0 / 9, 2.0 / 9, 1.0 / 9}

func (c clock) total() float64 {
	sum := 0.0
	for _, v := range c {
		sum += v
	}
	return sum
}

func (c clock) smooth() clock {
	var out clock
	for h, v := range c {
		out[h] += kernel[0] * v
		for d := 1; d < len(kernel); d++ {
			out[(h+d)%24] += kernel[d] * v
			out[(h+24-d)%24] += kernel[d] * v
		}
	}
	return out
}

// shrunk are the shares of orders: smoothed orders are pulled to shares by so many
// orders, and the plain ones to that, so that many orders keep their detail.
func (c clock) shrunk(shares clock, prior float64) clock {
	out, n := c.smooth(), c.total()
	for h := range out {
		smooth := (out[h] + prior*shares[h]) / (n + prior)
		out[h] = (c[h] + detailOrders*smooth) / (n + detailOrders)
	}
	return out
}

// even is the clock of somebody about whom nothing is known.
func even() clock {
	var c clock
	for h := range c {
		c[h] = 1.0 / 24
	}
	return c
}

// peak is the hour with the largest share, the first of equals.
func (c clock) peak() (int, float64) {
	best := 0
	for h, v := range c {
		if v > c[best] {
			best = h
		}
	}
	return best, c[best]
}

// add counts orders at an hour, refusing what is none.
func (c *clock) add(row int, hour, orders int64) error {
	if hour < 0 || hour > 23 {
		return fmt.Errorf("profile: row %d: hour %d; hours are 0 to 23", row, hour)
	}
	if orders < 0 {
		return fmt.Errorf("profile: row %d: %d orders; they cannot be negative", row, orders)
	}
	c[hour] += float64(orders)
	return nil
}

// userHours gathers the clock of each user, in the order given.
func userHours(b Buyers, h BuyerHours, order []int) ([]clock, error) {
	if len(h.UserID) != len(h.Hour) || len(h.UserID) != len(h.Orders) {
		return nil, fmt.Errorf("profile: columns of unequal length: %d users, %d hours, %d orders", len(h.UserID), len(h.Hour), len(h.Orders))
	}
	at := make(map[string]int, len(order))
	for k, i := range order {
		at[b.UserID[i]] = k
	}
	clocks := make([]clock, len(order))
	for row, id := range h.UserID {
		k, ok := at[id]
		if !ok {
			return nil, fmt.Errorf("profile: row %d: user %s has hours but no row among the buyers; use one window for both", row, id)
		}
		if err := clocks[k].add(row, h.Hour[row], h.Orders[row]); err != nil {
			return nil, err
		}
	}
	return clocks, nil
}

// communityClocks are the shares per community, shrunk to the chain's. Orders are
// whole numbers, so sums do not depend on the order of users.
func communityClocks(b Buyers, order []int, hours []clock, prior float64) map[string]clock {
	counts := make(map[string]clock)
	var chain clock
	for k, c := range hours {
		id := b.CommunityID[order[k]]
		sum := counts[id]
		for h, v := range c {
			sum[h] += v
			chain[h] += v
		}
		counts[id] = sum
	}
	wide := chain.shrunk(even(), 1)
	shares := make(map[string]clock, len(counts))
	for id, c := range counts {
		shares[id] = c.shrunk(wide, prior)
	}
	return shares
}
