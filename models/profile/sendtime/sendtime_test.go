package sendtime

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// order is a row of input.
type order struct {
	user, group string
	day         int32
	slot        int64
}

func build(t testing.TB, orders []order) *History {
	t.Helper()
	b := NewBuilder()
	for _, o := range orders {
		b.Add(o.user, o.group, o.day, o.slot)
	}
	h, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// habits draws the orders of users in groups: most around the user's own hour, which is near the group's, one hour later at weekends.
func habits(users, groups, orders int, spread float64, seed uint64) (out []order) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for u := range users {
		g := u % groups
		own := 14 + 4*math.Sin(float64(g)) + spread*rng.NormFloat64()
		for range 1 + rng.IntN(2*orders) {
			day := 20_000 + rng.Int32N(90)
			hour := own + 1.2*rng.NormFloat64()
			if Weekend(Weekday(day)) {
				hour += 3
			}
			if rng.Float64() < .2 {
				hour = 24 * rng.Float64()
			}
			out = append(out, order{fmt.Sprintf("u%04d", u), fmt.Sprint("g", g), day, int64(2*math.Mod(hour+48, 24)) % Slots})
		}
	}
	return out
}

func method(t *testing.T, r Report, name string) Method {
	t.Helper()
	for _, m := range r.Methods {
		if m.Name == name {
			return m
		}
	}
	t.Fatalf("no method %q among %+v", name, r.Methods)
	return Method{}
}

