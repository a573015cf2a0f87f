package inventory

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestReasons(t *testing.T) {
	saturday := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		f      Facts
		zh, en string
	}{
		{Facts{Start: saturday, Days: 1, Usual: 10, Expected: 13, Low: 8, High: 19, Booked: 6, OnHand: 4, Packs: 9, PackSize: 1},
			"周六比平时多约三成（8–19 份），已预订 6 份，到货前还剩 4 份", "Saturday: about 30% above usual (8–19); 6 booked; 4 left by then"},
		{Facts{Start: saturday, Days: 2, Expected: 30, Low: 22, High: 41.4, OnOrder: 5, Packs: 2, PackSize: 12},
			"周六起 2 天预计要 22–42 份，在途 5 份，整件 12 份，订 2 件", "From Saturday, 2 days: 22–42 expected; 5 on the way; 2 packs of 12"},
		{Facts{Days: 1, Usual: 10, Expected: 10, Low: 6, High: 14, OnHand: 40, PackSize: 1, Enough: true},
			"和平时差不多（6–14 份），到货前还剩 40 份，存货够用，不用订", "about the same as usual (6–14); 40 left by then; stock is enough, order none"},
		{Facts{Days: 1, Low: 8, High: 19, Packs: 16, PackSize: 1, MissedFen: 350, WastedFen: 120},
			"预计要 8–19 份，缺一份少赚 3.5 元，剩一份亏 1.2 元，宁多勿少", "8–19 expected; one too few loses ¥3.50, one too many ¥1.20, so rather more"},
		{Facts{Days: 1, Low: 8, High: 19, Packs: 10, PackSize: 1, MissedFen: 45, WastedFen: 800},
			"预计要 8–19 份，剩一份亏 8 元，缺一份少赚 0.45 元，宁少勿多", "8–19 expected; one too many loses ¥8.00, one too few ¥0.45, so rather less"},
		{Facts{Days: 1, Low: 8, High: 19, OnHand: 9, Spoils: 3.2, Packs: 1, PackSize: 10, Fades: 3},
			"预计要 8–19 份，到货前还剩 9 份，其中约 3 份要过期，整件 10 份，订 1 件，只能放 3 天，再多就要扔",
			"8–19 expected; 9 left by then; about 3 of them will spoil; 1 pack of 10; keeps only 3 days, more would be thrown away"},
		{Facts{Days: 1, Low: 8, High: 19, Packs: 19, PackSize: 1, Wish: 0.95},
			"预计要 8–19 份，按 95% 不断货来备", "8–19 expected; for a 95% chance of not running out"},
		{Facts{Days: 1, Low: 2, High: 5, Packs: 1, PackSize: 10, Keeps: 4},
			"预计要 2–5 份，整件 10 份，订 1 件，能放 4 天，多备些防断货", "2–5 expected; 1 pack of 10; keeps 4 days, so some more against running out"},
		{Facts{Days: 1, Low: 2, High: 5, Packs: 1, PackSize: 1, Keeps: 1},
			"预计要 2–5 份，能放 1 天，多备些防断货", "2–5 expected; keeps 1 day, so some more against running out"},
		{Facts{Days: 1, Low: 1800, High: 2500.4, OnHand: 1000, Packs: 1200, PackSize: 1, MissedFen: 164259, WastedFen: 123},
			"预计要 1,800–2,501 份，到货前还剩 1,000 份，缺一份少赚 1,642.59 元，剩一份亏 1.23 元，宁多勿少",
			"1,800–2,501 expected; 1,000 left by then; one too few loses ¥1,642.59, one too many ¥1.23, so rather more"},
		{Facts{Days: 1, Low: 2, High: 5, Packs: 1, PackSize: 10, Keeps: 180},
			"预计要 2–5 份，整件 10 份，订 1 件，放得久，多备些防断货", "2–5 expected; 1 pack of 10; keeps long, so some more against running out"},
		{Facts{Days: 1, Expected: 2, Low: 2, High: 2, PackSize: 12, MinOrder: 20},
			"预计要 2 份，最少订 24 份，不划算，不订", "2 expected; the least order of 24 would not pay"},
	} {
		if zh, en := c.f.Zh("份"), c.f.En("份"); zh != c.zh || en != c.en {
			t.Errorf("reasons\n%s\n%s\nwant\n%s\n%s", zh, en, c.zh, c.en)
		}
	}
}

// TestReasonsByWeight: of goods by weight, parts are said.
func TestReasonsByWeight(t *testing.T) {
	f := Facts{Days: 1, Low: 22.3, High: 41.44, OnHand: 9, Spoils: 3.2, Packs: 2, PackSize: 12}
	if zh, want := f.Zh("斤"), "预计要 22.3–41.4 斤，到货前还剩 9 斤，其中约 3.2 斤要过期，整件 12 斤，订 2 件"; zh != want {
		t.Errorf("%s, want %s", zh, want)
	}
	if en, want := f.En("斤"), "22.3–41.4 expected; 9 left by then; about 3.2 of them will spoil; 2 packs of 12"; en != want {
		t.Errorf("%s, want %s", en, want)
	}
}

// TestReasonsAreTrue: a row's reason agrees with its figures.
func TestReasonsAreTrue(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	lines := richLines(500)
	for i := range 500 {
		l := randomLine(rng, i)
		l.Usual = l.Demand.Mean * math.Exp(rng.NormFloat64())
		lines = append(lines, l)
	}
	lines[3].Service = 0.9
	said := map[string]int{}
	for _, l := range lines {
		rows, err := OrderSheet([]Line{l}, Options{Paths: 60})
		if err != nil {
			t.Fatal(err)
		}
		r := rows[0]
		_, cover := l.served()
		stock := r.OnHand + r.OnOrder + r.Quantity
		for phrase, holds := range map[string]bool{
			"不订": r.Quantity == 0, "不用订": r.Quantity == 0, "多约": r.Expected > l.Usual, "少约": r.Expected < l.Usual,
			"已预订": r.Booked > 0, "到货前还剩": r.OnHand > 0, "在途": r.OnOrder > 0, "件": r.Quantity > 0,
			"多备些":   stock > r.High && l.ShelfLifeDays > cover,
			"再多就要扔": r.ExpectedWaste > 0 && l.ShelfLifeDays > cover && stock <= r.High,
			"要过期":   r.ExpectedWaste > 0.5 && r.OnHand+r.OnOrder > 0.5,
			"宁多勿少":  l.PriceFen-l.CostFen > l.CostFen-l.SalvageFen && stock > r.Expected && r.Quantity > 0,
			"宁少勿多":  l.PriceFen-l.CostFen < l.CostFen-l.SalvageFen,
			"不断货来":  l.Service > 0,
		} {
			if strings.Contains(r.ReasonZh, phrase) {
				said[phrase]++
				if !holds {
					t.Errorf("%q is not true of %+v\n%+v", phrase, r, l)
				}
			}
		}
		if r.Quantity == 0 && !strings.Contains(r.ReasonZh, "订") || r.ReasonZh == "" || r.ReasonEn == "" {
			t.Errorf("no word on why nothing is ordered: %+v", r)
		}
	}
	if len(said) < 14 {
		t.Errorf("not every phrase was said: %v", said)
	}
}
