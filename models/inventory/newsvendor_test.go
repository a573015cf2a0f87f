package inventory

import (
	"math"
	"math/rand/v2"
	"testing"
)

// decided is one line made ready and decided.
func decided(t *testing.T, l *Line, opt Options) (*solver, choice) {
	t.Helper()
	if err := l.check(); err != nil {
		t.Fatal(err)
	}
	v := &solver{opt: opt, fan: opt.fan([]Line{*l})}
	return v, v.trial(l).ch
}

// TestBruteForce: no other number of packs has a lower expected cost.
func TestBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	opt, err := Options{MinService: 0.001, MaxService: 0.999, Paths: 120}.filled()
	if err != nil {
		t.Fatal(err)
	}
	played := 0
	for i := range 300 {
		l := randomLine(rng, i)
		v, ch := decided(t, &l, opt)
		p := l.plan(opt)
		fen := func(n float64) float64 { return p.outcome(&l, p.have+n*l.PackSize).fen }
		if !l.single(p.lasting(&l, opt)) {
			played++
			fen = func(n float64) float64 { return v.main.play(n*l.PackSize, v.main.paths).fen }
		}
		best, at := math.Inf(1), 0.0
		for n := 0.0; n < 300/l.PackSize; n++ {
			q := n * l.PackSize
			if q > 0 && q < l.MinOrder || p.have+q < 0 {
				continue
			}
			if c := fen(n); c < best-1e-9 {
				best, at = c, n
			}
		}
		if got := fen(ch.packs); got > best*1.005+1e-6 {
			t.Errorf("line %+v:\n%v packs cost %.1f fen, %v packs %.1f", l, ch.packs, got, at, best)
		}
	}
	if played < 40 || played > 260 {
		t.Errorf("%d of 300 lines were played through; want some, and some not", played)
	}
}

// TestNewsvendor compares with the exact optimum of the true distribution, of which
// the sheet knows seven quantiles only.
func TestNewsvendor(t *testing.T) {
	rng := rand.New(rand.NewPCG(2, 0))
	got, best := 0.0, 0.0
	for i := range 300 {
		l := randomLine(rng, i)
		mean, size := 2+30*rng.Float64(), 1+8*rng.Float64()
		l.Demand, l.Days, l.ShelfLifeDays = counted(mean, size), 1, 1
		l.OnHand, l.OnOrder, l.Booked, l.PackSize, l.MinOrder = 0, 0, 0, 1, 0
		rows, err := OrderSheet([]Line{l}, Options{MinService: 0.001, MaxService: 0.999})
		if err != nil {
			t.Fatal(err)
		}
		under, over := float64(l.PriceFen-l.CostFen), float64(l.CostFen-l.SalvageFen)
		truth := make([]float64, 400)
		for k := range truth {
			truth[k] = probability(float64(k), mean, size)
		}
		cost := func(q float64) float64 {
			sum := 0.0
			for k, p := range truth {
				sum += p * (under*math.Max(0, float64(k)-q) + over*math.Max(0, q-float64(k)))
			}
			return sum
		}
		least := math.Inf(1)
		for q := range 200 {
			least = math.Min(least, cost(float64(q)))
		}
		got += cost(rows[0].Quantity)
		best += least
	}
	if got > 1.01*best {
		t.Errorf("costs are %.4f of the optimum's, want within 1 %%", got/best)
	}
}

// TestLastingLevel: the service level of goods that outlast the period balances a
// unit more against a unit less.
func TestLastingLevel(t *testing.T) {
	opt, err := Options{MinService: 0.001, MaxService: 0.999, Correlation: -1}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, life := range []int{30, 60} {
		l := Line{StoreID: "s", ProductID: "p", Demand: counted(1.5, 0.01), Days: 1, ShelfLifeDays: life, PriceFen: 1000, CostFen: 600}
		_, ch := decided(t, &l, opt)
		f := l.Demand.outcomes()
		g := f.until(float64(life), l.Demand.Mean, 0)
		c := l.cost(opt)
		if gain := c.under - (c.under+c.hold)*f.reach(ch.packs) - c.over*g.reach(ch.packs); math.Abs(gain) > 0.03*c.under {
			t.Errorf("life %d: at %v the next unit still gains %.1f fen", life, ch.packs, gain)
		}
		if real := f.reach(ch.packs); math.Abs(ch.level-real) > 0.03 {
			t.Errorf("life %d: service level %.3f, stock is enough with chance %.3f", life, ch.level, real)
		}
	}
}
