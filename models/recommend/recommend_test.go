package recommend

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

const window = 28

// chain is a simulated chain whose demand is known.
type chain struct {
	sales  Sales
	stores Stores
	weekly [][]float64 // expected units in 7 days, per store and product
}

// simulate draws stores of different size and taste; offered is the share of pairs
// on offer, with 1 all of them and no column that says so.
func simulate(stores, products int, offered float64, seed uint64) chain {
	rng := rand.New(rand.NewPCG(seed, 0))
	const categories = 8
	var c chain
	rate, margin := make([]float64, products), make([]float64, products)
	for p := range rate {
		rate[p], margin[p] = math.Exp(1.3*rng.NormFloat64()+4), float64(50+rng.IntN(800))
	}
	for s := range stores {
		id, size, total := fmt.Sprintf("s%02d", s), math.Exp(0.7*rng.NormFloat64())/float64(stores), int64(0)
		taste := make([]float64, categories)
		for k := range taste {
			taste[k] = distuv.Gamma{Alpha: 4, Beta: 4, Src: rng}.Rand()
		}
		weekly := make([]float64, products)
		for p := range products {
			k := p % categories
			mean := rate[p] * size * taste[k] * distuv.Gamma{Alpha: 2, Beta: 2, Src: rng}.Rand()
			weekly[p] = 2 * mean * 7 / window
			on := rng.Float64() < offered
			orders := 0.0
			if on {
				orders = distuv.Poisson{Lambda: mean, Src: rng}.Rand()
			}
			total += int64(orders)
			if !on || offered == 1 && orders == 0 {
				continue
			}
			c.sales.StoreID, c.sales.ProductID = append(c.sales.StoreID, id), append(c.sales.ProductID, fmt.Sprintf("p%03d", p))
			c.sales.Category, c.sales.Units = append(c.sales.Category, fmt.Sprint("k", k)), append(c.sales.Units, 2*orders)
			c.sales.Orders, c.sales.Buyers = append(c.sales.Orders, int64(orders)), append(c.sales.Buyers, int64(orders))
			c.sales.RevenueFen, c.sales.MarginFen = append(c.sales.RevenueFen, int64(2*orders*4*margin[p])), append(c.sales.MarginFen, margin[p])
			if offered < 1 {
				c.sales.OfferedDays = append(c.sales.OfferedDays, window)
			}
		}
		c.stores.StoreID, c.stores.Orders = append(c.stores.StoreID, id), append(c.stores.Orders, total)
		c.weekly = append(c.weekly, weekly)
	}
	return c
}

// TestBeatsOwnAndChain: the list serves more of later demand than the chain's list
// and than the store's own best sellers.
func TestBeatsOwnAndChain(t *testing.T) {
	for _, offered := range []float64{1, 0.6} {
		c := simulate(40, 300, offered, 1)
		c.sales.MarginFen = nil
		for i := range c.sales.RevenueFen { // one price, so that score is units
			c.sales.RevenueFen[i] = int64(100 * c.sales.Units[i])
		}
		opt := Options{}.filled()
		m, err := arrange(c.sales, c.stores, opt)
		if err != nil {
			t.Fatal(err)
		}
		if err := m.fit(); err != nil {
			t.Fatal(err)
		}
		m.value()
		pool := m.candidates(opt)
		ours, chains, own := 0.0, 0.0, 0.0
		for s := range m.stores {
			for _, r := range m.advise(s, pool, opt) {
				if r.Action != Drop {
					ours += c.weekly[s][number(r.ProductID)]
				}
			}
			for _, p := range pool[:30] {
				chains += c.weekly[s][p]
			}
			sold := slices.Clone(m.stores[s].sales)
			slices.SortStableFunc(sold, func(a, b sale) int { return cmp.Compare(b.units, a.units) })
			for _, v := range sold[:min(30, len(sold))] {
				own += c.weekly[s][v.product]
			}
		}
		if ours < 1.02*chains || ours < 1.02*own {
			t.Errorf("offered %v: list serves %.0f units a week, the chain's %.0f, the store's own %.0f", offered, ours, chains, own)
		}
	}
}

