package community

import (
	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// CategoryBuyers holds distinct buyers per community and category; a pair that
// is absent has none.
type CategoryBuyers struct {
	CommunityID []string
	Category    []string
	Buyers      []int64
}

// CategoryBuyersFromRecord reads community_id, category and buyers.
func CategoryBuyersFromRecord(rec arrow.Record) (CategoryBuyers, error) {
	r := column.Read("community category buyers", rec)
	c := CategoryBuyers{CommunityID: owned(r.Strings("community_id")), Category: owned(r.Strings("category")), Buyers: r.Ints("buyers")}
	return c, r.Err()
}

// Buyers holds distinct buyers of anything per community, parted by the number
// of days on which they bought.
type Buyers struct {
	CommunityID []string
	Days        []int64 // at least 1
	Buyers      []int64
}

// BuyersFromRecord reads community_id, days and buyers.
func BuyersFromRecord(rec arrow.Record) (Buyers, error) {
	r := column.Read("community buyers", rec)
	c := Buyers{CommunityID: owned(r.Strings("community_id")), Days: r.Ints("days"), Buyers: r.Ints("buyers")}
	return c, r.Err()
}

// Total is the number of buyers, those of two communities counted twice.
func (b Buyers) Total() int64 {
	sum := int64(0)
	for _, n := range b.Buyers {
		sum += n
	}
	return sum
}

// Habits holds how many users, of a sample of the chain's, bought a category on
// so many (With) of the days on which they bought anything (Days).
type Habits struct {
	Category []string // empty: everybody
	Days     []int64
	With     []int64 // 1 to Days; of everybody 0
	Users    []int64
}

// HabitsFromRecord reads category, days, with_category and users.
func HabitsFromRecord(rec arrow.Record) (Habits, error) {
	r := column.Read("community habits", rec)
	h := Habits{Category: owned(r.Strings("category")), Days: r.Ints("days"), With: r.Ints("with_category"), Users: r.Ints("users")}
	return h, r.Err()
}
