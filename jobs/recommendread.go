package jobs

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/recommend"
	"github.com/linli-project/linli/models/recommend/demand"
	"github.com/linli-project/linli/sql"
)

// selectionInput reads what advice rests on; without any store or sale there is no panel, and no advice.
func selectionInput(ctx context.Context, db *sql.DB, day time.Time) (*recommend.Input, error) {
	p := sql.Params{"day": sql.Day(day), "window": recommendWindow}
	in := &recommend.Input{WindowDays: recommendWindow, Seed: mix("range", sql.Day(day))}
	var weeks int64
	if _, err := db.Get(ctx, &weeks, "models/selection_weeks", sql.Params{"day": sql.Day(day)}); err != nil {
		return nil, err
	}
	if weeks == 0 {
		return in, nil
	}
	var err error
	if in.Products, err = selectionProducts(ctx, db, p); err != nil {
		return nil, err
	}
	if in.Stores, err = selectionStores(ctx, db, p); err != nil {
		return nil, err
	}
	if err := read(ctx, db, "models/selection_buyers", p, func(rec arrow.Record) ([]recommend.Cell, error) {
		r := column.Read("buyers of categories", rec)
		stores, categories, buyers := r.Strings("store_id"), r.Strings("category"), r.Floats("buyers")
		for i := range stores {
			in.Buyers = append(in.Buyers, recommend.Cell{Store: strings.Clone(stores[i]), Category: strings.Clone(categories[i]), Buyers: buyers[i]})
		}
		return in.Buyers, r.Err()
	}, func([]recommend.Cell) error { return nil }); err != nil {
		return nil, err
	}
	var rules []struct {
		Store    string  `ch:"store_id"`
		Product  string  `ch:"product_id"`
		Category string  `ch:"category"`
		Storage  string  `ch:"storage"`
		Kind     string  `ch:"kind"`
		Low      float64 `ch:"low"`
		High     float64 `ch:"high"`
	}
	if err := db.Select(ctx, &rules, "models/selection_rules", sql.Params{"day": sql.Day(day)}); err != nil {
		return nil, err
	}
	for _, r := range rules {
		in.Rules = append(in.Rules, recommend.Rule(r))
	}
	in.Panel, err = selectionPanel(ctx, db, p, int(weeks), in)
	return in, err
}

func selectionProducts(ctx context.Context, db *sql.DB, p sql.Params) (out []recommend.Product, err error) {
	err = read(ctx, db, "models/selection_products", p, func(rec arrow.Record) (int, error) {
		r := column.Read("products", rec)
		id, category, zh, en, storage, unit := r.Strings("product_id"), r.Strings("category"), r.Strings("category_zh"), r.Strings("category_en"), r.Strings("storage"), r.Strings("unit")
		price, cost, pack, units, orders, buyers, revenue := r.Floats("price"), r.Floats("cost"), r.Floats("pack"), r.Floats("units"), r.Floats("orders"), r.Floats("buyers"), r.Floats("revenue")
		waste, life, sensitive := r.Floats("waste"), r.Ints("life"), r.Ints("sensitive")
		if r.Err() != nil {
			return 0, r.Err()
		}
		for i := range id {
			out = append(out, recommend.Product{
				ID: strings.Clone(id[i]), Category: strings.Clone(category[i]), CategoryZh: strings.Clone(zh[i]), CategoryEn: strings.Clone(en[i]), Price: price[i], Cost: cost[i], LifeDays: int(life[i]),
				Pack: pack[i], Storage: strings.Clone(storage[i]), Unit: strings.Clone(unit[i]), Sensitive: sensitive[i] > 0, Units: units[i], Orders: orders[i], Buyers: buyers[i], Revenue: revenue[i], Waste: waste[i],
			})
		}
		return len(id), nil
	}, func(int) error { return nil })
	return out, err
}

func selectionStores(ctx context.Context, db *sql.DB, p sql.Params) (out []recommend.Store, err error) {
	err = read(ctx, db, "models/selection_stores", p, func(rec arrow.Record) (int, error) {
		r := column.Read("stores", rec)
		id, orders, households := r.Strings("store_id"), r.Floats("orders"), r.Floats("households")
		for i := range id {
			out = append(out, recommend.Store{ID: strings.Clone(id[i]), Orders: orders[i], Households: households[i]})
		}
		return len(id), r.Err()
	}, func(int) error { return nil })
	return out, err
}

// selectionPanel reads the sales piece by piece: there are millions of pairs of store and product.
func selectionPanel(ctx context.Context, db *sql.DB, p sql.Params, weeks int, in *recommend.Input) (_ *demand.Panel, err error) {
	b, err := demand.NewBuilder(weeks, recommendPeriod)
	if err != nil {
		return nil, err
	}
	var clicks bool
	if _, err := db.Get(ctx, &clicks, "models/has_clicks", p); err != nil {
		return nil, err
	}
	if clicks { // what was on offer is known
		b.Offers()
	}
	category := make(map[string]string, len(in.Products))
	for _, x := range in.Products {
		b.Item(x.ID, x.Category)
		category[x.ID] = x.Category
	}
	for _, s := range in.Stores {
		b.Store(s.ID)
	}
	rows, err := db.ArrowStream(ctx, "models/selection_sales", p)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	sold := make([]float64, weeks)
	for rows.Next() {
		r := column.Read("sales", rows.Record())
		store, product, units, days := r.Strings("store_id"), r.Strings("product_id"), r.Floats("units"), r.Floats("days")
		var week [recommendHistory / recommendPeriod][]float64
		for k := range week {
			week[k] = r.Floats(fmt.Sprintf("p%02d", k))
		}
		if r.Err() != nil {
			return nil, r.Err()
		}
		for i := range store {
			of, ok := category[product[i]]
			if !ok { // a service, or clicked and in no catalogue
				continue
			}
			clear(sold)
			for k := range week {
				sold[max(0, weeks-1-k)] += week[k][i] // days that fill no week belong to the oldest
			}
			if err := b.Add(demand.Row{Store: store[i], Item: product[i], Category: of, Sold: sold, Offered: days[i] > 0, Units: units[i], Days: days[i]}); err != nil {
				return nil, err
			}
		}
	}
	if rows.Err() != nil {
		return nil, rows.Err()
	}
	if len(in.Stores) == 0 || len(in.Products) == 0 {
		return nil, nil //nolint:nilnil // no panel, no advice
	}
	return b.Build()
}
