package community

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// regulars draws expected buyers: rare ones stay away more and are refunded less, so that plain shares mislead; a refund adds
// effect to the share that stays away, a stock-out nothing.
func regulars(seed uint64, effect float64) Expected {
	rng := rand.New(rand.NewPCG(seed, 9))
	var e Expected
	for store := range 6 {
		for visits := range 4 {
			for since := range 3 {
				base := 0.1 + 0.12*float64(3-visits) + 0.05*float64(since) + 0.02*float64(store)
				for had := range 4 {
					refund, out := had%2, had/2
					n := 4 + rng.IntN(12)
					if refund == 1 {
						n = 1 + visits*2 + rng.IntN(4)
					}
					p := base
					if refund == 1 {
						p += effect
					}
					e.StoreID, e.Visits, e.Since = append(e.StoreID, fmt.Sprint("s", store)), append(e.Visits, int64(visits)), append(e.Since, int64(since))
					for i := range e.Had {
						e.Had[i] = append(e.Had[i], 0)
					}
					last := len(e.Users)
					e.Had[0][last], e.Had[1][last] = int64(refund), int64(out)
					e.Users = append(e.Users, int64(n))
					e.Missing = append(e.Missing, int64(distuv.Binomial{N: float64(n), P: p, Src: rng}.Rand()))
				}
			}
		}
	}
	return e
}

// TestChurnFindsTheExcess: the excess is that of the event and not of who it happens to, and its interval holds it in 95 of 100.
func TestChurnFindsTheExcess(t *testing.T) {
	const effect, worlds = 0.15, 400
	held, none, plain, stores, storesHeld := 0, 0, 0.0, 0, 0
	for seed := range uint64(worlds) {
		rows, err := Churn(regulars(seed, effect), Privacy{})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			switch {
			case r.StoreID != "" && r.Event == "refund":
				stores++
				if r.Low <= effect && effect <= r.High {
					storesHeld++
				}
			case r.StoreID != "":
			case r.Event == "refund":
				if r.Low <= effect && effect <= r.High {
					held++
				}
				plain += r.Share / worlds
			case r.Event == "all":
				plain -= r.Share / worlds
			case r.Event == "sold_out":
				if r.Low <= 0 && 0 <= r.High {
					none++
				}
			default:
				t.Errorf("nobody had it, and there is a row: %+v", r)
			}
		}
	}
	if got := float64(held) / worlds; math.Abs(got-0.95) > 0.03 {
		t.Errorf("intervals of a refund hold its effect in %.3f of the worlds, want .95", got)
	}
	if got := float64(none) / worlds; math.Abs(got-0.95) > 0.03 {
		t.Errorf("intervals of what does nothing hold 0 in %.3f of the worlds, want .95", got)
	}
	if got := float64(storesHeld) / float64(stores); stores < worlds || math.Abs(got-0.95) > 0.03 {
		t.Errorf("intervals of %d stores hold the effect in %.3f, want .95", stores, got)
	}
	if plain > effect-0.04 {
		t.Errorf("plain shares differ by %.3f: the test has nothing to correct", plain)
	}
}

func TestChurnEdges(t *testing.T) {
	e := regulars(1, 0)
	for i := range e.StoreID {
		e.Had[2][i] = 1 // everybody: nobody to compare with
	}
	rows, err := Churn(e, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		if r.Event == "price_rise" {
			t.Errorf("an event that all had was compared: %+v", r)
		}
		if r.TextZh == "" || r.TextEn == "" || strings.Contains(r.TextZh, "因为") || strings.Contains(r.TextEn, "because") {
			t.Errorf("text of %s %s: %s %s", r.StoreID, r.Event, r.TextZh, r.TextEn)
		}
	}
	if rows, err := Churn(Expected{}, Privacy{}); err != nil || len(rows) > 0 {
		t.Errorf("nobody expected: %v %v", rows, err)
	}
	small := Expected{StoreID: []string{"s"}, Visits: []int64{3}, Since: []int64{1}, Users: []int64{19}, Missing: []int64{4}}
	for i := range small.Had {
		small.Had[i] = []int64{0}
	}
	if rows, err := Churn(small, Privacy{}); err != nil || len(rows) > 0 {
		t.Errorf("19 people: %v %v", rows, err)
	}
	small.Missing[0] = 20
	if _, err := Churn(small, Privacy{}); err == nil || !strings.Contains(err.Error(), "missing <= users") {
		t.Errorf("more missing than users: %v", err)
	}
	small.Had[1] = nil
	if _, err := Churn(small, Privacy{}); err == nil {
		t.Error("unequal columns were taken")
	}
}
