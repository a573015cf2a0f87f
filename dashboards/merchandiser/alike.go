package merchandiser

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Duplicate is a product of a store's range that another one can stand in for.
type Duplicate struct {
	AsOf       time.Time `ch:"as_of"`
	ProductID  string    `ch:"product_id"`
	Name       string    `ch:"name"`
	NameEn     string    `ch:"name_en"`
	Price      int64     `ch:"price"`
	Units      float64   `ch:"units"`
	Value      float64   `ch:"value_fen"`
	Gain       float64   `ch:"gain_fen"`
	Locked     uint8     `ch:"locked"`
	LikeID     string    `ch:"like_id"`
	LikeName   string    `ch:"like_name"`
	LikeNameEn string    `ch:"like_name_en"`
	LikePrice  int64     `ch:"like_price"`
	LikeUnits  float64   `ch:"like_units"`
	Kept       float64   `ch:"kept"`
	Alike      float64   `ch:"alike"`
	Category   string    `ch:"category"`
	CategoryZh string    `ch:"category_zh"`
	CategoryEn string    `ch:"category_en"`
	Both       uint32    `ch:"both"`
	Lift       float64   `ch:"lift"`
}

// Kind is the name of the category.
func (d Duplicate) Kind(p words.Printer) string {
	if name := p.Pick(d.CategoryZh, d.CategoryEn); name != "" {
		return name
	}
	return d.Category
}

// Substitute is a product that goes, and one that may take its place.
type Substitute struct {
	AsOf       time.Time `ch:"as_of"`
	ProductID  string    `ch:"product_id"`
	Name       string    `ch:"name"`
	NameEn     string    `ch:"name_en"`
	Price      int64     `ch:"price"`
	State      string    `ch:"state"`
	Banned     uint8     `ch:"banned"`
	Units      float64   `ch:"units"`
	LikeID     string    `ch:"like_id"`
	LikeName   string    `ch:"like_name"`
	LikeNameEn string    `ch:"like_name_en"`
	LikePrice  int64     `ch:"like_price"`
	LikeState  string    `ch:"like_state"`
	LikeGain   float64   `ch:"like_gain_fen"`
}

// Swap is a product that goes with those that may take its place.
type Swap struct {
	Substitute
	By []Substitute
}

// Launch is what a new product may sell in a week at one store.
type Launch struct {
	StoreID  string    `ch:"store_id"`
	Store    string    `ch:"store"`
	AsOf     time.Time `ch:"as_of"`
	Launched uint64    `ch:"launched"`
	Likes    uint64    `ch:"likes"`
	Middle   float64   `ch:"middle"`
	Low      float64   `ch:"low"`
	High     float64   `ch:"high"`
}

// Learned says whether enough launches are known; else the present sales of its like stand in.
func (l Launch) Learned() bool { return l.Launched >= 3 }

// Like is a product that the launch is told from.
type Like struct {
	ProductID string `ch:"product_id"`
	Name      string `ch:"name"`
	NameEn    string `ch:"name_en"`
	Price     int64  `ch:"price"`
}

// AlikeContent is what the template reads.
type AlikeContent struct {
	Bench
	Categories page.Block[[]category]
	Duplicates page.Block[[]Duplicate]
	Swaps      page.Block[[]Swap]
	Category   string
	Price      string // as typed, yuan
	Asked      bool   // a new product was described
	Launch     page.Block[[]Launch]
	Likes      page.Block[[]Like]
}

// Alike answers GET /merchandiser/alike: duplicates and substitutes of one store's range, and what a new product may sell.
func (m *Room) Alike(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, true)
	if !ok {
		return
	}
	c := AlikeContent{Bench: b, Category: cut(r.URL.Query().Get("category")), Price: cut(r.URL.Query().Get("price"))}
	yuan, err := strconv.ParseFloat(strings.TrimSpace(c.Price), 64)
	fen := int64(0)
	if err == nil && yuan >= 0.01 && yuan <= 1e6 {
		fen = int64(math.Round(yuan * 100))
	}
	p := sql.Params{"day": chain.Date(b.Day), "store": b.Store.ID}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Categories, "merchandiser/categories", nil)
	list(g, m.db, &c.Duplicates, "merchandiser/duplicates", p)
	page.Load(g, &c.Swaps, func(ctx context.Context) ([]Swap, error) { return m.swaps(ctx, p) })
	if c.Asked = c.Category != "" && fen > 0; c.Asked {
		q := sql.Params{"day": chain.Date(b.Closed()), "category": c.Category, "price": fen}
		list(g, m.db, &c.Launch, "merchandiser/launch", q)
		list(g, m.db, &c.Likes, "merchandiser/alike", q)
	}
	g.Wait()
	if !slices.ContainsFunc(c.Categories.Value, func(k category) bool { return k.Category == c.Category }) {
		c.Category = "" // the address is not to put words on the page
	}
	m.broken(r, c.Categories.Err, c.Duplicates.Err, c.Swaps.Err, c.Launch.Err, c.Likes.Err)
	m.show(w, r, "alike", "alike.title", c)
}

func (m *Room) swaps(ctx context.Context, p sql.Params) ([]Swap, error) {
	var rows []Substitute
	if err := m.db.Select(ctx, &rows, "merchandiser/substitutes", p); err != nil {
		return nil, err
	}
	var all []Swap
	for i, row := range rows {
		if i == 0 || rows[i-1].ProductID != row.ProductID {
			all = append(all, Swap{Substitute: row})
		}
		last := &all[len(all)-1]
		last.By = append(last.By, row)
	}
	return all, nil
}
