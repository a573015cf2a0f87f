package owner

import "time"

// Line is one line of the order sheet.
type Line struct {
	ProductID string    `ch:"product_id"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
	Unit      string    `ch:"unit"`
	Supplier  string    `ch:"supplier"`
	Day       time.Time `ch:"day"`
	Quantity  float64   `ch:"quantity"`
	Packs     float64   `ch:"packs"`
	PackSize  float64   `ch:"pack_size"`
	Expected  float64   `ch:"expected"`
	Low       float64   `ch:"low"`
	High      float64   `ch:"high"`
	Booked    float64   `ch:"booked"`
	OnHand    float64   `ch:"on_hand"`
	OnOrder   float64   `ch:"on_order"`
	WasteFen  int64     `ch:"waste_fen"`
	MissedFen int64     `ch:"missed_fen"`
	StakeFen  int64     `ch:"stake_fen"`
	CostFen   int64     `ch:"cost_fen"`
	ReasonZh  string    `ch:"reason_zh"`
	ReasonEn  string    `ch:"reason_en"`
}

// Card is one change to the range.
type Card struct {
	ProductID  string  `ch:"product_id"`
	Name       string  `ch:"name"`
	NameEn     string  `ch:"name_en"`
	Unit       string  `ch:"unit"`
	Price      int64   `ch:"price"`
	Action     string  `ch:"action"`
	Score      float64 `ch:"score"`
	Expected   float64 `ch:"expected_units"`
	Low        float64 `ch:"low"`
	High       float64 `ch:"high"`
	OwnUnits   float64 `ch:"own_units"`
	ChainUnits float64 `ch:"chain_units"`
	Index      float64 `ch:"index"`
	Evidence   uint32  `ch:"evidence"`
	ReasonZh   string  `ch:"reason_zh"`
	ReasonEn   string  `ch:"reason_en"`
}

// Window is the best time to push to a community.
type Window struct {
	CommunityID string  `ch:"community_id"`
	Name        string  `ch:"name"`
	Start       uint8   `ch:"start_hour"`
	End         uint8   `ch:"end_hour"`
	Share       float64 `ch:"share"`
	ChainStart  uint8   `ch:"chain_start_hour"`
	ChainShare  float64 `ch:"chain_share"`
	Orders      uint32  `ch:"orders"`
}

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
