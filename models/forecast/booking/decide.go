package booking

import "fmt"

// Moment is what is to be decided.
type Moment uint8

const (
	// PreCommit is when the supplier wants a figure while presale is open. Known: the bookings
	// so far. Open: later bookings, and sales over the counter.
	PreCommit Moment = iota
	// AfterCutoff is when presale has closed. Known: all bookings, some of which are not
	// fetched. Open: sales over the counter.
	AfterCutoff
	// SpotStock is what to have on the shelf, booked goods set aside. Known: bookings, and
	// what the counter has sold so far. Open: the rest of the sales over the counter, and
	// they alone are to be covered.
	SpotStock
)

var momentNames = [...][2]string{{"供应商预报", "supplier pre-commit"}, {"截单后", "after cutoff"}, {"现货", "spot stock"}}

// Chinese is the moment's name in Chinese.
func (m Moment) Chinese() string { return m.name(0) }

// English is the moment's name in English.
func (m Moment) English() string { return m.name(1) }

func (m Moment) name(language int) string {
	if int(m) >= len(momentNames) {
		return ""
	}
	return momentNames[m][language]
}

// Decision is a moment and how long before the goods are handed out it comes, in
// the unit of the leads.
type Decision struct {
	Moment Moment
	Lead   float64
}

func (d Decision) check(m Model) error {
	if first, last := m.leads[0], m.leads[len(m.leads)-1]; !(d.Lead <= first && d.Lead >= last) {
		return fmt.Errorf("booking: lead %v is not within those learned, %v to %v; count bookings at it in the history", d.Lead, first, last)
	}
	switch d.Moment {
	case PreCommit:
		if d.Lead <= m.cutoff {
			return fmt.Errorf("booking: a supplier's pre-commit at lead %v, but presale closes at %v; decide before, or take AfterCutoff", d.Lead, m.cutoff)
		}
	case AfterCutoff, SpotStock:
		if d.Lead > m.cutoff {
			return fmt.Errorf("booking: presale is open at lead %v, until %v; take PreCommit", d.Lead, m.cutoff)
		}
	default:
		return fmt.Errorf("booking: moment %d is none of PreCommit, AfterCutoff, SpotStock", d.Moment)
	}
	return nil
}

// Need is the demand that the decision must cover: its mean and quantiles. For the
// shelf that is what is still to come, else bookings and what is still to come.
func (d Decision) Need(r Rows) (mean []float64, q [][7]float64) {
	if d.Moment == SpotStock {
		return r.Open, r.OpenQ
	}
	return r.Mean, r.Q
}
