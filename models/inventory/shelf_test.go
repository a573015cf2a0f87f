package inventory

import (
	"math"
	"math/rand/v2"
	"testing"
)

// shelfOf has room for many batches and starts with these, by days left.
func shelfOf(units ...float64) *shelf {
	s := &shelf{batches: make([]batch, 100)}
	for k, u := range units {
		s.put(batch{units: u, ends: k, own: true})
	}
	return s
}

// ages are the units by days left.
func (s *shelf) ages() []float64 {
	out := make([]float64, 3)
	for _, b := range s.batches[s.head:s.tail] {
		out[b.ends] += b.units
	}
	return out
}

// TestPicking: 5, 3 and 2 units with one, two and three days left.
func TestPicking(t *testing.T) {
	for _, c := range []struct {
		sold, fresh float64
		left        [3]float64
	}{
		{0, 0.5, [3]float64{5, 3, 2}},
		{6, 0, [3]float64{0, 2, 2}},   // the oldest first
		{6, 1, [3]float64{4, 0, 0}},   // the freshest first
		{6, 0.5, [3]float64{2, 2, 0}}, // three from each end
		{6, 0.25, [3]float64{0.5, 3, 0.5}},
		{10, 0.5, [3]float64{0, 0, 0}},
	} {
		s := shelfOf(5, 3, 2)
		s.sell(c.sold, c.fresh)
		for k, want := range c.left {
			if got := s.ages()[k]; math.Abs(got-want) > 1e-12 {
				t.Errorf("%v sold, %v of them the freshest: %v left, want %v", c.sold, c.fresh, s.ages(), c.left)
				break
			}
		}
		if math.Abs(s.units-(10-c.sold)) > 1e-12 {
			t.Errorf("%v units counted after %v of 10 were sold", s.units, c.sold)
		}
	}
}

// TestShelfKeepsCount: whatever happens, what came was sold, spoiled or is there.
func TestShelfKeepsCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 0))
	for range 200 {
		s, came, gone, own := shelfOf(), 0.0, 0.0, 0.0
		for day := range 30 {
			for range rng.IntN(3) {
				b := batch{units: float64(rng.IntN(9)), ends: day + rng.IntN(4), own: rng.IntN(2) == 0}
				s.put(b)
				came += b.units
			}
			for k := s.head + 1; k < s.tail; k++ {
				if s.batches[k].ends < s.batches[k-1].ends {
					t.Fatalf("batches are out of order: %+v", s.batches[s.head:s.tail])
				}
			}
			sold := min(float64(rng.IntN(9)), s.units)
			s.sell(sold, rng.Float64())
			spoiled, mine := s.spoil(day)
			if mine < 0 || mine > spoiled+1e-9 {
				t.Fatalf("%v of %v spoiled units came without later orders", mine, spoiled)
			}
			gone += sold + spoiled
			own += mine
			if s.head < s.tail && s.batches[s.head].ends <= day {
				t.Fatal("something old is left")
			}
			if math.Abs(came-gone-s.units) > 1e-9 {
				t.Fatalf("%v came, %v gone, %v there", came, gone, s.units)
			}
		}
		if own == 0 {
			t.Error("nothing ever spoiled")
		}
	}
}

// TestFading: what is about to be thrown away, at 4 units asked for until then.
func TestFading(t *testing.T) {
	for _, c := range []struct{ before, fresh, want float64 }{
		{0, 0, 0}, {1, 0, 1}, {2, 0, 4}, {1, 1, 5}, {2, 1, 6}, {1, 0.5, 3},
	} {
		if got := shelfOf(5, 3, 2).fading(int(c.before), 4, c.fresh); got != c.want {
			t.Errorf("before day %v, share %v of the freshest: %v, want %v", c.before, c.fresh, got, c.want)
		}
	}
}
