package inventory

import (
	"fmt"
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// shop is a small world solved exactly: whole demand independent from day to day, a
// delivery every cover days (1 or more, if lead is 0), goods that keep life days, an
// order that comes lead (0 or 1) mornings later. Its states are the units left by
// days left, 1 to life-1, and with a lead time those that come this morning.
type shop struct {
	chance            []float64 // of each demand
	life, lead, cover int
	lifo              bool
	cost              cost // hold is for a day
	most              int  // units in an order
}

// ahead is what may follow: states and their chances.
type ahead struct {
	fen    float64
	states []int
	chance []float64
}

// width is how many numbers make a state.
func (s *shop) width() int { return s.life - 1 + s.lead }

func (s *shop) states() int { return int(math.Pow(float64(s.most+1), float64(s.width()))) }

// state writes the numbers of a state: units with 1, 2 ... days left, then those that come.
func (s *shop) state(index int) []int {
	out := make([]int, s.width())
	for i := range out {
		out[i] = index % (s.most + 1)
		index /= s.most + 1
	}
	return out
}

func (s *shop) index(state []int) int {
	out := 0
	for i := len(state) - 1; i >= 0; i-- {
		out = out*(s.most+1) + state[i]
	}
	return out
}

// day sells a demand off a shelf of units by days left, 1 to life, and throws away
// what has had its day.
func (s *shop) day(shelf []int, demand int) (fen float64) {
	for k := range shelf {
		if s.lifo {
			k = len(shelf) - 1 - k
		}
		sold := min(demand, shelf[k])
		shelf[k] -= sold
		demand -= sold
	}
	fen = s.cost.under*float64(demand) + s.cost.over*float64(shelf[0])
	copy(shelf, shelf[1:])
	shelf[len(shelf)-1] = 0
	for _, n := range shelf {
		fen += s.cost.hold * float64(n)
	}
	return fen
}

// step is what an order in a state costs until the next can be made, and what follows.
func (s *shop) step(index, order int) *ahead {
	state := s.state(index)
	fresh := order
	if s.lead == 1 {
		fresh = state[s.life-1]
	}
	out := &ahead{}
	after := map[int]float64{}
	var play func(shelf []int, days int, p float64)
	play = func(shelf []int, days int, p float64) {
		if days == 0 {
			left := append([]int{}, shelf[:s.life-1]...)
			if s.lead == 1 {
				left = append(left, order)
			}
			after[s.index(left)] += p
			return
		}
		for d, chance := range s.chance {
			next := append([]int{}, shelf...)
			out.fen += p * chance * s.day(next, d)
			play(next, days-1, p*chance)
		}
	}
	play(append(append([]int{}, state[:s.life-1]...), fresh), s.cover, 1)
	for i, p := range after {
		out.states, out.chance = append(out.states, i), append(out.chance, p)
	}
	return out
}

// best is the least cost per day that any policy reaches: relative value iteration,
// half a step at a time, as the best policy may go in cycles.
func (s *shop) best() float64 {
	n := s.states()
	moves := make([]*ahead, n*(s.most+1))
	for i := range moves {
		moves[i] = s.step(i/(s.most+1), i%(s.most+1))
	}
	value, after := make([]float64, n), make([]float64, n)
	for range 2000 {
		for i := range n {
			after[i] = math.Inf(1)
			for _, m := range moves[i*(s.most+1) : (i+1)*(s.most+1)] {
				v := m.fen
				for k, p := range m.chance {
					v += p * value[m.states[k]]
				}
				after[i] = min(after[i], v)
			}
			after[i] = (after[i] + value[i]) / 2
		}
		floats.Sub(value, after)
		low, high := -2*floats.Max(value), -2*floats.Min(value)
		copy(value, after)
		floats.AddConst(-after[0], value)
		if high-low < 1e-4*low {
			return (low + high) / 2 / float64(s.cover)
		}
	}
	return math.NaN()
}

// of is the cost per day of a policy, exact but for what is left of the start after
// 300 orders; states that it never comes to are not asked for.
func (s *shop) of(policy func(state []int) int) float64 {
	known := map[int]*ahead{}
	share := map[int]float64{0: 1}
	fen, turns := 0.0, 120
	for turn := range 300 + turns {
		after := make(map[int]float64, len(share))
		for i, w := range share {
			a := known[i]
			if a == nil {
				a = s.step(i, min(s.most, policy(s.state(i))))
				known[i] = a
			}
			if turn >= 300 {
				fen += w * a.fen
			}
			for k, p := range a.chance {
				after[a.states[k]] += w * p
			}
		}
		share = after
	}
	return fen / float64(turns*s.cover)
}

// line is a state of the shop as the order sheet sees it.
func (s *shop) line(state []int, demand Demand, price, unit int64) Line {
	l := Line{
		StoreID: "s", ProductID: "p", Daily: []Demand{demand}, ShelfLifeDays: s.life,
		LeadDays: s.lead, Days: s.cover, PriceFen: price, CostFen: unit,
	}
	for k := range s.life - 1 {
		l.Stock = append(l.Stock, Batch{Units: float64(state[k]), DaysLeft: k + 1})
	}
	if s.lead == 1 {
		l.Arrivals = []Arrival{{Units: float64(state[s.life-1])}}
	}
	if s.lifo {
		l.PickFresh = 1
	}
	return l
}

// TestDynamicProgramming compares long-run costs with the exact optimum's. The sheet
// knows of the demand its mean and seven quantiles.
func TestDynamicProgramming(t *testing.T) {
	opt, err := Options{MinService: 0.001, MaxService: 0.999, Correlation: -1}.filled()
	if err != nil {
		t.Fatal(err)
	}
	ours, plain, least := 0.0, 0.0, 0.0
	v := &solver{opt: opt, fan: newFan(opt.Paths, 50, 0, opt.Seed)}
	for _, c := range []struct {
		mean, size        float64
		life, lead, cover int
		costs             []int64
	}{
		{3, 4, 2, 0, 1, []int64{800, 500, 200}},
		{3, 4, 2, 1, 1, []int64{800, 500, 200}},
		{3, 4, 3, 0, 1, []int64{800, 500, 200}},
		{3, 4, 3, 1, 1, []int64{800, 500, 200}},
		{1.5, 2, 3, 0, 2, []int64{800, 500, 200}},
		{1.5, 2, 3, 0, 1, []int64{500}},
		{1.5, 2, 2, 1, 1, []int64{500}},
		{4, 50, 3, 0, 1, []int64{500}},
		{4, 50, 2, 1, 1, []int64{500}},
	} {
		for _, lifo := range []bool{false, true} {
			for _, unit := range c.costs {
				s := &shop{life: c.life, lead: c.lead, cover: c.cover, lifo: lifo, most: 11, chance: make([]float64, 16)}
				for k := range s.chance {
					s.chance[k] = probability(float64(k), c.mean, c.size)
				}
				floats.Scale(1/floats.Sum(s.chance), s.chance)
				l := s.line(make([]int, 3), counted(c.mean, c.size), 1000, unit)
				s.cost = l.cost(opt)
				s.cost.hold /= float64(c.cover)
				best := s.best()
				at := func(state []int) *Line {
					l := s.line(state, counted(c.mean, c.size), 1000, unit)
					if err := l.check(); err != nil {
						t.Fatal(err)
					}
					v.total(&l)
					return &l
				}
				got := s.of(func(state []int) int { return int(v.trial(at(state)).ch.packs) })
				ageless := s.of(func(state []int) int { l := at(state); return int(l.packs(l.plan(opt))) })
				ours, plain, least = ours+got/best, plain+ageless/best, least+1
				name := fmt.Sprintf("mean %g, life %d, lead %d, every %d days, lifo %-5v, cost %d of 1000", c.mean, c.life, c.lead, c.cover, lifo, unit)
				t.Logf("%s: optimum %.2f, ours %.2f fen a day, %+.2f %%; with ages not followed %+.2f %%", name, best, got, 100*(got/best-1), 100*(ageless/best-1))
				if !(got <= 1.05*best) || got < 0.999*best {
					t.Errorf("%s: %.4f of the optimum's cost, want at most 1.05", name, got/best)
				}
			}
		}
	}
	t.Logf("in the mean %+.2f %%; with ages not followed %+.2f %%", 100*(ours/least-1), 100*(plain/least-1))
	if ours > 1.015*least || plain < 1.05*least {
		t.Errorf("%.4f of the optimum's cost in the mean, %.4f with ages not followed", ours/least, plain/least)
	}
}
