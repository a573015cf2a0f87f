package clv

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Cell is a customer, or Weight customers who are alike.
type Cell struct {
	Frequency float64 // repeat purchases
	Recency   float64 // from the first purchase to the last; 0 without repeats
	Age       float64 // from the first purchase to now
	Weight    float64 // customers; 0 means 1
}

// Check says what is impossible about a customer.
func (c Cell) Check() error {
	switch {
	case !(c.Frequency >= 0) || c.Frequency != math.Trunc(c.Frequency) || math.IsInf(c.Frequency, 0):
		return fmt.Errorf("frequency is %v; it is the number of repeat purchases, a whole number from 0", c.Frequency)
	case !(c.Age >= 0) || math.IsInf(c.Age, 0):
		return fmt.Errorf("the age T is %v; it is the time since the first purchase, from 0", c.Age)
	case !(c.Recency >= 0):
		return fmt.Errorf("recency is %v; it is the time from the first purchase to the last, from 0", c.Recency)
	case c.Recency > c.Age:
		return fmt.Errorf("recency %v lies beyond the age T %v; the last purchase cannot come after today", c.Recency, c.Age)
	case c.Frequency == 0 && c.Recency > 0:
		return fmt.Errorf("recency is %v without a repeat purchase; it is then 0", c.Recency)
	case c.Frequency > 0 && c.Age == 0:
		return fmt.Errorf("%v repeat purchases at the age of 0; count what is bought at one time once", c.Frequency)
	case !(c.Weight >= 0) || math.IsInf(c.Weight, 0):
		return fmt.Errorf("weight %v; it is the number of customers of the cell", c.Weight)
	}
	return nil
}

// compress adds up the weights of equal cells, in an order that does not depend on theirs.
func compress(cells []Cell) ([]Cell, error) {
	out := slices.Clone(cells)
	for i := range out {
		if err := out[i].Check(); err != nil {
			return nil, fmt.Errorf("clv: customer %d: %w", i, err)
		}
		if out[i].Weight == 0 {
			out[i].Weight = 1
		}
	}
	slices.SortFunc(out, func(x, y Cell) int {
		return cmp.Or(cmp.Compare(x.Frequency, y.Frequency), cmp.Compare(x.Recency, y.Recency), cmp.Compare(x.Age, y.Age), cmp.Compare(x.Weight, y.Weight))
	})
	n := 0
	for _, c := range out {
		if n > 0 && out[n-1].Frequency == c.Frequency && out[n-1].Recency == c.Recency && out[n-1].Age == c.Age {
			out[n-1].Weight += c.Weight
			continue
		}
		out[n] = c
		n++
	}
	return out[:n], nil
}
