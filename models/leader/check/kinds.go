package check

import (
	"math"

	"gonum.org/v1/gonum/mathext"

	"github.com/linli-project/linli/models/leader"
)

const (
	leastSelf  = 3
	leastBurst = 8
	leastLate  = 3
)

// selfReferrals compares orders through one's own share with what is usual per share.
func selfReferrals(r *leader.Result) (out []Finding, tested float64, err error) {
	count, exposure := make([]float64, len(r.Sharers)), make([]float64, len(r.Sharers))
	for k := range r.Sharers {
		count[k], exposure[k] = r.Sharers[k].SelfOrders, r.Sharers[k].Shares
	}
	rate, size, err := measure(count, exposure)
	if err != nil {
		return nil, 0, err
	}
	for k := range r.Sharers {
		s := &r.Sharers[k]
		if s.SelfOrders < leastSelf {
			continue
		}
		e := rate * math.Max(1, s.Shares)
		out = append(out, Finding{Kind: SelfReferral, Sharer: k, Observed: s.SelfOrders, Expected: e, Base: s.SelfOrders + s.Orders, Amount: s.SelfAmount, p: tail(s.SelfOrders, e, size)})
	}
	return out, float64(len(r.Sharers)), nil
}

// bursts compares the orders of one day with the sharer's other days, times what the day was for others of the community. Somebody who
// shares seldom but reaches many has such days for innocent reasons: a day is as odd as the less odd of two questions, the second
// being whether it brought more than the shares made on it would (what one share of theirs brings, pulled to the chain's), or more
// buyers who had never bought (p-values: their maximum for both, twice their minimum for one of two).
func bursts(r *leader.Result, at map[int64]int, d Days, days float64) (out []Finding, tested float64, err error) {
	mean, over := 0.0, 0.0 // pooled: variance = mean + mean² / size
	seen := map[int64]bool{}
	for i, key := range d.Sharer {
		if seen[key] {
			continue
		}
		seen[key] = true
		m := d.OwnRest[i] / math.Max(1, days-1)
		mean += m * m
		over += d.OwnSquares[i]/math.Max(1, days-1) - m*m - m
	}
	size := 1.0
	if over > 0 && mean > 0 {
		size = math.Max(.2, math.Min(50, mean/over))
	}
	for k := range r.Sharers {
		if r.Sharers[k].Orders > 0 {
			tested += days
		}
	}
	rate, people, err := perShare(r)
	if err != nil {
		return nil, 0, err
	}
	fresh, brought := 0.0, 0.0
	for i := range d.Sharer {
		fresh, brought = fresh+d.NewBuyers[i], brought+d.Orders[i]
	}
	for i, key := range d.Sharer {
		k, known := at[key]
		if !known || d.Orders[i] < leastBurst {
			continue
		}
		usual := d.OthersAll[i] / days
		factor := (d.OthersDay[i] + 5) / (usual + 5) // a holiday is busy for all
		e := (d.OwnRest[i] + 1) / math.Max(1, days-1) * math.Max(1, factor)
		made := math.Max(1, d.Shares[i])
		each := (people + d.OwnRest[i]) / (people/rate + math.Max(0, r.Sharers[k].Shares-made))
		much := tail(d.Orders[i], made*each, math.Min(people+d.OwnRest[i], mostRegular))
		never := atLeast(d.NewBuyers[i], d.Orders[i], (fresh-d.NewBuyers[i]+.5)/(brought-d.Orders[i]+1))
		p := math.Max(tail(d.Orders[i], e, size), math.Min(1, 2*math.Min(much, never)))
		out = append(out, Finding{Kind: Burst, Sharer: k, Day: int32(d.Day[i]), Observed: d.Orders[i], Expected: e, Base: d.Shares[i], Amount: d.Amount[i], p: p})
	}
	return out, math.Max(tested, 1), nil
}

// mostRegular bounds how regular shares of one person are taken to be: a share that is passed on brings much at once.
const mostRegular = 10

// perShare is how many orders a share of somebody brings, and the size of the gamma distribution by which people differ in it.
func perShare(r *leader.Result) (rate, size float64, err error) {
	count, exposure := make([]float64, len(r.Sharers)), make([]float64, len(r.Sharers))
	for k := range r.Sharers {
		count[k], exposure[k] = r.Sharers[k].Orders, r.Sharers[k].Shares
	}
	return measure(count, exposure)
}

// atLeast is the chance of at least n of so many where each is one with this chance.
func atLeast(n, of, chance float64) float64 {
	if n <= 0 {
		return 1
	}
	return mathext.RegIncBeta(n, math.Max(0, of-n)+1, math.Min(1, chance))
}

// refunds compares orders refunded after a week with what is usual per order.
func refunds(r *leader.Result, at map[int64]int, late Late) (out []Finding, tested float64, err error) {
	count, exposure := make([]float64, len(r.Sharers)), make([]float64, len(r.Sharers))
	amount := make([]float64, len(r.Sharers))
	for i, key := range late.Sharer {
		if k, known := at[key]; known {
			count[k], amount[k] = late.Orders[i], late.Amount[i]
		}
	}
	for k := range r.Sharers {
		exposure[k] = r.Sharers[k].Orders + r.Sharers[k].Refunds
		if exposure[k] > 0 {
			tested++
		}
	}
	rate, size, err := measure(count, exposure)
	if err != nil {
		return nil, 0, err
	}
	for k := range r.Sharers {
		if count[k] < leastLate {
			continue
		}
		e := rate * math.Max(1, exposure[k])
		out = append(out, Finding{Kind: LateRefund, Sharer: k, Observed: count[k], Expected: e, Base: exposure[k], Amount: amount[k], p: tail(count[k], e, size)})
	}
	return out, math.Max(tested, 1), nil
}