func TestBacktestFindsHabits(t *testing.T) {
	for _, byDay := range []bool{false, true} {
		r, err := Backtest(build(t, habits(400, 5, 15, 3, 1)), BacktestOptions{ByDay: byDay, Resample: 200, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		chain, own, group, ours := method(t, r, ByChain), method(t, r, ByOwn), method(t, r, ByGroup), method(t, r, ByUser)
		if !r.Fitting.Learnt || ours.Hit < chain.Hit+.2 || ours.Hit < group.Hit+.05 || ours.GainLow < .15 || ours.GainLow > ours.Gain || ours.GainHigh < ours.Gain {
			t.Errorf("by day %v: chain %+v\ngroup %+v\nours %+v", byDay, chain, group, ours)
		}
		if ours.Hit < own.Hit || ours.LogLoss > own.LogLoss-.5 || ours.LogLoss > group.LogLoss-.1 {
			t.Errorf("by day %v: unshrunk %+v\ngroup %+v\nours %+v", byDay, own, group, ours)
		}
		if math.Abs(ours.Promised-ours.Hit) > .08 || own.Promised < own.Hit+.1 {
			t.Errorf("by day %v: ours promised %.3f and held %.3f, unshrunk %.3f and %.3f", byDay, ours.Promised, ours.Hit, own.Promised, own.Hit)
		}
		n := 0
		for _, s := range r.Slices {
			n += s.Orders
		}
		if n != r.Later || r.Later+r.Past != len(habits(400, 5, 15, 3, 1)) {
			t.Errorf("by day %v: slices hold %d of %d later orders, %d past ones", byDay, n, r.Later, r.Past)
		}
	}
}

// TestLearntShrinkage: users without habits of their own are left to the wider curve, users with strong ones are not.
func TestLearntShrinkage(t *testing.T) {
	r, err := Backtest(build(t, habits(400, 1, 12, 0, 2)), BacktestOptions{Resample: 20})
	if err != nil {
		t.Fatal(err)
	}
	if own, wide, ours := method(t, r, ByOwn), method(t, r, ByChainWeekday), method(t, r, ByUser); ours.Hit < wide.Hit-.015 || own.Hit > wide.Hit-.05 || ours.LogLoss > wide.LogLoss+.04 {
		t.Errorf("users who are all alike: unshrunk %+v\nchain %+v\nours %+v", own, wide, ours)
	}
	if f := Fit(build(t, habits(400, 1, 12, 5, 3))); !f.Learnt || f.Params.User.Prior > 5 || f.Params.User.Cross > .7 {
		t.Errorf("users with habits of their own: %+v", f)
	}
	if f := Fit(build(t, habits(20, 1, 3, 5, 3))); f.Learnt || f.Params != Default {
		t.Errorf("too few orders to learn from: %+v", f)
	}
}

// TestInterval: the interval of a group's share holds the truth as often as it says, though orders of one user resemble each other.
func TestInterval(t *testing.T) {
	var orders []order
	rng := rand.New(rand.NewPCG(4, 0))
	truth := make([]float64, 150)
	for g := range truth {
		truth[g] = .3 + .08*rng.NormFloat64()
		for u := range 40 {
			own := truth[g] // of this user's orders in the window, between users a beta around the group's
			if rng.Float64() < .5 {
				own = 0
				if rng.Float64() < truth[g] {
					own = 1
				}
			}
			for range 1 + rng.IntN(12) {
				slot := int64(36 + rng.IntN(6))
				if rng.Float64() > own {
					slot = int64(rng.IntN(36))
				}
				orders = append(orders, order{fmt.Sprintf("g%03du%02d", g, u), fmt.Sprintf("g%03d", g), 20_000 + rng.Int32N(56), slot})
			}
		}
	}
	h := build(t, orders)
	m := New(h, Params{Group: Level{Concentration: 400, Prior: 80, Class: 1, Cross: 1, HalfLife: Forever, Sharpness: 1}, User: Default.User})
	evidence := m.Evidence()
	held, naive := 0, 0
	for g, p := range truth {
		share := m.Group(g, 3).Share(18, 3)
		low, high := Interval(share, m.Effective(g, 3, evidence[g]), .95)
		if low <= p && p <= high {
			held++
		}
		if low, high := Interval(share, float64(evidence[g].Orders), .95); low <= p && p <= high {
			naive++
		}
		if evidence[g].Users != 40 || evidence[g].Design < 1.5 {
			t.Fatalf("group %d: %+v", g, evidence[g])
		}
	}
	if held < 135 || held > 149 || naive > held-10 {
		t.Errorf("95 %% intervals hold the truth of %d of 150 groups, those that take orders for strangers' %d", held, naive)
	}
}

// TestOrderDoesNotMatter: neither of users, nor of a user's orders, nor of groups.
func TestOrderDoesNotMatter(t *testing.T) {
	orders := habits(120, 3, 10, 3, 5)
	want, err := Backtest(build(t, orders), BacktestOptions{Resample: 50})
	if err != nil {
		t.Fatal(err)
	}
	back := make([]order, len(orders))
	for i, o := range orders {
		back[len(orders)-1-i] = o
	}
	got, err := Backtest(build(t, back), BacktestOptions{Resample: 50})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("another report of the same orders turned round: %v\n%+v\n%+v", err, got, want)
	}
}

func TestEdges(t *testing.T) {
	// One order in all: nothing to score, but a curve that leans to it.
	one := build(t, []order{{"a", "g", 20_000, 40}})
	if _, err := Backtest(one, BacktestOptions{}); err == nil || !strings.Contains(err.Error(), "came more than once") {
		t.Errorf("one order: %v", err)
	}
	m := New(one, Fit(one).Params)
	c := m.User(0, Weekday(20_000))
	if best, err := c.Best(3, DefaultQuiet); err != nil || !best.Holds(20, 3) || best.Share > .9 {
		t.Errorf("window %+v after one order at eight in the evening: %v", best, err)
	}
	// All orders in one hour: the curve stays positive everywhere and adds up.
	var same []order
	for i := range 300 {
		same = append(same, order{fmt.Sprintf("u%02d", i/10), "", 20_000 + int32(i%10), 6})
	}
	h := build(t, same)
	r, err := Backtest(h, BacktestOptions{Resample: 20})
	if err != nil || method(t, r, ByUser).Hit != 1 || math.IsInf(method(t, r, ByUser).LogLoss, 0) {
		t.Errorf("all at three in the morning: %+v, %v", r.Methods, err)
	}
	m = New(h, Fit(h).Params)
	for d := range 7 {
		c, sum := m.User(3, d), 0.0
		for _, p := range c {
			sum += p
			if !(p > 0) {
				t.Errorf("weekday %d: %v", d, c)
			}
		}
		if math.Abs(sum-1) > 1e-9 {
			t.Errorf("weekday %d: shares add up to %v", d, sum)
		}
	}
	if best, err := m.Group(0, 0).Best(3, DefaultQuiet); err != nil || DefaultQuiet.Holds(best.Start) || DefaultQuiet.Holds((best.Start+2)%24) {
		t.Errorf("a push at night: %+v, %v", best, err)
	}
	if b, err := NewBuilder().Build(); err != nil || b.Orders() != 0 || Fit(b).Learnt {
		t.Errorf("no order at all: %v", err)
	}
}

func TestRefuses(t *testing.T) {
	b := NewBuilder()
	b.Add("a", "g", 1, 48)
	b.Add("b", "g", 1, 1)
	if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), "user a): half hour 48") {
		t.Errorf("half hour 48: %v", err)
	}
	b = NewBuilder()
	for _, u := range []string{"a", "b", "a"} {
		b.Add(u, "g", 1, 1)
	}
	if _, err := b.Build(); err == nil || !strings.Contains(err.Error(), "user a come in two places") {
		t.Errorf("user in two places: %v", err)
	}
	h := build(t, habits(30, 1, 5, 1, 6))
	for want, o := range map[string]BacktestOptions{"share lies between": {Share: 1}, "window of 30": {Hours: 30}} {
		if _, err := Backtest(h, o); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", o, err)
		}
	}
	var even Curve
	for want, q := range map[string]Quiet{"hours are 0 to 24": {From: 25}, "no window of 3 hours fits": {From: 2, Until: 0}} {
		if _, err := even.Best(3, q); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v", q, err)
		}
	}
	if _, err := even.Best(0, Quiet{}); err == nil {
		t.Error("a window of no hour")
	}
}

