package recommend

import (
	"fmt"
	"math"
	"strings"

	"github.com/linli-project/linli/models/recommend/assortment"
	"github.com/linli-project/linli/models/recommend/demand"
)

// Product is what is known of a product in the whole chain; sales are those of the window.
type Product struct {
	ID, Category           string
	CategoryZh, CategoryEn string  // names; "" is the code
	Price, Cost            float64 // fen; 0: unknown
	LifeDays               int     // 0: does not spoil
	Pack                   float64 // least delivery
	Storage                string  // ambient, chilled, frozen; "": by category
	Unit                   string  // Chinese measure word; "": 份
	Sensitive              bool
	Units, Orders, Buyers  float64
	Revenue                float64 // fen
	Waste                  float64 // fen of what was recorded as thrown away
}

// Store is a store to advise.
type Store struct {
	ID         string
	Orders     float64 // of the window
	Households float64 // distinct buyers of the window
}

// Cell is the distinct buyers of a category in a store in the window.
type Cell struct {
	Store, Category string
	Buyers          float64
}

// The kinds of rules.
const (
	Lock  = "lock"  // product, or the products of a category that are there: stay
	Ban   = "ban"   // product or category: not offered
	Quota = "quota" // category: Low to High items; High 0: no bound
	Slots = "slots" // High items in all, or of one storage
	Floor = "floor" // Low: margin over price below which nothing is offered
)

// Rule is a wish of a merchandiser. What is said of a store goes before what is said of all.
type Rule struct {
	Store    string // "": every store
	Product  string
	Category string
	Storage  string
	Kind     string
	Low      float64
	High     float64
}

// Input is what there is to know at the close of a day.
type Input struct {
	Panel      *demand.Panel // orders with the product, per store and week; Units and Days of the window
	WindowDays int           // of the sales that are shown, whole periods of the panel
	Products   []Product     // every item of the panel
	Stores     []Store       // every store of the panel
	Buyers     []Cell
	Rules      []Rule
	Seed       uint64 // of the draws: the day
}

func (in *Input) check() error {
	if in.Panel == nil || in.WindowDays < in.Panel.Days || in.WindowDays > in.Panel.Days*in.Panel.Periods && in.Panel.Periods > 3 {
		return fmt.Errorf("recommend: a window of %d days; give a panel and whole periods of it", in.WindowDays)
	}
	for i, p := range in.Products {
		for _, v := range []float64{p.Price, p.Cost, p.Pack, p.Units, p.Orders, p.Buyers, p.Revenue, p.Waste} {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("recommend: product %s (row %d) holds %v; give numbers", p.ID, i, v)
			}
		}
	}
	for i, r := range in.Rules {
		ok := false
		switch r.Kind {
		case Lock, Ban:
			ok = r.Product != "" || r.Category != ""
		case Quota:
			ok = r.Category != "" && r.Low >= 0 && r.High >= 0
		case Slots:
			ok = r.High >= 0 && (r.Storage == "" || storageNamed(r.Storage) >= 0)
		case Floor:
			ok = r.Low < 1
		}
		if !ok || math.IsNaN(r.Low) || math.IsNaN(r.High) {
			return fmt.Errorf("recommend: rule %d of store %q: %s of product %q, category %q, storage %q, %v to %v cannot be followed; correct it or take it back",
				i, r.Store, r.Kind, r.Product, r.Category, r.Storage, r.Low, r.High)
		}
	}
	return nil
}

func storageNamed(name string) int {
	for i, s := range assortment.Storages {
		if s == name {
			return i
		}
	}
	return -1
}

// coldWords tell by its category where a product is kept, when the catalogue does not.
var coldWords = []struct {
	storage int
	words   []string
}{
	{assortment.Frozen, []string{"frozen", "frzn", "ice cream", "冻", "冰淇淋", "雪糕"}},
	{assortment.Chilled, []string{"dairy", "milk", "yogurt", "cheese", "meat", "pork", "beef", "poultry", "seafood", "fish", "deli", "prepared", "chilled", "refrgratd",
		"乳", "奶", "肉", "禽", "水产", "海鲜", "鱼", "熟食", "冷藏", "豆制品"}},
}

// StorageOf is where a product is kept.
func (p *Product) StorageOf() int {
	if s := storageNamed(p.Storage); s >= 0 {
		return s
	}
	text := strings.ToLower(p.Category + " " + p.CategoryZh + " " + p.CategoryEn)
	for _, c := range coldWords {
		for _, w := range c.words {
			if strings.Contains(text, w) {
				return c.storage
			}
		}
	}
	return assortment.Ambient
}
