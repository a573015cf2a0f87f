package inventory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/models/shrink"
)

// counted is the demand of a negative binomial.
func counted(mean, size float64) Demand {
	var q [7]float64
	shrink.NegBin{Mean: mean, Size: size}.Quantiles(levels[:], q[:])
	return Demand{mean, q[0], q[1], q[2], q[3], q[4], q[5], q[6]}
}

func randomLine(rng *rand.Rand, i int) Line {
	price := int64(500 + rng.IntN(3000))
	l := Line{
		StoreID: fmt.Sprint("s", i%3), ProductID: fmt.Sprintf("p%03d", i),
		Demand: counted(math.Exp(rng.Float64()*5-1), 0.5+5*rng.Float64()),
		Days:   1 + rng.IntN(2), OnHand: float64(rng.IntN(2) * rng.IntN(12)), OnOrder: float64(rng.IntN(2) * rng.IntN(6)),
		Booked: float64(rng.IntN(2) * rng.IntN(9)), PackSize: []float64{1, 1, 4, 12}[rng.IntN(4)], MinOrder: []float64{0, 0, 10}[rng.IntN(3)],
		ShelfLifeDays: []int{0, 1, 3, 20}[rng.IntN(4)], PriceFen: price, CostFen: price * int64(30+rng.IntN(60)) / 100,
	}
	l.SalvageFen = l.CostFen * int64(rng.IntN(2)*30) / 100
	return l
}

