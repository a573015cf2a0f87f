package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/models/inventory"
	"github.com/linli-project/linli/sql"
)

type orderSheet struct {
	AsOf time.Time `ch:"as_of"`
	Day  time.Time `ch:"day"`
	inventory.Row
}

// orderInput is one forecast day of one product in one store, with what is known for the order.
type orderInput struct {
	StoreID       string  `ch:"store_id"`
	ProductID     string  `ch:"product_id"`
	Mean          float64 `ch:"mean"`
	Q05           float64 `ch:"q05"`
	Q10           float64 `ch:"q10"`
	Q25           float64 `ch:"q25"`
	Q50           float64 `ch:"q50"`
	Q75           float64 `ch:"q75"`
	Q90           float64 `ch:"q90"`
	Q95           float64 `ch:"q95"`
	UsualPerDay   float64 `ch:"usual_per_day"`
	Booked        float64 `ch:"booked"`
	OnHand        float64 `ch:"on_hand"`
	PackSize      float64 `ch:"pack_size"`
	ShelfLifeDays int64   `ch:"shelf_life_days"`
	PriceFen      int64   `ch:"price_fen"`
	CostFen       int64   `ch:"cost_fen"`
	LeadTimeDays  int64   `ch:"lead_time_days"`
}

// runOrderSheet orders on day, before its cutoff: the delivery comes after the product's lead time and is followed by the
// next a day later, so stock and order must last through the days up to its arrival.
func runOrderSheet(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	var in []orderInput
	if err := db.Select(ctx, &in, "models/order_lines", sql.Params{"day": date(day)}); err != nil {
		return 0, err
	}
	samplers := map[int]*inventory.Sampler{} // by length of the period
	var lines []inventory.Line
	for start := 0; start < len(in); {
		end := start
		for end < len(in) && in[end].StoreID == in[start].StoreID && in[end].ProductID == in[start].ProductID {
			end++
		}
		line, err := orderLine(in[start:end], day, samplers)
		if err != nil {
			return 0, err
		}
		lines = append(lines, line)
		start = end
	}
	units, err := units(ctx, db)
	if err != nil {
		return 0, err
	}
	rows, err := inventory.OrderSheet(lines, inventory.Options{UnitOf: units})
	if err != nil {
		return 0, err
	}
	out := make([]orderSheet, len(rows))
	for i, r := range rows {
		out[i] = orderSheet{AsOf: day, Day: day.AddDate(0, 0, 1), Row: r}
	}
	return publish(ctx, db, "order_sheet", day, out)
}

// orderLine sums one product's forecast days over its lead time.
func orderLine(in []orderInput, day time.Time, samplers map[int]*inventory.Sampler) (inventory.Line, error) {
	f := in[0]
	cover := int(min(max(1, f.LeadTimeDays), int64(len(in))))
	days := make([]inventory.Demand, cover)
	for i := range days {
		d := in[i]
		days[i] = inventory.Demand{Mean: d.Mean, Q05: d.Q05, Q10: d.Q10, Q25: d.Q25, Q50: d.Q50, Q75: d.Q75, Q90: d.Q90, Q95: d.Q95}
	}
	demand := days[0]
	if cover > 1 {
		if samplers[cover] == nil {
			s, err := inventory.NewSampler(cover, inventory.CoverOptions{Seed: 1})
			if err != nil {
				return inventory.Line{}, err
			}
			samplers[cover] = s
		}
		var err error
		if demand, err = samplers[cover].Sum(days); err != nil {
			return inventory.Line{}, fmt.Errorf("store %s, product %s: %w", f.StoreID, f.ProductID, err)
		}
	}
	return inventory.Line{
		StoreID: f.StoreID, ProductID: f.ProductID, Demand: demand, Usual: f.UsualPerDay * float64(cover),
		Start: day.AddDate(0, 0, 1), Days: cover, Booked: f.Booked, OnHand: f.OnHand, PackSize: f.PackSize,
		ShelfLifeDays: int(f.ShelfLifeDays), PriceFen: f.PriceFen, CostFen: f.CostFen,
	}, nil
}
