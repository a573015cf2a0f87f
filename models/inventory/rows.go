package inventory

import "time"

// Row is one line of an order sheet. Quantities are units, money is fen.
type Row struct {
	StoreID           string  `ch:"store_id"`
	ProductID         string  `ch:"product_id"`
	Quantity          float64 `ch:"quantity"` // to order: packs x pack_size
	Packs             uint32  `ch:"packs"`
	PackSize          float64 `ch:"pack_size"`
	Expected          float64 `ch:"expected"` // demand over the cover period, booked included
	Low               float64 `ch:"low"`      // 80 % interval of that demand
	High              float64 `ch:"high"`
	Booked            float64 `ch:"booked"`
	OnHand            float64 `ch:"on_hand"`
	OnOrder           float64 `ch:"on_order"`
	ServiceLevel      float64 `ch:"service_level"`       // chance aimed at that nobody leaves empty-handed
	ExpectedWasteFen  int64   `ch:"expected_waste_fen"`  // expected cost of units thrown away
	ExpectedMissedFen int64   `ch:"expected_missed_fen"` // expected margin of sales missed
	StakeFen          int64   `ch:"stake_fen"`           // what ordering nothing would cost more than this order
	ReasonZh          string  `ch:"reason_zh"`
	ReasonEn          string  `ch:"reason_en"`

	// Not in the table order_sheet, so without a column's name.
	Serves         time.Time // first day that the delivery serves; zero if the line has no start
	ExpectedWaste  float64   // units of stock, goods under way and this order that will be thrown away
	ExpectedMissed float64   // units asked for in the cover period and not there
	ExpectedSold   float64   // units sold in the cover period
	Covered        float64   // chance that the stock with this order is enough for the cover period
}