func number(id string) (n int) {
	if _, err := fmt.Sscanf(id, "p%d", &n); err != nil {
		panic(err)
	}
	return n
}

// TestInterval: expected units are right on average and the interval of the next 7
// days holds 80 of 100.
func TestInterval(t *testing.T) {
	for _, offered := range []float64{1, 0.6} {
		c := simulate(40, 120, offered, 2)
		rows, err := Rank(c.sales, c.stores, Options{Top: 120})
		if err != nil {
			t.Fatal(err)
		}
		rng := rand.New(rand.NewPCG(3, 0))
		held, all, expected, truth := 0, 0, 0.0, 0.0
		for _, r := range rows {
			weekly := c.weekly[storeNumber(r.StoreID)][number(r.ProductID)]
			next := 2 * distuv.Poisson{Lambda: weekly / 2, Src: rng}.Rand()
			expected += r.ExpectedUnits
			truth += weekly
			if r.ExpectedUnits < 6 {
				continue // so few units that the interval must hold more
			}
			if all++; next >= r.Low && next <= r.High {
				held++
			}
		}
		if math.Abs(expected/truth-1) > 0.04 {
			t.Errorf("offered %v: expected %.0f units, the truth is %.0f", offered, expected, truth)
		}
		if rate := float64(held) / float64(all); rate < 0.78 || rate > 0.90 {
			t.Errorf("offered %v: interval holds %.3f of %d weeks, want .80 and a little for whole units", offered, rate, all)
		}
	}
}

func storeNumber(id string) (n int) {
	if _, err := fmt.Sscanf(id, "s%d", &n); err != nil {
		panic(err)
	}
	return n
}

// TestStrengths: the two priors come out as drawn (4 per category, 2 per product).
func TestStrengths(t *testing.T) {
	for _, offered := range []float64{1, 0.6} {
		c := simulate(60, 400, offered, 4)
		m, err := arrange(c.sales, c.stores, Options{}.filled())
		if err != nil {
			t.Fatal(err)
		}
		if err := m.fit(); err != nil {
			t.Fatal(err)
		}
		if m.affinity < 3 || m.affinity > 6 || m.liking < 1.6 || m.liking > 2.5 {
			t.Errorf("offered %v: strengths %.2f and %.2f, want about 4 and 2", offered, m.affinity, m.liking)
		}
	}
}

// TestCategoriesHelp: pooling a category's demand in a store foretells the products
// that were left out better than the chain's rate alone.
func TestCategoriesHelp(t *testing.T) {
	c := simulate(40, 300, 0.6, 5)
	m, err := arrange(c.sales, c.stores, Options{}.filled())
	if err != nil {
		t.Fatal(err)
	}
	if err := m.fit(); err != nil {
		t.Fatal(err)
	}
	m.value()
	with, without := 0.0, 0.0
	for s := range m.stores {
		own := map[int]bool{}
		for _, v := range m.stores[s].sales {
			own[v.product] = true
		}
		for p := range m.products {
			if own[p] {
				continue
			}
			truth := c.weekly[s][number(m.products[p].id)]
			h := m.expect(s, p, nil)
			with += math.Abs(h.units - truth)
			without += math.Abs(h.units/h.index - truth)
		}
	}
	if with > 0.95*without {
		t.Errorf("error %.0f with categories, %.0f without", with, without)
	}
}

