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
		{Facts{Start: saturday, Days: 1, Usual: 10, Expected: 13, Booked: 6, OnHand: 4, Packs: 9, PackSize: 1},
			"周六比平时多约三成，已预订 6 份，到货前还剩 4 份", "Saturday: about 30% above usual; 6 booked; 4 left by then"},
		{Facts{Start: saturday, Days: 2, Expected: 30, Low: 22, High: 41.4, OnOrder: 5, Packs: 2, PackSize: 12},
			"周六起 2 天预计要 22–41.4 份，在途 5 份，整件 12 份，订 2 件", "From Saturday, 2 days: 22–41.4 expected; 5 on the way; 2 × 12 a pack"},
		{Facts{Days: 1, Usual: 10, Expected: 10, OnHand: 40, PackSize: 1, Enough: true},
			"和平时差不多，到货前还剩 40 份，存货够用，不用订", "about the same as usual; 40 left by then; stock is enough, order none"},
		{Facts{Days: 1, Low: 2, High: 5, Packs: 1, PackSize: 10, Keeps: 4},
			"预计要 2–5 份，整件 10 份，订 1 件，能放 4 天，多备些防断货", "2–5 expected; 1 × 10 a pack; keeps 4 days, so some more against running out"},
		{Facts{Days: 1, Low: 2, High: 5, Packs: 1, PackSize: 10, Keeps: 180},
			"预计要 2–5 份，整件 10 份，订 1 件，放得久，多备些防断货", "2–5 expected; 1 × 10 a pack; keeps long, so some more against running out"},
		{Facts{Days: 1, Expected: 2, Low: 2, High: 2, PackSize: 12, MinOrder: 20},
			"预计要 2 份，最少订 24 份，不划算，不订", "2 expected; the least order of 24 would not pay"},
	} {
		if zh, en := c.f.Zh("份"), c.f.En(); zh != c.zh || en != c.en {
			t.Errorf("reasons\n%s\n%s\nwant\n%s\n%s", zh, en, c.zh, c.en)
		}
	}
}

// TestReasonsAreTrue: a row's reason agrees with its figures.
func TestReasonsAreTrue(t *testing.T) {
	rng := rand.New(rand.NewPCG(6, 0))
	for i := range 500 {
		l := randomLine(rng, i)
		l.Usual = l.Demand.Mean * math.Exp(rng.NormFloat64())
		rows, err := OrderSheet([]Line{l}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		r := rows[0]
		for phrase, holds := range map[string]bool{
			"不订": r.Quantity == 0, "不用订": r.Quantity == 0, "多约": r.Expected > l.Usual, "少约": r.Expected < l.Usual,
			"已预订": r.Booked > 0, "到货前还剩": r.OnHand > 0, "在途": r.OnOrder > 0, "件": r.Quantity > 0, "多备些": r.OnHand+r.OnOrder+r.Quantity > r.High && l.ShelfLifeDays > l.Days,
		} {
			if strings.Contains(r.ReasonZh, phrase) && !holds {
				t.Errorf("%q is not true of %+v", phrase, r)
			}
		}
		if r.Quantity == 0 && !strings.Contains(r.ReasonZh, "订") || r.ReasonZh == "" || r.ReasonEn == "" {
			t.Errorf("no word on why nothing is ordered: %+v", r)
		}
	}
}
