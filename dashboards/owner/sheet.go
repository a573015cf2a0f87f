package owner

import (
	"context"
	"fmt"
	"math"
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
