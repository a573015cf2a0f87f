package assortment

import (
	"fmt"
	"math"
)

// Where an item is kept.
const (
	Ambient = iota
	Chilled
	Frozen
	storages
)

// Storages names the places, in the order of the constants.
var Storages = [storages]string{"ambient", "chilled", "frozen"}

// Item is a candidate for the range of a store.
type Item struct {
	ID         string
	Category   int
	Storage    int
	Orders     float64 // expected per week if everything is offered
	Units      float64 // likewise
	Value      float64 // fen of margin per week, likewise; may be negative
	Waste      float64 // fen per week if offered
	MarginRate float64 // margin over price; NaN: unknown, passes every floor
	Present    bool    // offered now
	Locked     bool    // must be offered
	Banned     bool    // must not
	Unfit      bool    // sells less than a delivery of the supplier's least: may stay, may not be added
}

// Quota bounds the items of a category.
type Quota struct {
	Category, Min int
	Max           int // below 0: no bound
}

// Limits of a store.
type Limits struct {
	Slots        int
	Space        [storages]int // items kept there; below 0: no bound
	Quotas       []Quota
	Floor        float64 // margin rate below which only locked items are offered
	Substitution float64 // σ, 0 to 1
	Inertia      float64 // share of its gain that a new item must gain more than one that is there, 0 to below 1
	Beyond       int     // items ranked after the range
}

// Unbounded are limits of nothing but slots.
func Unbounded(slots int) Limits {
	return Limits{Slots: slots, Space: [storages]int{-1, -1, -1}, Substitution: .5, Inertia: .1}
}

func (l Limits) check(items []Item) error {
	switch {
	case l.Slots < 0:
		return fmt.Errorf("assortment: %d slots; give 0 or more", l.Slots)
	case !(l.Substitution >= 0 && l.Substitution <= 1) || !(l.Inertia >= 0 && l.Inertia < 1):
		return fmt.Errorf("assortment: substitution %v, inertia %v; both lie between 0 and 1", l.Substitution, l.Inertia)
	case math.IsNaN(l.Floor):
		return fmt.Errorf("assortment: margin floor %v; give a number", l.Floor)
	}
	for _, i := range items {
		if !(i.Orders >= 0) || !(i.Units >= 0) || !(i.Waste >= 0) || math.IsNaN(i.Value) || math.IsInf(i.Orders+i.Units+i.Value+i.Waste, 0) || i.Storage < 0 || i.Storage >= storages || i.Category < 0 {
			return fmt.Errorf("assortment: item %s: orders %v, units %v, value %v, waste %v, storage %d, category %d; all must be numbers, and none but value negative",
				i.ID, i.Orders, i.Units, i.Value, i.Waste, i.Storage, i.Category)
		}
	}
	return nil
}

// Note says which limits could not all be kept.
type Note struct {
	Kind     string // one of the constants below
	Category int    // of a quota
	Count    int    // how many items too many or too few
}

// What a Note can be about.
const (
	LocksExceedSlots = "locks_exceed_slots" // Count locked items beyond the slots: all are kept, nothing else is
	LockedAndBanned  = "locked_and_banned"  // Count items are both: they are kept
	QuotaContradicts = "quota_contradicts"  // minimum above maximum, by Count: the maximum holds
	QuotaNotMet      = "quota_not_met"      // Count items too few in the category: there are no more, or no more room
	SpaceExceeded    = "space_exceeded"     // Count locked items beyond the space of their storage
	NothingToOffer   = "nothing_to_offer"   // no item is allowed and worth a place
	SlotsLeft        = "slots_left"         // Count slots stay empty: nothing else is allowed and worth its place
)

// Effect is what a range is expected to do in a week.
type Effect struct {
	Items    int
	Coverage float64 // share of the expected orders that find their item or one that stands in for it, 0 to 1
	Orders   float64 // with those that take another item instead
	Margin   float64 // fen, before waste
	Waste    float64 // fen
}

// Net is the margin after waste, fen per week.
func (e Effect) Net() float64 { return e.Margin - e.Waste }

// Range is what was chosen.
type Range struct {
	Turn   []int     // items in the order of their places
	Size   int       // the first so many are offered
	Gain   []float64 // of each item: fen per week that it adds to the range, or takes from it by leaving
	Reach  []float64 // of each item: orders per week that nobody would have served without it
	Notes  []Note
	Effect Effect
}

// Offered tells of each item whether it is in the range.
func (r *Range) Offered(items int) []bool {
	out := make([]bool, items)
	for _, i := range r.Turn[:r.Size] {
		out[i] = true
	}
	return out
}
