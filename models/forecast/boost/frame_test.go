package boost

import (
	"math"
	"slices"
	"testing"
)

func ten(s, p int) float64 { return 10 + float64(s+p) }

// TestNoLeak: whatever sells after an origin, no feature of a day after it changes.
func TestNoLeak(t *testing.T) {
	for _, days := range []int{80, 500} { // the latter with features of the year
		h, other := world(3, 4, days, 14, noisy(1, ten)), world(3, 4, days, 14, noisy(1, ten))
		last := days - 30
		for i := range other.Series { // other days, other series, the same total
			s := &other.Series[i]
			slices.Reverse(s.Sold[last:])
			slices.Reverse(s.Out[last:])
		}
		a, b := other.Series[0], other.Series[7]
		for d := last; d < days; d++ {
			a.Sold[d], b.Sold[d] = b.Sold[d], a.Sold[d]
		}
		one, two := newMatrix(h, 2), newMatrix(other, 1)
		origin := monday + int32(last) - 1
		f, g := one.frame(origin), two.frame(origin)
		for k := range one.list {
			for i := range h.Series {
				for ahead := 1; ahead <= 14; ahead++ {
					x, y := one.list[k].at(f, i, ahead), two.list[k].at(g, i, ahead)
					if math.Float32bits(x) != math.Float32bits(y) && (x == x || y == y) {
						t.Fatalf("%d days: %s of series %d, %d ahead, is %v, with other sales after the origin %v", days, one.list[k].name, i, ahead, x, y)
					}
				}
			}
		}
		if later := one.frame(h.Last); slices.Equal(later.base, two.frame(h.Last).base) {
			t.Error("sales before an origin change nothing either")
		}
	}
}

// TestFeatures: features of a series worked out by hand.
func TestFeatures(t *testing.T) {
	h := world(2, 2, 63, 7, func(s, p, d int) (float32, float32) {
		v, out := float32(10*(s+1)*(p+1)), float32(0)
		if s == 0 && p == 0 {
			switch {
			case d == 61:
				v, out = 3, 0.5 // sold out
			case d >= 58:
				v = 0
			}
		}
		return v, out
	})
	m := newMatrix(h, 1)
	f := m.frame(h.Last) // day 62, a Sunday; the next is a Monday
	get := func(name string, i, ahead int) float64 {
		for k := range m.list {
			if m.list[k].name == name {
				return float64(m.list[k].at(f, i, ahead))
			}
		}
		t.Fatalf("no feature %s", name)
		return 0
	}
	for _, c := range []struct {
		name     string
		i, ahead int
		want     float64
	}{
		{"idle", 0, 1, 1}, {"age", 0, 1, 63}, {"out1", 0, 1, 0.5}, {"out0", 0, 1, 0}, {"last0", 0, 1, 0}, {"last1", 0, 1, math.NaN()},
		{"stock7", 0, 1, 6}, {"stock28", 0, 1, 27}, {"short7", 0, 1, 0.5 / 7}, {"zeros28", 0, 1, 4. / 27}, {"weekday", 0, 1, 0}, {"weekday", 0, 7, 6},
		{"horizon", 0, 5, 5}, {"weekShort", 0, 6, 0.5}, {"week1", 0, 6, math.NaN()}, {"week1", 0, 7, 0}, {"weekShort", 0, 5, 0},
		{"week1", 3, 3, 40 / float64(f.base[3])}, {"week4", 3, 3, 40 / float64(f.base[3])}, {"zeros28", 3, 1, 0}, {"spread28", 3, 1, 0.0},
		{"x_price", 1, 1, float64(1 + 1 + 63%3)}, {"x_price to last", 1, 1, 0.5}, {"c_kind", 1, 1, 1}, {"c_city", 2, 1, 1},
	} {
		got := get(c.name, c.i, c.ahead)
		if c.name == "spread28" && got < 0.2 { // days are cleaned of the profile
			continue
		}
		if math.Abs(got-c.want) > 1e-5 || math.IsNaN(got) != math.IsNaN(c.want) {
			t.Errorf("%s of series %d, %d ahead: %v, want %v", c.name, c.i, c.ahead, got, c.want)
		}
	}
	if b := float64(f.base[3]); b < 36 || b > 44 {
		t.Errorf("base of a series that sells 40 a day: %v", b)
	}
}

// TestProfiles: the weekday profile is found, and is that of all where a series has few days.
func TestProfiles(t *testing.T) {
	h := world(4, 5, 70, 0, noisy(3, ten))
	h.Series[0].Sold, h.Series[0].Out, h.Series[0].Start = h.Series[0].Sold[67:], nil, monday+67
	around, own := newMatrix(h, 1).profiles(h.Last)
	for _, i := range []int{0, 9} {
		for d := range 7 {
			if a := float64(around[i][d]); math.Abs(a-shape[d]) > 0.12 {
				t.Errorf("series %d: weekday %d sells %.2f around it, want %.2f", i, d, a, shape[d])
			}
			if o := float64(own[i][d]); math.Abs(o-shape[d]) > 0.35 {
				t.Errorf("series %d: weekday %d sells %.2f, want %.2f", i, d, o, shape[d])
			}
		}
	}
}

// TestPriors: a series without a day begins at its product's level elsewhere, at the scale of its store.
func TestPriors(t *testing.T) {
	h := world(12, 12, 40, 7, func(s, p, _ int) (float32, float32) { return float32(2*(1+s%2)) * float32(1+p), 0 })
	h.Series[3].Sold, h.Series[3].Out, h.Series[3].Start = nil, nil, h.Last+1    // in a small store: 2*4
	h.Series[15].Sold, h.Series[15].Out, h.Series[15].Start = nil, nil, h.Last+1 // in a large store: 4*4
	h.Series[3].Known, h.Series[15].Known = [][]float32{make([]float32, 7)}, [][]float32{make([]float32, 7)}
	g := NewGround(h, Options{Horizon: 7})
	around := g.Around(h.Last)
	small, large := around(3, 1), around(15, 1)
	if small < 6 || small > 11.5 || large < 13 || large > 19 || large/small < 1.5 {
		t.Errorf("new products are expected to sell %.1f and %.1f, their like sell 8 and 16", small, large)
	}
}

func TestGroups(t *testing.T) {
	h := world(8, 6, 20, 0, noisy(1, ten))
	g := newGroups(h)
	if g.store.n != 8 || g.product.n != 6 || g.kind.n != 3 || g.kind.name != "kind" || g.kind.of[0] == g.kind.of[1] || g.kind.of[0] != g.kind.of[8] {
		t.Errorf("%d stores, %d products, %d kinds", g.store.n, g.product.n, g.kind.n)
	}
	if g.area.n != 12 || g.area.of[0] == g.area.of[6] || g.area.of[0] != g.area.of[12] {
		t.Errorf("%d areas of a product, want one for each of two cities", g.area.n)
	}
	if g.corner.n != 8 {
		t.Errorf("%d corners, want whole stores, as half a store has fewer than %d products", g.corner.n, perGroup)
	}
	h.Static = nil
	if g = newGroups(h); g.kind.n != 1 || g.area.n != 6 || g.corner.n != 8 {
		t.Errorf("without c_* columns: %d kinds, %d areas, %d corners", g.kind.n, g.area.n, g.corner.n)
	}
}
