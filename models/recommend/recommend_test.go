package recommend

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/recommend/assortment"
	"github.com/linli-project/linli/models/recommend/demand"
)

// world is a chain of two kinds of stores, which like two halves of the products; each offers two thirds of them.
func world(t testing.TB, stores, items, weeks int, like float64, seed uint64, change func(*demand.Builder)) Input {
	t.Helper()
	src := rand.NewPCG(seed, 3)
	rng := rand.New(src)
	b, err := demand.NewBuilder(weeks, 7)
	if err != nil {
		t.Fatal(err)
	}
	b.Offers()
	in := Input{WindowDays: 28, Seed: 5}
	for i := range items {
		id, c := fmt.Sprintf("p%04d", i), fmt.Sprint("c", i%8)
		price := 500 + 100*float64(i%13)
		in.Products = append(in.Products, Product{ID: id, Category: c, CategoryZh: "类" + c, CategoryEn: "kind " + c, Price: price, Cost: .7 * price, LifeDays: i % 3 * 5, Pack: 1, Sensitive: i%8 == 7})
		b.Item(id, c)
	}
	sold := make([]float64, weeks)
	for s := range stores {
		id, orders := fmt.Sprintf("s%03d", s), 0.0
		for i := range items {
			if (i/2+s)%3 == 0 {
				continue
			}
			rate := 12 / (1 + float64(i)/8)
			if s%2 == i%2 {
				rate *= like
			}
			window := 0.0
			for k := range sold {
				if items > 1000 {
					sold[k] = float64(int(rate*2*rng.Float64() + rng.Float64()))
				} else {
					sold[k] = distuv.Poisson{Lambda: rate, Src: src}.Rand()
				}
				if k >= weeks-4 {
					window += sold[k]
				}
			}
			if err := b.Add(demand.Row{Store: id, Item: in.Products[i].ID, Category: in.Products[i].Category, Sold: sold, Units: 1.5 * window, Days: 28, Offered: true}); err != nil {
				t.Fatal(err)
			}
			p := &in.Products[i]
			p.Orders, p.Units, p.Buyers, p.Revenue = p.Orders+window, p.Units+1.5*window, p.Buyers+window*.6, p.Revenue+1.5*window*p.Price
			orders += window
		}
		in.Stores = append(in.Stores, Store{ID: id, Orders: orders / 3, Households: orders / 6})
		for c := range 8 {
			in.Buyers = append(in.Buyers, Cell{id, fmt.Sprint("c", c), float64(15 + 10*(s%2))})
		}
	}
	if change != nil {
		change(b)
	}
	if in.Panel, err = b.Build(); err != nil {
		t.Fatal(err)
	}
	return in
}

