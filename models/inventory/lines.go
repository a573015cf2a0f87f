package inventory

import (
	"fmt"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// LinesFromRecord reads store_id, product_id, mean, q05, q10, q25, q50, q75,
// q90, q95 and, where there, usual, start (date), days, lead_days, delivers (bits
// of Weekdays), booked, on_hand, on_order, pack_size, min_order, shelf_life_days,
// pick_fresh, service, price_fen, cost_fen and salvage_fen; null and absent are 0.
//
// What has one value per day or batch comes as lists of float64 (Array(Float64)
// in ClickHouse), absent ones empty: daily_mean, daily_q05 ... daily_q95 of the
// demand, booked_daily; stock_units with stock_days_left; arrival_day with
// arrival_units and arrival_days_left.
func LinesFromRecord(rec arrow.Record) ([]Line, error) {
	r := column.Read("inventory lines", rec)
	store, product := r.Strings("store_id"), r.Strings("product_id")
	mean, q05, q10, q25 := r.Floats("mean"), r.Floats("q05"), r.Floats("q10"), r.Floats("q25")
	q50, q75, q90, q95 := r.Floats("q50"), r.Floats("q75"), r.Floats("q90"), r.Floats("q95")
	usual, booked := r.OptionalFloats("usual"), r.OptionalFloats("booked")
	onHand, onOrder := r.OptionalFloats("on_hand"), r.OptionalFloats("on_order")
	pack, minimum := r.OptionalFloats("pack_size"), r.OptionalFloats("min_order")
	fresh, service := r.OptionalFloats("pick_fresh"), r.OptionalFloats("service")
	days, lead, delivers := r.OptionalInts("days"), r.OptionalInts("lead_days"), r.OptionalInts("delivers")
	life := r.OptionalInts("shelf_life_days")
	price, cost, salvage := r.OptionalInts("price_fen"), r.OptionalInts("cost_fen"), r.OptionalInts("salvage_fen")
	var start []int32
	if r.Has("start") {
		start = r.Days("start")
	}
	if r.Err() != nil {
		return nil, r.Err()
	}
	many, err := readLists(rec)
	if err != nil {
		return nil, err
	}
	lines := make([]Line, r.Rows())
	for i := range lines {
		l := &lines[i]
		*l = Line{
			StoreID: store[i], ProductID: product[i],
			Demand: Demand{mean[i], q05[i], q10[i], q25[i], q50[i], q75[i], q90[i], q95[i]},
			Usual:  at(usual, i), Days: int(atInt(days, i)), LeadDays: int(atInt(lead, i)), Booked: at(booked, i),
			OnHand: at(onHand, i), OnOrder: at(onOrder, i), PackSize: at(pack, i), MinOrder: at(minimum, i),
			ShelfLifeDays: int(atInt(life, i)), PickFresh: at(fresh, i), Service: at(service, i),
			PriceFen: atInt(price, i), CostFen: atInt(cost, i), SalvageFen: atInt(salvage, i),
		}
		weekdays := atInt(delivers, i)
		if weekdays < 0 || weekdays > 127 {
			return nil, fmt.Errorf("inventory lines: row %d (%s, %s): delivers is %d; give a sum of 1 (Sunday) to 64 (Saturday)", i, store[i], product[i], weekdays)
		}
		l.Delivers = Weekdays(weekdays)
		if start != nil {
			l.Start = time.Unix(int64(start[i])*86_400, 0).UTC()
		}
		if err := many.fill(l, i); err != nil {
			return nil, fmt.Errorf("inventory lines: row %d (%s, %s): %w", i, store[i], product[i], err)
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
