package profile

import (
	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Buyers holds one row per user who bought in the window.
type Buyers struct {
	UserID      []string
	CommunityID []string
	StoreID     []string
	Orders      []int64 // distinct paid orders in the window, at least 1
	RecencyDays []int64 // days since the last paid order
	MonetaryFen []int64 // paid in the window, fen
	AgeDays     []int64 // days since the first paid order ever
}

// BuyersFromRecord reads user_id, community_id, store_id, orders, recency_days,
// monetary_fen and age_days.
func BuyersFromRecord(rec arrow.Record) (Buyers, error) {
	r := column.Read("profile buyers", rec)
	b := Buyers{
		UserID: r.Strings("user_id"), CommunityID: r.Strings("community_id"), StoreID: r.Strings("store_id"),
		Orders: r.Ints("orders"), RecencyDays: r.Ints("recency_days"),
		MonetaryFen: r.Ints("monetary_fen"), AgeDays: r.Ints("age_days"),
	}
	return b, r.Err()
}

// BuyerHours holds orders per user and hour of the local day, 0 to 23.
type BuyerHours struct {
	UserID []string
	Hour   []int64
	Orders []int64
}

// BuyerHoursFromRecord reads user_id, hour and orders.
func BuyerHoursFromRecord(rec arrow.Record) (BuyerHours, error) {
	r := column.Read("profile buyer hours", rec)
	h := BuyerHours{UserID: r.Strings("user_id"), Hour: r.Ints("hour"), Orders: r.Ints("orders")}
	return h, r.Err()
}

// CategoryBuyers holds distinct buyers per community and category; a pair that
// is absent has none.
type CategoryBuyers struct {
	CommunityID []string
	Category    []string
	Buyers      []int64
}

// CategoryBuyersFromRecord reads community_id, category and buyers.
func CategoryBuyersFromRecord(rec arrow.Record) (CategoryBuyers, error) {
	r := column.Read("profile category buyers", rec)
	c := CategoryBuyers{CommunityID: r.Strings("community_id"), Category: r.Strings("category"), Buyers: r.Ints("buyers")}
	return c, r.Err()
}

// CommunityBuyers holds distinct buyers of anything per community.
type CommunityBuyers struct {
	CommunityID []string
	Buyers      []int64
}

// CommunityBuyersFromRecord reads community_id and buyers.
func CommunityBuyersFromRecord(rec arrow.Record) (CommunityBuyers, error) {
	r := column.Read("profile community buyers", rec)
	c := CommunityBuyers{CommunityID: r.Strings("community_id"), Buyers: r.Ints("buyers")}
	return c, r.Err()
}

// CommunityHours holds orders per community and hour of the local day, 0 to 23.
type CommunityHours struct {
	CommunityID []string
	Hour        []int64
	Orders      []int64
}

// CommunityHoursFromRecord reads community_id, hour and orders.
func CommunityHoursFromRecord(rec arrow.Record) (CommunityHours, error) {
	r := column.Read("profile community hours", rec)
	c := CommunityHours{CommunityID: r.Strings("community_id"), Hour: r.Ints("hour"), Orders: r.Ints("orders")}
	return c, r.Err()
}
