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

// gatePage is how many stores stand on a page of the gate.
const gatePage = 50

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
	All           uint64    `ch:"rows"`   // stores on all pages
	Locals        uint64    `ch:"locals"` // of them those with a range of their own
}

// Gain is what the advised range leaves more than the present one in 7 days, margin less waste, fen.
func (g Gate) Gain() float64 { return (g.Margin - g.Waste) - (g.MarginNow - g.WasteNow) }

// Gates is a page of the table with the count of all.
type Gates struct {
	Rows       []Gate
	Local, All uint64
	Run        chain.Run
}

// GateContent is what the template reads.
type GateContent struct {
	Bench
	Turner
	Decision, Sort string
	Gates          page.Block[Gates]
}

// Gate answers GET /merchandiser/gate.
func (m *Room) Gate(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	c := GateContent{Bench: b, Turner: turnerOf(r, "page", gatePage), Decision: oneOf(r.URL.Query().Get("decision"), "local", "chain"), Sort: oneOf(r.URL.Query().Get("sort"), "gain", "lift", "sold")}
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.Gates, func(ctx context.Context) (Gates, error) {
		var v Gates
		p := sql.Params{"day": chain.Date(b.Day), "store": b.Store.ID, "decision": c.Decision, "sort": c.Sort, "limit": c.Each, "offset": c.Offset()}
		if err := m.db.Select(ctx, &v.Rows, "merchandiser/gate", p); err != nil || len(v.Rows) == 0 {
			return v, err
		}
		v.Local, v.All = v.Rows[0].Locals, v.Rows[0].All
		var err error
		v.Run, err = chain.MadeBy(ctx, m.db, v.Rows[0].AsOf, "recommend")
		return v, err
	})
	g.Wait()
	c.Total = c.Gates.Value.All
	m.broken(r, c.Gates.Err)
	m.show(w, r, "gate", "gate.title", c)
}

func oneOf(s string, allowed ...string) string {
	if slices.Contains(allowed, s) {
		return s
	}
	return ""
}
