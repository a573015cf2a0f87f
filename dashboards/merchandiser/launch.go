package merchandiser

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Launch is what a new product may sell in a week at one store.
type Launch struct {
	StoreID  string `ch:"store_id"`
	Store    string
	AsOf     time.Time   `ch:"as_of"`
	Launched uint64      `ch:"launched"`
	Likes    uint64      `ch:"likes"`
	Products []string    `ch:"products"` // launched here, where they are enough to learn from
	Firsts   []time.Time `ch:"firsts"`   // first day of each
	Middle   float64     `ch:"middle"`
	Low      float64     `ch:"low"`
	High     float64     `ch:"high"`
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

// firstWeeks is how many days after its first a launch is looked at: four weeks; mostLaunches how many stores stand on the page.
const (
	firstWeeks   = 28
	mostLaunches = 500
)

// Outlook is what a new product may sell, and what that is told from.
type Outlook struct {
	Likes  []Like
	Stores []Launch
}

// launch tells what a new product of a category and price may sell in a week of its first four, by the twelve products nearest in price.
func (m *Room) launch(ctx context.Context, b Bench, category string, fen int64) (Outlook, error) {
	var o Outlook
	day := chain.Date(b.Closed())
	if err := m.db.Select(ctx, &o.Likes, "merchandiser/alike", sql.Params{"day": day, "category": category, "price": fen}); err != nil || len(o.Likes) == 0 {
		return o, err
	}
	products := make([]string, len(o.Likes))
	for i, l := range o.Likes {
		products[i] = l.ProductID
	}
	if err := m.db.Select(ctx, &o.Stores, "merchandiser/launch", sql.Params{"day": day, "category": category, "products": products}); err != nil {
		return o, err
	}
	if err := m.learn(ctx, category, products, o.Stores); err != nil {
		return o, err
	}
	slices.SortStableFunc(o.Stores, func(x, y Launch) int {
		return cmp.Or(cmp.Compare(y.Middle, x.Middle), cmp.Compare(x.StoreID, y.StoreID))
	})
	o.Stores = o.Stores[:min(len(o.Stores), mostLaunches)]
	for i := range o.Stores {
		o.Stores[i].Store = titleOf(b.Stores, o.Stores[i].StoreID)
	}
	return o, nil
}

// learn puts the first weeks of launches in the place of the present ones, at the stores that have enough of them.
func (m *Room) learn(ctx context.Context, category string, products []string, all []Launch) error {
	var stores, days []string
	for _, l := range all {
		if len(l.Firsts) == 0 {
			continue
		}
		stores = append(stores, l.StoreID)
		for _, first := range l.Firsts {
			for n := range firstWeeks {
				days = append(days, chain.Date(first.AddDate(0, 0, n)))
			}
		}
	}
	if len(stores) == 0 {
		return nil
	}
	slices.Sort(days)
	var rows []struct {
		StoreID   string    `ch:"store_id"`
		ProductID string    `ch:"product_id"`
		Day       time.Time `ch:"day"`
		Quantity  float64   `ch:"quantity"`
	}
	p := sql.Params{"category": category, "products": products, "stores": stores, "dates": slices.Compact(days)}
	if err := m.db.Select(ctx, &rows, "merchandiser/launched", p); err != nil {
		return err
	}
	type pair struct{ store, product string }
	first, weekly := map[pair]time.Time{}, map[pair]float64{}
	for _, l := range all {
		for i, product := range l.Products {
			first[pair{l.StoreID, product}] = l.Firsts[i]
		}
	}
	for _, r := range rows {
		at := pair{r.StoreID, r.ProductID}
		if since, ok := first[at]; ok && !r.Day.Before(since) && r.Day.Before(since.AddDate(0, 0, firstWeeks)) {
			weekly[at] += r.Quantity / (firstWeeks / 7)
		}
	}
	for i := range all {
		l := &all[i]
		var weeks []float64
		for _, product := range l.Products {
			weeks = append(weeks, weekly[pair{l.StoreID, product}])
		}
		if slices.Sort(weeks); len(weeks) > 0 {
			n := float64(len(weeks)) // quantiles as quantileExact takes them
			l.Low, l.Middle, l.High = weeks[int(n*0.1)], weeks[int(n*0.5)], weeks[int(n*0.9)]
		}
	}
	return nil
}
