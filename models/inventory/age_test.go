package inventory

import (
	"math"
	"reflect"
	"testing"
	"time"
)

// steady is a demand of five a day, hardly more or less.
var steady = Demand{5, 5, 5, 5, 5, 5, 5, 5}

// one is the row of one line.
func one(t *testing.T, l Line, opt Options) Row {
	t.Helper()
	l.StoreID, l.ProductID = "s", "p"
	rows, err := OrderSheet([]Line{l}, opt)
	if err != nil {
		t.Fatal(err)
	}
	return rows[0]
}

// TestAgesMatter: 12 units have a day left, 16 two days; an order comes tomorrow and
// 20 a day are asked for. If the oldest go first 8 are left for tomorrow; if the
// freshest go first 8 spoil tonight.
func TestAgesMatter(t *testing.T) {
	l := Line{
		Daily: []Demand{{20, 20, 20, 20, 20, 20, 20, 20}}, LeadDays: 1, ShelfLifeDays: 3, PriceFen: 1000, CostFen: 600,
		Stock: []Batch{{16, 2}, {12, 1}},
	}
	fifo := one(t, l, Options{})
	l.PickFresh = 1
	lifo := one(t, l, Options{})
	if fifo.Quantity < 12 || fifo.Quantity > 15 || lifo.Quantity < 20 || lifo.Quantity > 23 {
		t.Errorf("orders of %v and %v, want 12 and 20, or a little more for safety", fifo.Quantity, lifo.Quantity)
	}
	if fifo.ExpectedWaste > 1 || lifo.ExpectedWaste < 7 || lifo.ExpectedWasteFen < 4200 {
		t.Errorf("waste of %+v and %+v, want hardly any and 8 units", fifo, lifo)
	}
	l.Daily = []Demand{steady}
	// what is gone before the order comes does not count, the same units fresh do
	for _, c := range []struct {
		left int
		want float64
	}{{1, 5}, {0, 0}} {
		l.Stock = []Batch{{20, c.left}}
		l.ShelfLifeDays, l.PickFresh = 5, 0
		if got := one(t, l, Options{}); got.Quantity < c.want || got.Quantity > c.want+1 {
			t.Errorf("20 units with %d days left: %v ordered, want %v", c.left, got.Quantity, c.want)
		}
	}
}

// TestUnderWay: goods are counted from the day they come.
func TestUnderWay(t *testing.T) {
	l := Line{Daily: []Demand{steady}, LeadDays: 1, ShelfLifeDays: 4, PriceFen: 1000, CostFen: 600}
	order := func(a ...Arrival) float64 {
		l.Arrivals = a
		return one(t, l, Options{}).Quantity
	}
	none := order()
	for _, c := range []struct {
		arrival Arrival
		want    float64
	}{
		{Arrival{Day: 0, Units: 5}, none},                  // sold today
		{Arrival{Day: 1, Units: 5}, none - 5},              // there with the order
		{Arrival{Day: 0, Units: 10}, none - 5},             // half of it
		{Arrival{Day: 0, Units: 10, DaysLeft: 1}, none},    // the other half spoils tonight
		{Arrival{Day: 6, Units: 5}, none},                  // too late to help
		{Arrival{Day: 1, Units: 5, DaysLeft: 1}, none - 5}, // old, but good for its day
		{Arrival{Day: 0, Units: 0, DaysLeft: 1}, none},
	} {
		if got := order(c.arrival); math.Abs(got-c.want) > 1 {
			t.Errorf("%+v under way: %v ordered, want about %v", c.arrival, got, c.want)
		}
	}
}

// TestUnknownAge: stock of unknown age is taken as spread over the days it may have left.
func TestUnknownAge(t *testing.T) {
	l := Line{Daily: []Demand{counted(4, 3)}, LeadDays: 1, ShelfLifeDays: 4, PriceFen: 1000, CostFen: 600, OnHand: 12}
	unknown := one(t, l, Options{})
	l.OnHand, l.Stock = 0, []Batch{{4, 1}, {4, 2}, {4, 3}}
	// but what will spoil of it is only said where ages are known
	spread := one(t, l, Options{})
	spread.ReasonZh, spread.ReasonEn = unknown.ReasonZh, unknown.ReasonEn
	if !reflect.DeepEqual(unknown, spread) {
		t.Errorf("unknown ages give\n%+v\nspread ones\n%+v", unknown, spread)
	}
	l.Stock = []Batch{{12, 1}}
	if old := one(t, l, Options{}); old.Quantity <= unknown.Quantity || old.ExpectedWaste <= unknown.ExpectedWaste {
		t.Errorf("all old: %+v, want more ordered and wasted than of unknown age: %+v", old, unknown)
	}
	l.Stock = []Batch{{12, 0}, {-3, 1}, {0, 2}}
	if again := one(t, l, Options{}); again.Quantity != unknown.Quantity || again.ExpectedWaste != unknown.ExpectedWaste {
		t.Errorf("batches of nothing and less change the order: %+v", again)
	}
}

