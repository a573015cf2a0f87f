package recommend

// The advice given about a product.
const (
	Keep = "keep" // sold or offered here, and stays
	Add  = "add"  // new to the store, worth a place
	Test = "test" // new to the store, drawn to learn whether it sells
	Drop = "drop" // sold or offered here, worth less than its place, or banned
)

// Row is the advice about one product in one store. Ranks are unique within a store: keep, add and test by score, then drop,
// the weakest first.
type Row struct {
	StoreID       string  `ch:"store_id"`
	Rank          uint16  `ch:"rank"`
	ProductID     string  `ch:"product_id"`
	Action        string  `ch:"action"`
	Score         float64 `ch:"score"`          // fen expected in 7 days: margin, or revenue where no margin is known
	ExpectedUnits float64 `ch:"expected_units"` // in 7 days
	Low           float64 `ch:"low"`            // 80 % interval of the units of 7 days
	High          float64 `ch:"high"`
	OwnUnits      float64 `ch:"own_units"`   // sold here in the window
	ChainUnits    float64 `ch:"chain_units"` // sold in all stores in the window
	WeightOwn     float64 `ch:"weight_own"`  // 0..1, how far the store's own sales speak
	Index         float64 `ch:"index"`       // expected here / expected of a store of this size, 100 = the same
	Buyers        uint32  `ch:"buyers"`      // buyers of the product's category here in the window
	Evidence      uint32  `ch:"evidence"`    // orders with the product in the chain in the window
	ReasonZh      string  `ch:"reason_zh"`
	ReasonEn      string  `ch:"reason_en"`

	GainFen      float64 `ch:"gain_fen"`      // what the range gains by it in 7 days, after waste and what it takes from its like
	WasteFen     float64 `ch:"waste_fen"`     // expected in 7 days
	Households   float64 `ch:"households"`    // newly served (add, test) or no longer served (drop, keep if it went), per window
	AlikeSelling uint16  `ch:"alike_selling"` // of the stores most like this one, how many sold it in the window
	AlikeStores  uint16  `ch:"alike_stores"`
	Propensity   float64 `ch:"propensity"` // test: chance with which it was drawn; else 1
	Digest       string  `ch:"digest"`     // of everything that the store's advice rests on
}

// Candidate is a product in or near the range of a store, with what it takes to compute another range from it.
type Candidate struct {
	StoreID        string  `ch:"store_id"`
	Turn           uint16  `ch:"turn"` // order of the places, from 1
	ProductID      string  `ch:"product_id"`
	Category       string  `ch:"category"`
	Storage        string  `ch:"storage"`
	State          string  `ch:"state"` // keep, add, test, drop, next
	Locked         uint8   `ch:"locked"`
	Banned         uint8   `ch:"banned"`
	Orders         float64 `ch:"orders"` // in 7 days, everything on offer
	Units          float64 `ch:"units"`
	ValueFen       float64 `ch:"value_fen"`
	WasteFen       float64 `ch:"waste_fen"`
	GainFen        float64 `ch:"gain_fen"`
	Households     float64 `ch:"households"`
	CategoryOrders float64 `ch:"category_orders"` // of all candidates of the category
}

// Gate says which list a store gets, with what its past lists covered.
type Gate struct {
	StoreID       string  `ch:"store_id"`
	Periods       uint16  `ch:"periods"`
	Lists         uint16  `ch:"lists"` // length of the lists compared
	Sold          float64 `ch:"sold"`
	CoverageChain float64 `ch:"coverage_chain"`
	CoverageOwn   float64 `ch:"coverage_own"`
	CoverageOurs  float64 `ch:"coverage_ours"`
	Decision      string  `ch:"decision"` // local or chain
	Slots         uint16  `ch:"slots"`
	Offered       uint16  `ch:"offered"` // products on offer now
	Substitution  float64 `ch:"substitution"`
	Orders        float64 `ch:"orders"`   // expected in 7 days of all candidates, order lines
	Coverage      float64 `ch:"coverage"` // share of them that the range serves
	CoverageNow   float64 `ch:"coverage_now"`
	MarginFen     float64 `ch:"margin_fen"`
	MarginNowFen  float64 `ch:"margin_now_fen"`
	WasteFen      float64 `ch:"waste_fen"`
	WasteNowFen   float64 `ch:"waste_now_fen"`
	ReasonZh      string  `ch:"reason_zh"`
	ReasonEn      string  `ch:"reason_en"`
	NotesZh       string  `ch:"notes_zh"` // rules that could not all be kept
	NotesEn       string  `ch:"notes_en"`
	Digest        string  `ch:"digest"`
}
