package leader

import (
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Shares are the shares of the window and those before it that they may descend from, one row each.
type Shares struct {
	ID        []int64 // hash of share_id; never 0
	Parent    []int64 // hash of parent_share_id, 0 for none
	Sharer    []int64 // hash of user_id
	User      []string
	Store     []string
	Community []string
	Channel   []string
	At        []int64 // Unix milliseconds
	Hour      []int64 // local hour
	Weekend   []int64 // 1: Saturday or Sunday
	Recent    []int64 // 1: made within the window; else it only passes credit on
}

// Purchases are what came through shares: one row per buyer, share and business day.
type Purchases struct {
	ID       []int64 // of the row
	Share    []int64
	Buyer    []int64
	At       []int64 // first order, Unix milliseconds
	Hour     []int64
	Weekend  []int64
	Later    []int64   // business days between share and purchase
	Match    []int64   // 1: what was shared was bought
	New      []int64   // 1: the buyer's first order ever
	Orders   []float64 // kept: paid, neither cancelled nor refunded
	Amount   []float64 // fen of kept lines
	Known    []float64 // fen of kept lines whose cost is known
	Cost     []float64 // fen, of those
	Refunds  []float64 // orders with a refunded line
	Refunded []float64 // fen
	Own      []float64 // the buyer's purchases without a share in the window
	OwnDays  []float64 // days of the window in which the buyer was a customer
}

// Opens say which shares a buyer opened, and when first.
type Opens struct {
	User, Share, At []int64
}

// Reach says how many people came to look through the shares of a sharer; the sharer is not counted. A key may come several times
// with parts of it.
type Reach struct {
	Sharer   []int64
	Visitors []float64 // people
	Opens    []float64 // people times shares
	Clicks   []float64
}

// Hours are the purchases without a share by community, weekend (0, 1) and local hour.
type Hours struct {
	Community     []string
	Weekend, Hour []int64
	Purchases     []float64
	CustomerDays  []float64 // days of the window since the first purchase, summed over the community's customers; rows add up
}

// SharesFromRecord reads the columns id, parent, sharer, user_id, store_id, community_id, channel, at, hour, weekend and recent.
func SharesFromRecord(rec arrow.Record) (Shares, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return Shares{}, nil
	}
	r := column.Read("shares", rec)
	s := Shares{ID: r.Ints("id"), Parent: r.Ints("parent"), Sharer: r.Ints("sharer"), User: r.Strings("user_id"), Store: r.Strings("store_id"),
		Community: r.Strings("community_id"), Channel: r.Strings("channel"), At: r.Ints("at"), Hour: r.Ints("hour"), Weekend: r.Ints("weekend"), Recent: r.Ints("recent")}
	return s, r.Err()
}

// PurchasesFromRecord reads the columns of Purchases, in small letters.
func PurchasesFromRecord(rec arrow.Record) (Purchases, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return Purchases{}, nil
	}
	r := column.Read("purchases through shares", rec)
	p := Purchases{ID: r.Ints("id"), Share: r.Ints("share"), Buyer: r.Ints("buyer"), At: r.Ints("at"), Hour: r.Ints("hour"), Weekend: r.Ints("weekend"),
		Later: r.Ints("later"), Match: r.Ints("match"), New: r.Ints("new"), Orders: r.Floats("orders"), Amount: r.Floats("amount"), Known: r.Floats("known"),
		Cost: r.Floats("cost"), Refunds: r.Floats("refunds"), Refunded: r.Floats("refunded"), Own: r.Floats("own"), OwnDays: r.Floats("own_days")}
	return p, r.Err()
}

// OpensFromRecord reads the columns user, share and at.
func OpensFromRecord(rec arrow.Record) (Opens, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return Opens{}, nil
	}
	r := column.Read("opened shares", rec)
	o := Opens{User: r.Ints("user"), Share: r.Ints("share"), At: r.Ints("at")}
	return o, r.Err()
}