func TestRowsHold(t *testing.T) {
	for seed := range uint64(6) {
		c := simulate(8, 60, []float64{1, 0.5}[seed%2], seed)
		c.stores.StoreID, c.stores.Orders = append(c.stores.StoreID, "new"), append(c.stores.Orders, 0)
		rows, err := Rank(c.sales, c.stores, Options{Top: 10, Drops: 3, DropBelow: 50})
		if err != nil {
			t.Fatal(err)
		}
		seen := map[[2]string]bool{}
		rank, lists := map[string]int{}, map[string]int{}
		for _, r := range rows {
			if rank[r.StoreID]++; int(r.Rank) != rank[r.StoreID] || seen[[2]string{r.StoreID, r.ProductID}] {
				t.Errorf("rank or repetition: %+v", r)
			}
			seen[[2]string{r.StoreID, r.ProductID}] = true
			if !(r.Score > 0 && r.ExpectedUnits > 0 && r.Index > 0 && r.Low <= r.High && r.WeightOwn >= 0 && r.WeightOwn <= 1) || math.IsInf(r.Score, 0) {
				t.Errorf("figures: %+v", r)
			}
			if (r.Action == Keep) != (r.OwnUnits > 0 && r.Action != Drop) {
				t.Errorf("action: %+v", r)
			}
			if r.Action == Drop && (r.ExpectedUnits >= 50 || r.Index >= 100) {
				t.Errorf("dropped although it sells: %+v", r)
			}
			for phrase, holds := range map[string]bool{
				"没卖出过": r.OwnUnits == 0, "还没有销量": r.StoreID == "new", "只卖出": r.Action == Drop && r.OwnUnits > 0, "试卖": r.Action == Test,
				"<nil>": false, "NaN": false, "%!": false,
			} {
				if strings.Contains(r.ReasonZh, phrase) && !holds {
					t.Errorf("%q is not true of %+v", phrase, r)
				}
			}
			if r.ReasonZh == "" || r.ReasonEn == "" || strings.HasSuffix(r.ReasonZh, "，") {
				t.Errorf("reason cut short: %+v", r)
			}
			if r.Action != Drop {
				lists[r.StoreID]++
			}
		}
		if lists["new"] != 10 || lists["s00"] != 10 {
			t.Errorf("lists of %v, want 10 for every store", lists)
		}
	}
}

// TestAddsBeyondTheTop: what a store does not offer is told even when its own best sellers fill the top.
func TestAddsBeyondTheTop(t *testing.T) {
	c := simulate(12, 120, .7, 5)
	rows, err := Rank(c.sales, c.stores, Options{WindowDays: window, Top: 5, Adds: 3, Drops: -1})
	if err != nil {
		t.Fatal(err)
	}
	for _, store := range c.stores.StoreID {
		var mine []Row
		for _, r := range rows {
			if r.StoreID == store {
				mine = append(mine, r)
			}
		}
		if len(mine) != 8 {
			t.Fatalf("%s: %d rows, want 5 of the top and 3 beyond", store, len(mine))
		}
		for i, r := range mine[5:] {
			if r.OwnUnits != 0 || r.Action != Add && r.Action != Test || r.Rank != uint16(6+i) || r.Score > mine[4].Score {
				t.Errorf("%s: %+v is not advice beyond the top", store, r)
			}
		}
	}
}

func TestOrderDoesNotMatter(t *testing.T) {
	c := simulate(10, 50, 0.7, 3)
	want, err := Rank(c.sales, c.stores, Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &c.sales
	columns := []any{s.StoreID, s.ProductID, s.Category, s.Units, s.Orders, s.Buyers, s.RevenueFen, s.OfferedDays, s.MarginFen}
	rand.New(rand.NewPCG(1, 1)).Shuffle(len(s.StoreID), func(i, j int) {
		for _, c := range columns {
			reflect.Swapper(c)(i, j)
		}
	})
	slices.Reverse(c.stores.StoreID)
	slices.Reverse(c.stores.Orders)
	got, err := Rank(c.sales, c.stores, Options{})
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("other advice from the same rows in another order (%v)", err)
	}
}

