package recommend

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/recommend/assortment"
	"github.com/linli-project/linli/models/recommend/backtest"
	"github.com/linli-project/linli/models/recommend/demand"
)

// Options of the advice; 0 is the plain choice.
type Options struct {
	Candidates int     // products looked at per store beside its own; 0 means 600
	Keeps      int     // keep rows per store, at most; 0 means 30
	Changes    int     // add and drop rows per store, at most each; 0 means 10
	Tests      int     // places for tests, at most; 0 means 5, negative none; never more than a twentieth of the slots, but one from ten on
	Beyond     int     // candidates listed behind the range; 0 means 60
	Enough     float64 // order lines from which a store counts for the length of the lists compared; 0 means 50
	// Each takes the candidates of some stores at a time, in order: there may be millions. nil: they are all in the Result.
	Each func([]Candidate) error
}

func (o Options) filled() Options {
	for _, f := range []struct {
		v     *int
		plain int
	}{{&o.Candidates, 600}, {&o.Keeps, 30}, {&o.Changes, 10}, {&o.Tests, 5}, {&o.Beyond, 60}} {
		if *f.v == 0 {
			*f.v = f.plain
		}
	}
	if o.Enough == 0 {
		o.Enough = 50
	}
	return o
}

// Result is the advice of a day.
type Result struct {
	Rows       []Row
	Candidates []Candidate
	Gates      []Gate
}

// leastPeriods are what a backtest needs.
const leastPeriods = 3

// adviser holds what all stores share.
type adviser struct {
	in       Input
	opt      Options
	p        *demand.Panel
	outlook  *demand.Outlook
	gates    []backtest.Gate // nil: too little history to look back on
	lists    int
	products []Product // by item
	worth    []worth
	storage  []int
	taste    []map[int]taste // per store
	rules    map[string][]Rule
	stores   []Store // by store of the panel
	slots    []int   // of each store
	spread   float64
	thrown   float64 // what is thrown away over what the rule of a pack per shelf life says, 0 to 1
	scale    float64 // periods of a week
	recent   int     // first period of the window
	selling  int     // stores with orders in the window
	inputs   uint64  // digest of what all stores share
}

