package recommend

// The advice given about a product.
const (
	Keep = "keep" // sold here, and among the best
	Add  = "add"  // not sold here in the window, but expected to sell
	Test = "test" // expected to sell, on thin evidence
	Drop = "drop" // sold here, less than it should and less than is worth the slot
)

// Row is the advice about one product in one store. Ranks are unique within a
// store: first keep, add and test by score, then drop, the weakest first.
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
	Buyers        uint32  `ch:"buyers"`      // distinct buyers here in the window
	Evidence      uint32  `ch:"evidence"`    // orders with the product in the chain in the window
	ReasonZh      string  `ch:"reason_zh"`
	ReasonEn      string  `ch:"reason_en"`
}
