package owner

import "time"

// Score is how yesterday's forecasts did; sums leave out what was sold out.
type Score struct {
	Series      uint64  `ch:"series"`
	SoldOut     uint64  `ch:"sold_out"`
	Advised     float64 `ch:"advised"`
	Actual      float64 `ch:"actual"`
	Hits        uint64  `ch:"hits"`
	Missed      float64 `ch:"missed"`
	NaiveMissed float64 `ch:"naive_missed"`
	Bias        float64 `ch:"bias"`
	BetterFen   int64   `ch:"better_fen"`
}

// Miss is a forecast that missed by much money.
type Miss struct {
	ProductID string  `ch:"product_id"`
	Name      string  `ch:"name"`
	NameEn    string  `ch:"name_en"`
	Unit      string  `ch:"unit"`
	Advised   float64 `ch:"advised"`
	Actual    float64 `ch:"actual"`
	Naive     float64 `ch:"naive"`
	MissedFen int64   `ch:"missed_fen"`
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
	From      time.Time `ch:"from_day"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	TextZh    string    `ch:"text_zh"`
	TextEn    string    `ch:"text_en"`
}

// Worth is what the advice for a day would have lost, and what was lost.
type Worth struct {
	Lines            uint64 `ch:"lines"`
	WasteFen         int64  `ch:"waste_fen"`
	MissedFen        int64  `ch:"missed_fen"`
	AdvisedWasteFen  int64  `ch:"advised_waste_fen"`
	AdvisedMissedFen int64  `ch:"advised_missed_fen"`
}

// Accuracy is how forecasts of one horizon or category did over four weeks.
type Accuracy struct {
	Kind        string  `ch:"kind"` // horizon or category
	Horizon     uint8   `ch:"horizon"`
	Category    string  `ch:"category"`
	Name        string  `ch:"name"`
	NameEn      string  `ch:"name_en"`
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
