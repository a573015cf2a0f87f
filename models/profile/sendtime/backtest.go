package sendtime

import (
	"fmt"
	"slices"
)

// BacktestOptions say how the past is split and what is scored.
type BacktestOptions struct {
	Share    float64 // of orders that are scored; 0 means .2
	ByDay    bool    // split at one day for all users instead of in each user's own orders
	Hours    int     // of the window; 0 means 3
	Resample int     // of users, for the intervals; 0 means 2000
	Seed     uint64
	Each     func(stage string)
}

// Method is how one way of choosing did.
type Method struct {
	Name     string  `json:"name"`
	Hit      float64 `json:"hit"`      // share of later orders in the window
	Low      float64 `json:"hit_low"`  // 95 % interval
	High     float64 `json:"hit_high"` //
	Promised float64 `json:"promised"` // share that the curve expected there
	LogLoss  float64 `json:"log_loss"` // nats per order over 24 hours
	Gain     float64 `json:"gain"`     // hit less that of the chain's window
	GainLow  float64 `json:"gain_low"` // 95 % interval of the difference, same users
	GainHigh float64 `json:"gain_high"`
}

// Slice is how the chain's window and ours did on users with so many past orders.
type Slice struct {
	From    int     `json:"from"`
	To      int     `json:"to"` // 0: and more
	Users   int     `json:"users"`
	Orders  int     `json:"orders"`
	Chain   float64 `json:"chain_hit"`
	Hit     float64 `json:"hit"`
	LogLoss float64 `json:"log_loss"`
}

// Report is the outcome of a backtest.
type Report struct {
	Users   int      `json:"users"`
	Groups  int      `json:"groups"`
	Past    int      `json:"past_orders"`
	Later   int      `json:"later_orders"`
	Strange int      `json:"later_orders_of_users_without_past"`
	Start   int      `json:"chain_start_hour"`
	Hours   int      `json:"window_hours"`
	Fitting Fitting  `json:"fitting"`
	Methods []Method `json:"methods"`
	Slices  []Slice  `json:"slices"`
}

// The methods of a backtest.
const (
	ByChain        = "chain"
	ByChainWeekday = "chain, by weekday"
	ByOwn          = "own hours, unshrunk"
	ByGroup        = "group"
	ByUser         = "user (ours)"
)

// ownFloor is the weight in orders that the chain has in the unshrunk histogram, which else would be surprised without end.
const ownFloor = .01

// Backtest leaves the latest orders out, finds the parameters on the rest, and scores the windows and curves on those left out, day by
// day: the window for a Saturday is chosen for a Saturday. Intervals are of a bootstrap over users.
func Backtest(h *History, o BacktestOptions) (Report, error) {
	if o.Share == 0 {
		o.Share = .2
	}
	if o.Hours == 0 {
		o.Hours = 3
	}
	if o.Resample == 0 {
		o.Resample = 2000
	}
	if o.Share < 0 || o.Share >= 1 || o.Hours < 1 || o.Hours > Hours {
		return Report{}, fmt.Errorf("send time: share %v of later orders and a window of %d hours; the share lies between 0 and 1, the window has 1 to 24 hours", o.Share, o.Hours)
	}
	split := h.cutLast
	if o.ByDay {
		split = h.cutDay
	}
	whole := h.whole()
	past := split(whole, o.Share)
	r := Report{Hours: o.Hours}
	for u := range h.Users {
		n := int(whole[u] - past[u])
		r.Past += int(past[u] - h.first[u])
		if r.Later += n; n > 0 {
			r.Users++
			if past[u] == h.first[u] {
				r.Strange += n
			}
		}
	}
	if r.Past == 0 || r.Later == 0 {
		return r, fmt.Errorf("send time: %d orders of %d users leave nothing to learn from or nothing to score; give orders of users who came more than once", h.Orders(), len(h.Users))
	}
	if o.Each != nil {
		o.Each("finding the parameters on the past")
	}
	r.Fitting = fit(h, split(past, laterShare), past)
	if o.Each != nil {
		o.Each("scoring the later orders")
	}
	m := newModel(h, past, r.Fitting.Params, nil)
	names := []string{ByChain, ByChainWeekday, ByOwn, ByGroup, ByUser}
	r.Groups = len(h.Groups)
	if r.Groups < 2 {
		names = slices.DeleteFunc(names, func(s string) bool { return s == ByGroup })
	}
	overall := m.chainAll()
	usual, err := overall.Best(o.Hours, anyTime)
	if err != nil {
		return r, err
	}
	r.Start = usual.Start
	var users []int
	var results [][]outcome // user, method
	for u := range h.Users {
		if whole[u] > past[u] {
			users = append(users, u)
			results = append(results, m.scoreUser(u, whole[u], names, &overall, o.Hours))
		}
	}
	r.Methods = sumUp(names, users, results, m, whole, o)
	r.Slices = slicesOf(users, results, m, whole)
	return r, nil
}

// chainAll is the chain's curve over all days.
func (m *Model) chainAll() Curve {
	var all Curve
	for g := range m.counts {
		for d := range m.counts[g] {
			for s, n := range m.counts[g][d] {
				all[s/2] += n
			}
		}
	}
	even := Curve{}
	for h := range even {
		even[h] = 1.0 / Hours
	}
	return all.towards(&even, evenPrior)
}

// own is a user's histogram as it is.
func (m *Model) own(u int, chain *Curve) Curve {
	var c Curve
	for i := m.h.first[u]; i < m.past[u]; i++ {
		c[m.h.slot[i]/2]++
	}
	return c.towards(chain, ownFloor)
}
