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
	goods, err := chain.LoadProducts(ctx, db)
	if err != nil {
		return s, err
	}
	var options []Option
	if err := db.Select(ctx, &options, "owner/options", at(store, asOf)); err != nil {
		return s, fmt.Errorf("other quantities: %w", err)
	}
	changed, err := loadChanges(ctx, db, store, asOf)
	if err != nil {
		return s, err
	}
	of := map[string][]Option{}
	for _, o := range options {
		of[o.ProductID] = append(of[o.ProductID], o)
	}
	for i := range s.Lines {
		l := &s.Lines[i]
		l.Options, l.Change = of[l.ProductID], changed[l.ProductID]
		l.is(goods.Of(l.ProductID))
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
	if !scored.IsZero() {
		alarms, err := loadOf[Alarm](ctx, db, "owner/alarm", sql.Params{"day": chain.Date(scored)}, store)
		if err != nil {
			return s, fmt.Errorf("alarm: %w", err)
		}
		if len(alarms) > 0 {
			s.Alarm = &alarms[0]
		}
	}
	s.Run, err = chain.MadeBy(ctx, db, asOf, "sheet", "inventory", "forecast")
	return s, err
}

// is fills in what a line is about.
func (l *Line) is(p chain.Product) {
	l.Name, l.NameEn, l.Unit, l.Supplier, l.UnitFen = p.Name, p.NameEn, p.Unit, p.Supplier, float64(p.Cost)
	l.CostFen = int64(math.RoundToEven(l.Quantity * l.UnitFen)) // as the purchase list rounds
}

// loadChanges reads the quantities that people put in the place of the advised ones, by product. Most stores never did.
func loadChanges(ctx context.Context, db *sql.DB, store string, asOf time.Time) (map[string]*Change, error) {
	changed := map[string]*Change{}
	ever, err := chain.Among(ctx, db, "owner/changers", nil, store)
	if err != nil || !ever {
		return changed, err
	}
	var rows []Change
	if err := db.Select(ctx, &rows, "owner/changes", at(store, asOf)); err != nil {
		return changed, fmt.Errorf("changed quantities: %w", err)
	}
	for i := range rows {
		changed[rows[i].ProductID] = &rows[i]
	}
	return changed, nil
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
	goods, err := chain.LoadProducts(ctx, db)
	if err != nil {
		return a, err
	}
	if err := a.loadDecisions(ctx, db, store); err != nil {
		return a, err
	}
	for i := range a.Cards {
		c := &a.Cards[i]
		p := goods.Of(c.ProductID)
		c.Name, c.NameEn, c.Unit, c.Price = p.Name, p.NameEn, p.Unit, p.Price
		a.Evidence += uint64(c.Evidence)
		c.Open = c.SuggestionID != "" && c.LastDay.After(begun)
	}
	gate, err := loadOf[Gate](ctx, db, "owner/gate", sql.Params{"as_of": chain.Date(asOf)}, store)
	if err != nil {
		return a, fmt.Errorf("which list: %w", err)
	}
	if len(gate) > 0 {
		a.Gate = &gate[0]
	}
	a.Run, err = chain.MadeBy(ctx, db, asOf, "recommend")
	return a, err
}

// loadDecisions finds by which names the cards are decided, and what was decided.
func (a *Advice) loadDecisions(ctx context.Context, db *sql.DB, store string) error {
	var suggestions []suggested
	if err := db.Select(ctx, &suggestions, "owner/suggested", at(store, a.AsOf)); err != nil {
		return fmt.Errorf("periods of the recommendations: %w", err)
	}
	if len(suggestions) == 0 {
		return nil
	}
	of, ids := map[[2]string]suggested{}, []string{}
	for _, s := range suggestions {
		of[[2]string{s.Action, s.ProductID}], ids = s, append(ids, s.SuggestionID)
	}
	var decisions []decision
	if err := db.Select(ctx, &decisions, "owner/decided", sql.Params{"suggestions": ids}); err != nil {
		return fmt.Errorf("decisions: %w", err)
	}
	for i := range a.Cards {
		c := &a.Cards[i]
		s := of[[2]string{c.Action, c.ProductID}]
		c.SuggestionID, c.FirstDay, c.LastDay = s.SuggestionID, s.FirstDay, s.LastDay
		if at := slices.IndexFunc(decisions, func(d decision) bool { return d.For == s.SuggestionID }); at >= 0 {
			c.decision = decisions[at]
		}
	}
	return nil
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

func at(store string, asOf time.Time) sql.Params {
	return sql.Params{"store": store, "as_of": chain.Date(asOf)}
}