// TestBruteForce: no other number of packs has a lower expected cost.
func TestBruteForce(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	opt, err := Options{MinService: 0.001, MaxService: 0.999}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 400 {
		l := randomLine(rng, i)
		if err := l.check(); err != nil {
			t.Fatal(err)
		}
		row := l.order(opt)
		p := plan{cost: l.cost(opt), rest: l.Demand.outcomes().beyond(l.Booked), have: l.OnHand + l.OnOrder - l.Booked}
		p.last = p.rest.until(l.periods(), l.Demand.Mean)
		p.settle(opt)
		best, at := math.Inf(1), 0.0
		for n := 0.0; n < 400; n++ {
			q := n * l.PackSize
			if q > 0 && q < l.MinOrder || p.have+q < 0 {
				continue
			}
			missed, wasted, kept := p.expected(p.have + q)
			if c := missed + wasted + kept; c < best-1e-9 {
				best, at = c, n
			}
		}
		missed, wasted, kept := p.expected(p.have + row.Quantity)
		if got := missed + wasted + kept; got > best*1.002+1e-6 {
			t.Errorf("line %+v:\n%v packs cost %.1f fen, %v packs %.1f", l, row.Packs, got, at, best)
		}
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

func probability(k, mean, size float64) float64 {
	a, _ := math.Lgamma(k + size)
	b, _ := math.Lgamma(size)
	c, _ := math.Lgamma(k + 1)
	return math.Exp(a - b - c - size*math.Log1p(mean/size) + k*math.Log(mean/(mean+size)))
}

func TestRandomSheets(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	lines := make([]Line, 500)
	for i := range lines {
		lines[i] = randomLine(rng, i)
	}
	rows, err := OrderSheet(lines, Options{})
	if err != nil {
		t.Fatal(err)
	}
	by := map[string]Line{}
	for _, l := range lines {
		by[l.ProductID] = l
	}
	for i, r := range rows {
		l := by[r.ProductID]
		if !(r.Quantity >= 0) || r.Quantity != float64(r.Packs)*r.PackSize || r.Quantity > 0 && r.Quantity < l.MinOrder {
			t.Errorf("quantity of %+v for %+v", r, l)
		}
		if r.Quantity+l.OnHand+l.OnOrder < l.Booked {
			t.Errorf("booked units are not covered: %+v", r)
		}
		if r.ServiceLevel < 0.5 || r.ServiceLevel > 0.98 || !(r.Low <= r.High) || r.Low < l.Booked || r.Expected < l.Booked {
			t.Errorf("level or interval of %+v", r)
		}
		if r.ExpectedWasteFen < 0 || r.ExpectedMissedFen < 0 || r.StakeFen < 0 {
			t.Errorf("money of %+v", r)
		}
		if i > 0 && rows[i-1].StoreID == r.StoreID && rows[i-1].StakeFen < r.StakeFen {
			t.Errorf("row %d: more at stake than before", i)
		}
	}
	rng.Shuffle(len(lines), func(i, j int) { lines[i], lines[j] = lines[j], lines[i] })
	again, err := OrderSheet(lines, Options{})
	if err != nil || !reflect.DeepEqual(rows, again) {
		t.Errorf("another sheet from the same lines in another order (%v)", err)
	}
}

// TestMovesRightly: what should raise an order raises it, what should lower it lowers it.
func TestMovesRightly(t *testing.T) {
	base := Line{StoreID: "s", ProductID: "p", Demand: counted(20, 5), PriceFen: 1000, CostFen: 400, ShelfLifeDays: 1}
	quantity := func(change func(*Line)) Row {
		l := base
		change(&l)
		rows, err := OrderSheet([]Line{l}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		return rows[0]
	}
	plain := quantity(func(*Line) {})
	for name, c := range map[string]struct {
		change func(*Line)
		sign   float64
	}{
		"cheaper":       {func(l *Line) { l.CostFen = 200 }, 1},
		"dearer":        {func(l *Line) { l.CostFen = 900 }, -1},
		"salvage":       {func(l *Line) { l.SalvageFen = 300 }, 1},
		"lasts":         {func(l *Line) { l.ShelfLifeDays = 5 }, 1},
		"on hand":       {func(l *Line) { l.OnHand = 5 }, -1},
		"on order":      {func(l *Line) { l.OnOrder = 5 }, -1},
		"booked beyond": {func(l *Line) { l.Booked = 45 }, 1},
		"busy":          {func(l *Line) { l.Demand = counted(40, 5) }, 1},
	} {
		if r := quantity(c.change); (r.Quantity-plain.Quantity)*c.sign <= 0 {
			t.Errorf("%s: %v instead of %v", name, r.Quantity, plain.Quantity)
		}
	}
	if r := quantity(func(l *Line) { l.OnHand = 5 }); plain.Quantity-r.Quantity != 5 {
		t.Errorf("5 on hand take %v off the order", plain.Quantity-r.Quantity)
	}
	if r := quantity(func(l *Line) { l.OnHand = -5 }); r.Quantity != plain.Quantity || r.OnHand != 0 {
		t.Errorf("-5 on hand: %+v, want as with none", r)
	}
	if r := quantity(func(l *Line) { l.CostFen = 0 }); r.ServiceLevel != 0.80 {
		t.Errorf("service level %v without a cost, want the default", r.ServiceLevel)
	}
	if r := quantity(func(l *Line) { l.CostFen = 1200 }); r.ServiceLevel != 0.50 {
		t.Errorf("service level %v at a loss, want the lower bound", r.ServiceLevel)
	}
	if r := quantity(func(l *Line) { l.Demand = Demand{} }); r.Quantity != 0 || r.StakeFen != 0 {
		t.Errorf("%+v for no demand", r)
	}
	if math.Abs(plain.ServiceLevel-0.6) > 1e-12 {
		t.Errorf("service level %v", plain.ServiceLevel)
	}
	// nothing ordered costs the margin of the mean demand; that less the order's own cost is at stake
	if most := int64(600 * 20.5); plain.StakeFen <= 0 || plain.StakeFen > most {
		t.Errorf("stake %d, want above 0 and at most %d", plain.StakeFen, most)
	}
}

func TestSheetRefuses(t *testing.T) {
	good := Line{StoreID: "s", ProductID: "p", Demand: counted(20, 5)}
	for want, spoil := range map[string]func(*Line){
		"mean demand is NaN":      func(l *Line) { l.Demand.Mean = math.NaN() },
		"must not fall":           func(l *Line) { l.Demand.Q50 = l.Demand.Q90 + 1 },
		"quantile 0.05 is -1":     func(l *Line) { l.Demand.Q05 = -1 },
		"on_hand is +Inf":         func(l *Line) { l.OnHand = math.Inf(1) },
		"pack_size is -2":         func(l *Line) { l.PackSize = -2 },
		"booked is NaN":           func(l *Line) { l.Booked = math.NaN() },
		"price_fen is -5":         func(l *Line) { l.PriceFen = -5 },
		"line 0 (s, p): min_orde": func(l *Line) { l.MinOrder = -1 },
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
	for _, o := range []Options{{MinService: 0.9, MaxService: 0.6}, {MaxService: 1.5}, {DefaultService: -1}, {Holding: math.NaN()}} {
		if _, err := OrderSheet(nil, o); err == nil {
			t.Errorf("no error for options %+v", o)
		}
	}
}

func ExampleOrderSheet() {
	rows, err := OrderSheet([]Line{{
		StoreID: "s1", ProductID: "lettuce", Start: time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC), Days: 1,
		Demand: Demand{Mean: 13, Q05: 7, Q10: 8, Q25: 10, Q50: 13, Q75: 16, Q90: 19, Q95: 21}, Usual: 10,
		Booked: 6, OnHand: 4, ShelfLifeDays: 1, PriceFen: 500, CostFen: 200,
	}}, Options{})
	for _, r := range rows {
		fmt.Println(r.Quantity, r.ServiceLevel, r.ReasonZh)
	}
	fmt.Println(err)
	// Output:
	// 10 0.6 周六比平时多约三成，已预订 6 份，到货前还剩 4 份
	// <nil>
}

func BenchmarkOrderSheet(b *testing.B) {
	rng := rand.New(rand.NewPCG(1, 0))
	lines := make([]Line, 10_000)
	for i := range lines {
		lines[i] = randomLine(rng, i)
	}
	for b.Loop() {
		if _, err := OrderSheet(slices.Clone(lines), Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSampler(b *testing.B) {
	s, err := NewSampler(3, CoverOptions{Correlation: 0.3})
	if err != nil {
		b.Fatal(err)
	}
	days := []Demand{counted(3, 2), counted(5, 2), counted(9, 3)}
	for b.Loop() {
		if _, err := s.Sum(days); err != nil {
			b.Fatal(err)
		}
	}
}

// TestLastingLevel: the service level of goods that outlast the period balances a
// unit more against a unit less.
func TestLastingLevel(t *testing.T) {
	opt, err := Options{MinService: 0.001, MaxService: 0.999}.filled()
	if err != nil {
		t.Fatal(err)
	}
	for _, life := range []int{2, 3} {
		l := Line{StoreID: "s", ProductID: "p", Demand: counted(150, 2), Days: 1, ShelfLifeDays: life, PriceFen: 1000, CostFen: 600}
		if err := l.check(); err != nil {
			t.Fatal(err)
		}
		r := l.order(opt)
		f := l.Demand.outcomes()
		g := f.until(float64(life), l.Demand.Mean)
		c := l.cost(opt)
		if gain := c.under - (c.under+c.hold)*f.reach(r.Quantity) - c.over*g.reach(r.Quantity); math.Abs(gain) > 0.03*c.under {
			t.Errorf("life %d: at %v the next unit still gains %.1f fen", life, r.Quantity, gain)
		}
		if real := f.reach(r.Quantity); math.Abs(r.ServiceLevel-real) > 0.03 {
			t.Errorf("life %d: service level %.3f, stock is enough with chance %.3f", life, r.ServiceLevel, real)
		}
	}
}
