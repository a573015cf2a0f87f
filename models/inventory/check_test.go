package inventory

import (
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestSheetRefuses(t *testing.T) {
	good := Line{StoreID: "s", ProductID: "p", Demand: counted(20, 5)}
	days := func(d ...Demand) []Demand { return append(d, counted(20, 5)) }
	for want, spoil := range map[string]func(*Line){
		"mean demand is NaN":            func(l *Line) { l.Demand.Mean = math.NaN() },
		"must not fall":                 func(l *Line) { l.Demand.Q50 = l.Demand.Q90 + 1 },
		"quantile 0.05 is -1":           func(l *Line) { l.Demand.Q05 = -1 },
		"quantile 0.25 is NaN":          func(l *Line) { l.Demand.Q25 = math.NaN() },
		"day 0: mean demand is -2":      func(l *Line) { l.Daily = days(Demand{Mean: -2}) },
		"day 1: demand quantile 0.1":    func(l *Line) { l.Daily = days(counted(3, 2), Demand{Q05: 4}) },
		"on_hand is +Inf":               func(l *Line) { l.OnHand = math.Inf(1) },
		"on_hand is NaN":                func(l *Line) { l.OnHand = math.NaN() },
		"pack_size is -2":               func(l *Line) { l.PackSize = -2 },
		"pack_size is 1e-09, of which":  func(l *Line) { l.PackSize = 1e-9 },
		"booked is NaN":                 func(l *Line) { l.Booked = math.NaN() },
		"booked on day 1 is -3":         func(l *Line) { l.BookedDaily = []float64{0, -3} },
		"price_fen is -5":               func(l *Line) { l.PriceFen = -5 },
		"cost_fen is -1":                func(l *Line) { l.CostFen = -1 },
		"cost_fen is 9e+15":             func(l *Line) { l.CostFen = 9e15 },
		"lead_days is -1":               func(l *Line) { l.LeadDays = -1 },
		"lead_days is 400":              func(l *Line) { l.LeadDays = 400 },
		"shelf_life_days is -3":         func(l *Line) { l.ShelfLifeDays = -3 },
		"pick_fresh is 1.5":             func(l *Line) { l.PickFresh = 1.5 },
		"service is 1":                  func(l *Line) { l.Service = 1 },
		"service is NaN":                func(l *Line) { l.Service = math.NaN() },
		"delivers is given without":     func(l *Line) { l.Delivers = On(time.Monday) },
		"delivers is 200":               func(l *Line) { l.Delivers, l.Start = 200, monday },
		"batch 1 of the stock has NaN":  func(l *Line) { l.Stock = []Batch{{1, 1}, {math.NaN(), 1}} },
		"batch 0 of the stock has -1 d": func(l *Line) { l.Stock = []Batch{{1, -1}} },
		"under way has -4 units":        func(l *Line) { l.Arrivals = []Arrival{{0, -4, 0}} },
		"under way has NaN units":       func(l *Line) { l.Arrivals = []Arrival{{0, math.NaN(), 0}} },
		"comes on day -1":               func(l *Line) { l.Arrivals = []Arrival{{-1, 4, 0}} },
		"has -2 days left on arrival":   func(l *Line) { l.Arrivals = []Arrival{{1, 4, -2}} },
		"comes before the one in front": func(l *Line) { l.Arrivals = []Arrival{{2, 4, 0}, {1, 4, 0}} },
		"line 0 (s, p): min_orde":       func(l *Line) { l.MinOrder = -1 },
	} {
		l := good
		spoil(&l)
		if _, err := OrderSheet([]Line{l}, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := OrderSheet([]Line{good, good}, Options{}); err == nil || !strings.Contains(err.Error(), "second line") {
		t.Errorf("error %v for a product twice", err)
	}
	for _, o := range []Options{
		{MinService: 0.9, MaxService: 0.6}, {MaxService: 1.5}, {DefaultService: -1}, {Holding: math.NaN()},
		{Service: 1}, {Service: math.NaN()}, {Correlation: 2}, {Correlation: math.NaN()}, {Paths: 3}, {Paths: -1},
	} {
		if _, err := OrderSheet(nil, o); err == nil {
			t.Errorf("no error for options %+v", o)
		}
	}
}

// TestFallbacks: what is mended is mended as the documentation says.
func TestFallbacks(t *testing.T) {
	base := Line{Daily: []Demand{counted(6, 3)}, LeadDays: 1, ShelfLifeDays: 3, PackSize: 1, PriceFen: 1000, CostFen: 600}
	for name, c := range map[string]struct{ given, as func(*Line) }{
		"a pack of 0 is one unit":            {func(l *Line) { l.PackSize = 0 }, func(*Line) {}},
		"stock below nothing is none":        {func(l *Line) { l.OnHand = -7 }, func(*Line) {}},
		"a batch below nothing is none":      {func(l *Line) { l.Stock = []Batch{{-7, 2}} }, func(*Line) {}},
		"no life is the cover period":        {func(l *Line) { l.ShelfLifeDays, l.Days = 0, 2 }, func(l *Line) { l.ShelfLifeDays, l.Days = 2, 2 }},
		"no days is one":                     {func(l *Line) { l.Days = 0 }, func(l *Line) { l.Days = 1 }},
		"every weekday is every day":         {func(l *Line) { l.Delivers, l.Start = 127, monday }, func(l *Line) { l.Start = monday }},
		"on hand is stock of unknown age":    {func(l *Line) { l.OnHand = 4 }, func(l *Line) { l.Stock = []Batch{{4, 0}} }},
		"on order comes on the first day":    {func(l *Line) { l.OnOrder = 4 }, func(l *Line) { l.Arrivals = []Arrival{{0, 4, 0}} }},
		"bookings are those of the day":      {func(l *Line) { l.Booked = 9 }, func(l *Line) { l.BookedDaily = []float64{0, 9} }},
		"an unknown price leaves the margin": {func(l *Line) { l.PriceFen, l.Service = 0, 0.9 }, func(l *Line) { l.PriceFen, l.Service = 800, 0.9 }},
		"an unknown cost leaves the margin":  {func(l *Line) { l.CostFen, l.Service = 0, 0.9 }, func(l *Line) { l.CostFen, l.Service = 750, 0.9 }},
	} {
		given, as := base, base
		c.given(&given)
		c.as(&as)
		if got, want := one(t, given, Options{}), one(t, as, Options{}); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n%+v, want\n%+v", name, got, want)
		}
	}
	unknown := base
	unknown.CostFen = 0
	if r := one(t, unknown, Options{}); r.ServiceLevel != 0.80 || r.Quantity == 0 {
		t.Errorf("%+v without a cost, want the default service level", r)
	}
	unknown.PriceFen = 0
	if r := one(t, unknown, Options{}); r.ServiceLevel != 0.80 || r.Quantity == 0 || r.ExpectedWasteFen != 0 {
		t.Errorf("%+v without money, want a quantity and no fen", r)
	}
}
