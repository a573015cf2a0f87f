package community

import (
	"fmt"
	"math"
	"strings"
	"testing"
)

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		p, q Point
		want float64
	}{
		{Point{31.2304, 121.4737}, Point{39.9042, 116.4074}, 1067.3}, // Shanghai to Beijing
		{Point{0, 0.5}, Point{0, 1.5}, 111.195},
		{Point{10, 179.5}, Point{10, -179.5}, 109.507}, // across the date line
		{Point{-89, 10}, Point{89, -170}, 20015.1},     // the other end of the earth
		{Point{31, 121}, Point{31, 121}, 0},
	} {
		if got := c.p.Distance(c.q); math.Abs(got-c.want) > 1e-4*c.want+1e-9 || math.Abs(got-c.q.Distance(c.p)) > 1e-9 {
			t.Errorf("%v to %v: %.3f km, want %.3f", c.p, c.q, got, c.want)
		}
	}
	for _, p := range []Point{{0, 0}, {91, 0}, {10, 181}, {math.NaN(), 1}} {
		if p.Known() {
			t.Errorf("%v is taken for a place", p)
		}
	}
}

// TestCatchments: one community between two stores, at twice the distance of one: it is shared 4 to 1.
func TestCatchments(t *testing.T) {
	km := 1 / 111.195
	shops := []Shop{{"far", Point{31 + 2.999*km, 121}, 100}, {"near", Point{31, 121}, 100}, {"lost", Point{}, -1}, {"alone", Point{40, 100}, 5}}
	at := []Place{
		{"between", "near", Point{31 + km, 121}, 100}, {"beside", "near", Point{31 - 2.5*km, 121}, 50}, {"unknown", "near", Point{}, 70},
		{"uncounted", "near", Point{31, 121}, 0}, {"out", "near", Point{31 + 30*km, 121}, 60}, {"orphan", "gone", Point{}, 9},
	}
	reach := Reach{[]string{"between", "between", "between", "beside", "uncounted"}, []string{"near", "far", "", "near", "near"}, []int64{30, 10, 35, 60, 20}, []int64{1, 1, 1, 1, 1}}
	rows, err := Catchments(at, shops, reach)
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows {
		got += fmt.Sprintf("%s %v located %d: %d communities, %d households, %.1f shared, %d reached %.3f; %d %d %d\n", r.StoreID, r.RadiusKm, r.Located, r.Communities, r.Households,
			r.SharedHouseholds, r.Reached, r.Share, r.Unlocated, r.Uncounted, r.Beyond)
	}
	// The uncounted community lies at the door of near, and at 3 km from far; beside is 5.5 km from far.
	const want = "alone 3 located 1: 0 communities, 0 households, 0.0 shared, 0 reached 0.000; 0 0 0\n" +
		"alone 5 located 1: 0 communities, 0 households, 0.0 shared, 0 reached 0.000; 0 0 0\n" +
		"far 3 located 1: 2 communities, 100 households, 20.0 shared, 10 reached 0.500; 0 1 0\n" +
		"far 5 located 1: 2 communities, 100 households, 20.0 shared, 10 reached 0.500; 0 1 0\n" +
		"lost 3 located 0: 0 communities, 0 households, 0.0 shared, 0 reached 0.000; 0 0 0\n" +
		"lost 5 located 0: 0 communities, 0 households, 0.0 shared, 0 reached 0.000; 0 0 0\n" +
		"near 3 located 1: 3 communities, 150 households, 130.0 shared, 80 reached 0.615; 1 1 1\n" +
		"near 5 located 1: 3 communities, 150 households, 130.0 shared, 80 reached 0.615; 1 1 1\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if _, err := Catchments(at, append(shops, shops[0]), reach); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("a store twice: %v", err)
	}
	reach.NewBuyers[0] = 31
	if _, err := Catchments(at, shops, reach); err == nil {
		t.Error("more new buyers than buyers")
	}
}
