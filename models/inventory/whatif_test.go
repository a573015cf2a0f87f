package inventory

import (
	"fmt"
	"math"
	"testing"
)

// TestCurve: on the curve of any line, more is never worse for the customer nor
// better for the bin, and the sheet's own quantity has the sheet's own figures.
func TestCurve(t *testing.T) {
	for i, l := range richLines(60) {
		rows, err := OrderSheet([]Line{l}, Options{Paths: 150})
		if err != nil {
			t.Fatal(err)
		}
		r := rows[0]
		quantities := []float64{0, 1, 2, 5, 10, 20, 50, r.Quantity}
		points, err := WhatIf(l, quantities, Options{Paths: 150})
		if err != nil {
			t.Fatal(err)
		}
		wanted := points[0].Sold + points[0].Missed
		for k, p := range points {
			if math.Abs(p.Sold+p.Missed-wanted) > 1e-6*(1+wanted) || p.Sold < 0 || p.Missed < 0 || p.Wasted < 0 {
				t.Errorf("line %d: sold and missed of %+v are not the demand of %v", i, p, wanted)
			}
			if k > 0 && k < 7 {
				before := points[k-1]
				if p.ServiceLevel < before.ServiceLevel || p.Missed > before.Missed+1e-9 || p.Wasted < before.Wasted-1e-9 {
					t.Errorf("line %d %+v:\n%+v after\n%+v", i, l, p, before)
				}
			}
			if (p.Advised == 1) != (p.Quantity == r.Quantity) {
				t.Errorf("line %d: %+v is advised, the sheet says %v", i, p, r.Quantity)
			}
		}
		if p := points[7]; p.Sold != r.ExpectedSold || p.Missed != r.ExpectedMissed || p.Wasted != r.ExpectedWaste || p.ServiceLevel != r.Covered {
			t.Errorf("line %d: point %+v, row %+v", i, p, r)
		}
	}
}

