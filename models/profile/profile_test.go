package profile

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

func TestScores(t *testing.T) {
	for _, c := range []struct {
		in   []int64
		want []uint8
	}{
		{[]int64{10, 20, 30, 40, 50}, []uint8{1, 2, 3, 4, 5}},
		{[]int64{50, 10, 40, 20, 30}, []uint8{5, 1, 4, 2, 3}},
		{[]int64{7, 7, 7, 7}, []uint8{3, 3, 3, 3}},                                     // nobody stands out
		{[]int64{1, 1, 1, 1, 1, 1, 9, 9, 9, 9}, []uint8{2, 2, 2, 2, 2, 2, 5, 5, 5, 5}}, // ties together
		{[]int64{3}, []uint8{3}},
		{nil, []uint8{}},
	} {
		if got := scores(c.in); !slices.Equal(got, c.want) {
			t.Errorf("scores(%v) = %v, want %v", c.in, got, c.want)
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
		if got := Segment(c.recency, c.age, c.f, c.m, RFMOptions{}); got != c.want {
			t.Errorf("Segment(%d, %d, %d, %d) = %s, want %s", c.recency, c.age, c.f, c.m, got, c.want)
		}
	}
}

// people makes n users in 5 communities, who mostly order at their community's hour.
func people(n int, seed uint64) (Buyers, BuyerHours) {
	rng := rand.New(rand.NewPCG(seed, 0))
	var b Buyers
	var h BuyerHours
	for i := range n {
		id, c := fmt.Sprintf("u%04d", i), rng.IntN(5)
		orders, recency := 1+rng.Int64N(12), rng.Int64N(120)
		b.UserID, b.CommunityID, b.StoreID = append(b.UserID, id), append(b.CommunityID, fmt.Sprint("c", c)), append(b.StoreID, "s1")
		b.Orders, b.RecencyDays = append(b.Orders, orders), append(b.RecencyDays, recency)
		b.MonetaryFen, b.AgeDays = append(b.MonetaryFen, orders*rng.Int64N(9000)), append(b.AgeDays, recency+rng.Int64N(300))
		left := map[int64]int64{}
		for range orders {
			left[int64(8+3*c+rng.IntN(3))%24]++
		}
		for hour := range int64(24) {
			if left[hour] > 0 {
				h.UserID, h.Hour, h.Orders = append(h.UserID, id), append(h.Hour, hour), append(h.Orders, left[hour])
			}
		}
	}
	return b, h
}

func TestRFM(t *testing.T) {
	b, h := people(500, 1)
	rows, err := RFM(b, h, RFMOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 500 || !slices.IsSortedFunc(rows, func(a, b UserRow) int { return strings.Compare(a.UserID, b.UserID) }) {
		t.Fatalf("%d rows or not in order", len(rows))
	}
	at := 0
	for i, r := range rows {
		if r.Frequency != uint32(b.Orders[i]) || r.MonetaryFen != b.MonetaryFen[i] || int64(r.RecencyDays) != b.RecencyDays[i] {
			t.Errorf("row %d: %+v does not hold the input", i, r)
		}
		if r.RScore < 1 || r.RScore > 5 || r.FScore < 1 || r.FScore > 5 || r.MScore < 1 || r.MScore > 5 {
			t.Errorf("row %d: score out of 1 to 5: %+v", i, r)
		}
		if want := Segment(b.RecencyDays[i], b.AgeDays[i], r.FScore, r.MScore, RFMOptions{}); r.Segment != want {
			t.Errorf("row %d: segment %s, want %s", i, r.Segment, want)
		}
		if r.ActiveHourShare < 1.0/24 || r.ActiveHourShare > 1 {
			t.Errorf("row %d: share %v of the best hour", i, r.ActiveHourShare)
		}
		if c := r.CommunityID[1] - '0'; r.ActiveHour/3 == (8+3*c)/3 || (r.ActiveHour-8)/3 == c {
			at++
		}
	}
	if at < 450 {
		t.Errorf("the active hour of %d of 500 users is their community's", at)
	}
	recent := slices.MinFunc(rows, func(a, b UserRow) int { return int(a.RecencyDays) - int(b.RecencyDays) })
	if recent.RScore != 5 {
		t.Errorf("the latest buyer has recency score %d", recent.RScore)
	}
}

// TestRFMWithoutHours: whoever has no hours is taken to be like the community.
func TestRFMWithoutHours(t *testing.T) {
	b := Buyers{UserID: []string{"a", "b"}, CommunityID: []string{"c", "c"}, StoreID: []string{"s", "s"}, Orders: []int64{50, 1},
		RecencyDays: []int64{1, 2}, MonetaryFen: []int64{10, 20}, AgeDays: []int64{50, 50}}
	h := BuyerHours{UserID: []string{"a"}, Hour: []int64{20}, Orders: []int64{50}}
	rows, err := RFM(b, h, RFMOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if rows[1].ActiveHour != 20 || rows[1].ActiveHourShare >= rows[0].ActiveHourShare {
		t.Errorf("hours %+v, want both 20, the second less sure", rows)
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	b, h := people(200, 2)
	want, err := RFM(b, h, RFMOptions{})
	if err != nil {
		t.Fatal(err)
	}
	rand.New(rand.NewPCG(9, 9)).Shuffle(len(b.UserID), func(i, j int) {
		for _, s := range []reflect.Value{reflect.ValueOf(b.UserID), reflect.ValueOf(b.CommunityID), reflect.ValueOf(b.StoreID),
			reflect.ValueOf(b.Orders), reflect.ValueOf(b.RecencyDays), reflect.ValueOf(b.MonetaryFen), reflect.ValueOf(b.AgeDays)} {
			reflect.Swapper(s.Interface())(i, j)
		}
	})
	slices.Reverse(h.UserID)
	slices.Reverse(h.Hour)
	slices.Reverse(h.Orders)
	got, err := RFM(b, h, RFMOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("other rows from the same users in another order")
	}
}

func TestRFMRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*Buyers, *BuyerHours){
		"is there twice":           func(b *Buyers, _ *BuyerHours) { b.UserID[3] = b.UserID[7] },
		"unequal length":           func(b *Buyers, _ *BuyerHours) { b.AgeDays = b.AgeDays[1:] },
		"0 orders":                 func(b *Buyers, _ *BuyerHours) { b.Orders[2] = 0 },
		"last order":               func(b *Buyers, _ *BuyerHours) { b.AgeDays[2] = b.RecencyDays[2] - 1 },
		"hours are 0 to 23":        func(_ *Buyers, h *BuyerHours) { h.Hour[0] = 24 },
		"cannot be negative":       func(_ *Buyers, h *BuyerHours) { h.Orders[0] = -1 },
		"no row among the buyers":  func(_ *Buyers, h *BuyerHours) { h.UserID[0] = "stranger" },
		"columns of unequal lengt": func(_ *Buyers, h *BuyerHours) { h.Hour = nil },
	} {
		b, h := people(20, 3)
		spoil(&b, &h)
		if _, err := RFM(b, h, RFMOptions{}); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one with %q", err, name)
		}
	}
	if rows, err := RFM(Buyers{}, BuyerHours{}, RFMOptions{}); err != nil || len(rows) != 0 {
		t.Errorf("no users: %d rows, error %v", len(rows), err)
	}
}

// TestHoursRecover draws orders from known clocks; the window found must be nearly
// as good as the best there is, its promise true, and better than the chain's.
func TestHoursRecover(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	var c CommunityHours
	truth := map[string]clock{}
	for i := range 200 {
		id := fmt.Sprintf("c%03d", i)
		peak, width := distuv.Normal{Mu: 14, Sigma: 3.5, Src: rng}.Rand(), 1.5+2*rng.Float64()
		var p clock
		for h := range p {
			d := math.Abs(float64(h) - peak)
			d = math.Min(d, 24-d)
			p[h] = math.Exp(-d*d/(2*width*width)) + 0.05
		}
		sum := p.total()
		for h := range p {
			p[h] /= sum
		}
		truth[id] = p
		for h, n := range draw(rng, p, 10+rng.IntN(200)) {
			c.CommunityID, c.Hour, c.Orders = append(c.CommunityID, id), append(c.Hour, int64(h)), append(c.Orders, n)
		}
	}
	rows, err := Hours(c, HoursOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var got, best, chain, promised float64
	opt, _ := HoursOptions{}.filled()
	for _, r := range rows {
		p := truth[r.CommunityID]
		got += p.window(int(r.StartHour), 3)
		_, b := p.best(opt)
		best += b
		chain += p.window(int(r.ChainBestStart), 3)
		promised += r.Share
		if r.EndHour != r.StartHour+3 || r.StartHour < 7 || r.EndHour > 22 {
			t.Errorf("window %d to %d", r.StartHour, r.EndHour)
		}
		if r.Share < r.UsualShare {
			t.Errorf("%s: the chain's window promises more, %v, than the best, %v", r.CommunityID, r.UsualShare, r.Share)
		}
	}
	if got < 0.95*best || got < 1.2*chain {
		t.Errorf("windows hold %.3f of orders, the best %.3f, the chain's %.3f", got/200, best/200, chain/200)
	}
	if math.Abs(promised/got-1) > 0.06 {
		t.Errorf("windows promise %.3f and hold %.3f", promised/200, got/200)
	}
}

func draw(rng *rand.Rand, p clock, n int) [24]int64 {
	var out [24]int64
	for range n {
		u, h := rng.Float64(), 0
		for ; h < 23 && u > p[h]; h++ {
			u -= p[h]
		}
		out[h]++
	}
	return out
}

func TestHoursEdges(t *testing.T) {
	rows, err := Hours(CommunityHours{CommunityID: []string{"b", "a"}, Hour: []int64{23, 8}, Orders: []int64{40, 0}}, HoursOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 1 || rows[0].CommunityID != "b" || rows[0].StartHour != 19 {
		t.Errorf("%+v, want the last window before quiet hours for b and nothing for a", rows)
	}
	for name, c := range map[string]struct {
		h CommunityHours
		o HoursOptions
	}{
		"hours are 0 to 23": {CommunityHours{[]string{"a"}, []int64{-1}, []int64{1}}, HoursOptions{}},
		"cannot be negativ": {CommunityHours{[]string{"a"}, []int64{1}, []int64{-1}}, HoursOptions{}},
		"unequal length":    {CommunityHours{[]string{"a"}, []int64{1}, nil}, HoursOptions{}},
		"no window of 9":    {CommunityHours{}, HoursOptions{Window: 9, Earliest: 10, Latest: 18}},
	} {
		if _, err := Hours(c.h, c.o); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("error %v, want one with %q", err, name)
		}
	}
}

func ExampleRFM() {
	rows, err := RFM(
		Buyers{UserID: []string{"u2", "u1"}, CommunityID: []string{"c1", "c1"}, StoreID: []string{"s1", "s1"}, Orders: []int64{9, 1},
			RecencyDays: []int64{2, 45}, MonetaryFen: []int64{30000, 1290}, AgeDays: []int64{200, 45}},
		BuyerHours{UserID: []string{"u2", "u1"}, Hour: []int64{19, 8}, Orders: []int64{9, 1}}, RFMOptions{})
	for _, r := range rows {
		fmt.Println(r.UserID, r.RScore, r.FScore, r.MScore, r.Segment, r.ActiveHour)
	}
	fmt.Println(err)
	// Output:
	// u1 2 2 2 dormant 19
	// u2 4 4 4 champion 19
	// <nil>
}

func BenchmarkRFM(b *testing.B) {
	buyers, hours := people(100_000, 1)
	for b.Loop() {
		if _, err := RFM(buyers, hours, RFMOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