func advise(t testing.TB, in Input) *Result {
	t.Helper()
	r, err := Advise(t.Context(), in, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func (r *Result) of(store string) (rows []Row) {
	for _, x := range r.Rows {
		if x.StoreID == store {
			rows = append(rows, x)
		}
	}
	return rows
}

func TestAdvice(t *testing.T) {
	in := world(t, 20, 120, 8, 5, 1, nil)
	r := advise(t, in)
	if len(r.Gates) != 20 {
		t.Fatalf("%d gates", len(r.Gates))
	}
	right, wrong := 0, 0
	for _, g := range r.Gates {
		if g.Decision != "local" || g.CoverageOurs <= g.CoverageChain || g.MarginFen-g.WasteFen < g.MarginNowFen-g.WasteNowFen || g.Coverage > 1 || !strings.Contains(g.ReasonZh, "覆盖了后来销量的") {
			t.Errorf("%+v", g)
		}
		s, _ := strconv.Atoi(g.StoreID[1:])
		actions := map[string]int{}
		for k, x := range r.of(g.StoreID) {
			actions[x.Action]++
			i, _ := strconv.Atoi(x.ProductID[1:])
			there := (i/2+s)%3 != 0
			if (x.Action == Keep || x.Action == Drop) != there || x.Rank != uint16(k+1) || x.Low > x.High || x.ReasonZh == "" || x.ReasonEn == "" || len(x.Digest) != 16 {
				t.Errorf("%+v", x)
			}
			if x.Action != Test && x.Propensity != 1 || !(x.Propensity > 0 && x.Propensity <= 1) {
				t.Errorf("%s has propensity %v", x.Action, x.Propensity)
			}
			if x.Action == Add && s%2 == i%2 {
				right++
			} else if x.Action == Add {
				wrong++
			}
		}
		if actions[Keep] != 30 || actions[Add] == 0 || actions[Drop] == 0 || actions[Test] == 0 {
			t.Errorf("%s: %v", g.StoreID, actions)
		}
	}
	if right < 4*wrong || right == 0 {
		t.Errorf("%d products added that the store's kind likes, %d that it does not", right, wrong)
	}
	sums := map[string]int{}
	for _, c := range r.Candidates {
		if c.State == Keep || c.State == Add || c.State == Test {
			sums[c.StoreID]++
		}
	}
	for _, g := range r.Gates {
		if sums[g.StoreID] != int(g.Slots) {
			t.Errorf("%s has %d products in %d slots", g.StoreID, sums[g.StoreID], g.Slots)
		}
	}
}

func TestSensitive(t *testing.T) {
	r := advise(t, world(t, 20, 120, 8, 5, 1, nil))
	hidden, told := 0, 0
	for _, x := range r.Rows {
		if i, _ := strconv.Atoi(x.ProductID[1:]); i%8 != 7 {
			continue
		}
		if s, _ := strconv.Atoi(x.StoreID[1:]); s%2 == 1 { // 25 buyers
			told++
			continue
		}
		hidden++ // 15 buyers
		if x.OwnUnits != 0 || x.Buyers != 0 || x.Index != 100 || x.WeightOwn != 0 || strings.Contains(x.ReasonZh, "本店近") || strings.Contains(x.ReasonZh, "指数") || strings.Contains(x.ReasonEn, "here") {
			t.Errorf("tells of fewer than 20 buyers: %+v", x)
		}
	}
	if hidden == 0 || told == 0 {
		t.Errorf("%d hidden, %d told: nothing was tested", hidden, told)
	}
}

func TestRules(t *testing.T) {
	in := world(t, 8, 60, 6, 3, 2, nil)
	in.Rules = []Rule{
		{Kind: Ban, Category: "c1"}, {Store: "s001", Kind: Lock, Product: "p0059"}, {Store: "s001", Kind: Slots, High: 12}, {Store: "s002", Kind: Quota, Category: "c2", Low: 1, High: 2},
		{Store: "s003", Kind: Slots, High: 1}, {Store: "s003", Kind: Lock, Product: "p0001"}, {Store: "s003", Kind: Lock, Product: "p0003"},
		{Store: "s004", Kind: Floor, Low: .5}, {Store: "s005", Kind: Slots, Storage: "frozen", High: 3},
	}
	r := advise(t, in)
	held := map[string]map[string]int{}
	for _, c := range r.Candidates {
		if c.State != Keep && c.State != Add && c.State != Test {
			continue
		}
		if held[c.StoreID] == nil {
			held[c.StoreID] = map[string]int{}
		}
		held[c.StoreID]["all"]++
		held[c.StoreID][c.Category]++
		held[c.StoreID][c.ProductID]++
		if c.Category == "c1" {
			if c.ProductID != "p0001" {
				t.Errorf("banned: %+v", c)
			}
		}
	}
	if held["s001"]["all"] != 12 || held["s001"]["p0059"] != 1 || held["s002"]["c2"] != 2 || held["s003"]["all"] != 2 || held["s004"]["all"] != 0 {
		t.Errorf("ranges: %v", held)
	}
	for _, g := range r.Gates {
		switch g.StoreID {
		case "s003":
			if !strings.Contains(g.NotesZh, "锁定的商品比货位多 1 个") || !strings.Contains(g.NotesEn, "the lock holds") && strings.Contains(g.NotesEn, "p0001") {
				t.Errorf("notes %q %q", g.NotesZh, g.NotesEn)
			}
		case "s004":
			if !strings.Contains(g.NotesEn, "no product is allowed") {
				t.Errorf("notes %q", g.NotesEn)
			}
		}
	}
	for _, bad := range []Rule{{Kind: "love"}, {Kind: Lock}, {Kind: Quota, Low: 1}, {Kind: Slots, High: -1}, {Kind: Slots, Storage: "warm", High: 1}, {Kind: Floor, Low: 2}, {Kind: Ban, Product: "x", Low: math.NaN()}} {
		in.Rules = []Rule{bad}
		if _, err := Advise(t.Context(), in, Options{}); err == nil {
			t.Errorf("followed %+v", bad)
		}
	}
}

// TestPoorInput: stores and products of which little is known have an outcome that says so.
func TestPoorInput(t *testing.T) {
	in := world(t, 6, 40, 6, 2, 3, func(b *demand.Builder) {
		b.Store("nothing sold")
		b.Item("no category, no price", "")
	})
	in.Products = append(in.Products, Product{ID: "no category, no price"})
	in.Rules = []Rule{{Kind: Lock, Product: "no category, no price"}, {Store: "s000", Kind: Ban, Category: "c0"}}
	for c := 1; c < 8; c++ {
		in.Rules = append(in.Rules, Rule{Store: "s000", Kind: Ban, Category: fmt.Sprint("c", c)})
	}
	r := advise(t, in)
	empty := r.of("nothing sold")
	if len(empty) < 20 || empty[0].Action != Add || !strings.Contains(empty[0].ReasonZh, "本店还没有销量") || !strings.Contains(empty[0].ReasonEn, "from the chain list") {
		t.Errorf("a store without sales: %+v", empty)
	}
	for _, x := range r.of("s000") {
		if x.Action == Add && x.ProductID != "no category, no price" || x.Action == Keep {
			t.Errorf("all is banned, yet %+v", x)
		}
		for _, v := range []float64{x.Score, x.ExpectedUnits, x.Low, x.High, x.Index, x.GainFen, x.Households, x.WasteFen} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				t.Errorf("%+v", x)
			}
		}
	}
	found := false
	for _, c := range r.Candidates {
		found = found || c.ProductID == "no category, no price" && c.Locked == 1 && c.State == Add && c.ValueFen >= 0
	}
	if !found {
		t.Error("a product without category and price cannot be locked")
	}
	short := world(t, 4, 30, 2, 2, 3, nil)
	for _, g := range advise(t, short).Gates {
		if g.Decision != "chain" || !strings.Contains(g.ReasonEn, "too few to look back on") {
			t.Errorf("two weeks of history: %+v", g)
		}
	}
	none := world(t, 4, 30, 6, 2, 3, nil)
	none.Products = none.Products[1:]
	if _, err := Advise(t.Context(), none, Options{}); err == nil || !strings.Contains(err.Error(), "p0000 has sales but is not among the products") {
		t.Errorf("a product that is not there: %v", err)
	}
	if _, err := Advise(t.Context(), Input{WindowDays: 28}, Options{}); err == nil {
		t.Error("no panel was taken")
	}
}

