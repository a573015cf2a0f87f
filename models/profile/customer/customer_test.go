package customer

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
)

const today = 20_000

func TestFifths(t *testing.T) {
	for _, c := range []struct {
		in   []int64
		want []uint8
	}{
		{[]int64{10, 20, 30, 40, 50}, []uint8{1, 2, 3, 4, 5}},
		{[]int64{50, 10, 40, 20, 30}, []uint8{5, 1, 4, 2, 3}},
		{[]int64{7, 7, 7, 7}, []uint8{3, 3, 3, 3}},                                     // nobody stands out
		{[]int64{1, 1, 1, 1, 1, 1, 9, 9, 9, 9}, []uint8{2, 2, 2, 2, 2, 2, 5, 5, 5, 5}}, // ties together
		{[]int64{3}, []uint8{3}},
	} {
		f := newFifths(c.in)
		for i, v := range c.in {
			if got := f.score(v); got != c.want[i] {
				t.Errorf("%d of %v scores %d, want %d", v, c.in, got, c.want[i])
			}
		}
	}
}

func TestSegment(t *testing.T) {
	for _, c := range []struct {
		recency, age int64
		f, m         uint8
		want         string
	}{
		{0, 200, 5, 4, Champion}, {30, 31, 4, 5, Champion}, {5, 200, 5, 3, Loyal}, {5, 200, 3, 1, Loyal}, {5, 200, 2, 5, Promising},
		{5, 30, 5, 5, New}, {31, 200, 4, 1, AtRisk}, {31, 200, 3, 5, Dormant}, {31, 31, 1, 1, Dormant}, {91, 200, 5, 5, Lost}, {90, 200, 5, 5, AtRisk},
	} {
		if got := Segment(c.recency, c.age, c.f, c.m, Options{}); got != c.want {
			t.Errorf("Segment(%d, %d, %d, %d) = %s, want %s", c.recency, c.age, c.f, c.m, got, c.want)
		}
	}
}

// someone has visits with equal amounts on the days given, counted back from today.
func someone(o *Orders, id, community string, hour int64, ago ...int32) {
	for _, d := range ago {
		o.UserID, o.CommunityID, o.StoreID = append(o.UserID, id), append(o.CommunityID, community), append(o.StoreID, "s-"+community)
		o.Day, o.Hour, o.Orders = append(o.Day, today-d), append(o.Hour, hour), append(o.Orders, 1)
		o.Amount, o.Promoted, o.Shared = append(o.Amount, 2000), append(o.Promoted, 0), append(o.Shared, 0)
	}
}

