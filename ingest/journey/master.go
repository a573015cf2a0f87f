package journey

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/master"
)

// version is the same at every load, so that a second load changes nothing.
var version = time.Date(2018, 1, 1, 0, 0, 0, 0, time.UTC)

var noDay = time.Unix(0, 0).UTC()

// Master gives the stores, communities, categories and products that the orders name. Places, costs and shelf lives are not
// known and stay empty; a product's price is the median of its unit prices.
func Master() (master.Set, error) {
	purchases, err := readPurchases()
	if err != nil {
		return master.Set{}, err
	}
	products, err := readProducts()
	if err != nil {
		return master.Set{}, err
	}
	var s master.Set
	s.Stores, s.Communities = places(purchases)
	s.Products = goods(purchases, products)
	for _, c := range categories {
		row := master.Category{Category: c.code, Name: c.zh, NameEN: c.en, UpdatedAt: version}
		if c.sensitive {
			row.Sensitive = 1
		}
		s.Categories = append(s.Categories, row)
	}
	return s, nil
}

func places(purchases []purchase) (stores []master.Store, communities []master.Community) {
	households := map[string]map[string]bool{}
	for _, p := range purchases {
		if households[p.store] == nil {
			households[p.store] = map[string]bool{}
		}
		households[p.store][p.household] = true
	}
	for _, id := range sorted(households) {
		stores = append(stores, master.Store{StoreID: id, Name: id + "号店", Timezone: Timezone, OpenedOn: noDay,
			CutoffHour: 23, CommissionRate: 0.1, UpdatedAt: version})
		communities = append(communities, master.Community{CommunityID: community(id), Name: id + "号店顾客", StoreID: id,
			Households: uint32(len(households[id])), UpdatedAt: version})
	}
	return stores, communities
}

func goods(purchases []purchase, products []described) (rows []master.Product) {
	known := map[string]described{}
	for _, d := range products {
		known[d.id] = d
	}
	prices := map[string][]int64{}
	for _, p := range purchases {
		l := line(p, known[p.product].gasoline())
		prices[p.product] = append(prices[p.product], l.UnitPrice)
	}
	names, uses := map[string]string{}, map[string]int{}
	for id := range prices {
		names[id] = known[id].name()
		uses[names[id]]++
	}
	for _, id := range sorted(prices) {
		d := known[id]
		row := master.Product{ProductID: id, Name: names[id], Category: d.shelf().code, Brand: d.brand, Unit: "件",
			Price: median(prices[id]), PackSize: decimal.NewFromInt(1), LeadTimeDays: 1, UpdatedAt: version}
		if uses[row.Name] > 1 || row.Name == "" { // descriptions are coarse: many products share one
			row.Name = strings.TrimSpace(row.Name + " #" + id)
		}
		if d.shelf().sensitive {
			row.Sensitive = 1
		}
		if d.gasoline() {
			row.Unit = "gal"
		}
		if d.manufacturer != "" {
			row.Supplier = "manufacturer " + d.manufacturer
		}
		row.NameEN = row.Name
		rows = append(rows, row)
	}
	return rows
}

// name makes `EGGS - X-LARGE`, `A D   1 DZ` into "Eggs - X-large 1 dz".
func (d described) name() string {
	name := strings.ToLower(strings.Join(strings.Fields(d.typ), " "))
	if name == "" {
		name = strings.ToLower(strings.Join(strings.Fields(d.category), " "))
	}
	if name != "" {
		name = strings.ToUpper(name[:1]) + name[1:]
	}
	if i := strings.IndexFunc(d.size, unicode.IsDigit); i >= 0 {
		name += " " + strings.ToLower(strings.Join(strings.Fields(d.size[i:]), " "))
	}
	return name
}

// median is the lower one of the middle, of the prices that are known.
func median(prices []int64) int64 {
	prices = slices.DeleteFunc(slices.Sorted(slices.Values(prices)), func(p int64) bool { return p == 0 })
	if len(prices) == 0 {
		return 0
	}
	return prices[(len(prices)-1)/2]
}

// sorted gives the keys by number, as people count: 9 before 10.
func sorted[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		if len(a) != len(b) {
			return len(a) - len(b)
		}
		return strings.Compare(a, b)
	})
	return keys
}