// ReachFromRecord reads the columns sharer, visitors, opens and clicks.
func ReachFromRecord(rec arrow.Record) (Reach, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return Reach{}, nil
	}
	r := column.Read("visitors of shares", rec)
	v := Reach{Sharer: r.Ints("sharer"), Visitors: r.Floats("visitors"), Opens: r.Floats("opens"), Clicks: r.Floats("clicks")}
	return v, r.Err()
}

// HoursFromRecord reads the columns community_id, weekend, hour, purchases and customer_days.
func HoursFromRecord(rec arrow.Record) (Hours, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return Hours{}, nil
	}
	r := column.Read("purchases by hour", rec)
	h := Hours{Community: r.Strings("community_id"), Weekend: r.Ints("weekend"), Hour: r.Ints("hour"), Purchases: r.Floats("purchases"), CustomerDays: r.Floats("customer_days")}
	return h, r.Err()
}

// Append adds a slice of rows, which add up.
func (h *Hours) Append(q Hours) {
	h.Community, h.Weekend, h.Hour = append(h.Community, q.Community...), append(h.Weekend, q.Weekend...), append(h.Hour, q.Hour...)
	h.Purchases, h.CustomerDays = append(h.Purchases, q.Purchases...), append(h.CustomerDays, q.CustomerDays...)
}

// Append adds a slice of rows, which add up.
func (v *Reach) Append(q Reach) {
	v.Sharer, v.Visitors = append(v.Sharer, q.Sharer...), append(v.Visitors, q.Visitors...)
	v.Opens, v.Clicks = append(v.Opens, q.Opens...), append(v.Clicks, q.Clicks...)
}

// Append adds a slice of rows.
func (o *Opens) Append(q Opens) {
	o.User, o.Share, o.At = append(o.User, q.User...), append(o.Share, q.Share...), append(o.At, q.At...)
}

// Append adds a slice of purchases, copying them.
func (p *Purchases) Append(q Purchases) {
	for _, c := range []struct {
		to   *[]int64
		from []int64
	}{{&p.ID, q.ID}, {&p.Share, q.Share}, {&p.Buyer, q.Buyer}, {&p.At, q.At}, {&p.Hour, q.Hour}, {&p.Weekend, q.Weekend}, {&p.Later, q.Later}, {&p.Match, q.Match}, {&p.New, q.New}} {
		*c.to = append(*c.to, c.from...)
	}
	for _, c := range []struct {
		to   *[]float64
		from []float64
	}{{&p.Orders, q.Orders}, {&p.Amount, q.Amount}, {&p.Known, q.Known}, {&p.Cost, q.Cost}, {&p.Refunds, q.Refunds}, {&p.Refunded, q.Refunded}, {&p.Own, q.Own}, {&p.OwnDays, q.OwnDays}} {
		*c.to = append(*c.to, c.from...)
	}
}

// check refuses columns of different lengths.
func (p Purchases) check() error {
	n := len(p.ID)
	for _, m := range []int{len(p.Share), len(p.Buyer), len(p.At), len(p.Hour), len(p.Weekend), len(p.Later), len(p.Match), len(p.New), len(p.Orders), len(p.Amount),
		len(p.Known), len(p.Cost), len(p.Refunds), len(p.Refunded), len(p.Own), len(p.OwnDays)} {
		if m != n {
			return fmt.Errorf("leader: purchases have columns of %d and %d rows; give one value of each per purchase", n, m)
		}
	}
	return nil
}

func (s Shares) check() error {
	n := len(s.ID)
	for _, m := range []int{len(s.Parent), len(s.Sharer), len(s.User), len(s.Store), len(s.Community), len(s.Channel), len(s.At), len(s.Hour), len(s.Weekend), len(s.Recent)} {
		if m != n {
			return fmt.Errorf("leader: shares have columns of %d and %d rows; give one value of each per share", n, m)
		}
	}
	return nil
}
