package inventory

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
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

// TestRichSheets: whatever is known of a line, its row holds together, and does not
// depend on the other lines or on who works it out.
func TestRichSheets(t *testing.T) {
	lines := richLines(600)
	rows, err := OrderSheet(lines, Options{Paths: 60})
	if err != nil {
		t.Fatal(err)
	}
	by := map[[2]string]Line{}
	for _, l := range lines {
		by[[2]string{l.StoreID, l.ProductID}] = l
	}
	for _, r := range rows {
		l := by[[2]string{r.StoreID, r.ProductID}]
		for _, v := range []float64{r.Quantity, r.Expected, r.Low, r.High, r.Booked, r.OnHand, r.OnOrder, r.ExpectedWaste, r.ExpectedMissed, r.ExpectedSold} {
			if !(v >= 0) || math.IsInf(v, 0) {
				t.Fatalf("%+v of %+v", r, l)
			}
		}
		if r.Quantity != float64(r.Packs)*r.PackSize || r.Quantity > 0 && r.Quantity < l.MinOrder {
			t.Errorf("quantity of %+v for %+v", r, l)
		}
		if r.ServiceLevel < 0.5 || r.ServiceLevel > 0.98 || r.Low > r.High || r.Low < r.Booked || r.Covered < 0 || r.Covered > 1 {
			t.Errorf("level or interval of %+v", r)
		}
		if r.ExpectedWasteFen < 0 || r.ExpectedMissedFen < 0 || r.StakeFen < 0 || r.Serves.Before(monday) {
			t.Errorf("money or day of %+v", r)
		}
		alone, err := OrderSheet([]Line{l}, Options{Paths: 60})
		if err != nil || !reflect.DeepEqual(alone[0], r) {
			t.Errorf("alone\n%+v (%v), among others\n%+v", alone, err, r)
		}
	}
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	again, err := OrderSheet(lines, Options{Paths: 60})
	if err != nil || !reflect.DeepEqual(rows, again) {
		t.Errorf("another sheet on one processor (%v)", err)
	}
	other, err := OrderSheet(lines, Options{Paths: 60, Seed: 1})
	if err != nil || reflect.DeepEqual(rows, other) {
		t.Errorf("the same sheet with another seed (%v)", err)
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
	// 10 0.6 周六比平时多约三成（8–19 份），已预订 6 份，到货前还剩 4 份，缺一份少赚 3 元，剩一份亏 2 元，宁多勿少
	// <nil>
}
