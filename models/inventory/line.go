package inventory

import (
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Demand is what will be asked for over some days: mean and quantiles in units.
type Demand struct {
	Mean, Q05, Q10, Q25, Q50, Q75, Q90, Q95 float64
}

// Line is what is known about one product in one store when ordering.
type Line struct {
	StoreID   string
	ProductID string

	Demand Demand    // total over the cover period, booked units included
	Usual  float64   // what such a period usually asks for, for the reason; 0 unknown
	Start  time.Time // first day of the cover period; zero unknown
	Days   int       // length of the cover period; 0 means 1

	Booked  float64 // presale units known for the period
	OnHand  float64 // left when the delivery arrives, if nothing is ordered
	OnOrder float64 // arrives before the period

	PackSize      float64 // units per pack; 0 means 1
	MinOrder      float64 // units; an order is 0 or at least this
	ShelfLifeDays int     // days a fresh unit can be sold; 0 unknown, taken as the cover period

	PriceFen   int64
	CostFen    int64 // per unit; 0 unknown
	SalvageFen int64 // per unit left over
}

// LinesFromRecord reads store_id, product_id, mean, q05, q10, q25, q50, q75,
// q90, q95 and, where there, usual, start (date), days, booked, on_hand,
// on_order, pack_size, min_order, shelf_life_days, price_fen, cost_fen and
// salvage_fen; null and absent are 0.
func LinesFromRecord(rec arrow.Record) ([]Line, error) {
	r := column.Read("inventory lines", rec)
	store, product := r.Strings("store_id"), r.Strings("product_id")
	mean, q05, q10, q25 := r.Floats("mean"), r.Floats("q05"), r.Floats("q10"), r.Floats("q25")
	q50, q75, q90, q95 := r.Floats("q50"), r.Floats("q75"), r.Floats("q90"), r.Floats("q95")
	usual, booked := r.OptionalFloats("usual"), r.OptionalFloats("booked")
	onHand, onOrder := r.OptionalFloats("on_hand"), r.OptionalFloats("on_order")
	pack, minimum := r.OptionalFloats("pack_size"), r.OptionalFloats("min_order")
	days, life := r.OptionalInts("days"), r.OptionalInts("shelf_life_days")
	price, cost, salvage := r.OptionalInts("price_fen"), r.OptionalInts("cost_fen"), r.OptionalInts("salvage_fen")
	var start []int32
	if r.Has("start") {
		start = r.Days("start")
	}
	if r.Err() != nil {
		return nil, r.Err()
	}
	lines := make([]Line, r.Rows())
	for i := range lines {
		lines[i] = Line{
			StoreID: store[i], ProductID: product[i],
			Demand: Demand{mean[i], q05[i], q10[i], q25[i], q50[i], q75[i], q90[i], q95[i]},
			Usual:  at(usual, i), Days: int(atInt(days, i)), Booked: at(booked, i),
			OnHand: at(onHand, i), OnOrder: at(onOrder, i), PackSize: at(pack, i), MinOrder: at(minimum, i),
			ShelfLifeDays: int(atInt(life, i)), PriceFen: atInt(price, i), CostFen: atInt(cost, i), SalvageFen: atInt(salvage, i),
		}
		if start != nil {
			lines[i].Start = time.Unix(int64(start[i])*86_400, 0).UTC()
		}
	}
	return lines, nil
}

func at(v []float64, i int) float64 {
	if v == nil || v[i] != v[i] {
		return 0
	}
	return v[i]
}

func atInt(v []int64, i int) int64 {
	if v == nil {
		return 0
	}
	return v[i]
}
