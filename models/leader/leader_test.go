package leader

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// scene builds small inputs by name.
type scene struct {
	s Shares
	p Purchases
	o Opens
	v Reach
	h Hours
}

const day = 86_400_000

func (x *scene) share(id, parent, user string, at int64) {
	up := int64(0)
	if parent != "" {
		up = hash(parent)
	}
	s := &x.s
	s.ID, s.Parent, s.Sharer, s.User = append(s.ID, hash(id)), append(s.Parent, up), append(s.Sharer, hash(user)), append(s.User, user)
	s.Store, s.Community, s.Channel = append(s.Store, "s"), append(s.Community, "c"), append(s.Channel, map[bool]string{true: "poster", false: "moments"}[len(s.ID)%2 == 0])
	s.At, s.Hour, s.Weekend, s.Recent = append(s.At, at), append(s.Hour, at/3_600_000%24), append(s.Weekend, 0), append(s.Recent, 1)
}

func (x *scene) buy(user, share string, at int64) {
	p := &x.p
	p.ID, p.Share, p.Buyer, p.At = append(p.ID, int64(len(p.ID))), append(p.Share, hash(share)), append(p.Buyer, hash(user)), append(p.At, at)
	p.Hour, p.Weekend, p.Later, p.Match, p.New = append(p.Hour, at/3_600_000%24), append(p.Weekend, 0), append(p.Later, 0), append(p.Match, 1), append(p.New, 0)
	p.Orders, p.Amount, p.Known, p.Cost = append(p.Orders, 1), append(p.Amount, 1000), append(p.Known, 500), append(p.Cost, 300)
	p.Refunds, p.Refunded, p.Own, p.OwnDays = append(p.Refunds, 0), append(p.Refunded, 0), append(p.Own, 2), append(p.OwnDays, 56)
}

func (x *scene) open(user, share string, at int64) {
	x.o.User, x.o.Share, x.o.At = append(x.o.User, hash(user)), append(x.o.Share, hash(share)), append(x.o.At, at)
}

func (x *scene) run(t *testing.T) (map[string]Sharer, *Result) {
	t.Helper()
	r, err := Attribute(x.s, x.p, x.o, x.v, x.h, Options{})
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]Sharer{}
	orders, shapley := 0.0, 0.0
	for _, s := range r.Sharers {
		of[s.User] = s
		orders, shapley = orders+s.Orders, shapley+s.Shapley
		for _, v := range []float64{s.Brought.Mean, s.Brought.Low, s.Brought.High, s.PerShare.Mean, s.Shapley, s.BroughtMargin.Mean, s.OwnShare, s.Cascade} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%s: %+v", s.User, s)
			}
		}
		if s.Brought.Low > s.Brought.Mean || s.Brought.Mean > s.Brought.High || s.RankLow > s.Rank || s.Rank > s.RankHigh || s.RankLow < 1 || s.RankHigh > len(r.Sharers) {
			t.Errorf("%s: intervals %+v, rank %d [%d %d]", s.User, s.Brought, s.Rank, s.RankLow, s.RankHigh)
		}
	}
	if shapley > orders+1e-9 {
		t.Errorf("credits of %v for %v orders", shapley, orders)
	}
	return of, r
}

