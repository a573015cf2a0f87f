package manager

import (
	"context"
	"fmt"
	"math"

	"github.com/linli-project/linli/sql"
	"golang.org/x/sync/errgroup"
)

// sums are the additive figures of one period.
type sums struct {
	Current     uint8   `ch:"current"`
	StoreDays   uint64  `ch:"store_days"`
	Orders      uint64  `ch:"orders"`
	Amount      int64   `ch:"amount"`
	Units       float64 `ch:"units"`
	Cost        int64   `ch:"cost"`
	BuyerDays   uint64  `ch:"buyer_days"`
	RepeatDays  uint64  `ch:"repeat_days"`
	NewBuyers   uint64  `ch:"new_buyers"`
	Refunded    int64   `ch:"refunded"`
	AfterSale   uint64  `ch:"after_sale"`
	Waste       int64   `ch:"waste"`
	Stockout    float64 `ch:"stockout_weighted"`
	ProductDays uint64  `ch:"product_days"`
}

type buyers struct {
	Current uint8  `ch:"current"`
	Buyers  uint64 `ch:"buyers"`
}

type shares struct {
	Current   uint8  `ch:"current"`
	Shares    uint64 `ch:"shares"`
	Visitors  uint64 `ch:"visitors"`
	Buyers    uint64 `ch:"buyers"`
	NewBuyers uint64 `ch:"new_buyers"`
	Orders    uint64 `ch:"orders"`
	Amount    int64  `ch:"amount"`
}

type accuracy struct {
	Current     uint8   `ch:"current"`
	Scored      uint64  `ch:"scored"`
	Actual      float64 `ch:"actual"`
	Missed      float64 `ch:"missed"`
	NaiveMissed float64 `ch:"naive_missed"`
	Bias        float64 `ch:"bias"`
}

type offer struct {
	Current uint8  `ch:"current"`
	Offered uint64 `ch:"offered"`
	Active  uint64 `ch:"active"`
}

// received is what came and what of it was sold.
type received struct {
	Current          uint8   `ch:"current"`
	ReceivedUnits    float64 `ch:"received_units"`
	SoldUnits        float64 `ch:"sold_units"`
	ReceivedProducts uint64  `ch:"received_products"`
}

// span holds the figures of one period.
type span struct {
	sums     sums
	buyers   buyers
	shares   shares
	accuracy accuracy
	offer    offer
	received received
	hits     adviceRow // sums over all kinds
}

// both are the period and the one that it is compared with.
type both struct {
	now, before span
	viral       []viralRow
}

// pair reads a query whose rows are of one period or the other.
func pair[T any](ctx context.Context, db *sql.DB, name string, params sql.Params, current func(T) bool, now, before *T) error {
	var rows []T
	if err := db.Select(ctx, &rows, name, params); err != nil {
		return fmt.Errorf("figures: %w", err)
	}
	for _, row := range rows {
		if current(row) {
			*now = row
		} else {
			*before = row
		}
	}
	return nil
}

func load(ctx context.Context, db *sql.DB, a Ask) (*both, error) {
	b := &both{}
	p := a.params()
	scores, who := "manager/accuracy", "manager/buyers"
	if a.Product != "" {
		scores = "manager/accuracy_product"
	}
	if a.Goods() {
		who = "manager/buyers_goods"
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error {
		return pair(ctx, db, "manager/figures", a.sums(""), func(v sums) bool { return v.Current == 1 }, &b.now.sums, &b.before.sums)
	})
	g.Go(func() error {
		return pair(ctx, db, who, p, func(v buyers) bool { return v.Current == 1 }, &b.now.buyers, &b.before.buyers)
	})
	g.Go(func() error {
		return pair(ctx, db, "manager/shares", a.sums(""), func(v shares) bool { return v.Current == 1 }, &b.now.shares, &b.before.shares)
	})
	g.Go(func() error {
		return pair(ctx, db, scores, p, func(v accuracy) bool { return v.Current == 1 }, &b.now.accuracy, &b.before.accuracy)
	})
	g.Go(func() error {
		return pair(ctx, db, "manager/offer", p, func(v offer) bool { return v.Current == 1 }, &b.now.offer, &b.before.offer)
	})
	g.Go(func() error {
		return pair(ctx, db, "manager/sell_through", p, func(v received) bool { return v.Current == 1 }, &b.now.received, &b.before.received)
	})
	if !a.Goods() {
		g.Go(func() (err error) {
			b.now.hits, b.before.hits, err = adviceSums(ctx, db, a)
			return err
		})
	}
	if !a.Goods() && (a.City == "" || a.Store != "") {
		g.Go(func() (err error) { b.viral, err = viral(ctx, db, a); return err })
	}
	return b, g.Wait()
}

func (s span) average() float64 { return ratio(float64(s.sums.Amount), float64(s.sums.Orders)) }
func (s span) repurchase() float64 {
	return ratio(float64(s.sums.RepeatDays), float64(s.sums.BuyerDays))
}
func (s span) conversion() float64 {
	return ratio(float64(s.shares.Buyers), float64(s.shares.Visitors))
}
func (s span) stockouts() float64 { return ratio(s.sums.Stockout, float64(s.sums.ProductDays)) }
func (s span) wasted() float64    { return ratio(float64(s.sums.Waste), float64(s.sums.Amount)) }
func (s span) afterSale() float64 { return ratio(float64(s.sums.AfterSale), float64(s.sums.Orders)) }
func (s span) wape() float64      { return ratio(s.accuracy.Missed, s.accuracy.Actual) }
func (s span) naive() float64     { return ratio(s.accuracy.NaiveMissed, s.accuracy.Actual) }
func (s span) bias() float64      { return ratio(s.accuracy.Bias, s.accuracy.Actual) }
func (s span) sellThrough() float64 {
	return ratio(s.received.SoldUnits, s.received.ReceivedUnits)
}
func (s span) activeRange() float64 { return ratio(float64(s.offer.Active), float64(s.offer.Offered)) }

// returning are buyers who had bought before the period.
func (s span) returning() uint64 {
	if s.sums.NewBuyers > s.buyers.Buyers { // somebody's first day in two stores
		return 0
	}
	return s.buyers.Buyers - s.sums.NewBuyers
}

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
