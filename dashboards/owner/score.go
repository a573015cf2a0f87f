package owner

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Scored is how the last advice did.
type Scored struct {
	Day time.Time
	Score
	Misses   []Miss
	Worth    Worth
	Accuracy []Accuracy // of four weeks: by days ahead, then by category
	Changed  []Changed  // quantities that people changed, of four weeks
}

// Counted are the products that were not sold out.
func (s Scored) Counted() uint64 { return s.Series - s.SoldOut }

// HitRate is the share of products whose sales fell into the 90 % interval.
func (s Scored) HitRate() float64 { return ratio(float64(s.Hits), float64(s.Counted())) }

// WAPE is the sum of misses over the sum of sales.
func (s Scored) WAPE() float64 { return ratio(s.Missed, s.Actual) }

// NaiveWAPE is the same for "as last week".
func (s Scored) NaiveWAPE() float64 { return ratio(s.NaiveMissed, s.Actual) }

// BiasShare is above 0 when too much was advised.
func (s Scored) BiasShare() float64 { return ratio(s.Bias, s.Actual) }

// Better says whether the advice beat "as last week".
func (s Scored) Better() bool { return s.Missed < s.NaiveMissed }

func ratio(a, b float64) float64 {
	if b == 0 {
		return math.NaN()
	}
	return a / b
}

func loadScore(ctx context.Context, db *sql.DB, store string, day time.Time) (Scored, error) {
	s := Scored{Day: day}
	if day.IsZero() {
		return s, nil
	}
	params, night := sql.Params{"store": store, "day": chain.Date(day)}, sql.Params{"day": chain.Date(day)}
	var lines []scoredLine
	if err := db.Select(ctx, &lines, "owner/score", params); err != nil {
		return s, fmt.Errorf("scores: %w", err)
	}
	goods, err := chain.LoadProducts(ctx, db)
	if err != nil {
		return s, err
	}
	s.Score, s.Misses = sum(lines, goods), worst(lines, goods)
	worth, err := loadOf[Worth](ctx, db, "owner/worth", night, store)
	if err != nil {
		return s, fmt.Errorf("worth of the advice: %w", err)
	}
	if len(worth) > 0 {
		s.Worth = worth[0]
	}
	var cells []Accuracy
	if err := db.Select(ctx, &cells, "owner/accuracy", params); err != nil {
		return s, fmt.Errorf("accuracy: %w", err)
	}
	categories, err := chain.LoadCategories(ctx, db)
	if err != nil {
		return s, err
	}
	s.Accuracy = accuracy(cells, categories)
	ever, err := chain.Among(ctx, db, "owner/changers", nil, store)
	if err != nil || !ever {
		return s, err
	}
	if err := db.Select(ctx, &s.Changed, "owner/changed", params); err != nil {
		return s, fmt.Errorf("changed quantities: %w", err)
	}
	return s, nil
}