func TestShapley(t *testing.T) {
	for _, tc := range []struct {
		paths [][]int32
		want  map[int32]float64
	}{
		{[][]int32{{1}}, map[int32]float64{1: 1}},
		{[][]int32{{3, 2, 1}}, map[int32]float64{1: 1. / 3, 2: 1. / 3, 3: 1. / 3}},      // a cascade: all are needed
		{[][]int32{{1}, {2}}, map[int32]float64{1: .5, 2: .5}},                          // two touches: either will do
		{[][]int32{{1}, {2, 1}}, map[int32]float64{1: 1}},                               // 2 adds nothing
		{[][]int32{{1, 2}, {3}}, map[int32]float64{1: 1. / 6, 2: 1. / 6, 3: 2. / 3}},    // by hand, over the 6 orders
		{[][]int32{{1, 2}, {1, 3}}, map[int32]float64{1: 2. / 3, 2: 1. / 6, 3: 1. / 6}}, // 1 is needed always
		{[][]int32{{1, 1, 1}, {}}, map[int32]float64{1: 1}},                             // oneself again; nobody
		{nil, map[int32]float64{}},
	} {
		got := map[int32]float64{}
		Shapley(tc.paths, func(p int32, part float64) { got[p] += part })
		for p := range int32(5) {
			if math.Abs(got[p]-tc.want[p]) > 1e-12 {
				t.Errorf("%v: %v, want %v", tc.paths, got, tc.want)
				break
			}
		}
	}
	many := make([][]int32, 40) // the last eight of forty touches
	for i := range many {
		many[i] = []int32{int32(i)}
	}
	got := map[int32]float64{}
	Shapley(many, func(p int32, part float64) { got[p] += part })
	if len(got) != 8 || math.Abs(got[39]-1./8) > 1e-12 {
		t.Errorf("forty touches: %v", got)
	}
}

func ExampleShapley() {
	// Wang shared, Li passed it on, and the buyer had also opened a share of Zhao.
	names := []string{"Wang", "Li", "Zhao"}
	Shapley([][]int32{{0, 1}, {2}}, func(who int32, part float64) { fmt.Printf("%s %.3f\n", names[who], part) })
	// Output:
	// Wang 0.167
	// Li 0.167
	// Zhao 0.667
}

// TestOddShares: a share that names itself, a ring of shares, an unknown parent, one id twice, a share nobody made.
func TestOddShares(t *testing.T) {
	x := &scene{}
	x.share("self", "self", "a", 10*day)
	x.share("r1", "r3", "b", 10*day)
	x.share("r2", "r1", "c", 10*day+1)
	x.share("r3", "r2", "d", 10*day+2)
	x.share("lost", "nobody", "e", 10*day)
	x.share("r1", "", "f", 10*day) // the id again, of somebody else: the first counts
	x.buy("v", "self", 10*day+60_000)
	x.buy("v", "r3", 10*day+60_000)
	x.buy("w", "lost", 10*day+60_000)
	x.buy("w", "never made", 10*day)
	of, r := x.run(t)
	if n := r.Notes; n.Cycles != 2 || n.Orphans != 1 || n.Strays != 1 || n.Repeated != 1 {
		t.Errorf("%+v", n)
	}
	if of["a"].Shapley != 1 || of["e"].Orders != 1 || of["f"].Shares != 0 {
		t.Errorf("%+v", of)
	}
	for _, who := range []string{"b", "c", "d"} { // the ring is cut before its first share
		if math.Abs(of[who].Shapley-1./3) > 1e-12 {
			t.Errorf("%s of the chain has %v", who, of[who].Shapley)
		}
	}
}

// TestOddPurchases: before the share, long after it, through one's own share, refunded, and of somebody in their own chain.
func TestOddPurchases(t *testing.T) {
	x := &scene{}
	x.share("h", "", "a", 10*day)
	x.share("k", "h", "b", 10*day+1000)
	x.buy("early", "h", 9*day)
	x.buy("late", "h", 17*day)
	x.buy("a", "h", 10*day+60_000)
	x.buy("a", "k", 10*day+60_000) // came back to the one who shared first
	x.buy("gone", "h", 10*day+60_000)
	n := len(x.p.ID) - 1
	x.p.Orders[n], x.p.Amount[n], x.p.Known[n], x.p.Cost[n], x.p.Refunds[n], x.p.Refunded[n] = 0, 0, 0, 0, 1, 1000
	of, r := x.run(t)
	if r.Notes.Early != 1 || r.Notes.Selfs != 1 {
		t.Errorf("%+v", r.Notes)
	}
	if a := of["a"]; a.Orders != 2 || a.SelfOrders != 1 || a.Refunds != 1 || a.Refunded != 1000 || a.OwnShare != 1 || a.Shapley != 2 || a.Bought != 1 {
		t.Errorf("a: %+v", a)
	}
	if b := of["b"]; b.Orders != 1 || b.Shapley != 1 {
		t.Errorf("b, through whom a came back: %+v", b)
	}
	if len(r.Pairs) != 1 || r.Pairs[0].Purchases != 1 {
		t.Errorf("pairs %+v", r.Pairs)
	}
}