// Advise makes the advice for every store of the panel.
func Advise(ctx context.Context, in Input, opt Options) (*Result, error) {
	if err := in.check(); err != nil {
		return nil, err
	}
	a := &adviser{in: in, opt: opt.filled(), p: in.Panel, scale: 7 / float64(in.Panel.Days), recent: max(0, in.Panel.Periods-in.WindowDays/in.Panel.Days)}
	if err := a.align(); err != nil {
		return nil, err
	}
	if err := a.learn(ctx); err != nil {
		return nil, err
	}
	a.tastes()
	a.room()
	a.calibrate()
	a.inputs = a.digestShared()
	r := &Result{}
	for from := 0; from < len(a.p.Stores); from += atOnce {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := a.some(from, min(from+atOnce, len(a.p.Stores)), r); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// atOnce is how many stores are advised before their candidates are handed on.
const atOnce = 64

// some advises the stores from one to before another.
func (a *adviser) some(from, to int, r *Result) error {
	said, failed := make([]*storeAdvice, to-from), make([]error, to-from)
	demand.Side(to-from, func() func(int) {
		room := newRoom(a.p)
		return func(k int) { said[k], failed[k] = a.advise(from+k, room) }
	})
	var candidates []Candidate
	for k := range said {
		if failed[k] != nil {
			return fmt.Errorf("recommend: store %s: %w", a.p.Stores[from+k], failed[k])
		}
		r.Rows = append(r.Rows, said[k].rows...)
		candidates = append(candidates, said[k].candidates...)
		r.Gates = append(r.Gates, said[k].gate)
	}
	if a.opt.Each != nil {
		return a.opt.Each(candidates)
	}
	r.Candidates = append(r.Candidates, candidates...)
	return nil
}

// align brings products and stores into the panel's order.
func (a *adviser) align() error {
	a.products = make([]Product, len(a.p.Items))
	at := make(map[string]int, len(a.in.Products))
	for i, p := range a.in.Products {
		at[p.ID] = i
	}
	a.storage = make([]int, len(a.p.Items))
	for i, id := range a.p.Items {
		k, ok := at[id]
		if !ok {
			return fmt.Errorf("recommend: product %s has sales but is not among the products; add it to the query", id)
		}
		a.products[i] = a.in.Products[k]
		a.storage[i] = a.products[i].StorageOf()
	}
	a.worth = worths(a.products)
	stores := make(map[string]Store, len(a.in.Stores))
	for _, s := range a.in.Stores {
		stores[s.ID] = s
	}
	for _, id := range a.p.Stores {
		s := stores[id]
		s.ID = id
		if s.Orders > 0 {
			a.selling++
		}
		a.stores = append(a.stores, s)
	}
	a.rules = map[string][]Rule{}
	for _, r := range a.in.Rules {
		a.rules[r.Store] = append(a.rules[r.Store], r)
	}
	return nil
}

// learn looks back and stands at the day's close.
func (a *adviser) learn(ctx context.Context) error {
	a.spread = 1
	if a.p.Periods < leastPeriods {
		return a.p.Walk(ctx, a.p.Periods, a.p.Periods, func(o *demand.Outlook) error {
			a.outlook = o
			return nil
		})
	}
	report, err := backtest.Run(ctx, a.p, backtest.Options{MinKnown: a.opt.Enough})
	if err != nil {
		return err
	}
	a.outlook, a.gates, a.lists = report.Last, report.Gates, report.Slots[0]
	before := a.p.At(a.p.Periods - 1).Outlook(a.outlook.Mixture)
	before.Lean = a.outlook.Lean
	a.spread, err = before.Spread()
	return err
}

// room settles how many slots each store has: as many as it offers now, or what its rules say; a store without any, as many as
// the median store.
func (a *adviser) room() {
	a.slots = make([]int, len(a.p.Stores))
	var known []int
	for s := range a.slots {
		a.p.Each(s, func(it demand.Item) {
			if a.present(it) {
				a.slots[s]++
			}
		})
		if a.slots[s] > 0 {
			known = append(known, a.slots[s])
		}
	}
	slices.Sort(known)
	for s := range a.slots {
		if a.slots[s] == 0 {
			a.slots[s] = min(30, len(a.p.Items))
			if len(known) > 0 {
				a.slots[s] = known[len(known)/2]
			}
		}
	}
}

// mostSampled bounds how many stores calibrate looks at.
const mostSampled = 100

// calibrate compares what the rule of a pack per shelf life says is thrown away with what the chain recorded, if it recorded any.
func (a *adviser) calibrate() {
	a.thrown = 1
	recorded, all, seen := 0.0, 0.0, 0.0
	for i := range a.products {
		recorded += math.Max(0, a.products[i].Waste)
	}
	if recorded == 0 {
		return
	}
	room, ruled := newRoom(a.p), 0.0
	stride := 1 + len(a.p.Stores)/mostSampled
	for s := range a.p.Stores {
		all += a.outlook.Known(s)
		if s%stride > 0 {
			continue
		}
		seen += a.outlook.Known(s)
		for _, h := range a.hopes(s, room, nil) {
			if h.Present {
				ruled += h.Waste * float64(a.in.WindowDays) / 7
			}
		}
	}
	if ruled > 0 && seen > 0 {
		a.thrown = math.Min(1, recorded/(ruled*all/seen))
	}
}

// present tells whether a store sold, or showed, the product in the window.
func (a *adviser) present(it demand.Item) bool {
	if a.p.Listed() && it.Offered {
		return true
	}
	for _, x := range it.Sold[a.recent:] {
		if x > 0 {
			return true
		}
	}
	return false
}

// local tells whether a store gets a list of its own.
func (a *adviser) local(s int) bool { return a.gates != nil && a.gates[s].Local }

// scratch is room of one goroutine.
type scratch struct {
	demand        *demand.Room
	expected, own []float64
	at            []*demand.Item // of each item: the store's own row
	rows          []demand.Item
	all           []hope
}

func newRoom(p *demand.Panel) *scratch {
	n := len(p.Items)
	return &scratch{p.Room(), make([]float64, n), make([]float64, n), make([]*demand.Item, n), nil, nil}
}

// hope is what a product is expected to do in a store.
type hope struct {
	item      int
	own       *demand.Item // nil: it never sold here
	weight    float64      // of the own sales
	typical   float64      // orders in 7 days of a store of this size
	ownOrders float64      // in the window
	assortment.Item
}

// hopes lists the candidates of a store: its own products, the locked ones, and those of most value.
func (a *adviser) hopes(s int, room *scratch, rules storeRules) []hope {
	a.outlook.Fill(s, room.demand, room.expected, room.own)
	clear(room.at)
	room.rows = room.rows[:0]
	a.p.Each(s, func(it demand.Item) { room.rows = append(room.rows, it) })
	for k := range room.rows {
		room.at[room.rows[k].Item] = &room.rows[k]
	}
	local := a.local(s)
	all := room.all[:0]
	for i := range a.p.Items {
		h := hope{item: i, own: room.at[i], weight: room.own[i], typical: a.outlook.Typical(s, i) * a.scale}
		orders := room.expected[i] * a.scale
		if !local {
			orders, h.weight = h.typical, 0
		}
		w, p := &a.worth[i], &a.products[i]
		h.Item = assortment.Item{ID: p.ID, Category: a.p.Category[i], Storage: a.storage[i], Orders: orders, Units: orders * w.perOrder, MarginRate: w.rate}
		h.Value = h.Units * w.unit
		if h.own != nil {
			h.Present = a.present(*h.own)
			for _, x := range h.own.Sold[a.recent:] {
				h.ownOrders += float64(x)
			}
		}
		h.Locked, h.Banned = rules.locked(p, h.Present), rules.banned(p)
		all = append(all, h)
	}
	slices.SortFunc(all, func(x, y hope) int {
		return cmp.Or(cmp.Compare(rank(y), rank(x)), cmp.Compare(y.Value, x.Value), cmp.Compare(x.item, y.item))
	})
	room.all = all
	kept := 0
	for kept < len(all) && (rank(all[kept]) > 0 || kept < a.opt.Candidates && all[kept].Value > 0) {
		kept++
	}
	all = all[:kept]
	for k := range all {
		h := &all[k]
		p, w := &a.products[h.item], &a.worth[h.item]
		h.Waste = assortment.WasteUnits(h.Units, a.spread, p.LifeDays, p.Pack) * w.cost * a.thrown
		life := 28.0
		if p.LifeDays > 0 {
			life = math.Min(life, float64(p.LifeDays))
		}
		h.Unfit = p.Pack > 1 && h.Units*life/7 < p.Pack
	}
	return slices.Clone(all)
}

// rank puts first what must be looked at.
func rank(h hope) int {
	switch {
	case h.Locked:
		return 2
	case h.Present:
		return 1
	}
	return 0
}