func TestWindow(t *testing.T) {
	var c Curve
	c[23], c[0], c[1], c[9] = .3, .3, .2, .2
	if w, err := c.Best(3, Quiet{}); err != nil || w.Start != 23 || w.End(3) != 2 || math.Abs(w.Share-.8) > 1e-12 || !w.Holds(1, 3) || w.Holds(2, 3) {
		t.Errorf("past midnight: %+v, %v", w, err)
	}
	if w, err := c.Best(3, DefaultQuiet); err != nil || w.Start != 8 || w.End(3) != 11 {
		t.Errorf("by day: %+v, %v", w, err)
	}
	if w, err := c.Best(3, Quiet{From: 1, Until: 7}); err != nil || w.Start != 22 || w.End(3) != 1 {
		t.Errorf("until one: %+v, %v", w, err)
	}
	if Weekday(0) != 4 || Weekday(-1) != 3 || Weekday(20_412) != 4 { // 1970-01-01 was a Thursday, 2025-11-20 too
		t.Errorf("weekdays %d %d %d", Weekday(0), Weekday(-1), Weekday(20_412))
	}
}

func Example() {
	b := NewBuilder()
	for week := range int32(8) {
		b.Add("morning", "c1", 20_000+7*week, 15) // half past seven, eight weeks running
		b.Add("morning", "c1", 20_001+7*week, 16)
	}
	b.Add("unknown", "c1", 20_000, 40)
	h, err := b.Build()
	if err != nil {
		fmt.Println(err)
		return
	}
	m := New(h, Fit(h).Params)
	for u, id := range h.Users {
		curve := m.User(u, Weekday(20_070))
		best, _ := curve.Best(3, Quiet{})
		fmt.Printf("%s from %d to %d\n", id, best.Start, best.End(3))
	}
	// Output:
	// morning from 6 to 9
	// unknown from 6 to 9
}
