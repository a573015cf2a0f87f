package simulate

import (
	"iter"
	"runtime"
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// Master is the world's master data.
type Master struct {
	Stores      []master.Store
	Communities []master.Community
	Categories  []master.Category
	Products    []master.Product
	Campaigns   []master.Campaign // some of them still to come
}

// Day is what happened on one business day.
type Day struct {
	Index  int
	Date   time.Time      // local midnight
	Events []event.Event  // in time order; shared, so not to be changed
	Stock  []master.Stock // in time order
}

// World is a simulated chain of stores. Its methods may be called from several goroutines.
type World struct {
	cfg      Config
	first    time.Time // local midnight of day 0
	festival time.Time

	products    []product
	appeal      [kinds][]float64 // cumulated popularity of the products for each kind of household
	lines       float64          // brings the mean basket to meanLines
	stores      []store
	communities []community
	users       []user
	campaigns   []campaign
	campaignsOf [][]int // by day
	almanac     []special

	fraud *fraud // nil: nobody cheats

	tag     uint64 // seed of the ids
	workers int    // shops at work side by side

	mu     sync.Mutex
	next   int // the day that shops can generate next
	shops  []*shop
	recent [2]*Day // the days last generated
	truth  dayTruth
}

// New builds a world: everything that does not change from day to day.
func New(cfg Config) (*World, error) {
	if err := cfg.validate(); err != nil {
		return nil, err
	}
	today := cfg.Today.In(Zone)
	w := &World{cfg: cfg, first: time.Date(today.Year(), today.Month(), today.Day()-cfg.Days, 0, 0, 0, 0, Zone), workers: runtime.GOMAXPROCS(0), tag: tagOf(cfg)}
	if f := cfg.Festival; !f.IsZero() {
		f = f.In(Zone)
		w.cfg.Festival = time.Date(f.Year(), f.Month(), f.Day(), 0, 0, 0, 0, Zone)
	}
	w.chooseFestival()
	w.buildCatalogue()
	w.weighAppeal()
	w.buildPopulation()
	w.weighCommunities()
	w.planCampaigns()
	w.rewind()
	if cfg.Fraud {
		w.fraud = w.planFraud()
	}
	return w, nil
}

// Today is the index of the running day.
func (w *World) Today() int { return w.cfg.Days }

// Date is the local midnight at which a day begins.
func (w *World) Date(day int) time.Time { return w.date(day) }

// Master returns the world's master data.
func (w *World) Master() Master {
	stores, communities := w.masterStores()
	return Master{Stores: stores, Communities: communities, Categories: masterCategories(w), Products: w.masterProducts(), Campaigns: w.masterCampaigns()}
}

// Day generates one business day; there are days after Today, too. Stock, shares and dropped-out users carry over from day
// to day, so the world keeps a cursor: the next day, and the two generated last, are at hand; a later day generates those
// between, an earlier one starts again from day 0. The result is the same either way. Before day 0 nothing happened.
func (w *World) Day(day int) *Day {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.day(day)
}

func (w *World) day(day int) *Day {
	if day < 0 {
		return &Day{Index: day, Date: w.date(day)}
	}
	for _, d := range w.recent {
		if d != nil && d.Index == day {
			return d
		}
	}
	if day < w.next {
		w.rewind()
	}
	for w.next <= day {
		w.recent[0], w.recent[1] = w.recent[1], w.generate(w.next)
		w.next++
	}
	return w.recent[1]
}

// dayOf is the index of the day that holds an instant.
func (w *World) dayOf(t time.Time) int {
	since := t.Sub(w.first)
	if since < 0 {
		return -1
	}
	return int(since / (24 * time.Hour))
}

// Between yields the events with from <= time < to, in time order.
func (w *World) Between(from, to time.Time) iter.Seq[event.Event] {
	return func(yield func(event.Event) bool) {
		for day := max(0, w.dayOf(from)); w.date(day).Before(to); day++ {
			for _, e := range w.Day(day).Events {
				if t := e.Common().Time; !t.Before(from) && t.Before(to) && !yield(e) {
					return
				}
			}
		}
	}
}

// StockBetween yields the stock movements with from <= time < to, in time order.
func (w *World) StockBetween(from, to time.Time) iter.Seq[master.Stock] {
	return func(yield func(master.Stock) bool) {
		for day := max(0, w.dayOf(from)); w.date(day).Before(to); day++ {
			for _, m := range w.Day(day).Stock {
				if !m.EventTime.Before(from) && m.EventTime.Before(to) && !yield(m) {
					return
				}
			}
		}
	}
}