// TestTouches: what was opened within the week counts, what was opened later or long before does not.
func TestTouches(t *testing.T) {
	x := &scene{}
	for i, who := range []string{"a", "b", "c", "d"} {
		x.share("h-"+who, "", who, int64(10+i)*day)
	}
	x.buy("v", "h-d", 20*day)
	x.open("v", "h-a", 12*day)
	x.open("v", "h-b", 14*day)
	x.open("v", "h-c", 21*day)
	x.open("other", "h-c", 19*day)
	of, _ := x.run(t)
	if of["a"].Shapley != 0 || of["b"].Shapley != .5 || of["c"].Shapley != 0 || of["d"].Shapley != .5 || of["d"].Orders != 1 {
		t.Errorf("%+v", of)
	}
}

// TestManyShares: shares without a purchase earn next to nothing, however many; and a hundred thousand take no time.
func TestManyShares(t *testing.T) {
	x := &scene{}
	for i := range 100_000 {
		x.share(fmt.Sprint("m", i), "", "busy", int64(i)*day/2000)
	}
	for i := range 50 {
		x.share(fmt.Sprint("h", i), "", fmt.Sprint("u", i), int64(i)*day)
		x.buy(fmt.Sprint("v", i), fmt.Sprint("h", i), int64(i)*day+600_000)
	}
	of, _ := x.run(t)
	if b := of["busy"]; b.Shares != 100_000 || b.PerShare.High > .001 || b.Brought.Low > 5 {
		t.Errorf("%+v", b)
	}
}

func TestNothingAndWrong(t *testing.T) {
	if r, err := Attribute(Shares{}, Purchases{}, Opens{}, Reach{}, Hours{}, Options{}); err != nil || len(r.Sharers) != 0 {
		t.Error(r, err)
	}
	x := &scene{}
	x.share("h", "", "a", 10*day)
	if of, _ := x.run(t); of["a"].Orders != 0 {
		t.Error(of)
	}
	x.s.Hour = nil
	if _, err := Attribute(x.s, x.p, x.o, x.v, x.h, Options{}); err == nil {
		t.Error("shares without a column of hours")
	}
	x = &scene{}
	x.buy("v", "h", 0)
	x.p.Cost = nil
	if _, err := Attribute(x.s, x.p, x.o, x.v, x.h, Options{}); err == nil {
		t.Error("purchases without a column of costs")
	}
}

// TestSameWhateverTheOrder: rows may come in any order, but for rounding.
func TestSameWhateverTheOrder(t *testing.T) {
	x := &scene{}
	for i := range 30 {
		x.share(fmt.Sprint("h", i), "", fmt.Sprint("u", i%7), int64(i)*day/3)
		x.buy(fmt.Sprint("v", i%5), fmt.Sprint("h", i), int64(i)*day/3+900_000)
	}
	first, _ := x.run(t)
	for _, c := range []*[]int64{&x.p.ID, &x.p.Share, &x.p.Buyer, &x.p.At, &x.p.Hour} {
		slices.Reverse(*c)
	}
	again, _ := x.run(t)
	for user, a := range first {
		if b := again[user]; a.Orders != b.Orders || math.Abs(a.Brought.Mean-b.Brought.Mean) > 1e-6*(1+a.Brought.Mean) {
			t.Errorf("%+v\n%+v", a, b)
		}
	}
}

func TestMedianAndRatio(t *testing.T) {
	if m := median([]float64{5, 1, 3}); m.Mean != 3 || m.Low > 3 || m.High < 3 {
		t.Error(m)
	}
	if m := median(nil); !math.IsNaN(m.Mean) {
		t.Error(m)
	}
	if r := ratio(100, 1000, 10, 50); r.Mean != 2 || !(r.Low < 2 && r.High > 2) {
		t.Error(r)
	}
	if r := ratio(0, 0, 10, 10); r.Mean != 0 || r.Low != 0 || !(r.High > 0) {
		t.Error(r)
	}
}
