package merchandiser

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Row is one recommendation.
type Row struct {
	StoreID    string `ch:"store_id"`
	Store      string
	Rank       uint16 `ch:"rank"`
	ProductID  string `ch:"product_id"`
	Name       string `ch:"name"`
	NameEn     string `ch:"name_en"`
	Category   string `ch:"category"`
	CategoryZh string
	CategoryEn string
	Action     string  `ch:"action"`
	Score      float64 `ch:"score"`
	Expected   float64 `ch:"expected_units"`
	Low        float64 `ch:"low"`
	High       float64 `ch:"high"`
	OwnUnits   float64 `ch:"own_units"`
	ChainUnits float64 `ch:"chain_units"`
	WeightOwn  float64 `ch:"weight_own"`
	Index      float64 `ch:"index"`
	Buyers     uint32  `ch:"buyers"`
	Evidence   uint32  `ch:"evidence"`
	ReasonZh   string  `ch:"reason_zh"`
	ReasonEn   string  `ch:"reason_en"`
	Gain       float64 `ch:"gain_fen"`
	Waste      float64 `ch:"waste_fen"`
	Households float64 `ch:"households"`
	Selling    uint16  `ch:"alike_selling"`
	AlikeOf    uint16  `ch:"alike_stores"`
	Suggestion string  `ch:"suggestion_id"`
	Gate       string  `ch:"gate"`
	State      string  `ch:"state"`
	Everywhere uint8   `ch:"everywhere"`
	Who        string  `ch:"who"`
	Note       string  `ch:"note"`
	Total      uint64  `ch:"total"`
}

// ScoreFen is the expected margin in whole fen.
func (r Row) ScoreFen() int64 { return int64(r.Score + 0.5) }

// Pick names the row in the form.
func (r Row) Pick() string { return r.StoreID + "|" + r.ProductID }

// GainFen is what the range gains by it in whole fen.
func (r Row) GainFen() int64 { return int64(math.Round(r.Gain)) }

// Kind is the name of the category.
func (r Row) Kind(p words.Printer) string {
	if name := p.Pick(r.CategoryZh, r.CategoryEn); name != "" {
		return name
	}
	return r.Category
}

// Advice is one page of the table.
type Advice struct {
	AsOf  time.Time
	Run   chain.Run
	Rows  []Row
	Total uint64
}

// Pages is how many pages the table has.
func (a Advice) Pages() int { return int((a.Total + rows - 1) / rows) } //nolint:gosec // far below the limit

func loadAdvice(ctx context.Context, db *sql.DB, f Filter, asOf, today time.Time, limit, offset int) (Advice, error) {
	a := Advice{AsOf: asOf}
	if asOf.IsZero() {
		return a, nil
	}
	if err := db.Select(ctx, &a.Rows, "merchandiser/recommendations", f.params(asOf, today, limit, offset)); err != nil {
		return a, fmt.Errorf("recommendations: %w", err)
	}
	if len(a.Rows) > 0 {
		a.Total = a.Rows[0].Total
	}
	if err := a.name(ctx, db); err != nil {
		return a, err
	}
	var err error
	a.Run, err = chain.MadeBy(ctx, db, asOf, "recommend")
	return a, err
}

// name gives the rows the names of their stores and categories.
func (a Advice) name(ctx context.Context, db *sql.DB) error {
	stores, err := chain.Stores(ctx, db)
	if err != nil {
		return err
	}
	categories, err := chain.LoadCategories(ctx, db)
	titles := map[string]string{}
	for _, s := range stores {
		titles[s.ID] = s.Title()
	}
	for i := range a.Rows {
		r := &a.Rows[i]
		name := categories.Of(r.Category)
		r.Store, r.CategoryZh, r.CategoryEn = cmp.Or(titles[r.StoreID], r.StoreID), name.Zh, name.En
	}
	return err
}

// Table is the advice as it is taken out.
func (a Advice) Table(p words.Printer) *table.Table {
	t := table.New(p.T("range.title"),
		table.Day(p.T("range.asof")), table.Text(p.T("range.store_id")), table.Text(p.T("store")), table.Text(p.T("range.product_id")), table.Text(p.T("product.name")),
		table.Text(p.T("range.category")), table.Text(p.T("range.action")), table.Number(p.T("range.units")),
		table.Number(p.T("range.low")), table.Number(p.T("range.high")), table.Money(p.T("range.margin", p.Yuan())), table.Money(p.T("range.gain", p.Yuan())), table.Number(p.T("range.households")),
		table.Number(p.T("range.own")), table.Number(p.T("range.chain")), table.Number(p.T("range.weight")),
		table.Number(p.T("range.index")), table.Number(p.T("range.evidence")), table.Text(p.T("range.reason")), table.Text(p.T("range.gate")), table.Text(p.T("range.state")), table.Text(p.T("range.who")), table.Text(p.T("range.note")))
	for _, r := range a.Rows {
		t.Add(a.AsOf, r.StoreID, r.Store, r.ProductID, p.Pick(r.Name, r.NameEn), r.Kind(p), p.Code("action", r.Action), r.Expected, r.Low, r.High,
			r.ScoreFen(), r.GainFen(), r.Households, r.OwnUnits, r.ChainUnits, r.WeightOwn, r.Index, float64(r.Evidence), p.Pick(r.ReasonZh, r.ReasonEn), p.Code("gate", r.Gate), p.Code("state", r.State), r.Who, r.Note)
	}
	return t
}
