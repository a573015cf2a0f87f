package booking

import (
	"fmt"
	"math"
)

// Levels of the quantiles.
var Levels = [7]float64{.05, .10, .25, .50, .75, .90, .95}

// Now holds one row per store, product and pickup date to foretell.
type Now struct {
	ProductID []string  // nil: none known
	Category  []string  // nil: one
	Promotion []string  // nil: none
	Day       []int32   // pickup date, days since 1970-01-01
	Mean      []float64 // base forecast, made without bookings
	Variance  []float64 // as it sees it; nil or NaN: unknown
	Booked    []float64 // units ordered so far and not cancelled
}

// Rows is the forecast, one entry per row of Now.
type Rows struct {
	Share   []float64    // of the demand, usually booked by now
	Kept    []float64    // units of those booked that will be taken
	Mean    []float64    // demand of the date, booked and still to come
	Q       [][7]float64 // its quantiles at Levels
	Open    []float64    // still to come
	OpenQ   [][7]float64 // its quantiles at Levels
	Presale []float64    // part of Open that will be booked before the cutoff
	Counter []float64    // part of Open that will be sold over the counter
}

func (n Now) check() error {
	rows := len(n.Booked)
	for _, c := range []struct {
		name     string
		length   int
		required bool
	}{{"mean", len(n.Mean), true}, {"day", len(n.Day), true}, {"product", len(n.ProductID), false}, {"category", len(n.Category), false},
		{"promotion", len(n.Promotion), false}, {"variance", len(n.Variance), false}} {
		if c.length != rows && (c.required || c.length != 0) {
			return fmt.Errorf("booking: %d booked but %d of %s; give one of each per row", rows, c.length, c.name)
		}
	}
	at := func(i int) string { return place(i, n.ProductID) }
	if err := counts("booked", n.Booked, at); err != nil {
		return err
	}
	if err := counts("mean", n.Mean, at); err != nil {
		return err
	}
	return known("variance", n.Variance, at)
}

// Forecast foretells the demand of each row from its base forecast and what is
// booked at the lead of the decision.
func (m Model) Forecast(now Now, d Decision) (Rows, error) {
	if err := d.check(m); err != nil {
		return Rows{}, err
	}
	if err := now.check(); err != nil {
		return Rows{}, err
	}
	n := len(now.Booked)
	out := Rows{Share: make([]float64, n), Kept: make([]float64, n), Mean: make([]float64, n), Q: make([][7]float64, n), Open: make([]float64, n),
		OpenQ: make([][7]float64, n), Presale: make([]float64, n), Counter: make([]float64, n)}
	w := work{curve: make([]float64, len(m.leads))}
	for i := range n {
		s := m.situation(now, i, d.Lead, w.curve)
		f := w.foretell(s)
		out.Share[i], out.Kept[i], out.Mean[i], out.Q[i] = s.share, s.booked*s.retained, f.mean, f.q
		out.Open[i], out.OpenQ[i] = f.open, f.openQ
		if open := 1 - s.share; open > 0 {
			out.Presale[i] = f.open * math.Max(s.atCutoff-s.share, 0) / open
		}
		out.Counter[i] = f.open - out.Presale[i]
	}
	return out, nil
}