// TestMargins: an unknown margin is taken from its category's rate.
func TestMargins(t *testing.T) {
	c := simulate(10, 40, 1, 6)
	m := func(spoil func(p string) float64) *market {
		sales := c.sales
		sales.MarginFen = slices.Clone(sales.MarginFen)
		for i, p := range sales.ProductID {
			sales.MarginFen[i] *= spoil(p)
		}
		m, err := arrange(sales, c.stores, Options{}.filled())
		if err != nil {
			t.Fatal(err)
		}
		if err := m.fit(); err != nil {
			t.Fatal(err)
		}
		m.value()
		return m
	}
	known := m(func(string) float64 { return 1 })
	part := m(func(p string) float64 { return float64(number(p) % 3 / 2) }) // one in three known
	none := m(func(string) float64 { return 0 })
	for i, p := range known.products {
		if math.Abs(part.products[i].worth/p.worth-1) > 0.01 { // margins are a quarter of all prices
			t.Errorf("%s is worth %v, want %v", p.id, part.products[i].worth, p.worth)
		}
		if math.Abs(none.products[i].worth/(4*p.worth)-1) > 0.01 {
			t.Errorf("%s is worth %v without margins, want its price %v", p.id, none.products[i].worth, 4*p.worth)
		}
	}
}

func TestRefuses(t *testing.T) {
	for want, spoil := range map[string]func(c *chain){
		"unequal length":           func(c *chain) { c.sales.Units = c.sales.Units[1:] },
		"units is NaN":             func(c *chain) { c.sales.Units[2] = math.NaN() },
		"neither can be negative":  func(c *chain) { c.sales.Orders[2] = -1 },
		"margin_fen is +Inf":       func(c *chain) { c.sales.MarginFen[2] = math.Inf(1) },
		"offered_days is NaN":      func(c *chain) { c.sales.OfferedDays[2] = math.NaN() },
		"not among the stores":     func(c *chain) { c.sales.StoreID[2] = "s99" },
		"is there twice":           func(c *chain) { c.stores.StoreID[1] = "s00" },
		"two rows for product":     func(c *chain) { c.sales.ProductID[1], c.sales.Category[1] = c.sales.ProductID[0], c.sales.Category[0] },
		"give it one":              func(c *chain) { c.sales.Category[0] = "other" },
		"it cannot be negative":    func(c *chain) { c.stores.Orders[0] = -1 },
		"one of each per store":    func(c *chain) { c.stores.Orders = nil },
		"no store has an order":    func(c *chain) { c.sales, c.stores = Sales{}, Stores{} },
		"store s99 is not among":   func(c *chain) { c.sales.StoreID[0] = "s99" },
		"row 2 (s00, p":            func(c *chain) { c.sales.Buyers[2] = -1 },
		"must have the":            func(c *chain) { c.sales.OfferedDays = c.sales.OfferedDays[1:] },
		"give a number, or 0 wher": func(c *chain) { c.sales.MarginFen[0] = math.Inf(-1) },
	} {
		c := simulate(4, 20, 0.9, 1)
		spoil(&c)
		if _, err := Rank(c.sales, c.stores, Options{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func TestReasons(t *testing.T) {
	for _, c := range []struct {
		f      Facts
		zh, en string
	}{
		{Facts{Action: Keep, Days: 28, Own: 46, Typical: 35.4},
			"本店近 28 天卖出 46 份，比同规模门店多约三成", "Sold 46 here in 28 days, about 30% above a store of this size"},
		{Facts{Action: Keep, Days: 28, Offered: 7, Own: 9, Typical: 3},
			"本店上架 7 天卖出 9 份，约是同规模门店的 3 倍", "Sold 9 here in 7 days on offer, about 3 times a store of this size"},
		{Facts{Action: Add, Days: 28, Typical: 12, StoresSelling: 24, Stores: 30},
			"本店近 28 天没卖出过；30 家店里 24 家卖过，同规模门店约卖 12 份", "None sold here in 28 days; 24 of 30 stores sold it, a store of this size sells about 12"},
		{Facts{Action: Add, New: true, Days: 28, Typical: 12, StoresSelling: 24, Stores: 30},
			"本店还没有销量；30 家店里 24 家卖过，同规模门店约卖 12 份", "This store has no sales yet; 24 of 30 stores sold it, a store of this size sells about 12"},
		{Facts{Action: Test, Days: 28, StoresSelling: 2, Stores: 30, ChainOrders: 9},
			"本店近 28 天没卖出过；30 家店里 2 家卖过，共 9 单，先少量试卖", "None sold here in 28 days; 2 of 30 stores sold it, 9 orders in all: try a few"},
		{Facts{Action: Drop, Days: 28, Own: 2, Typical: 11},
			"本店近 28 天只卖出 2 份，比同规模门店少约八成", "Only 2 sold here in 28 days, about 80% below a store of this size"},
		{Facts{Action: Drop, Days: 28, Offered: 14, Typical: 11},
			"本店上架 14 天没卖出过，同规模门店约卖 11 份", "None sold here in 14 days on offer, a store of this size sells about 11"},
	} {
		if zh, en := c.f.Zh("份"), c.f.En(); zh != c.zh || en != c.en {
			t.Errorf("reasons\n%s\n%s\nwant\n%s\n%s", zh, en, c.zh, c.en)
		}
	}
}

func ExampleRank() {
	rows, err := Rank(Sales{
		StoreID: []string{"s1", "s1", "s2", "s2"}, ProductID: []string{"eggs", "milk", "eggs", "tofu"}, Category: []string{"dairy", "dairy", "dairy", "bean"},
		Units: []float64{60, 10, 20, 40}, Orders: []int64{30, 10, 20, 40}, Buyers: []int64{20, 9, 15, 30}, RevenueFen: []int64{60000, 9000, 20000, 16000},
	}, Stores{StoreID: []string{"s1", "s2"}, Orders: []int64{50, 50}}, Options{Top: 2})
	for _, r := range rows {
		fmt.Println(r.StoreID, r.Rank, r.ProductID, r.Action, r.ReasonZh)
	}
	fmt.Println(err)
	// Output:
	// s1 1 eggs keep 本店近 28 天卖出 60 份，比同规模门店多约五成
	// s1 2 milk keep 本店近 28 天卖出 10 份，约是同规模门店的 2 倍
	// s2 1 eggs keep 本店近 28 天卖出 20 份，比同规模门店少约五成
	// s2 2 tofu keep 本店近 28 天卖出 40 份，约是同规模门店的 2 倍
	// <nil>
}

func BenchmarkRank(b *testing.B) {
	c := simulate(300, 2000, 1, 1)
	b.ResetTimer()
	for b.Loop() {
		if _, err := Rank(c.sales, c.stores, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestOfferedDays: a store that sold a quarter of the units in a quarter of the days
// takes to a product as much as the others, and one that did so in all days less.
func TestOfferedDays(t *testing.T) {
	var s Sales
	var st Stores
	for i := range 9 {
		id, units, days := fmt.Sprint("s", i), 400.0, 28.0
		if i == 0 {
			units, days = 100, 7
		}
		if i == 1 {
			units = 100
		}
		for _, p := range []string{"a", "b"} {
			s.StoreID, s.ProductID, s.Category = append(s.StoreID, id), append(s.ProductID, p), append(s.Category, p)
			s.Units, s.Orders, s.Buyers = append(s.Units, units), append(s.Orders, int64(units)), append(s.Buyers, 50)
			s.RevenueFen, s.OfferedDays = append(s.RevenueFen, 900), append(s.OfferedDays, days)
		}
		st.StoreID, st.Orders = append(st.StoreID, id), append(st.Orders, 800)
	}
	rows, err := Rank(s, st, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rows {
		low, high := 95.0, 115.0
		if r.StoreID == "s1" {
			low, high = 20, 40
		}
		if r.Index < low || r.Index > high {
			t.Errorf("index %.0f of %s in %s, want %v to %v", r.Index, r.ProductID, r.StoreID, low, high)
		}
	}
	if want := "本店上架 7 天卖出 100 份，和同规模门店差不多"; rows[0].ReasonZh != want && !strings.HasPrefix(rows[0].ReasonZh, "本店上架 7 天卖出 100 份，比同规模门店多约一成") {
		t.Errorf("reason %q, want %q", rows[0].ReasonZh, want)
	}
}
