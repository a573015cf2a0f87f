// Package master holds what Linli is told besides events: stores, communities, products, categories, campaigns, stock
// movements, sales from before Linli, and the platform's statements. One struct per table; the ch tag names the column.
package master

import (
	"time"

	"github.com/shopspring/decimal"
)

// Store is a row of table store: a shop that serves its communities.
type Store struct {
	StoreID        string    `ch:"store_id"`
	Name           string    `ch:"name"`
	Timezone       string    `ch:"timezone"` // IANA name; decides the business day
	City           string    `ch:"city"`
	Latitude       float64   `ch:"latitude"`
	Longitude      float64   `ch:"longitude"`
	OpenedOn       time.Time `ch:"opened_on"`
	CutoffHour     uint8     `ch:"cutoff_hour"` // local hour at which presale for the next day closes
	Owner          string    `ch:"owner"`
	CommissionRate float64   `ch:"commission_rate"`
	UpdatedAt      time.Time `ch:"updated_at"`
}

// Community is a row of table community: the households that one store serves.
type Community struct {
	CommunityID string    `ch:"community_id"`
	Name        string    `ch:"name"`
	StoreID     string    `ch:"store_id"`
	Latitude    float64   `ch:"latitude"`
	Longitude   float64   `ch:"longitude"`
	Households  uint32    `ch:"households"`
	UpdatedAt   time.Time `ch:"updated_at"`
}

// Product is a row of table product. Money in fen.
type Product struct {
	ProductID     string          `ch:"product_id"`
	Name          string          `ch:"name"`
	NameEN        string          `ch:"name_en"`
	Category      string          `ch:"category"`
	Brand         string          `ch:"brand"`
	Unit          string          `ch:"unit"` // what one quantity is: 份, 斤, 瓶
	Price         int64           `ch:"price"`
	Cost          int64           `ch:"cost"`            // 0 is unknown
	ShelfLifeDays uint16          `ch:"shelf_life_days"` // 0 does not spoil
	PackSize      decimal.Decimal `ch:"pack_size"`       // smallest amount a supplier delivers
	Supplier      string          `ch:"supplier"`
	LeadTimeDays  uint8           `ch:"lead_time_days"`
	Sensitive     uint8           `ch:"sensitive"` // 1: only community indexes over at least 20 buyers
	Storage       string          `ch:"storage"`   // ambient, chilled, frozen; "" is told by the category
	UpdatedAt     time.Time       `ch:"updated_at"`
}

// Category is a row of table category.
type Category struct {
	Category  string    `ch:"category"`
	Name      string    `ch:"name"`
	NameEN    string    `ch:"name_en"`
	Sensitive uint8     `ch:"sensitive"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// Campaign is a row of table campaign: one product at one price until a cutoff.
type Campaign struct {
	CampaignID string    `ch:"campaign_id"`
	Name       string    `ch:"name"`
	StoreID    string    `ch:"store_id"` // empty: every store
	ProductID  string    `ch:"product_id"`
	StartsAt   time.Time `ch:"starts_at"`
	EndsAt     time.Time `ch:"ends_at"` // cutoff
	PickupDate time.Time `ch:"pickup_date"`
	Price      int64     `ch:"price"`      // fen
	GroupSize  uint16    `ch:"group_size"` // buyers needed; 0 is none
	UpdatedAt  time.Time `ch:"updated_at"`
}

// The kinds of stock movements.
const (
	StockReceipt  = "receipt"
	StockWaste    = "waste"
	StockCount    = "count"    // quantity is what was there
	StockTransfer = "transfer" // quantity is signed
	StockSoldOut  = "sold_out" // quantity is 0
)

// Stock is a row of table stock: one movement. On hand is the last count plus receipts and transfers, less waste and
// units handed over, since that count.
type Stock struct {
	MovementID  string          `ch:"movement_id"`
	StoreID     string          `ch:"store_id"`
	ProductID   string          `ch:"product_id"`
	EventTime   time.Time       `ch:"event_time"`
	BusinessDay time.Time       `ch:"business_day"`
	Kind        string          `ch:"kind"`
	Quantity    decimal.Decimal `ch:"quantity"`
	UnitCost    int64           `ch:"unit_cost"` // fen; 0 is unknown
	UpdatedAt   time.Time       `ch:"updated_at"`
}

// SalesDay is a row of table sales_history: what a store sold of a product on a day before Linli.
type SalesDay struct {
	StoreID     string    `ch:"store_id"`
	ProductID   string    `ch:"product_id"`
	BusinessDay time.Time `ch:"business_day"`
	Quantity    float64   `ch:"quantity"`
	Stockout    float64   `ch:"stockout"` // share of the selling hours out of stock, 0 to 1
	Revenue     int64     `ch:"revenue"`  // fen; 0 is unknown
	UpdatedAt   time.Time `ch:"updated_at"`
}

// Statement is a row of table settlement_statement: what the platform says of an order on a day. Money in fen.
type Statement struct {
	StoreID         string    `ch:"store_id"`
	BusinessDay     time.Time `ch:"business_day"`
	OrderID         string    `ch:"order_id"`
	Paid            int64     `ch:"paid_fen"`
	Refunded        int64     `ch:"refunded_fen"`   // above 0
	Commission      int64     `ch:"commission_fen"` // below 0: taken back
	CommissionKnown uint8     `ch:"commission_known"`
	Source          string    `ch:"source"` // name of the file
	ImportedAt      time.Time `ch:"imported_at"`
}