func finish(t *testing.T, b *Book) (*Chain, []UserRow, []ValueRow) {
	t.Helper()
	c, err := b.Finish()
	if err != nil {
		t.Fatal(err)
	}
	var users []UserRow
	var values []ValueRow
	if err := b.Users(c, func(r UserRow) error { users = append(users, r); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := b.Values(c, func(r ValueRow) error { values = append(values, r); return nil }); err != nil {
		t.Fatal(err)
	}
	return c, users, values
}

func TestOnePerson(t *testing.T) {
	var o Orders
	someone(&o, "a", "c1", 19, 100, 90, 80, 70, 60, 50, 5)
	o.Promoted[6], o.Shared[6], o.Orders[6] = 2000, 1, 2
	o.CommunityID[6] = "c2" // moved
	someone(&o, "b", "c1", 8, 200)
	b := NewBook(today, Options{})
	if err := b.Add(o, Categories{UserID: []string{"a", "a", "a", "a", "x"}, Category: []string{"k1", "k2", "k3", "k4", "k1"}, Amount: []int64{100, 300, 400, 200, 9}, Periods: []int64{0b1101, 1, 1, 0, 1}},
		Clicks{UserID: []string{"a", "x"}, Days: []int64{0b110, 1}}, Shares{UserID: []string{"a"}, Shares: []int64{3}, Clicks: []int64{14}, Orders: []int64{2}}); err != nil {
		t.Fatal(err)
	}
	c, users, values := finish(t, b)
	if len(users) != 1 || len(values) != 2 || c.Users != 2 || !c.Purchases.Prior {
		t.Fatalf("%+v %+v %+v", c, users, values)
	}
	if u := users[0]; u.UserID != "a" || u.CommunityID != "c2" || u.RecencyDays != 5 || u.Frequency != 6 || u.MonetaryFen != 10_000 || u.ActiveHour != 19 {
		t.Errorf("%+v", u)
	}
	v := values[0]
	want := ValueRow{UserID: "a", CommunityID: "c2", StoreID: "s-c1", FirstDay: date(today - 100), LastDay: date(today - 5), TenureDays: 100, Visits: 7, Orders: 8, SpendFen: 14_000,
		GapMedian: 10, GapMean: 95. / 6, SharesMade: 3, ShareClicks: 14, ShareOrders: 2, CameByShare: 1. / 7, ClickDays: 2, LastSeenDays: 1, Reachable: 1,
		Trend: Unclear, TrendRecent: 2, TrendBefore: 4, TrendBeforeDays: 44,
		PeriodOrders: []uint16{2, 3, 1, 2}, PeriodSpendFen: []int64{4000, 6000, 2000, 2000}, PeriodKinds: []uint8{1, 1, 0, 3},
		Categories: []string{"k3", "k2", "k4"}, CategoryShare: []float32{.4, .3, .2}}
	got := v // what the models say is looked at below
	got.UsualGap, got.Overdue, got.PauseChance, got.Alive, got.Buys28, got.ExpectedVisits, got.ExpectedOrders, got.VisitValueFen, got.Value90Fen, got.LifetimeFen = 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
	got.PromoShare, got.PromoLow, got.PromoHigh, got.PromoIndex, got.TrendRatio, got.TrendLow, got.TrendHigh, got.TrendP = 0, 0, 0, 0, 0, 0, 0, 0
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got\n%+v\nwant\n%+v", got, want)
	}
	if !(v.UsualGap > 8 && v.UsualGap < 30 && v.Overdue > .1 && v.Overdue < .7 && v.PauseChance > .5 && v.Alive > .7 && v.ExpectedVisits > .5 && v.ExpectedOrders > v.ExpectedVisits) {
		t.Errorf("rhythm: %+v", v)
	}
	if v.VisitValueFen < 1500 || v.VisitValueFen > 2500 || v.Value90Fen <= v.VisitValueFen || v.LifetimeFen <= v.Value90Fen {
		t.Errorf("value: %+v", v)
	}
	if !(v.PromoLow < v.PromoShare && v.PromoShare < v.PromoHigh && v.PromoShare > .05 && v.PromoShare < .3 && v.PromoIndex > 90) {
		t.Errorf("promotions: %+v", v)
	}
	if o := values[1]; o.Reachable != 0 || o.LastSeenDays != 200 || o.Visits != 1 || o.GapMean != 0 || len(o.PeriodOrders) != 8 || o.PeriodOrders[0] != 1 || o.Overdue < 3 || o.ExpectedVisits >= v.ExpectedVisits || len(o.Categories) != 0 {
		t.Errorf("%+v", o)
	}
}

// TestOdd: what hardly happens gives rows that hold.
func TestOdd(t *testing.T) {
	var o Orders
	someone(&o, "today", "c1", 9, 0)
	someone(&o, "free", "c1", 9, 30, 20)
	o.Amount[1], o.Amount[2] = 0, -300
	var daily []int32
	for d := int32(727); d >= 0; d-- {
		daily = append(daily, d)
	}
	someone(&o, "wholesale", "c1", 9, daily...)
	for i := 3; i < len(o.Orders); i++ {
		o.Orders[i], o.Amount[i] = 138, 5_000_000 // 100,000 orders
	}
	b := NewBook(today, Options{})
	if err := b.Add(o, Categories{}, Clicks{}, Shares{}); err != nil {
		t.Fatal(err)
	}
	_, _, values := finish(t, b)
	for _, v := range values {
		r := reflect.ValueOf(v)
		for i := range r.NumField() {
			if f := r.Field(i); f.Kind() == reflect.Float64 && (math.IsNaN(f.Float()) || math.IsInf(f.Float(), 0)) {
				t.Errorf("%s: %s is %v", v.UserID, r.Type().Field(i).Name, f)
			}
		}
		if v.UserID == "wholesale" && (v.Orders != 728*138 || v.ExpectedVisits < 20 || v.ExpectedVisits > 29 || v.PeriodOrders[0] != 28*138) {
			t.Errorf("%+v", v)
		}
		if v.UserID == "free" && (v.VisitValueFen <= 0 || v.SpendFen != -300) {
			t.Errorf("%+v", v)
		}
	}

	// Nobody came twice: no model, and no expectation.
	b = NewBook(today, Options{})
	o = Orders{}
	someone(&o, "a", "c", 3, 4)
	someone(&o, "b", "c", 3, 9)
	if err := b.Add(o, Categories{}, Clicks{}, Shares{}); err != nil {
		t.Fatal(err)
	}
	c, _, values := finish(t, b)
	if c.Purchases.Customers != 0 || values[0].Alive != 1 || values[0].ExpectedVisits != 0 || values[0].Trend != TooNew {
		t.Errorf("%+v %+v", c, values[0])
	}
	if c, users, values := finish(t, NewBook(today, Options{})); c.Users != 0 || len(users)+len(values) != 0 {
		t.Error("nobody has rows")
	}
}

func TestRefuses(t *testing.T) {
	for want, spoil := range map[string]func(*Orders, *Categories, *Clicks, *Shares){
		"unequal length; all must": func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.Day = o.Day[1:] },
		"hours are 0 to 23":        func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.Hour[1] = 24 },
		"0 orders":                 func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.Orders[1] = 0 },
		"3 days after the day":     func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.Day[1] = today + 3 },
		"an earlier day after":     func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.Day[1] = today - 90 },
		"do not stand together":    func(o *Orders, _ *Categories, _ *Clicks, _ *Shares) { o.UserID[1] = "b" },
		"categories: columns":      func(_ *Orders, c *Categories, _ *Clicks, _ *Shares) { c.Amount = nil },
		"masks of days":            func(_ *Orders, _ *Categories, k *Clicks, _ *Shares) { k.Days = nil },
		"shares: columns":          func(_ *Orders, _ *Categories, _ *Clicks, s *Shares) { s.Clicks = nil },
	} {
		var o Orders
		someone(&o, "a", "c", 9, 30, 20, 10)
		someone(&o, "b", "c", 9, 30)
		c, k, s := Categories{[]string{"a"}, []string{"k"}, []int64{1}, []int64{1}}, Clicks{[]string{"a"}, []int64{1}}, Shares{[]string{"a"}, []int64{1}, []int64{1}, []int64{1}}
		spoil(&o, &c, &k, &s)
		if err := NewBook(today, Options{}).Add(o, c, k, s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want %q", err, want)
		}
	}
	var o Orders
	someone(&o, "a", "c", 9, 30)
	b := NewBook(today, Options{})
	for range 2 {
		if err := b.Add(o, Categories{}, Clicks{}, Shares{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := b.Finish(); err == nil || !strings.Contains(err.Error(), "added twice") {
		t.Error(err)
	}
}

func ExampleTrend() {
	c := Trend(12, 6, 112) // 12 visits in 8 weeks, 6 in the 16 weeks before
	fmt.Printf("%s: %.1f times as often (%.1f to %.1f)\n", c.Label, c.Ratio, c.Low, c.High)
	// Output: rising: 3.8 times as often (1.6 to 11.1)
}

func BenchmarkBook(b *testing.B) {
	o, _, _ := crowd(1, 20_000)
	for b.Loop() {
		book := NewBook(today, Options{})
		if err := book.Add(o, Categories{}, Clicks{}, Shares{}); err != nil {
			b.Fatal(err)
		}
		c, err := book.Finish()
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		if err := book.Values(c, func(ValueRow) error { n++; return nil }); err != nil || n != 20_000 {
			b.Fatal(n, err)
		}
	}
}