// TestSameAgain: the same input gives the same rows, in another order too; another day draws other tests.
func TestSameAgain(t *testing.T) {
	in := world(t, 10, 80, 6, 3, 4, nil)
	a := advise(t, in)
	slices.Reverse(in.Products)
	slices.Reverse(in.Stores)
	slices.Reverse(in.Buyers)
	if b := advise(t, in); !reflect.DeepEqual(a, b) {
		t.Error("the order of the input matters")
	}
	drawn := func(r *Result) (out []string) {
		for _, x := range r.Rows {
			if x.Action == Test {
				out = append(out, x.StoreID+x.ProductID)
			}
		}
		return out
	}
	in.Seed++
	if slices.Equal(drawn(a), drawn(advise(t, in))) {
		t.Error("two days test the same")
	}
}

func TestWorth(t *testing.T) {
	w := worths([]Product{
		{ID: "a", Category: "x", Price: 1000, Cost: 600, Units: 10, Orders: 10}, {ID: "b", Category: "x", Price: 500, Units: 10, Orders: 5},
		{ID: "c", Category: "y", Price: 100, Units: 1, Orders: 1}, {ID: "d", Category: "x"}, {ID: "e", Category: "x", Cost: 90, Units: 10, Orders: 10, Revenue: 1000},
	})
	rate := (400.*10 + 10*10) / (1000*10 + 100*10)
	for i, want := range []float64{400, 500 * rate, 100 * rate, math.NaN(), 10} {
		if !math.IsNaN(want) && math.Abs(w[i].unit-want) > 1e-9 {
			t.Errorf("product %d is worth %v, want %v", i, w[i].unit, want)
		}
	}
	if !(w[3].unit > 10 && w[3].unit < 400) || !math.IsNaN(w[1].rate) || w[0].rate != .4 {
		t.Errorf("%+v", w)
	}
	if none := worths([]Product{{ID: "a"}}); none[0].unit <= 0 || math.IsNaN(none[0].perOrder) {
		t.Errorf("nothing known: %+v", none)
	}
}

