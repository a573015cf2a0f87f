package owner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

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

func at(store string, asOf time.Time) sql.Params {
	return sql.Params{"store": store, "as_of": chain.Date(asOf)}
}
