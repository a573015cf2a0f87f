package leader

import (
	"errors"
)

// Options of Attribute; zero values take the defaults in brackets.
type Options struct {
	Days  float64 // of the window [56]
	Seed  uint64  // of the draws for rank intervals
	Draws int     // [200]
}

// touchDays is how long a share that was opened counts as a touch of a purchase.
const touchDays = 7

// Attribute shares the purchases out among the sharers in three ways.
func Attribute(s Shares, p Purchases, o Opens, v Reach, h Hours, opt Options) (*Result, error) {
	if err := errors.Join(s.check(), p.check()); err != nil {
		return nil, err
	}
	if opt.Days <= 0 {
		opt.Days = 56
	}
	if opt.Draws <= 0 {
		opt.Draws = 200
	}
	c := climb(s)
	a := &attribution{s: s, p: p, c: c, r: &Result{Sharers: make([]Sharer, len(c.people))}, number: make(map[int64]int32, len(c.people))}
	for k, i := range c.people {
		a.number[s.Sharer[i]] = int32(k)
		a.r.Sharers[k] = Sharer{Key: s.Sharer[i], User: s.User[i], Store: s.Store[i], Community: s.Community[i]}
	}
	a.r.Notes.Orphans, a.r.Notes.Cycles = c.Orphans, c.Cycles
	a.r.Notes.Repeated = len(s.ID) - len(c.row)
	for i := range s.ID {
		if s.Recent[i] != 0 && c.row[s.ID[i]] == int32(i) {
			a.r.Sharers[c.sharer[i]].Shares++
		}
	}
	a.reach(v)
	a.lastTouch()
	a.shapley(o)
	if err := a.incremental(h, opt); err != nil {
		return nil, err
	}
	a.rank(opt)
	a.r.Viral = a.viral()
	a.finish()
	return a.r, nil
}

func (a *attribution) reach(v Reach) {
	for i, key := range v.Sharer {
		if k, known := a.number[key]; known {
			of := &a.r.Sharers[k]
			of.Visitors += v.Visitors[i]
			of.Opens += v.Opens[i]
			of.Clicks += v.Clicks[i]
		}
	}
}

type attribution struct {
	s      Shares
	p      Purchases
	c      *cascade
	r      *Result
	number map[int64]int32 // sharer by key
	proc   *process

	channels map[[2]string]*Channel
}

// through tells who shared what a purchase came through; self: the buyer.
func (a *attribution) through(i int) (share, sharer int32, self, known bool) {
	share, known = a.c.row[a.p.Share[i]]
	if !known {
		return -1, -1, false, false
	}
	sharer = a.c.sharer[share]
	return share, sharer, a.s.Sharer[share] == a.p.Buyer[i], true
}

func (a *attribution) channel(share int32) *Channel {
	k := [2]string{a.s.Store[share], a.s.Channel[share]}
	if a.channels == nil {
		a.channels = map[[2]string]*Channel{}
	}
	c := a.channels[k]
	if c == nil {
		c = &Channel{Store: k[0], Channel: k[1]}
		a.channels[k] = c
	}
	return c
}

func (a *attribution) lastTouch() {
	known, cost := 0.0, 0.0
	for i := range a.p.ID {
		known, cost = known+a.p.Known[i], cost+a.p.Cost[i]
	}
	rate := 0.0 // margin where the cost is not known
	if known > 0 {
		rate = (known - cost) / known
	}
	for i := range a.s.ID {
		if a.s.Recent[i] != 0 && a.c.row[a.s.ID[i]] == int32(i) {
			a.channel(int32(i)).Shares++
		}
	}
	for i := range a.p.ID {
		share, sharer, self, there := a.through(i)
		if !there {
			a.r.Notes.Strays++
			continue
		}
		of := &a.r.Sharers[sharer]
		if self {
			a.r.Notes.Selfs++
			of.SelfOrders += a.p.Orders[i]
			of.SelfAmount += a.p.Amount[i]
			continue
		}
		of.Refunds += a.p.Refunds[i]
		of.Refunded += a.p.Refunded[i]
		if !(a.p.Orders[i] > 0) {
			continue
		}
		of.Orders++
		of.Amount += a.p.Amount[i]
		of.Margin += a.p.Known[i] - a.p.Cost[i] + rate*(a.p.Amount[i]-a.p.Known[i])
		of.NewBuyers += float64(a.p.New[i] & 1)
		c := a.channel(share)
		c.Orders++
		c.Amount += a.p.Amount[i]
	}
}
