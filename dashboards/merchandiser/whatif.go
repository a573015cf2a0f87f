package merchandiser

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// mostWishes is how many products a what-if locks or bans at the most; mostSlots how many places it adds or takes; mostCandidates how
// many products stand on the page.
const (
	mostWishes     = 300
	mostSlots      = 200
	mostCandidates = 1000
)

// Wish is what the reader would change of a store's range.
type Wish struct {
	Lock, Ban []string
	Slots     int
}

// Empty says whether nothing would be changed.
func (w Wish) Empty() bool { return len(w.Lock) == 0 && len(w.Ban) == 0 && w.Slots == 0 }

// parseWish reads the address; a product that is banned is not locked as well.
func parseWish(q url.Values) Wish {
	var w Wish
	take := func(values []string) []string {
		var out []string
		for _, v := range values {
			if v = cut(v); v != "" && !slices.Contains(out, v) && !slices.Contains(w.Ban, v) && len(out) < mostWishes {
				out = append(out, v)
			}
		}
		return out
	}
	w.Ban = take(q["ban"])
	w.Lock = take(q["lock"])
	if n, err := strconv.Atoi(q.Get("slots")); err == nil {
		w.Slots = min(max(n, -mostSlots), mostSlots)
	}
	return w
}

// Effect is what another range would do in 7 days next to the advised one.
type Effect struct {
	ComesIn        []string `ch:"comes_in"`
	GoesOut        []string `ch:"goes_out"`
	Products       uint32   `ch:"products"`
	CoverageBefore float64  `ch:"coverage_before"`
	CoverageAfter  float64  `ch:"coverage_after"`
	MarginBefore   float64  `ch:"margin_before"`
	MarginAfter    float64  `ch:"margin_after"`
	WasteBefore    float64  `ch:"waste_before"`
	WasteAfter     float64  `ch:"waste_after"`
}

// Net is the margin left after waste, fen.
func (e Effect) Net(before bool) float64 {
	if before {
		return e.MarginBefore - e.WasteBefore
	}
	return e.MarginAfter - e.WasteAfter
}

// WhatIf is the new range and what it would do.
type WhatIf struct {
	AsOf       time.Time
	Candidates []Candidate
	Effect     Effect
	In, Out    []Candidate
	Run        chain.Run
}

func (m *Room) whatIf(ctx context.Context, store string, day time.Time, wish Wish) (WhatIf, error) {
	var v WhatIf
	all, err := m.candidates(ctx, store, day)
	if err != nil || len(all) == 0 {
		return v, err
	}
	v.AsOf, v.Candidates = all[0].AsOf, all
	p := sql.Params{"as_of": chain.Date(v.AsOf), "store": store, "lock": wish.Lock, "ban": wish.Ban, "slots": wish.Slots}
	if _, err := m.db.Get(ctx, &v.Effect, "merchandiser/what_if", p); err != nil {
		return v, err
	}
	for i := range v.Candidates {
		c := &v.Candidates[i]
		c.Want, c.Refuse = slices.Contains(wish.Lock, c.ProductID), slices.Contains(wish.Ban, c.ProductID)
		if slices.Contains(v.Effect.ComesIn, c.ProductID) {
			v.In = append(v.In, *c)
		}
		if slices.Contains(v.Effect.GoesOut, c.ProductID) {
			v.Out = append(v.Out, *c)
		}
	}
	v.Candidates = v.Candidates[:min(len(v.Candidates), mostCandidates)]
	v.Run, err = chain.MadeBy(ctx, m.db, v.AsOf, "recommend")
	return v, err
}

// WhatIfContent is what the template reads.
type WhatIfContent struct {
	Bench
	Wish  Wish
	Block page.Block[WhatIf]
	Back  string
}

// WhatIf answers GET /merchandiser/whatif: everything is in the address, so that it can be passed on.
func (m *Room) WhatIf(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, true)
	if !ok {
		return
	}
	c := WhatIfContent{Bench: b, Wish: parseWish(r.URL.Query()), Back: "/merchandiser/whatif?" + url.Values{"store": {b.Store.ID}}.Encode()}
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.Block, func(ctx context.Context) (WhatIf, error) { return m.whatIf(ctx, b.Store.ID, b.Day, c.Wish) })
	g.Wait()
	m.broken(r, c.Block.Err)
	m.show(w, r, "whatif", "whatif.title", c)
}

// Difference is what the wish changes of margin less waste in 7 days, fen.
func (c WhatIfContent) Difference(e Effect) float64 { return e.Net(false) - e.Net(true) }
