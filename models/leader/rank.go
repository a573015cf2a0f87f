package leader

import (
	"cmp"
	"math"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"gonum.org/v1/gonum/stat/distuv"
)

// rank sums up the posteriors and draws from them who stands where within the community.
func (a *attribution) rank(opt Options) {
	margin, orders := 0.0, 0.0
	for i := range a.r.Sharers {
		margin, orders = margin+a.r.Sharers[i].Margin, orders+a.r.Sharers[i].Orders
	}
	each := 0.0
	if orders > 0 {
		each = margin / orders
	}
	posterior := make([]gammaOf, len(a.r.Sharers))
	members := make([][]int32, len(a.proc.perCommunity))
	for k := range a.r.Sharers {
		members[a.proc.community[k]] = append(members[a.proc.community[k]], int32(k))
	}
	sideBySide(len(a.r.Sharers), func(k int) {
		of := &a.r.Sharers[k]
		posterior[k] = a.proc.posterior(int32(k), a.p)
		of.PerShare = posterior[k].times(1)
		of.Brought = Range{of.PerShare.Mean * of.Shares, of.PerShare.Low * of.Shares, of.PerShare.High * of.Shares}
		per := (marginPrior*each + of.Margin) / (marginPrior + of.Orders)
		of.BroughtMargin = Range{of.Brought.Mean * per, of.Brought.Low * per, of.Brought.High * per}
		if per < 0 {
			of.BroughtMargin.Low, of.BroughtMargin.High = of.BroughtMargin.High, of.BroughtMargin.Low
		}
		if of.Orders > 0 {
			of.OwnShare = 1 - math.Min(1, sumP(a.proc, int32(k))/of.Orders)
		}
	})
	a.descend()
	sideBySide(len(members), func(community int) { a.rankWithin(members[community], posterior, opt) })
}

// sideBySide does n pieces of work that do not touch each other on all cores.
func sideBySide(n int, work func(int)) {
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		all.Go(func() {
			for {
				from := int(next.Add(64)) - 64
				if from >= n {
					return
				}
				for i := from; i < min(n, from+64); i++ {
					work(i)
				}
			}
		})
	}
	all.Wait()
}

// descend gives each sharer what the shares brought that descend from theirs.
func (a *attribution) descend() {
	for i := range a.proc.events {
		e := &a.proc.events[i]
		if e.p == 0 {
			continue
		}
		for _, who := range a.c.chain(e.share, -1, nil) {
			if who != e.sharer {
				a.r.Sharers[who].Cascade += e.p
			}
		}
	}
	for k := range a.r.Sharers {
		a.r.Sharers[k].Cascade += a.r.Sharers[k].Brought.Mean
	}
}

func (a *attribution) rankWithin(members []int32, posterior []gammaOf, opt Options) {
	slices.SortFunc(members, func(x, y int32) int {
		p, q := &a.r.Sharers[x], &a.r.Sharers[y]
		return cmp.Or(cmp.Compare(q.Brought.Mean, p.Brought.Mean), cmp.Compare(p.User, q.User))
	})
	first := &a.r.Sharers[members[0]]
	rng := rand.New(rand.NewPCG(opt.Seed, uint64(first.Key)))
	places := make([][]int, len(members))
	type drawn struct {
		value float64
		k     int
	}
	draw := make([]drawn, len(members))
	for range opt.Draws {
		for k, m := range members {
			g := distuv.Gamma{Alpha: posterior[m].shape, Beta: posterior[m].rate, Src: rng}
			draw[k] = drawn{g.Rand() * a.r.Sharers[m].Shares, k}
		}
		slices.SortFunc(draw, func(x, y drawn) int { return cmp.Or(cmp.Compare(y.value, x.value), cmp.Compare(x.k, y.k)) })
		for place, d := range draw {
			places[d.k] = append(places[d.k], place+1)
		}
	}
	for k, m := range members {
		slices.Sort(places[k])
		of := &a.r.Sharers[m]
		of.Rank = k + 1
		of.RankLow = min(of.Rank, places[k][len(places[k])*5/100])
		of.RankHigh = max(of.Rank, places[k][min(len(places[k])-1, len(places[k])*95/100)])
	}
}
