package merchandiser

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Gate says which list a store gets, and why.
type Gate struct {
	StoreID       string    `ch:"store_id"`
	Store         string    `ch:"store"`
	AsOf          time.Time `ch:"as_of"`
	Periods       uint16    `ch:"periods"`
	Lists         uint16    `ch:"lists"`
	Sold          float64   `ch:"sold"`
	CoverageChain float64   `ch:"coverage_chain"`
	CoverageOwn   float64   `ch:"coverage_own"`
	CoverageOurs  float64   `ch:"coverage_ours"`
	Decision      string    `ch:"decision"`
	Slots         uint16    `ch:"slots"`
	Offered       uint16    `ch:"offered"`
	Orders        float64   `ch:"orders"`
	Coverage      float64   `ch:"coverage"`
	CoverageNow   float64   `ch:"coverage_now"`
	Margin        float64   `ch:"margin_fen"`
	MarginNow     float64   `ch:"margin_now_fen"`
	Waste         float64   `ch:"waste_fen"`
	WasteNow      float64   `ch:"waste_now_fen"`
	ReasonZh      string    `ch:"reason_zh"`
	ReasonEn      string    `ch:"reason_en"`
	NotesZh       string    `ch:"notes_zh"`
	NotesEn       string    `ch:"notes_en"`
}

// Gain is what the advised range leaves more than the present one in 7 days, margin less waste, fen.
func (g Gate) Gain() float64 { return (g.Margin - g.Waste) - (g.MarginNow - g.WasteNow) }

// Gates is the table with its count.
type Gates struct {
	Rows  []Gate
	Local int
	Run   chain.Run
}

// GateContent is what the template reads.
type GateContent struct {
	Bench
	Decision, Sort string
	Gates          page.Block[Gates]
}

// Gate answers GET /merchandiser/gate.
func (m *Room) Gate(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	c := GateContent{Bench: b, Decision: oneOf(r.URL.Query().Get("decision"), "local", "chain"), Sort: oneOf(r.URL.Query().Get("sort"), "gain", "lift", "sold")}
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.Gates, func(ctx context.Context) (Gates, error) {
		var v Gates
		p := sql.Params{"day": chain.Date(b.Day), "store": b.Store.ID, "decision": c.Decision, "sort": c.Sort}
		if err := m.db.Select(ctx, &v.Rows, "merchandiser/gate", p); err != nil || len(v.Rows) == 0 {
			return v, err
		}
		for _, row := range v.Rows {
			if row.Decision == "local" {
				v.Local++
			}
		}
		var err error
		v.Run, err = chain.MadeBy(ctx, m.db, v.Rows[0].AsOf, "recommend")
		return v, err
	})
	g.Wait()
	m.broken(r, c.Gates.Err)
	m.show(w, r, "gate", "gate.title", c)
}

func oneOf(s string, allowed ...string) string {
	if slices.Contains(allowed, s) {
		return s
	}
	return ""
}

// Side is one store in the comparison.
type Side struct {
	StoreID       string    `ch:"store_id"`
	Store         string    `ch:"store"`
	City          string    `ch:"city"`
	AsOf          time.Time `ch:"as_of"`
	Orders        uint64    `ch:"orders"`
	Amount        int64     `ch:"amount"`
	Margin        int64     `ch:"margin"`
	Waste         int64     `ch:"waste"`
	Stockout      float64   `ch:"stockout"`
	Active        uint32    `ch:"active_products"`
	Gate          string    `ch:"gate"`
	CoverageChain float64   `ch:"coverage_chain"`
	CoverageOurs  float64   `ch:"coverage_ours"`
	Offered       uint16    `ch:"offered"`
	Slots         uint16    `ch:"slots"`
	Adds          uint64    `ch:"adds"`
	Drops         uint64    `ch:"drops"`
	Tests         uint64    `ch:"tests"`
	Gain          float64   `ch:"gain"`
	Members       uint32    `ch:"members"`
	ActiveNow     uint32    `ch:"active"`
	ActiveBefore  uint32    `ch:"active_before"`
	Reach         float64   `ch:"reach"`
	ReachLow      float64   `ch:"reach_low"`
	ReachHigh     float64   `ch:"reach_high"`
	Households    float64   `ch:"households"`
	Within        float64   `ch:"within_28"`
	WithinLow     float64   `ch:"low_28"`
	WithinHigh    float64   `ch:"high_28"`
	WAPE          float64   `ch:"wape"`
	NaiveWAPE     float64   `ch:"naive_wape"`
	Bias          float64   `ch:"bias"`
}

// Rate is waste over sales; nothing sold gives none.
func (s Side) Rate() float64 {
	if s.Amount <= 0 {
		return 0
	}
	return float64(s.Waste) / float64(s.Amount)
}

// CompareContent is what the template reads.
type CompareContent struct {
	Bench
	Chosen map[string]bool
	Sides  page.Block[[]Side]
}

// Compare answers GET /merchandiser/compare: up to four stores side by side, the first four where none is named.
func (m *Room) Compare(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	c := CompareContent{Bench: b, Chosen: map[string]bool{}}
	var ids []string
	add := func(id string) {
		if len(ids) < 4 && !c.Chosen[id] {
			ids, c.Chosen[id] = append(ids, id), true
		}
	}
	for _, id := range r.URL.Query()["store"] {
		if slices.ContainsFunc(b.Stores, func(s chain.Store) bool { return s.ID == id }) {
			add(id)
		}
	}
	for _, s := range b.Stores {
		if len(r.URL.Query()["store"]) == 0 {
			add(s.ID)
		}
	}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Sides, "merchandiser/compare", sql.Params{"day": chain.Date(b.Closed()), "stores": ids})
	g.Wait()
	m.broken(r, c.Sides.Err)
	m.show(w, r, "compare", "compare.title", c)
}
