package leader

import "math"

// incremental separates what shares brought from what would have come anyway.
func (a *attribution) incremental(h Hours, opt Options) error {
	of, chain := rhythms(h, opt.Days)
	at := func(community string) *rhythm {
		if r := of[community]; r != nil {
			return r
		}
		return chain
	}
	n := len(a.r.Sharers)
	c := &process{of: make([][]int32, n), shares: make([]float64, n), rest: make([][2]float64, n), prior: make([]float64, n), claimPrior: make([]float64, n),
		brings: make([]float64, n), claims: make([]float64, n), community: make([]int32, n)}
	a.proc = c
	codes := map[string]int32{}
	for k := range a.r.Sharers {
		name := a.r.Sharers[k].Community
		if _, known := codes[name]; !known {
			codes[name] = int32(len(codes))
		}
		c.community[k] = codes[name]
	}
	c.perCommunity = make([]float64, len(codes))
	c.covariates = a.covariates()
	for i, id := range a.s.ID {
		if a.s.Recent[i] == 0 || a.c.row[id] != int32(i) {
			continue
		}
		k := a.c.sharer[i]
		today, tomorrow := at(a.s.Community[i]).rest(a.s.Weekend[i], a.s.Hour[i])
		c.shares[k]++
		c.rest[k][0] += today
		c.rest[k][1] += tomorrow
	}
	buyers := map[int64]int32{}
	var first []int32 // a purchase of each buyer
	for i := range a.p.ID {
		share, sharer, self, known := a.through(i)
		if !known || self || !(a.p.Orders[i] > 0) || a.s.Recent[share] == 0 {
			continue
		}
		b, there := buyers[a.p.Buyer[i]]
		if !there {
			b = int32(len(first))
			buyers[a.p.Buyer[i]] = b
			first = append(first, int32(i))
		}
		since := a.p.At[i] - a.s.At[share]
		if since < 0 {
			a.r.Notes.Early++
		}
		r := at(a.s.Community[share])
		e := arrival{row: int32(i), share: share, sharer: sharer, buyer: b, lag: lagOf(since), part: partOf(a.s.Hour[share]), next: a.p.Later[i] > 0,
			habit: r.habit, pace: r.density(a.p.Weekend[i], a.p.Hour[i])}
		if e.lag >= 0 {
			c.of[sharer] = append(c.of[sharer], int32(len(c.events)))
		}
		c.events = append(c.events, e)
	}
	own, err := learnHabits(a.p, first, chain.habit)
	if err != nil {
		return err
	}
	if err := c.run(a.p, own, first); err != nil {
		return err
	}
	a.fit()
	return nil
}

// covariates are what is known of a sharer beside the purchases: how many look without buying, per share, shrunk; and the number
// of shares. Both are logarithms.
func (a *attribution) covariates() [][]float64 {
	looks, shares := 1.0, 2.0
	n := len(a.r.Sharers)
	look := make([]float64, n)
	for k := range a.r.Sharers {
		of := &a.r.Sharers[k]
		look[k] = math.Max(0, of.Opens-of.Orders)
		looks, shares = looks+look[k], shares+of.Shares
	}
	mean := looks / shares
	z := [][]float64{make([]float64, n), make([]float64, n)}
	for k := range a.r.Sharers {
		of := &a.r.Sharers[k]
		z[0][k] = math.Log((1 + look[k]) / (1/mean + of.Shares) / mean)
		z[1][k] = math.Log(1 + of.Shares)
	}
	return z
}

// fit says what was learnt.
func (a *attribution) fit() {
	c, f := a.proc, &a.r.Fit
	f.Mean, f.Claim, f.Match, f.Orders = c.mean, c.claim, c.match, float64(len(c.events))
	var mass [nLags]float64
	cumulated, total := 0.0, 0.0
	for i := range c.events {
		if e := &c.events[i]; e.lag >= 0 {
			mass[e.lag] += e.p
			total += e.p
		}
	}
	f.Median = math.NaN()
	for l, m := range mass {
		if cumulated < total/2 && cumulated+m >= total/2 {
			f.Median = lagEdges[l] + (lagEdges[l+1]-lagEdges[l])*(total/2-cumulated)/m
		}
		cumulated += m
	}
	for i := range c.events {
		f.Brought += c.events[i].p
	}
}
