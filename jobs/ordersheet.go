package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/inventory"
	"github.com/linli-project/linli/sql"
)

type orderSheet struct {
	AsOf time.Time `ch:"as_of"`
	Day  time.Time `ch:"day"`
	inventory.Row
}

// orderInput is one product in one store on the day that its next delivery serves, with what is known for the order.
type orderInput struct {
	Day           time.Time `ch:"day"`
	StoreID       string    `ch:"store_id"`
	ProductID     string    `ch:"product_id"`
	Mean          float64   `ch:"mean"`
	Q05           float64   `ch:"q05"`
	Q10           float64   `ch:"q10"`
	Q25           float64   `ch:"q25"`
	Q50           float64   `ch:"q50"`
	Q75           float64   `ch:"q75"`
	Q90           float64   `ch:"q90"`
	Q95           float64   `ch:"q95"`
	UsualPerDay   float64   `ch:"usual_per_day"`
	Booked        float64   `ch:"booked"`
	OnHand        float64   `ch:"on_hand"`
	OnOrder       float64   `ch:"on_order"`
	PackSize      float64   `ch:"pack_size"`
	ShelfLifeDays int64     `ch:"shelf_life_days"`
	PriceFen      int64     `ch:"price_fen"`
	CostFen       int64     `ch:"cost_fen"`
}

// neverSpoils is the life of goods that the catalogue gives none.
const neverSpoils = 3650

// runOrderSheet orders on day, before its cutoff. There is a delivery every day; the one ordered now comes after the
// product's lead time and serves its own day. What earlier sheets advised and has not come yet counts as under way.
func runOrderSheet(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	var in []orderInput
	if err := db.Select(ctx, &in, "models/order_lines", sql.Params{"day": date(day)}); err != nil {
		return 0, err
	}
	units, err := units(ctx, db)
	if err != nil {
		return 0, err
	}
	lines := make([]inventory.Line, len(in))
	day1 := make(map[[2]string]time.Time, len(in)) // the day that each line's delivery serves
	for i, l := range in {
		lines[i] = l.line()
		day1[[2]string{l.StoreID, l.ProductID}] = l.Day
	}
	rows, err := inventory.OrderSheet(lines, inventory.Options{UnitOf: units})
	if err != nil {
		return 0, err
	}
	out := make([]orderSheet, len(rows))
	for i, r := range rows {
		out[i] = orderSheet{AsOf: day, Day: day1[[2]string{r.StoreID, r.ProductID}], Row: r}
	}
	return publish(ctx, db, "order_sheet", day, out)
}

// line is what the model needs to know.
func (l orderInput) line() inventory.Line {
	life := int(l.ShelfLifeDays)
	if life == 0 {
		life = neverSpoils
	}
	return inventory.Line{
		StoreID: l.StoreID, ProductID: l.ProductID,
		Demand: inventory.Demand{Mean: l.Mean, Q05: l.Q05, Q10: l.Q10, Q25: l.Q25, Q50: l.Q50, Q75: l.Q75, Q90: l.Q90, Q95: l.Q95},
		Usual:  l.UsualPerDay, Start: l.Day, Days: 1, Booked: l.Booked, OnHand: l.OnHand, OnOrder: l.OnOrder, PackSize: l.PackSize,
		ShelfLifeDays: life, PriceFen: l.PriceFen, CostFen: l.CostFen,
	}
}
