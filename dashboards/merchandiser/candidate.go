package merchandiser

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Candidate is a product in or near the range of a store.
type Candidate struct {
	AsOf                   time.Time `ch:"as_of"`
	Turn                   uint16    `ch:"turn"`
	ProductID              string    `ch:"product_id"`
	Name, NameEn           string
	Price                  int64  // fen; 0: not known
	Category               string `ch:"category"`
	CategoryZh, CategoryEn string
	Storage                string  `ch:"storage"`
	State                  string  `ch:"state"`
	Locked                 uint8   `ch:"locked"`
	Banned                 uint8   `ch:"banned"`
	Orders                 float64 `ch:"orders"`
	Units                  float64 `ch:"units"`
	Value                  float64 `ch:"value_fen"`
	Waste                  float64 `ch:"waste_fen"`
	Gain                   float64 `ch:"gain_fen"`
	Households             float64 `ch:"households"`
	Want                   bool    // the reader would lock it
	Refuse                 bool    // the reader would ban it
}

// Kind is the name of the category.
func (c Candidate) Kind(p words.Printer) string {
	return cmp.Or(p.Pick(c.CategoryZh, c.CategoryEn), c.Category)
}

// held says whether the product is in the range.
func (c Candidate) held() bool { return c.State == "keep" || c.State == "add" }

// candidates are those of a store by the newest run up to a day, in turn; none before the first run.
func (m *Room) candidates(ctx context.Context, store string, day time.Time) ([]Candidate, error) {
	var days []struct {
		Newest time.Time `ch:"newest"`
	}
	if err := m.db.Select(ctx, &days, "merchandiser/candidates_day", sql.Params{"day": chain.Date(day), "store": store}); err != nil {
		return nil, fmt.Errorf("newest range of %s: %w", store, err)
	}
	if len(days) == 0 || days[0].Newest.Unix() <= 0 {
		return nil, nil
	}
	var all []Candidate
	if err := m.db.Select(ctx, &all, "merchandiser/candidates", sql.Params{"as_of": chain.Date(days[0].Newest), "store": store}); err != nil {
		return nil, fmt.Errorf("range of %s: %w", store, err)
	}
	products, err := chain.LoadProducts(ctx, m.db)
	if err != nil {
		return nil, err
	}
	categories, err := chain.LoadCategories(ctx, m.db)
	for i := range all {
		c := &all[i]
		p, k := products.Of(c.ProductID), categories.Of(c.Category)
		c.Name, c.NameEn, c.Price, c.CategoryZh, c.CategoryEn = p.Name, p.NameEn, p.Price, k.Zh, k.En
	}
	return all, err
}
