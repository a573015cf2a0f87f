package simulate

import (
	"fmt"
	"math"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/master"
)

// The categories, in the order of the table below.
const (
	vegetable = iota
	fruit
	meat
	seafood
	dairy
	baby
	grainOil
	snack
	drink
	frozen
	bakery
	prepared
	homeCare
	personalCare
	health
	pet
	service
	nCategories
)

type category struct {
	code, name, nameEN string
	sensitive          uint8
	elasticity         float64 // demand ~ price^-elasticity
	refund             float64 // share of lines refunded after pickup
	margin             float64
	lead               uint8
	supplier           string
	brands             []string
}

var categories = [nCategories]category{
	vegetable:    {"vegetable", "蔬菜", "Vegetables", 0, 1.4, .030, .32, 1, "江城田头合作社", nil},
	fruit:        {"fruit", "水果", "Fruit", 0, 2.0, .040, .30, 1, "果满枝产地直供", nil},
	meat:         {"meat", "肉禽蛋", "Meat and eggs", 0, 1.6, .015, .22, 1, "江畔肉联", []string{"江畔", "青坡"}},
	seafood:      {"seafood", "水产", "Seafood", 0, 1.7, .030, .26, 1, "湖鲜水产行", nil},
	dairy:        {"dairy", "乳品", "Dairy", 0, 1.5, .008, .24, 1, "晨牧乳业", []string{"晨牧", "白云坡"}},
	baby:         {"baby", "母婴", "Baby", 1, 1.1, .006, .25, 2, "安小满母婴", []string{"安小满", "小树苗"}},
	grainOil:     {"grain_oil", "粮油调味", "Grain, oil and seasoning", 0, 1.8, .004, .18, 2, "稻花里粮油", []string{"稻花里", "老灶台"}},
	snack:        {"snack", "休闲零食", "Snacks", 0, 2.2, .006, .34, 2, "麦邻食品", []string{"麦邻", "零嘴铺"}},
	drink:        {"drink", "酒水饮料", "Drinks", 0, 2.1, .004, .28, 2, "清屿饮品", []string{"清屿", "山泉里"}},
	frozen:       {"frozen", "冷冻速食", "Frozen", 0, 1.9, .008, .30, 2, "北窗冷链", []string{"北窗", "三更半"}},
	bakery:       {"bakery", "烘焙早点", "Bakery", 0, 1.5, .010, .40, 1, "晨麦烘焙", []string{"晨麦"}},
	prepared:     {"prepared", "熟食预制", "Prepared food", 0, 1.7, .015, .36, 1, "邻家厨房", []string{"邻家厨房"}},
	homeCare:     {"household", "家庭清洁", "Household", 0, 2.3, .004, .32, 3, "净屋日化", []string{"净屋", "洁邻"}},
	personalCare: {"personal_care", "个人护理", "Personal care", 0, 2.0, .005, .38, 3, "净屋日化", []string{"木棉", "洁邻"}},
	health:       {"health", "健康护理", "Health", 1, .9, .003, .35, 3, "康宁健康", []string{"康宁"}},
	pet:          {"pet", "宠物", "Pets", 0, 1.4, .004, .30, 3, "毛孩子商贸", []string{"毛孩子"}},
	service:      {"service", "社区服务", "Community services", 0, 1.2, .010, .20, 1, "江城邻里服务队", nil},
}

// How a product is sold.
const (
	spot    = iota // from the store's stock, taken home the same day
	presale        // ordered until the cutoff, delivered for the pickup date
	atHome         // a service: booked like presale, no stock
	notice         // looked at, never ordered
)

type good struct {
	name, nameEN, unit string
	price              int64   // fen
	shelf              uint16  // days, 0 does not spoil
	popularity         float64 // relative; the best seller has 12
	mode               uint8
}

type product struct {
	good
	id       string
	category int
	cost     int64
	pack     int64 // thousandths
	quantity quantity
	launch   int     // first day on offer
	period   float64 // of its slow drift, in days
	phase    float64
}

// quantity is how much of a product one line asks for, by probability.
type quantity struct {
	thousandths []int64
	cumulated   []float64
	mean        float64 // units
	smallest    int64
}

var (
	byWeight = newQuantity([]int64{1000, 1500, 2000, 2500, 3000}, .30, .18, .30, .09, .13)
	byPiece  = newQuantity([]int64{1000, 2000, 3000}, .60, .26, .14)
	single   = newQuantity([]int64{1000}, 1)
)

func newQuantity(thousandths []int64, shares ...float64) quantity {
	q := quantity{thousandths: thousandths, smallest: thousandths[0]}
	sum := 0.0
	for i, s := range shares {
		sum += s
		q.mean += s * float64(thousandths[i]) / 1000
		q.cumulated = append(q.cumulated, sum)
	}
	return q
}

const skew = 1.3 // sharpens the table's popularities: few dense goods, a long intermittent tail

// buildCatalogue turns the table of goods into products: costs from the category's margin, packs from popularity, six
// products that start in the middle of the window.
func (w *World) buildCatalogue() {
	rng := draws(w.cfg.Seed, streamCatalogue, 0, 0)
	for c, list := range goods {
		for _, g := range list {
			g.popularity = math.Pow(g.popularity, skew)
			p := product{good: g, id: fmt.Sprintf("p%03d", len(w.products)+1), category: c, quantity: byPiece,
				period: between(rng, 40, 130), phase: between(rng, 0, 2*math.Pi)}
			margin := categories[c].margin * between(rng, .8, 1.2)
			p.cost = int64(float64(g.price)*(1-margin) + .5)
			switch {
			case g.unit == "斤":
				p.quantity = byWeight
			case g.mode >= atHome || g.price >= 6000:
				p.quantity = single
			}
			switch {
			case g.mode >= atHome:
				p.pack = 1000
			case g.popularity >= 7:
				p.pack = 10_000
			case g.popularity >= 1.6:
				p.pack = 6000
			default:
				p.pack = 3000
			}
			w.products = append(w.products, p)
		}
	}
	for range 6 {
		if p := &w.products[rng.IntN(len(w.products))]; p.mode <= presale && p.popularity < 8 {
			p.launch = w.cfg.Days/3 + rng.IntN(w.cfg.Days/3+1)
		}
	}
}

// drift is the slow change of a product's demand over days, around 1.
func (p *product) drift(day int) float64 {
	return math.Exp(.18 * math.Sin(2*math.Pi*float64(day)/p.period+p.phase))
}

func (w *World) masterProducts() []master.Product {
	rows := make([]master.Product, 0, len(w.products))
	for i, p := range w.products {
		c := categories[p.category]
		brand := ""
		if len(c.brands) > 0 {
			brand = c.brands[i%len(c.brands)]
		}
		rows = append(rows, master.Product{ProductID: p.id, Name: p.name, NameEN: p.nameEN, Category: c.code, Brand: brand, Unit: p.unit,
			Price: p.price, Cost: p.cost, ShelfLifeDays: p.shelf, PackSize: decimal.New(p.pack, -3), Supplier: c.supplier,
			LeadTimeDays: c.lead, Sensitive: c.sensitive, UpdatedAt: w.first})
	}
	return rows
}

func masterCategories(at *World) []master.Category {
	rows := make([]master.Category, 0, nCategories)
	for _, c := range categories {
		rows = append(rows, master.Category{Category: c.code, Name: c.name, NameEN: c.nameEN, Sensitive: c.sensitive, UpdatedAt: at.first})
	}
	return rows
}