// TestWhatIfKnown has a demand of 0 to 9, all alike, of one-day goods.
func TestWhatIfKnown(t *testing.T) {
	l := Line{
		StoreID: "s", ProductID: "p", ShelfLifeDays: 1, PriceFen: 1000, CostFen: 400,
		Demand: Demand{Mean: 4.5, Q05: 0, Q10: 0, Q25: 2, Q50: 4, Q75: 7, Q90: 8, Q95: 9},
	}
	points, err := WhatIf(l, []float64{0, 4, 9, 100}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for k, want := range []Point{
		{Quantity: 0, ServiceLevel: 0.1, Missed: 4.5, MissedFen: 2700},
		{Quantity: 4, ServiceLevel: 0.5, Sold: 3, Missed: 1.5, Wasted: 1, ProfitFen: 1400, WastedFen: 400, MissedFen: 900},
		{Quantity: 9, ServiceLevel: 1, Sold: 4.5, Wasted: 4.5, ProfitFen: 900, WastedFen: 1800},
		{Quantity: 100, ServiceLevel: 1, Sold: 4.5, Wasted: 95.5, ProfitFen: 2700 - 95.5*400, WastedFen: 38_200},
	} {
		got := points[k]
		// seven quantiles leave some room
		for _, pair := range [][3]float64{
			{got.ServiceLevel, want.ServiceLevel, 0.08}, {got.Sold, want.Sold, 0.3}, {got.Missed, want.Missed, 0.3}, {got.Wasted, want.Wasted, 0.3},
			{float64(got.ProfitFen), float64(want.ProfitFen), 320}, {float64(got.WastedFen), float64(want.WastedFen), 150}, {float64(got.MissedFen), float64(want.MissedFen), 150},
		} {
			if math.Abs(pair[0]-pair[1]) > pair[2] {
				t.Errorf("%+v, want about %+v", got, want)
				break
			}
		}
	}
}

// TestAdviceEarnsMost: of one-day goods no other quantity has a higher expected profit.
func TestAdviceEarnsMost(t *testing.T) {
	for _, unit := range []int64{200, 500, 800} {
		l := Line{StoreID: "s", ProductID: "p", Demand: counted(14, 3), ShelfLifeDays: 1, PriceFen: 1000, CostFen: unit, PackSize: 3}
		curve, err := Curves([]Line{l}, 20, Options{MinService: 0.01, MaxService: 0.99})
		if err != nil {
			t.Fatal(err)
		}
		best, advised := curve[0], Point{}
		for k, p := range curve {
			if p.ProfitFen > best.ProfitFen {
				best = p
			}
			if p.Advised == 1 {
				advised = p
			}
			if k > 0 && p.Quantity <= curve[k-1].Quantity {
				t.Errorf("the curve goes back from %v to %v", curve[k-1].Quantity, p.Quantity)
			}
		}
		for _, p := range curve {
			if p.LossFen < 0 || p.LossFen != 0 && math.Abs(float64(p.LossFen-(advised.ProfitFen-p.ProfitFen))) > 1 {
				t.Errorf("cost %d: %+v loses %d, the profits differ by %d", unit, p, p.LossFen, advised.ProfitFen-p.ProfitFen)
			}
		}
		if advised.Advised != 1 || best.ProfitFen > advised.ProfitFen {
			t.Errorf("cost %d: advised %+v earns less than %+v", unit, advised, best)
		}
	}
}

func TestCurvesOfAll(t *testing.T) {
	lines := richLines(200)
	points, err := Curves(lines, 8, Options{Paths: 60})
	if err != nil {
		t.Fatal(err)
	}
	count, advised := map[string]int{}, map[string]int{}
	for _, p := range points {
		count[p.StoreID+" "+p.ProductID]++
		advised[p.StoreID+" "+p.ProductID] += int(p.Advised)
	}
	for _, l := range lines {
		if key := l.StoreID + " " + l.ProductID; count[key] < 2 || count[key] > 8 || advised[key] != 1 {
			t.Errorf("%s has %d points, %d of them advised", key, count[key], advised[key])
		}
	}
	for _, n := range []int{0, 1, 5000} {
		if _, err := Curves(lines, n, Options{}); err == nil {
			t.Errorf("no error for curves of %d points", n)
		}
	}
}

// TestInstead: what is said of another quantity.
func TestInstead(t *testing.T) {
	for _, c := range []struct {
		wasted, missed, fen float64
		zh, en              string
	}{
		{6.02, -2.1, 1366, "多扔约 6 份，少缺约 2.1 份，总共少赚 13.66 元", "throws away about 6 more, misses about 2.1 fewer, earns ¥13.66 less in all"},
		{-1, 3, 40, "少扔约 1 份，多缺约 3 份，总共少赚 0.4 元", "throws away about 1 fewer, misses about 3 more, earns ¥0.40 less in all"},
		{0.01, 0, -250, "总共多赚 2.5 元", "earns ¥2.50 more in all"},
		{35.5, 0, 102798, "多扔约 35.5 份，总共少赚 1,027.98 元", "throws away about 35.5 more, earns ¥1,027.98 less in all"},
		{0, 0, 0, "总共差不多", "comes to the same"},
	} {
		if zh, en := instead(c.wasted, c.missed, c.fen, "份"); zh != c.zh || en != c.en {
			t.Errorf("%s\n%s\nwant\n%s\n%s", zh, en, c.zh, c.en)
		}
	}
}

// TestServiceAgainstWaste: a higher level takes more and wastes more, and the level is reached.
func TestServiceAgainstWaste(t *testing.T) {
	wished := []float64{0.5, 0.7, 0.9, 0.97}
	for i, l := range richLines(80) {
		points, err := WhatIfService(l, wished, Options{Paths: 150})
		if err != nil {
			t.Fatal(err)
		}
		_, cover := l.served()
		for k, p := range points {
			if p.ServiceLevel < wished[k]-1e-9 && l.ShelfLifeDays >= cover {
				t.Errorf("line %d: %+v for a level of %v", i, p, wished[k])
			}
			if k > 0 && (p.Quantity < points[k-1].Quantity || p.Wasted < points[k-1].Wasted-1e-9) {
				t.Errorf("line %d: %+v after %+v", i, p, points[k-1])
			}
			l.Service, l.MinOrder = wished[k], 0
			rows, err := OrderSheet([]Line{l}, Options{Paths: 150})
			if err != nil {
				t.Fatal(err)
			}
			if r := rows[0]; r.Covered < wished[k]-1e-9 && l.ShelfLifeDays >= cover || r.Quantity < p.Quantity && l.ShelfLifeDays >= cover {
				t.Errorf("line %d: sheet orders %v for %v, what-if %v", i, r.Quantity, wished[k], p.Quantity)
			}
		}
	}
}

func TestWhatIfRefuses(t *testing.T) {
	l := Line{StoreID: "s", ProductID: "p", Demand: counted(3, 2)}
	for _, q := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := WhatIf(l, []float64{q}, Options{}); err == nil {
			t.Errorf("no error for %v units", q)
		}
	}
	for _, p := range []float64{0, 1, math.NaN()} {
		if _, err := WhatIfService(l, []float64{p}, Options{}); err == nil {
			t.Errorf("no error for a level of %v", p)
		}
	}
	l.CostFen = -1
	if _, err := WhatIf(l, []float64{1}, Options{}); err == nil {
		t.Error("no error for a negative cost")
	}
}

func ExampleWhatIf() {
	lettuce := Line{
		StoreID: "s1", ProductID: "lettuce", ShelfLifeDays: 1, PriceFen: 500, CostFen: 220,
		Demand: Demand{Mean: 13, Q05: 7, Q10: 8, Q25: 10, Q50: 13, Q75: 16, Q90: 19, Q95: 21},
	}
	points, err := WhatIf(lettuce, []float64{8, 13, 20}, Options{})
	for _, p := range points {
		fmt.Printf("%2.0f: sells %.1f, throws away %.1f, earns %.2f yuan [%s]\n", p.Quantity, p.Sold, p.Wasted, float64(p.ProfitFen)/100, p.ReasonZh)
	}
	fmt.Println(err)
	// Output:
	//  8: sells 7.8, throws away 0.2, earns 21.53 yuan [少扔约 1.5 份，多缺约 3.5 份，总共少赚 6.4 元]
	// 13: sells 11.3, throws away 1.7, earns 27.93 yuan []
	// 20: sells 12.9, throws away 7.1, earns 20.28 yuan [多扔约 5.4 份，少缺约 1.6 份，总共少赚 7.65 元]
	// <nil>
}
