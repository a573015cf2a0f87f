package booking

import (
	"errors"
	"fmt"
	"math"
)

// History holds past pickup dates, one row per store, product and date whose demand
// was met. Leads and the slices inside Booked and Kept have one entry per moment; all
// other columns, one per row.
type History struct {
	// Leads are the moments at which bookings were counted, as hours or days before the
	// goods are handed out, falling. 0 and less are moments of the day itself.
	Leads []float64
	// Cutoff is the lead at which presale closes; bookings between it and the last lead
	// are sales over the counter.
	Cutoff float64

	ProductID []string  // nil: products of a category book alike
	Category  []string  // nil: one category
	Promotion []string  // kind of promotion, "" for none; nil: none
	Day       []int32   // pickup date, days since 1970-01-01
	Mean      []float64 // what the base forecast, made without bookings, expected; nil or NaN: unknown
	Variance  []float64 // as that forecast saw it; nil or NaN: unknown
	Total     []float64 // units taken in the end, booked or not
	Lot       []float64 // units that are ordered together, sum of squares over sum of an order's quantities; nil or NaN: estimated

	Booked [][]float64 // by lead, then row: units booked by then and not cancelled by then
	Kept   [][]float64 // by lead, then row: those of them taken in the end; nil: as many as the total allows
}

func (h History) check() error {
	if len(h.Leads) == 0 {
		return errors.New("booking: no leads; give the moments at which bookings were counted")
	}
	for j, lead := range h.Leads {
		if math.IsNaN(lead) || math.IsInf(lead, 0) || j > 0 && lead >= h.Leads[j-1] {
			return fmt.Errorf("booking: lead %d is %v; leads must be finite and fall", j, lead)
		}
	}
	if first, last := h.Leads[0], h.Leads[len(h.Leads)-1]; !(h.Cutoff <= first && h.Cutoff >= last) {
		return fmt.Errorf("booking: the cutoff at lead %v is not among the leads %v to %v; count bookings up to it", h.Cutoff, first, last)
	}
	n := len(h.Total)
	for _, c := range []struct {
		name   string
		length int
	}{{"product", len(h.ProductID)}, {"category", len(h.Category)}, {"promotion", len(h.Promotion)}, {"mean", len(h.Mean)},
		{"variance", len(h.Variance)}, {"lot", len(h.Lot)}} {
		if c.length != 0 && c.length != n {
			return fmt.Errorf("booking: %d totals but %d of %s; give one of each per row", n, c.length, c.name)
		}
	}
	if len(h.Day) != n {
		return fmt.Errorf("booking: %d totals but %d days; give one of each per row", n, len(h.Day))
	}
	for _, c := range []struct {
		name   string
		counts [][]float64
	}{{"booked", h.Booked}, {"kept", h.Kept}} {
		if c.counts == nil && c.name == "kept" {
			continue
		}
		if len(c.counts) != len(h.Leads) {
			return fmt.Errorf("booking: %d columns %s for %d leads; give one of each per lead", len(c.counts), c.name, len(h.Leads))
		}
		for j, column := range c.counts {
			if len(column) != n {
				return fmt.Errorf("booking: %d rows %s at lead %v for %d totals; give one of each per row", len(column), c.name, h.Leads[j], n)
			}
			if err := counts(c.name, column, h.at); err != nil {
				return fmt.Errorf("%w (lead %v)", err, h.Leads[j])
			}
		}
	}
	if err := counts("total", h.Total, h.at); err != nil {
		return err
	}
	for _, c := range []struct {
		name   string
		column []float64
	}{{"mean", h.Mean}, {"variance", h.Variance}, {"lot", h.Lot}} {
		if err := known(c.name, c.column, h.at); err != nil {
			return err
		}
	}
	return h.checkKept()
}

func (h History) checkKept() error {
	for j, column := range h.Kept {
		for i, kept := range column {
			if kept > h.Booked[j][i]+1e-9 || kept > h.Total[i]+1e-9 {
				return fmt.Errorf("booking: %s: %v kept of %v booked at lead %v, %v taken in all; kept is a part of both",
					h.at(i), kept, h.Booked[j][i], h.Leads[j], h.Total[i])
			}
		}
	}
	return nil
}

func (h History) at(row int) string { return place(row, h.ProductID) }

func place(row int, product []string) string {
	if row < len(product) {
		return fmt.Sprintf("row %d (product %s)", row, product[row])
	}
	return fmt.Sprintf("row %d", row)
}

// counts must be finite and not negative.
func counts(name string, column []float64, at func(int) string) error {
	for i, x := range column {
		if !(x >= 0) || math.IsInf(x, 0) {
			return fmt.Errorf("booking: %s: %s is %v; it must be a finite number, 0 or more", at(i), name, x)
		}
	}
	return nil
}

// known must be finite and not negative, or NaN for unknown.
func known(name string, column []float64, at func(int) string) error {
	for i, x := range column {
		if x < 0 || math.IsInf(x, 0) {
			return fmt.Errorf("booking: %s: %s is %v; it must be finite and 0 or more, or NaN where unknown", at(i), name, x)
		}
	}
	return nil
}

// optional is the entry of a column that may be missing, or NaN.
func optional(column []float64, row int) float64 {
	if column == nil {
		return math.NaN()
	}
	return column[row]
}

func text(column []string, row int) string {
	if column == nil {
		return ""
	}
	return column[row]
}
