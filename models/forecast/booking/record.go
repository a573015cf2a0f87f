package booking

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// HistoryFromRecord reads day, total and, for each of the leads in turn, booked_1,
// booked_2, ...; where there, kept_1, kept_2, ..., product_id, category, promotion,
// and mean, variance and lot, which may be null.
func HistoryFromRecord(rec arrow.Record, leads []float64, cutoff float64) (History, error) {
	r := column.Read("booking history", rec)
	h := History{Leads: leads, Cutoff: cutoff, Day: r.Days("day"), Total: r.Floats("total"), Mean: r.OptionalFloats("mean"),
		Variance: r.OptionalFloats("variance"), Lot: r.OptionalFloats("lot")}
	h.ProductID, h.Category, h.Promotion = texts(r, "product_id"), texts(r, "category"), texts(r, "promotion")
	for j := range leads {
		h.Booked = append(h.Booked, r.Floats(fmt.Sprintf("booked_%d", j+1)))
		if r.Has("kept_1") {
			h.Kept = append(h.Kept, r.Floats(fmt.Sprintf("kept_%d", j+1)))
		}
	}
	return h, r.Err()
}

// NowFromRecord reads day, mean and booked and, where there, product_id, category,
// promotion, and variance, which may be null.
func NowFromRecord(rec arrow.Record) (Now, error) {
	r := column.Read("bookings", rec)
	n := Now{Day: r.Days("day"), Mean: r.Floats("mean"), Booked: r.Floats("booked"), Variance: r.OptionalFloats("variance")}
	n.ProductID, n.Category, n.Promotion = texts(r, "product_id"), texts(r, "category"), texts(r, "promotion")
	return n, r.Err()
}

func texts(r *column.Reader, name string) []string {
	if !r.Has(name) {
		return nil
	}
	return r.Strings(name)
}
