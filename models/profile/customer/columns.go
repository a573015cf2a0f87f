package customer

import (
	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Orders holds what users bought: one row per user, day, hour, community and store; the rows of a user stand together, days ascending.
type Orders struct {
	UserID      []string
	CommunityID []string
	StoreID     []string
	Day         []int32 // since 1970-01-01
	Hour        []int64 // local
	Orders      []int64 // distinct
	Amount      []int64 // fen; what is not above 0 counts as a visit without a value
	Promoted    []int64 // of it in campaigns or at a discount, fen
	Shared      []int64 // 1 where an order came through a share
}

// OrdersFromRecord reads user_id, community_id, store_id, day, hour, orders, amount, promoted and shared.
func OrdersFromRecord(rec arrow.Record) (Orders, error) {
	r := column.Read("customer orders", rec)
	o := Orders{
		UserID: r.Strings("user_id"), CommunityID: r.Strings("community_id"), StoreID: r.Strings("store_id"), Day: r.Days("day"), Hour: r.Ints("hour"),
		Orders: r.Ints("orders"), Amount: r.Ints("amount"), Promoted: r.Ints("promoted"), Shared: r.Ints("shared"),
	}
	return o, r.Err()
}

// Categories holds what users spent per category that is not sensitive; the rows of a user stand together.
type Categories struct {
	UserID   []string
	Category []string
	Amount   []int64 // fen
	Periods  []int64 // bit k: bought in the k-th period of 28 days before the day, 0 the last
}

// CategoriesFromRecord reads user_id, category, amount and periods.
func CategoriesFromRecord(rec arrow.Record) (Categories, error) {
	r := column.Read("customer categories", rec)
	c := Categories{UserID: r.Strings("user_id"), Category: r.Strings("category"), Amount: r.Ints("amount"), Periods: r.Ints("periods")}
	return c, r.Err()
}

// Clicks holds on which of the last 28 days users clicked.
type Clicks struct {
	UserID []string
	Days   []int64 // bit k: clicked k days before the day
}

// ClicksFromRecord reads user_id and days.
func ClicksFromRecord(rec arrow.Record) (Clicks, error) {
	r := column.Read("customer clicks", rec)
	c := Clicks{UserID: r.Strings("user_id"), Days: r.Ints("days")}
	return c, r.Err()
}

// Shares holds what users shared in the window, and what came of it by last touch.
type Shares struct {
	UserID []string
	Shares []int64
	Clicks []int64
	Orders []int64 // of others
}

// SharesFromRecord reads user_id, shares, clicks and orders.
func SharesFromRecord(rec arrow.Record) (Shares, error) {
	r := column.Read("customer shares", rec)
	s := Shares{UserID: r.Strings("user_id"), Shares: r.Ints("shares"), Clicks: r.Ints("clicks"), Orders: r.Ints("orders")}
	return s, r.Err()
}
