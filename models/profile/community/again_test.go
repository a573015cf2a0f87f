package community

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// TestMomentsCover: the interval of a share whose trials come in users holds it in 95 of 100; as if they were independent it would not.
func TestMomentsCover(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 8))
	const mean, worlds = 0.4, 1500
	held, plainly := 0, 0
	for range worlds {
		var m Moments
		for range 120 {
			n := float64(1 + rng.IntN(20))
			p := distuv.Beta{Alpha: 3 * mean, Beta: 3 * (1 - mean), Src: rng}.Rand()
			x := distuv.Binomial{N: n, P: p, Src: rng}.Rand()
			m = Moments{m.Users + 1, m.N + n, m.NN + n*n, m.X + x, m.XX + x*x, m.XN + x*n}
		}
		if s, low, high := m.interval(); low <= mean && mean <= high && low <= s && s <= high {
			held++
		}
		if low, high := jeffreys(m.X, m.N); low <= mean && mean <= high {
			plainly++
		}
	}
	if rate := float64(held) / worlds; math.Abs(rate-0.95) > 0.02 {
		t.Errorf("interval holds the share in %.3f, want .95", rate)
	}
	if rate := float64(plainly) / worlds; rate > 0.85 {
		t.Errorf("plain interval holds the share in %.3f: nothing was tested", rate)
	}
	for _, m := range []Moments{{}, {1, 5, 25, 5, 25, 25}, {30, 30, 30, 0, 0, 0}, {30, 30, 30, 30, 30, 30}} {
		s, low, high := m.interval()
		if math.IsNaN(s+low+high) || low > s || high < s || low < 0 || high > 1 {
			t.Errorf("%+v: %v [%v, %v]", m, s, low, high)
		}
	}
}

// TestKaplanMeier is the example of Freireich and others (1963), 6-mercaptopurine: half have not relapsed before week 23, a quarter by 13.
func TestKaplanMeier(t *testing.T) {
	var g Gaps
	add := func(ended int64, weeks ...int64) {
		for _, w := range weeks {
			g.Category, g.Gap, g.Ended, g.Purchases = append(g.Category, "k"), append(g.Gap, w), append(g.Ended, ended), append(g.Purchases, 1)
		}
	}
	add(1, 6, 6, 6, 7, 10, 13, 16, 22, 23)
	add(0, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35)
	curves, err := g.curves()
	if err != nil {
		t.Fatal(err)
	}
	if half, quarter := curves["k"].by(0.5), curves["k"].by(0.25); half != 23 || quarter != 13 {
		t.Errorf("half by %v, a quarter by %v; want 23 and 13", half, quarter)
	}
	if got := curves["k"].by(0.9); got != 0 {
		t.Errorf("nine in ten by %v, though it was never seen", got)
	}
	if got := curves["none"].by(0.5); got != 0 {
		t.Errorf("half of nothing by %v", got)
	}
	g.Ended[0] = 2
	if _, err := g.curves(); err == nil {
		t.Error("an ended of 2 was taken")
	}
}

func TestRepurchase(t *testing.T) {
	some := func(users, x float64) []Moments { return []Moments{{users, users, users, x, x, x}} }
	scopes := Again{[]string{"chain"}, []string{""}, [3][]Moments{some(100, 20), some(100, 40), some(100, 60)}}
	categories := Again{[]string{"chain", "chain"}, []string{"milk", "rare"}, [3][]Moments{append(some(50, 25), some(19, 1)...), append(some(50, 30), some(19, 1)...), append(some(50, 35), some(19, 1)...)}}
	gaps := Gaps{[]string{"milk", "milk", ""}, []int64{4, 9, 7}, []int64{1, 0, 1}, []int64{30, 10, 5}}
	rows, err := Repurchase(scopes, categories, gaps, Privacy{})
	if err != nil || len(rows) != 2 { // the category of 19 buyers is left out
		t.Fatal(rows, err)
	}
	if r := rows[0]; r.Category != "" || r.Within7 != 0.2 || r.Within28 != 0.6 || r.HalfBy != 7 || r.Purchases != 100 {
		t.Errorf("chain: %+v", r)
	}
	if r := rows[1]; r.Category != "milk" || r.ScopeID != "" || r.Within14 != 0.6 || r.HalfBy != 4 || !(r.Low14 < 0.6 && r.High14 > 0.6) {
		t.Errorf("milk: %+v", r)
	}
}

func TestRetention(t *testing.T) {
	c := Cohorts{[]string{"", "", "", "s"}, []int32{20000, 20000, 20000, 20000}, []int64{-1, 0, 1, 0}, []int64{80, 60, 19, 30}, []int64{0, 15, 3, 30}}
	rows, err := Retention(c, Privacy{})
	if err != nil || len(rows) != 2 {
		t.Fatal(rows, err)
	}
	if r := rows[0]; r.Size != 80 || r.Exposed != 60 || r.Share != 0.25 || math.Abs(r.Low-0.154) > 0.005 || math.Abs(r.High-0.370) > 0.005 || r.Cohort.Format("2006-01-02") != "2024-10-04" {
		t.Errorf("%+v", r)
	}
	if r := rows[1]; r.Share != 1 || r.High != 1 || r.Low < 0.85 || r.Low > 0.95 {
		t.Errorf("all again: %+v", r)
	}
	c.Again[1] = 61
	if _, err := Retention(c, Privacy{}); err == nil || !strings.Contains(err.Error(), "again <= exposed") {
		t.Errorf("more again than exposed: %v", err)
	}
}
