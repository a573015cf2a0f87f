package owner

import (
	"context"
	"fmt"
	"math"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Sheet is what to order.
type Sheet struct {
	AsOf    time.Time
	Run     chain.Run
	Lines   []Line // what is to be ordered first, the most money at stake on top
	Buy     int    // lines that order something
	Advised int    // lines for which the advice orders something
	Cost    int64  // of the whole order; lines of unknown cost count 0
	Edits   int    // lines whose quantity somebody changed
	Open    bool   // quantities can still be changed
	Day     time.Time
	Alarm   *Alarm // the forecast is not to be relied on
}

// Top are the lines shown at once: the first that order anything.
func (s Sheet) Top() []Line { return s.Lines[:min(shown, s.Advised)] }

// Rest are the lines behind the tap.
func (s Sheet) Rest() []Line { return s.Lines[min(shown, s.Advised):] }

func loadSheet(ctx context.Context, db *sql.DB, store string, asOf, scored, begun time.Time) (Sheet, error) {
	s := Sheet{AsOf: asOf}
	if asOf.IsZero() {
		return s, nil
	}
	if err := db.Select(ctx, &s.Lines, "owner/sheet", at(store, asOf)); err != nil {
		return s, fmt.Errorf("order sheet: %w", err)
	}
	var options []Option
	if err := db.Select(ctx, &options, "owner/options", at(store, asOf)); err != nil {
		return s, fmt.Errorf("other quantities: %w", err)
	}
	var changes []Change
	if err := db.Select(ctx, &changes, "owner/changes", at(store, asOf)); err != nil {
		return s, fmt.Errorf("changed quantities: %w", err)
	}
	changed := map[string]*Change{}
	for i := range changes {
		changed[changes[i].ProductID] = &changes[i]
	}
	of := map[string][]Option{}
	for _, o := range options {
		of[o.ProductID] = append(of[o.ProductID], o)
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		l.Options, l.Change = of[l.ProductID], changed[l.ProductID]
		s.Cost += l.Cost()
		if l.Quantity > 0 {
			s.Advised++
		}
		if l.Ordered() > 0 {
			s.Buy++
		}
		if l.Change != nil {
			s.Edits++
		}
		s.Open = s.Open || l.Day.After(begun)
		if s.Day.IsZero() || l.Day.Before(s.Day) {
			s.Day = l.Day
		}
	}
	var alarms []Alarm
	if !scored.IsZero() {
		if err := db.Select(ctx, &alarms, "owner/alarm", sql.Params{"store": store, "day": chain.Date(scored)}); err != nil {
			return s, fmt.Errorf("alarm: %w", err)
		}
	}
	if len(alarms) > 0 {
		s.Alarm = &alarms[0]
	}
	var err error
	s.Run, err = chain.MadeBy(ctx, db, asOf, "sheet", "inventory", "forecast")
	return s, err
}

// Advice is what to change in the range.
type Advice struct {
	AsOf     time.Time
	Run      chain.Run
	Cards    []Card
	Evidence uint64 // orders behind the cards
	Gate     *Gate  // which list the store gets, and why; nil: not known
}

// First are the cards shown at once.
func (a Advice) First() []Card { return a.Cards[:min(shown, len(a.Cards))] }

// Rest are the cards behind the tap.
func (a Advice) Rest() []Card { return a.Cards[min(shown, len(a.Cards)):] }

// Changes says whether any card changes the range.
func (a Advice) Changes() bool {
	return slices.ContainsFunc(a.Cards, func(c Card) bool { return c.Action != "keep" })
}

func loadAdvice(ctx context.Context, db *sql.DB, store string, asOf, begun time.Time) (Advice, error) {
	a := Advice{AsOf: asOf}
	if asOf.IsZero() {
		return a, nil
	}
	if err := db.Select(ctx, &a.Cards, "owner/advice", at(store, asOf)); err != nil {
		return a, fmt.Errorf("recommendations: %w", err)
	}
	for i := range a.Cards {
		c := &a.Cards[i]
		a.Evidence += uint64(c.Evidence)
		c.Open = c.SuggestionID != "" && c.LastDay.After(begun)
	}
	var gate []Gate
	err := db.Select(ctx, &gate, "owner/gate", at(store, asOf))
	if err != nil {
		return a, fmt.Errorf("which list: %w", err)
	}
	if len(gate) > 0 {
		a.Gate = &gate[0]
	}
	a.Run, err = chain.MadeBy(ctx, db, asOf, "recommend")
	return a, err
}

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
	params := sql.Params{"store": store, "day": chain.Date(day)}
	var rows []Score
	if err := db.Select(ctx, &rows, "owner/score", params); err != nil {
		return s, fmt.Errorf("scores: %w", err)
	}
	if len(rows) > 0 {
		s.Score = rows[0]
	}
	if err := db.Select(ctx, &s.Misses, "owner/miss", params); err != nil {
		return s, fmt.Errorf("misses: %w", err)
	}
	if _, err := db.Get(ctx, &s.Worth, "owner/worth", params); err != nil {
		return s, fmt.Errorf("worth of the advice: %w", err)
	}
	if err := db.Select(ctx, &s.Accuracy, "owner/accuracy", params); err != nil {
		return s, fmt.Errorf("accuracy: %w", err)
	}
	if err := db.Select(ctx, &s.Changed, "owner/changed", params); err != nil {
		return s, fmt.Errorf("changed quantities: %w", err)
	}
	return s, nil
}

func at(store string, asOf time.Time) sql.Params {
	return sql.Params{"store": store, "as_of": chain.Date(asOf)}
}
