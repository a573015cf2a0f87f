package level

import "time"

// Levels are the quantile levels of every forecast.
var Levels = [7]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Row is the forecast of one series for one day, in units of the panel's quantity.
type Row struct {
	StoreID   string    `ch:"store_id"`
	ProductID string    `ch:"product_id"`
	Day       time.Time `ch:"day"`     // the day forecast, midnight UTC
	Horizon   uint8     `ch:"horizon"` // days after the origin, from 1
	Mean      float64   `ch:"mean"`
	Q05       float64   `ch:"q05"`
	Q10       float64   `ch:"q10"`
	Q25       float64   `ch:"q25"`
	Q50       float64   `ch:"q50"`
	Q75       float64   `ch:"q75"`
	Q90       float64   `ch:"q90"`
	Q95       float64   `ch:"q95"`
	Naive     float64   `ch:"naive"` // seasonal naive: the same weekday, last week in stock
}

// ScoreRow compares one forecast with what happened.
type ScoreRow struct {
	Origin    time.Time `ch:"origin"` // last day known to the forecast
	StoreID   string    `ch:"store_id"`
	ProductID string    `ch:"product_id"`
	Day       time.Time `ch:"day"`
	Horizon   uint8     `ch:"horizon"`
	Actual    float64   `ch:"actual"`
	Stockout  float64   `ch:"stockout"` // above 0: not scored in a Summary
	Mean      float64   `ch:"mean"`
	Q50       float64   `ch:"q50"`
	Naive     float64   `ch:"naive"`
	Pinball   float64   `ch:"pinball"` // mean over the seven levels of 2 x pinball loss
	In50      uint8     `ch:"in50"`    // actual within q25..q75
	In90      uint8     `ch:"in90"`    // actual within q05..q95
}

// Notes counts what was mended in the history.
type Notes struct {
	Series    int
	Days      int // rows used
	Gaps      int // absent days taken as no sales
	Negatives int // clipped to 0
	Capped    int // more than 20 times the series' median day with sales, taken as that
	Future    int // rows after the origin, left out
	Ended     int // series without a sale for Options.Ended days, not forecast
	ColdStart int // series with fewer than 7 days in stock
}

// Summary is the accuracy over days without stock-out.
type Summary struct {
	Days       int     // scored
	WAPE       float64 // sum |actual - q50| / sum actual
	NaiveWAPE  float64
	Bias       float64 // sum (mean - actual) / sum actual
	WQL        float64 // weighted quantile loss: sum of Pinball / sum actual
	Coverage50 float64
	Coverage90 float64
}