func TestStorage(t *testing.T) {
	for want, p := range map[int]Product{0: {Category: "snack"}, 1: {Category: "meat"}, 2: {Category: "x", CategoryZh: "冷冻食品"}} {
		if got := p.StorageOf(); got != want {
			t.Errorf("%+v is kept %d", p, got)
		}
	}
	if p := (Product{Category: "meat", Storage: "frozen"}); p.StorageOf() != 2 {
		t.Error("the catalogue is not asked")
	}
}

func ExampleFacts() {
	f := Facts{Action: Add, Days: 28, Stores: 20, StoresSelling: 14, Index: 182, CategoryZh: "母婴", CategoryEn: "infant food", Low: 6, High: 11}
	fmt.Println(f.Zh("份"))
	fmt.Println(f.En("份"))
	f = Facts{Action: Drop, Days: 28, Own: 2, Typical: 11}
	fmt.Println(f.Zh("份"))
	// Output:
	// 本店近 28 天没卖出过；与本店最像的 20 家店里 14 家在卖；这里的母婴指数 182（全连锁为 100）；一周约卖 6–11 份
	// None sold here in 28 days; 14 of the 20 stores most like this one sell it; index 182 for infant food here (chain = 100); about 6–11 a week
	// 本店近 28 天只卖出 2 份，比同规模门店少约八成；位置让给更值得上的商品
}

// BenchmarkAdvise takes LINLI_STORES and LINLI_PRODUCTS.
func BenchmarkAdvise(b *testing.B) {
	size := func(name string, plain int) int {
		if n, err := strconv.Atoi(os.Getenv(name)); err == nil {
			return n
		}
		return plain
	}
	in := world(b, size("LINLI_STORES", 100), size("LINLI_PRODUCTS", 1000), 12, 2, 1, nil)
	for b.Loop() {
		if _, err := Advise(b.Context(), in, Options{Each: func([]Candidate) error { return nil }}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestOneIsNotMany: a figure of one stands with its noun in the singular.
func TestOneIsNotMany(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Facts{Action: Add, Days: 28, ChainOrders: 1, Low: 1, High: 1}.En("份"), "None sold here in 28 days; 1 order in the chain in 28 days; about 1 a week"},
		{Facts{Action: Add, Days: 28, ChainOrders: 1204, Low: 1, High: 2}.En("份"), "None sold here in 28 days; 1,204 orders in the chain in 28 days; about 1–2 a week"},
		{Facts{Action: Add, Days: 28, StoresSelling: 1, Stores: 7, Own: 1, Low: 1, High: 2}.En("份"), "1 of the 7 stores most like this one sells it; about 1–2 a week"},
		{Facts{Action: Add, Days: 28, StoresSelling: 1, Stores: 1, Own: 1, Low: 1, High: 2}.En("份"), "The store most like this one sells it; about 1–2 a week"},
		{Facts{Action: Keep, Days: 28, Offered: 1, Own: 1, Typical: 0}.En("份"), "Sold 1 here in 1 day on offer"},
		{noteEn(assortment.SlotsLeft, 1), "1 slot left empty: no other product is allowed and worth its place"},
		{noteEn(assortment.SlotsLeft, 2), "2 slots left empty: no other product is allowed and worth its place"},
		{noteEn(assortment.LocksExceedSlots, 1), "1 locked product more than slots: all stay, nothing else is added"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func noteEn(kind string, n int) string {
	_, en := noteText(assortment.Note{Kind: kind, Count: n}, "")
	return en
}
