package inventory

import (
	"fmt"
	"math"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
)

// list is a column of lists of numbers; the zero value has an empty one per row.
type list struct {
	name   string
	column array.ListLike
	values []float64
}

func (l *list) of(row int) []float64 {
	if l.column == nil || l.column.IsNull(row) {
		return nil
	}
	from, to := l.column.ValueOffsets(row)
	return l.values[from:to]
}

// lists are the columns that have one value per day or batch.
type lists struct {
	daily                        [8]list // mean, then the quantiles
	booked, stock, stockLeft     list
	arrival, arrived, arriveLeft list
}

func readLists(rec arrow.Record) (*lists, error) {
	l := &lists{}
	for i, what := range [8]string{"mean", "q05", "q10", "q25", "q50", "q75", "q90", "q95"} {
		l.daily[i].name = "daily_" + what
	}
	l.booked.name, l.stock.name, l.stockLeft.name = "booked_daily", "stock_units", "stock_days_left"
	l.arrival.name, l.arrived.name, l.arriveLeft.name = "arrival_day", "arrival_units", "arrival_days_left"
	for _, c := range l.all() {
		at := rec.Schema().FieldIndices(c.name)
		if len(at) == 0 {
			continue
		}
		lists, ok := rec.Column(at[0]).(array.ListLike)
		if !ok {
			return nil, fmt.Errorf("inventory lines: column %q has type %s, want a list of float64; cast it in the query", c.name, rec.Column(at[0]).DataType())
		}
		values, ok := lists.ListValues().(*array.Float64)
		if !ok || values.NullN() > 0 {
			return nil, fmt.Errorf("inventory lines: column %q has type %s or nulls within, want a list of float64; cast it in the query", c.name, rec.Column(at[0]).DataType())
		}
		c.column, c.values = lists, values.Float64Values()
	}
	return l, nil
}

func (l *lists) all() []*list {
	all := []*list{&l.booked, &l.stock, &l.stockLeft, &l.arrival, &l.arrived, &l.arriveLeft}
	for i := range l.daily {
		all = append(all, &l.daily[i])
	}
	return all
}

// fill puts the lists of one row into its line.
func (l *lists) fill(line *Line, row int) error {
	var daily [8][]float64
	for i := range daily {
		if daily[i] = l.daily[i].of(row); len(daily[i]) != len(daily[0]) {
			return fmt.Errorf("%s has %d days, %s %d; give each as many", l.daily[0].name, len(daily[0]), l.daily[i].name, len(daily[i]))
		}
	}
	for t := range daily[0] {
		line.Daily = append(line.Daily, Demand{daily[0][t], daily[1][t], daily[2][t], daily[3][t], daily[4][t], daily[5][t], daily[6][t], daily[7][t]})
	}
	line.BookedDaily = l.booked.of(row)
	var err error
	units, left := l.stock.of(row), l.stockLeft.of(row)
	if len(left) == 0 {
		left = make([]float64, len(units))
	}
	if len(left) != len(units) {
		return fmt.Errorf("%s has %d batches, %s %d; give each as many", l.stock.name, len(units), l.stockLeft.name, len(left))
	}
	for k, u := range units {
		b := Batch{Units: u}
		if b.DaysLeft, err = l.stockLeft.whole(left[k]); err != nil {
			return err
		}
		line.Stock = append(line.Stock, b)
	}
	day, units, left := l.arrival.of(row), l.arrived.of(row), l.arriveLeft.of(row)
	if len(left) == 0 {
		left = make([]float64, len(units))
	}
	if len(day) != len(units) || len(left) != len(units) {
		return fmt.Errorf("%s, %s and %s have %d, %d and %d deliveries; give each as many", l.arrival.name, l.arrived.name, l.arriveLeft.name, len(day), len(units), len(left))
	}
	for k, u := range units {
		a := Arrival{Units: u}
		if a.Day, err = l.arrival.whole(day[k]); err != nil {
			return err
		}
		if a.DaysLeft, err = l.arriveLeft.whole(left[k]); err != nil {
			return err
		}
		line.Arrivals = append(line.Arrivals, a)
	}
	return nil
}

// whole is a number of days.
func (l *list) whole(v float64) (int, error) {
	if v != math.Trunc(v) || math.Abs(v) > 1e6 { // true of NaN too
		return 0, fmt.Errorf("%s holds %v; give whole days", l.name, v)
	}
	return int(v), nil
}
