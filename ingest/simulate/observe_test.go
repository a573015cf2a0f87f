package simulate

import (
	"math"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// seen is what an observer of the default world's events knows, without the truth.
type seen struct {
	world                *World
	count                map[string]int // events by type and kind
	orders               []int          // placed, by day
	throughShare, placed int
	units                map[[2]string][]float64       // kept, by store and product, by day
	soldOut              map[[2]string][]bool          // spot goods
	buyers               map[string]map[string]bool    // by community
	bought               map[[2]string]map[string]bool // by community and category
	visits               map[string]*[24]float64       // by community, hours of sessions
	shares, lastTouch    map[string]float64            // by sharer: shares; paid orders that came through them
	truth                map[string]map[[2]string]float64
	byDay                map[string]map[[2]string][]float64
	took                 time.Duration
}

var observe = sync.OnceValue(func() *seen {
	start := time.Now()
	w, err := New(Default())
	if err != nil {
		panic(err)
	}
	days := w.Today()
	o := &seen{world: w, count: map[string]int{}, orders: make([]int, days), units: map[[2]string][]float64{}, soldOut: map[[2]string][]bool{},
		buyers: map[string]map[string]bool{}, bought: map[[2]string]map[string]bool{}, visits: map[string]*[24]float64{},
		truth: map[string]map[[2]string]float64{}, byDay: map[string]map[[2]string][]float64{}, shares: map[string]float64{}, lastTouch: map[string]float64{}}
	category := map[string]string{}
	for _, p := range w.Master().Products {
		category[p.ProductID] = p.Category
	}
	type placed struct {
		day   int
		lines []event.Line
	}
	open := map[string]placed{}
	add := func(e *event.Order, p placed, sign float64) {
		for _, l := range p.lines {
			k := [2]string{e.StoreID, l.ProductID}
			if o.units[k] == nil {
				o.units[k] = make([]float64, days)
			}
			if p.day < days {
				o.units[k][p.day] += sign * float64(l.Quantity) / 1000
			}
		}
	}
	sessions, sharer := map[string]bool{}, map[string]string{}
	for d := range days + 1 {
		day := w.Day(d)
		for _, m := range day.Stock {
			if m.Kind == "sold_out" && d < days {
				k := [2]string{m.StoreID, m.ProductID}
				if o.soldOut[k] == nil {
					o.soldOut[k] = make([]bool, days)
				}
				o.soldOut[k][d] = true
			}
		}
		for _, e := range day.Events {
			o.count[string(e.Type())]++
			switch e := e.(type) {
			case *event.Click:
				if e.ShareID == "" && !sessions[e.SessionID] { // who follows a share keeps the hour of the sharer
					sessions[e.SessionID] = true
					if o.visits[e.CommunityID] == nil {
						o.visits[e.CommunityID] = &[24]float64{}
					}
					o.visits[e.CommunityID][e.Time.In(Zone).Hour()]++
				}
			case *event.Share:
				sharer[e.ShareID] = e.UserID
				o.shares[e.UserID]++
			case *event.Order:
				o.count[e.Status]++
				if e.Status == "paid" && e.ShareID != "" {
					o.lastTouch[sharer[e.ShareID]]++
				}
				switch e.Status {
				case "placed":
					open[e.OrderID] = placed{d, e.Lines}
					add(e, open[e.OrderID], 1)
					o.placed++
					if e.ShareID != "" {
						o.throughShare++
					}
					if d < days {
						o.orders[d]++
					}
				case "paid":
					if d == days {
						break
					}
					if o.buyers[e.CommunityID] == nil {
						o.buyers[e.CommunityID] = map[string]bool{}
					}
					o.buyers[e.CommunityID][e.UserID] = true
					for _, l := range e.Lines {
						k := [2]string{e.CommunityID, category[l.ProductID]}
						if o.bought[k] == nil {
							o.bought[k] = map[string]bool{}
						}
						o.bought[k][e.UserID] = true
					}
				case "cancelled", "refunded":
					p := open[e.OrderID]
					if len(e.Lines) > 0 {
						p.lines = e.Lines
					}
					add(e, p, -1)
				}
			}
		}
	}
	for _, r := range w.Truth() {
		k := [2]string{r.Key1, r.Key2}
		if r.Day.Equal(always) {
			if o.truth[r.Kind] == nil {
				o.truth[r.Kind] = map[[2]string]float64{}
			}
			o.truth[r.Kind][k] = r.Value
			continue
		}
		if o.byDay[r.Kind] == nil {
			o.byDay[r.Kind] = map[[2]string][]float64{}
		}
		if o.byDay[r.Kind][k] == nil {
			o.byDay[r.Kind][k] = make([]float64, days+1)
		}
		o.byDay[r.Kind][k][int(r.Day.Sub(utcDay(w.Date(0)))/(24*time.Hour))] = r.Value
	}
	o.took = time.Since(start)
	return o
})

func correlation(a, b []float64) float64 {
	var ma, mb float64
	for i := range a {
		ma += a[i] / float64(len(a))
		mb += b[i] / float64(len(a))
	}
	var ab, aa, bb float64
	for i := range a {
		ab += (a[i] - ma) * (b[i] - mb)
		aa += (a[i] - ma) * (a[i] - ma)
		bb += (b[i] - mb) * (b[i] - mb)
	}
	return ab / math.Sqrt(aa*bb)
}

func within(t *testing.T, what string, got, low, high float64) {
	t.Helper()
	t.Logf("%s: %.4g", what, got)
	if !(got >= low && got <= high) {
		t.Errorf("%s is %.4g, want %.4g to %.4g", what, got, low, high)
	}
}