// TestDeliveryDays: what is ordered now comes on the supplier's next day and lasts
// until the one after.
func TestDeliveryDays(t *testing.T) {
	week := make([]Demand, 7)
	for i := range week {
		week[i] = counted(float64(i+1), 50)
	}
	for _, c := range []struct {
		delivers        Weekdays
		lead, days      int
		arrives, served int
		expected        float64
	}{
		{On(time.Tuesday, time.Friday), 0, 0, 1, 3, 2 + 3 + 4},
		{On(time.Tuesday, time.Friday), 2, 0, 4, 4, 5 + 6 + 7 + 1},
		{On(time.Monday), 1, 5, 7, 7, 28},
		{On(time.Monday), 0, 0, 0, 7, 28},
		{0, 2, 0, 2, 1, 3},
		{0, 1, 2, 1, 2, 2 + 3},
		{127, 3, 9, 3, 1, 4},
	} {
		l := Line{Daily: week, Start: monday, Delivers: c.delivers, LeadDays: c.lead, Days: c.days, ShelfLifeDays: 9, PriceFen: 1000, CostFen: 500}
		if arrives, served := l.served(); arrives != c.arrives || served != c.served {
			t.Errorf("%+v: comes on day %d for %d days", c, arrives, served)
		}
		if r := one(t, l, Options{}); r.Expected != c.expected || !r.Serves.Equal(monday.AddDate(0, 0, c.arrives)) {
			t.Errorf("%+v: expected %v from %v", c, r.Expected, r.Serves)
		}
	}
	// the days between deliveries are ordered for
	l := Line{Daily: []Demand{steady}, Start: monday, Delivers: On(time.Monday, time.Thursday), ShelfLifeDays: 6, PriceFen: 1000, CostFen: 500}
	if r := one(t, l, Options{}); r.Quantity < 15 || r.Quantity > 18 {
		t.Errorf("%v ordered for three days of five", r.Quantity)
	}
	// goods of two days cannot serve a third
	l.ShelfLifeDays = 2
	if r := one(t, l, Options{}); r.Quantity < 10 || r.Quantity > 12 || r.ExpectedMissed < 4 {
		t.Errorf("%v ordered, %v missed; want two days of five, and the third missed", r.Quantity, r.ExpectedMissed)
	}
}

// TestGivenDays: days beyond the list repeat its last week, or its last day.
func TestGivenDays(t *testing.T) {
	l := Line{Daily: make([]Demand, 9)}
	for day, want := range map[int]int{0: 0, 8: 8, 9: 2, 15: 8, 16: 2, 30: 2} {
		if got := l.given(day); got != want {
			t.Errorf("day %d stands for day %d, want %d", day, got, want)
		}
	}
	l.Daily = l.Daily[:3]
	if got := l.given(20); got != 2 {
		t.Errorf("day 20 stands for day %d of three, want the last", got)
	}
}

// TestLargePack: a pack that would mostly spoil is not opened for one customer, not
// even of goods that keep two weeks and come with a lead time.
func TestLargePack(t *testing.T) {
	l := Line{Daily: []Demand{counted(0.3, 1)}, ShelfLifeDays: 14, PackSize: 24, PriceFen: 1000, CostFen: 600}
	for _, lead := range []int{0, 1} {
		l.LeadDays = lead
		if r := one(t, l, Options{}); r.Quantity != 0 || r.ReasonZh != "预计要 0–1 份，最少订 24 份，不划算，不订" {
			t.Errorf("lead %d: %v ordered: %s", lead, r.Quantity, r.ReasonZh)
		}
		keeps := l
		keeps.ShelfLifeDays = 300
		if r := one(t, keeps, Options{}); r.Quantity != 24 {
			t.Errorf("lead %d: %v ordered of goods that keep, want a pack", lead, r.Quantity)
		}
	}
}
