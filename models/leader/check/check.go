// Package check finds what is worth a look before commission is paid on shares: orders through one's own share, rings of people who
// buy through each other's shares, bursts, and refunds that come after commission was settled.
//
// # What a finding is
//
// A question with its figures, never a verdict: what was seen, what would be usual, and an innocent reason that is possible. Each
// check compares a count with what is expected of somebody like them by a negative binomial distribution, whose spread is learnt
// from everybody (package shrink), so that whatever is common among the sharers of a chain is not odd. Fits leave out the
// highest counts (one of two hundred, of few up to two), so that the odd do not set the measure for themselves.
//
// A day of many orders is a burst only if it is odd in two ways: next to the sharer's other days, and next to what one share of theirs
// brings, or by how many of the buyers had never bought before.
//
// # False alarms
//
// The p-values of each check pass the rule of Benjamini and Hochberg (1995) over everything that was tested, found or not: of the
// findings that are published, at most 5 % are false alarms on average. Least counts come on top: 3 orders of one's own, 3 in each direction of
// a ring, 8 orders of a day, 3 late refunds.
//
// # Input and output
//
// The result of leader.Attribute, and columns of what it does not hold. Findings are ordered by kind, user and day. Money is fen. Errors:
// columns of different length.
package check

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"

	"gonum.org/v1/gonum/mathext"

	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/models/shrink"
)

// Kinds of findings.
const (
	SelfReferral = "self_referral"
	Ring         = "ring"
	Burst        = "burst"
	LateRefund   = "refund"
)

// Finding is something worth a look about one sharer.
type Finding struct {
	Kind           string
	Sharer         int   // position in Result.Sharers
	Others         []int // of a ring
	Day            int32 // of a burst: days since 1970-01-01
	Observed       float64
	Expected       float64
	Base           float64 // out of how many
	Q              float64
	Amount         float64 // fen at stake
	TextZh, TextEn string
	p              float64
	ring           int // number of the ring, so that it counts once
}

// Days are days on which somebody's shares brought many orders; see the query leader_days.
type Days struct {
	Sharer                                    []int64
	Day                                       []int64 // days since 1970-01-01
	Shares, Orders, NewBuyers, Amount         []float64
	OwnRest, OwnSquares, OthersDay, OthersAll []float64 // orders of the sharer on other days, their squares; of others, that day and in all
}

// Late are orders refunded more than a week after they were made.
type Late struct {
	Sharer         []int64
	Orders, Amount []float64
}

// Options of Look.
type Options struct {
	Days float64 // of the window [56]
	FDR  float64 // share of false alarms among the findings [.05]
}

// Look runs all checks.
func Look(r *leader.Result, days Days, late Late, o Options) ([]Finding, error) {
	if o.Days <= 0 {
		o.Days = 56
	}
	if o.FDR <= 0 {
		o.FDR = .05
	}
	n := len(days.Sharer)
	for _, m := range []int{len(days.Day), len(days.Shares), len(days.Orders), len(days.NewBuyers), len(days.Amount), len(days.OwnRest), len(days.OwnSquares), len(days.OthersDay), len(days.OthersAll)} {
		if m != n {
			return nil, fmt.Errorf("check: days have columns of %d and %d rows; give one value of each per day", n, m)
		}
	}
	if len(late.Sharer) != len(late.Orders) || len(late.Sharer) != len(late.Amount) {
		return nil, errors.New("check: late refunds have columns of different length; give one value of each per sharer")
	}
	at := make(map[int64]int, len(r.Sharers))
	for k := range r.Sharers {
		at[r.Sharers[k].Key] = k
	}
	var out []Finding
	for _, look := range []func() ([]Finding, float64, error){
		func() ([]Finding, float64, error) { return selfReferrals(r) },
		func() ([]Finding, float64, error) { return rings(r) },
		func() ([]Finding, float64, error) { return bursts(r, at, days, o.Days) },
		func() ([]Finding, float64, error) { return refunds(r, at, late) },
	} {
		found, tested, err := look()
		if err != nil {
			return nil, err
		}
		out = append(out, keep(found, tested, o.FDR)...)
	}
	for i := range out {
		out[i].tell(o.Days)
	}
	slices.SortFunc(out, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.Kind, b.Kind), cmp.Compare(r.Sharers[a.Sharer].User, r.Sharers[b.Sharer].User), cmp.Compare(a.Day, b.Day))
	})
	return out, nil
}

// keep is the rule of Benjamini and Hochberg over so many tests; the findings of one ring are one test.
func keep(found []Finding, tested, fdr float64) []Finding {
	slices.SortStableFunc(found, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.p, b.p), cmp.Compare(a.ring, b.ring), cmp.Compare(a.Sharer, b.Sharer))
	})
	place, last := 0.0, 0
	places := make([]float64, len(found))
	for i := range found {
		if found[i].ring == 0 || found[i].ring != last {
			place++
		}
		last = found[i].ring
		places[i] = place
	}
	q := 1.0
	for i := len(found) - 1; i >= 0; i-- {
		q = math.Min(q, found[i].p*math.Max(tested, place)/places[i])
		found[i].Q = q
	}
	return slices.DeleteFunc(found, func(f Finding) bool { return f.Q > fdr })
}

// tail is the chance of at least so many where so many are expected, of a negative binomial count.
func tail(count, expected, size float64) float64 {
	if count <= 0 {
		return 1
	}
	if !(expected > 0) {
		expected = 1e-6
	}
	return mathext.RegIncBeta(count, size, expected/(size+expected))
}

// trimmed is how many of the highest counts set no measure: one of two hundred, of few at most two.
func trimmed(n int) int { return max(n/200, min(2, n/15)) }

// measure learns from everybody but those with the highest counts how many a unit of exposure brings, and the spread.
func measure(count, exposure []float64) (rate, size float64, err error) {
	order := make([]int, len(count))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(count[a], count[b]) })
	order = order[:len(order)-trimmed(len(order))]
	sum, all := 0.0, 0.0
	for _, i := range order {
		sum, all = sum+count[i], all+exposure[i]
	}
	rate = (sum + .5) / (all + 1)
	c, e := make([]float64, len(order)), make([]float64, len(order))
	for k, i := range order {
		c[k], e[k] = count[i], math.Max(rate*exposure[i], 1e-9)
	}
	size, err = shrink.FitRate(c, e, nil)
	return rate, size, err
}
