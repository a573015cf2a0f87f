package owner

import (
	"math"
	"time"
)

// Line is one line of the order sheet.
type Line struct {
	ProductID string    `ch:"product_id"`
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
	Service   float64   `ch:"service_level"`
	Foretold  bool      `ch:"foretold"` // the bookings were looked at; the next two tell
	Base      float64   `ch:"base"`     // expected without looking at bookings
	Share     float64   `ch:"share"`    // of the demand, usually booked by now
	WasteFen  int64     `ch:"waste_fen"`
	MissedFen int64     `ch:"missed_fen"`
	StakeFen  int64     `ch:"stake_fen"`
	ReasonZh  string    `ch:"reason_zh"`
	ReasonEn  string    `ch:"reason_en"`

	Name, NameEn, Unit, Supplier string

	CostFen int64   // of the advised quantity; a cost that is not known counts 0
	UnitFen float64 // cost of one unit

	Options []Option // other quantities, and this one among them
	Change  *Change  // somebody orders another quantity
}

// Ordered is what is ordered: the advice, or what somebody put in its place.
func (l Line) Ordered() float64 {
	if l.Change != nil {
		return l.Change.Quantity
	}
	return l.Quantity
}

// Cost of what is ordered, in fen.
func (l Line) Cost() int64 {
	if l.Change == nil {
		return l.CostFen
	}
	return int64(math.Round(l.Change.Quantity * l.UnitFen))
}

// Step is how much one press of + adds: a pack.
func (l Line) Step() float64 { return step(l.PackSize) }

// Change is a quantity that somebody put in the place of the advised one.
type Change struct {
	ProductID string    `ch:"product_id"`
	Quantity  float64   `ch:"quantity"`
	Advised   float64   `ch:"advised"`
	Who       string    `ch:"who"`
	At        time.Time `ch:"at"`
	Note      string    `ch:"note"`
}

// Option is what ordering another quantity would lead to.
type Option struct {
	ProductID string  `ch:"product_id"`
	Quantity  float64 `ch:"quantity"`
	Service   float64 `ch:"service_level"`
	MissedFen int64   `ch:"missed_fen"`
	WasteFen  int64   `ch:"wasted_fen"`
	LossFen   int64   `ch:"loss_fen"`
	Advised   bool    `ch:"advised"`
}

// Card is one change to the range.
type Card struct {
	ProductID  string  `ch:"product_id"`
	Action     string  `ch:"action"`
	Score      float64 `ch:"score"`
	Expected   float64 `ch:"expected_units"`
	Low        float64 `ch:"low"`
	High       float64 `ch:"high"`
	OwnUnits   float64 `ch:"own_units"`
	ChainUnits float64 `ch:"chain_units"`
	Index      float64 `ch:"index"`
	Evidence   uint32  `ch:"evidence"`
	GainFen    float64 `ch:"gain_fen"`   // of the range, in 7 days
	Households float64 `ch:"households"` // newly served, or no longer, per 28 days
	Propensity float64 `ch:"propensity"` // of a test: chance with which it was drawn
	ReasonZh   string  `ch:"reason_zh"`
	ReasonEn   string  `ch:"reason_en"`

	Name, NameEn, Unit string

	Price        int64
	SuggestionID string // empty: nothing to decide
	FirstDay     time.Time
	LastDay      time.Time
	Open         bool // can be decided: its period is not over

	decision
}

// suggested is a change to the range as it can be decided.
type suggested struct {
	Action       string    `ch:"action"`
	ProductID    string    `ch:"product_id"`
	SuggestionID string    `ch:"suggestion_id"`
	FirstDay     time.Time `ch:"first_day"`
	LastDay      time.Time `ch:"last_day"`
}

// decision is what somebody decided.
type decision struct {
	For       string    `ch:"suggestion_id"`
	Decision  string    `ch:"decision"`
	Who       string    `ch:"who"`
	DecidedAt time.Time `ch:"at"`
	Note      string    `ch:"note"`
}

// Gain of the range in 7 days, in fen.
func (c Card) Gain() int64 { return int64(math.Round(c.GainFen)) }

// Gate is which list a store gets: the one made for it, or the chain's.
type Gate struct {
	ofStore
	Decision      string  `ch:"decision"`
	Sold          float64 `ch:"sold"`
	CoverageChain float64 `ch:"coverage_chain"`
	CoverageOurs  float64 `ch:"coverage_ours"`
	ReasonZh      string  `ch:"reason_zh"`
	ReasonEn      string  `ch:"reason_en"`
	NotesZh       string  `ch:"notes_zh"`
	NotesEn       string  `ch:"notes_en"`
}

// Window is the best time to push to a community.
type Window struct {
	ofStore
	CommunityID string  `ch:"community_id"`
	Name        string  // of the community
	Start       uint8   `ch:"start_hour"`
	End         uint8   `ch:"end_hour"`
	Share       float64 `ch:"share"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"` // 0: no interval
	Weekend     uint8   `ch:"weekend"`
	ChainStart  uint8   `ch:"chain_start_hour"`
	ChainShare  float64 `ch:"chain_share"`
	Orders      uint32  `ch:"orders"`
	Users       uint32  `ch:"users"`
}
