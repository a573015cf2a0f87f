package customer

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
