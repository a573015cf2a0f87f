package booking_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
)

// Hours before the store's cutoff on the eve of the pickup date; there presale closes.
var hours = []float64{47, 36, 24, 18, 12, 8, 4, 2, 0}

// chance of a lead of one, two and three days in the simulated world.
var ahead = [3]float64{.82, .14, .04}

// series is a presale product of a store.
type series struct{ store, product string }

// units of the bookings of a pickup day at each lead, by series.
type units map[series]map[int][]float64

func (u units) at(key series, pickup int) []float64 {
	if x := u[key][pickup]; x != nil {
		return x
	}
	return make([]float64, len(hours))
}

func (u units) add(key series, pickup, lead int, quantity float64) {
	if u[key] == nil {
		u[key] = map[int][]float64{}
	}
	if u[key][pickup] == nil {
		u[key][pickup] = make([]float64, len(hours))
	}
	u[key][pickup][lead] += quantity
}

// world is what the test needs of a simulated one.
type world struct {
	days     int
	first    time.Time
	cutoff   map[string]int         // hour, by store
	category map[string]string      // by product
	shelf    map[string]bool        // products sold from the shelf
	lot      map[string]float64     // by product
	hour     map[string][]float64   // by store: share of the orders before each hour of the day
	expected map[series][]float64   // units by day of order, from the world's truth
	campaign map[series]map[int]int // by day of order: day of pickup
	booked   units
	kept     units
}

func (w *world) day(t time.Time) int { return int(t.Sub(w.first) / (24 * time.Hour)) }

func gather(t *testing.T, cfg simulate.Config) *world {
	t.Helper()
	sim, err := simulate.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{days: cfg.Days, first: sim.Date(0), cutoff: map[string]int{}, category: map[string]string{}, shelf: map[string]bool{},
		lot: map[string]float64{}, hour: map[string][]float64{}, expected: map[series][]float64{}, campaign: map[series]map[int]int{}, booked: units{}, kept: units{}}
	master := sim.Master()
	for _, s := range master.Stores {
		w.cutoff[s.StoreID] = int(s.CutoffHour)
		w.hour[s.StoreID] = make([]float64, 25)
	}
	for _, p := range master.Products {
		w.category[p.ProductID] = p.Category
	}
	for _, c := range master.Campaigns {
		for _, s := range master.Stores {
			if c.StoreID != "" && c.StoreID != s.StoreID {
				continue
			}
			key := series{s.StoreID, c.ProductID}
			if w.campaign[key] == nil {
				w.campaign[key] = map[int]int{}
			}
			for d := w.day(c.StartsAt); d <= w.day(c.EndsAt); d++ {
				w.campaign[key][d] = w.day(c.PickupDate.Add(time.Hour))
			}
		}
	}
	w.orders(sim)
	for _, row := range sim.Truth() {
		if key := (series{row.Key1, row.Key2}); row.Kind == "store_product_day" && w.booked[key] != nil && !w.shelf[key.product] {
			if w.expected[key] == nil {
				w.expected[key] = make([]float64, w.days+8)
			}
			w.expected[key][w.day(row.Day.Add(time.Hour))] = row.Value
		}
	}
	return w
}

// orders follows every order and counts its lines at each lead of its pickup day.
func (w *world) orders(sim *simulate.World) {
	type order struct {
		at    time.Time
		store string
		day   int
		lines []event.Line
	}
	open := map[string]order{}
	sum, square := map[string]float64{}, map[string]float64{}
	settle := func(o order, gone time.Time, kept bool) {
		eve := w.first.AddDate(0, 0, o.day-1).Add(time.Duration(w.cutoff[o.store]) * time.Hour)
		for j, h := range hours {
			moment := eve.Add(-time.Duration(h * float64(time.Hour)))
			if !o.at.Before(moment) || !kept && !gone.After(moment) {
				continue
			}
			for _, l := range o.lines {
				key, quantity := series{o.store, l.ProductID}, float64(l.Quantity)/1000
				w.booked.add(key, o.day, j, quantity)
				if kept {
					w.kept.add(key, o.day, j, quantity)
				}
			}
		}
	}
	for d := range w.days {
		for _, e := range sim.Day(d).Events {
			o, ok := e.(*event.Order)
			if !ok {
				continue
			}
			switch o.Status {
			case "placed":
				pickup, _ := time.ParseInLocation(time.DateOnly, o.PickupDate, simulate.Zone)
				if w.day(pickup) == d {
					for _, l := range o.Lines {
						w.shelf[l.ProductID] = true
					}
				} else {
					open[o.OrderID] = order{o.Time, o.StoreID, w.day(pickup), o.Lines}
					w.hour[o.StoreID][o.Time.In(simulate.Zone).Hour()+1]++
					for _, l := range o.Lines {
						q := float64(l.Quantity) / 1000
						sum[l.ProductID] += q
						square[l.ProductID] += q * q
					}
				}
			case "cancelled":
				if b, ok := open[o.OrderID]; ok {
					settle(b, o.Time, false)
				}
				delete(open, o.OrderID)
			}
		}
	}
	ids := make([]string, 0, len(open))
	for id := range open {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		settle(open[id], time.Time{}, true)
	}
	for p := range sum {
		w.lot[p] = square[p] / sum[p]
	}
	for _, h := range w.hour {
		for i := 1; i < len(h); i++ {
			h[i] += h[i-1]
		}
		for i := range h {
			h[i] /= h[24]
		}
	}
}

// due is what the world's truth expects to be ordered for a pickup day later than
// the lead: all of it for a lead beyond every order.
func (w *world) due(key series, pickup int, lead float64) float64 {
	cutoff, h := w.cutoff[key.store], w.hour[key.store]
	sum := 0.0
	for o := max(pickup-4, 0); o < pickup; o++ {
		// hours of the day o from which orders are still to come
		from := float64(cutoff) - lead + float64(24*(pickup-1-o))
		x := w.expected[key][o]
		if to, ok := w.campaign[key][o]; ok {
			if to == pickup {
				sum += x * within(h, from, 24)
			}
			continue
		}
		for l, share := range ahead {
			if o+l+1 == pickup {
				sum += x * share * within(h, from, float64(cutoff))
			}
			if o+l+2 == pickup {
				sum += x * share * within(h, math.Max(from, float64(cutoff)), 24)
			}
		}
	}
	return sum
}

// within is the share of a day's orders between two hours.
func within(h []float64, from, to float64) float64 {
	at := func(x float64) float64 {
		x = math.Min(math.Max(x, 0), 24)
		i := min(int(x), 23)
		return h[i] + (x-float64(i))*(h[i+1]-h[i])
	}
	return math.Max(at(to)-at(from), 0)
}
