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
	BuyerDays   uint64  `ch:"buyer_days"`
	RepeatDays  uint64  `ch:"repeat_days"`
	NewBuyers   uint64  `ch:"new_buyers"`
	Refunded    int64   `ch:"refunded"`
	Waste       int64   `ch:"waste"`
	Stockout    float64 `ch:"stockout_weighted"`
	ProductDays uint64  `ch:"product_days"`
}

type buyers struct {
	Current uint8  `ch:"current"`
	Buyers  uint64 `ch:"buyers"`
}

type shares struct {
	Current  uint8  `ch:"current"`
	Shares   uint64 `ch:"shares"`
	Visitors uint64 `ch:"visitors"`
	Buyers   uint64 `ch:"buyers"`
	Orders   uint64 `ch:"orders"`
	Amount   int64  `ch:"amount"`
}

type accuracy struct {
	Current     uint8   `ch:"current"`
	Scored      uint64  `ch:"scored"`
	Actual      float64 `ch:"actual"`
	Missed      float64 `ch:"missed"`
	NaiveMissed float64 `ch:"naive_missed"`
	Bias        float64 `ch:"bias"`
}

// span holds the figures of one period.
type span struct {
	sums
	buyers
	shares
	accuracy
}

// both are the period and the one before.
type both struct {
	now, before span
	known       bool // the period has facts
}

// pair puts the rows of two periods where they belong.
func pair[T any](rows []T, current func(T) uint8, set func(*span, T), into *both) {
	for _, row := range rows {
		if current(row) == 1 {
			set(&into.now, row)
		} else {
			set(&into.before, row)
		}
	}
}

func load(ctx context.Context, db *sql.DB, p Period) (both, error) {
	var (
		b       both
		total   []sums
		people  []buyers
		brought []shares
		scores  []accuracy
	)
	g, ctx := errgroup.WithContext(ctx)
	for name, into := range map[string]any{
		"manager/figures": &total, "manager/buyers": &people, "manager/shares": &brought, "manager/accuracy": &scores,
	} {
		g.Go(func() error {
			if err := db.Select(ctx, into, name, p.params()); err != nil {
				return fmt.Errorf("figures: %w", err)
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return b, err
	}
	pair(total, func(s sums) uint8 { return s.Current }, func(s *span, v sums) { s.sums = v }, &b)
	pair(people, func(s buyers) uint8 { return s.Current }, func(s *span, v buyers) { s.buyers = v }, &b)
	pair(brought, func(s shares) uint8 { return s.Current }, func(s *span, v shares) { s.shares = v }, &b)
	pair(scores, func(s accuracy) uint8 { return s.Current }, func(s *span, v accuracy) { s.accuracy = v }, &b)
	b.known = b.now.StoreDays > 0
	return b, nil
}

func (s span) average() float64    { return ratio(float64(s.sums.Amount), float64(s.sums.Orders)) }
func (s span) repurchase() float64 { return ratio(float64(s.RepeatDays), float64(s.BuyerDays)) }
func (s span) conversion() float64 { return ratio(float64(s.shares.Buyers), float64(s.Visitors)) }
func (s span) stockouts() float64  { return ratio(s.Stockout, float64(s.ProductDays)) }
func (s span) wasted() float64     { return ratio(float64(s.Waste), float64(s.sums.Amount)) }
func (s span) wape() float64       { return ratio(s.Missed, s.Actual) }
func (s span) naive() float64      { return ratio(s.NaiveMissed, s.Actual) }
func (s span) bias() float64       { return ratio(s.Bias, s.Actual) }

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}
