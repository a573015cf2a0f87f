package owner

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
)

// Score is how yesterday's forecasts did; sums leave out what was sold out.
type Score struct {
	Series      uint64
	SoldOut     uint64
	Advised     float64
	Actual      float64
	Hits        uint64
	Missed      float64
	NaiveMissed float64
	Bias        float64
	BetterFen   int64
}

// Miss is a forecast that missed by much money.
type Miss struct {
	scoredLine
	Name, NameEn, Unit string
	MissedFen          int64
}

// scoredLine is how the forecast of one of the goods did.
type scoredLine struct {
	ProductID string  `ch:"product_id"`
	Advised   float64 `ch:"advised"`
	Actual    float64 `ch:"actual"`
	Naive     float64 `ch:"naive"`
	Mean      float64 `ch:"mean"`
	SoldOut   bool    `ch:"sold_out"`
	Hit       bool    `ch:"hit"` // within the 90 % interval
}

func (l scoredLine) missed() float64 { return math.Abs(l.Actual - l.Advised) }

func (l scoredLine) naiveMissed() float64 { return math.Abs(l.Actual - l.Naive) }

// sum adds up how the forecasts of a day did.
func sum(lines []scoredLine, goods chain.Products) (s Score) {
	better := 0.
	for _, l := range lines {
		s.Series++
		if l.SoldOut {
			s.SoldOut++
			continue
		}
		if l.Hit {
			s.Hits++
		}
		s.Advised += l.Advised
		s.Actual += l.Actual
		s.Missed += l.missed()
		s.NaiveMissed += l.naiveMissed()
		s.Bias += l.Mean - l.Actual
		better += (l.naiveMissed() - l.missed()) * float64(goods.Of(l.ProductID).Price)
	}
	s.BetterFen = int64(math.Round(better))
	return s
}

// worst are the forecasts that missed by the most money.
func worst(lines []scoredLine, goods chain.Products) (all []Miss) {
	for _, l := range lines {
		if p := goods.Of(l.ProductID); !l.SoldOut {
			all = append(all, Miss{l, p.Name, p.NameEn, p.Unit, int64(math.Round(l.missed() * float64(p.Price)))})
		}
	}
	slices.SortFunc(all, func(a, b Miss) int {
		return cmp.Or(cmp.Compare(b.MissedFen, a.MissedFen), cmp.Compare(b.missed(), a.missed()), cmp.Compare(a.ProductID, b.ProductID))
	})
	return all[:min(shown, len(all))]
}

// Counts are the figures on the four buttons.
type Counts struct {
	Products    uint64  `ch:"products"`
	Units       float64 `ch:"units"`
	Orders      uint64  `ch:"orders"`
	Customers   uint64  `ch:"customers"`
	Communities uint64  `ch:"communities"`
	Pickups     uint64  `ch:"pickups"`
	Overdue     uint64  `ch:"overdue"` // of these, past their pickup day
	Longest     uint16  `ch:"longest"` // days, of the one that waits longest past it
}

// Settlement is what a day comes to.
type Settlement struct {
	Orders       uint64 `ch:"orders"`
	Amount       int64  `ch:"amount"`
	Refunded     int64  `ch:"refunded"`
	AfterSale    uint64 `ch:"after_sale"`
	Lines        uint64 `ch:"lines"`
	LineAmount   int64  `ch:"line_amount"`
	LineRefunded int64  `ch:"line_refunded"`
}

// Alarm says that a store's forecasts lost to repeating last week.
type Alarm struct {
	ofStore
	From      time.Time `ch:"from_day"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	TextZh    string    `ch:"text_zh"`
	TextEn    string    `ch:"text_en"`
}

// Worth is what the advice for a day would have lost, and what was lost.
type Worth struct {
	ofStore
	Lines            uint64 `ch:"lines"`
	WasteFen         int64  `ch:"waste_fen"`
	MissedFen        int64  `ch:"missed_fen"`
	AdvisedWasteFen  int64  `ch:"advised_waste_fen"`
	AdvisedMissedFen int64  `ch:"advised_missed_fen"`
}

// Accuracy is how forecasts of one horizon or category did over four weeks.
type Accuracy struct {
	Kind        string // horizon or category
	Horizon     uint8  `ch:"horizon"`
	Category    string `ch:"category"`
	Name        string // of the category
	NameEn      string
	Days        uint64  `ch:"days"`
	Actual      float64 `ch:"actual"`
	Missed      float64 `ch:"missed"`
	NaiveMissed float64 `ch:"naive_missed"`
	Bias        float64 `ch:"bias"`
	Pinball     float64 `ch:"pinball"`
	In90        uint64  `ch:"in90"`
}

// WAPE is the sum of misses over the sum of sales.
func (a Accuracy) WAPE() float64 { return ratio(a.Missed, a.Actual) }

// NaiveWAPE is the same for "as last week".
func (a Accuracy) NaiveWAPE() float64 { return ratio(a.NaiveMissed, a.Actual) }

// BiasShare is above 0 when too much was expected.
func (a Accuracy) BiasShare() float64 { return ratio(a.Bias, a.Actual) }

// WQL is the weighted quantile loss.
func (a Accuracy) WQL() float64 { return ratio(a.Pinball, a.Actual) }

// Coverage is the share of days within the 90 % interval.
func (a Accuracy) Coverage() float64 { return ratio(float64(a.In90), float64(a.Days)) }

// accuracy adds up figures by days ahead and category: by some days ahead over all categories, then of tomorrow by category.
func accuracy(cells []Accuracy, categories chain.Names) (out []Accuracy) {
	for _, ahead := range []uint8{1, 2, 3, 7, 14} {
		all := Accuracy{Kind: "horizon", Horizon: ahead}
		for _, c := range cells {
			if c.Horizon == ahead {
				all.add(c)
			}
		}
		if all.Days > 0 {
			out = append(out, all)
		}
	}
	first := len(out)
	for _, c := range cells {
		if c.Horizon == 1 && c.Days > 0 {
			n := categories.Of(c.Category)
			c.Kind, c.Name, c.NameEn = "category", n.Zh, n.En
			out = append(out, c)
		}
	}
	slices.SortStableFunc(out[first:], func(a, b Accuracy) int { return cmp.Compare(b.Actual, a.Actual) })
	return out
}

func (a *Accuracy) add(b Accuracy) {
	a.Days += b.Days
	a.Actual += b.Actual
	a.Missed += b.Missed
	a.NaiveMissed += b.NaiveMissed
	a.Bias += b.Bias
	a.Pinball += b.Pinball
	a.In90 += b.In90
}
