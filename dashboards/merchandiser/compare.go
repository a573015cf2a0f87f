package merchandiser

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// How many stores stand side by side, and how many boxes to tick on a page of the list.
const (
	mostSides = 4
	boxes     = 24
)

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
	Search      string
	Page, Pages int
	Chosen      []chain.Store // named in the address, the first four of them are compared
	Offered     []chain.Store // to tick, of this page
	Found       int           // stores that fit the search, those chosen left out
	Sides       page.Block[[]Side]
}

// Many says whether the chain has more stores than a page of boxes.
func (c CompareContent) Many() bool { return len(c.Stores) > boxes }

// TooMany says whether more are chosen than stand side by side.
func (c CompareContent) TooMany() bool { return len(c.Chosen) > mostSides }

// Previous page of the boxes.
func (c CompareContent) Previous() int { return c.Page - 1 }

// Next page of the boxes.
func (c CompareContent) Next() int { return c.Page + 1 }

// Without is the address with one store taken out of the choice.
func (c CompareContent) Without(id string) string {
	q := url.Values{}
	for _, s := range c.Chosen {
		if s.ID != id {
			q.Add("store", s.ID)
		}
	}
	if c.Search != "" {
		q.Set("q", c.Search)
	}
	return strings.TrimSuffix("/merchandiser/compare?"+q.Encode(), "?")
}

// Compare answers GET /merchandiser/compare: up to four stores side by side, the first four where none is named. The choice stands in
// the address; every button of the form sends it along, so that it is kept from page to page of the boxes.
func (m *Room) Compare(w http.ResponseWriter, r *http.Request) {
	b, ok := m.askStores(w, r)
	if !ok {
		return
	}
	q := r.URL.Query()
	c := CompareContent{Bench: b, Search: cut(strings.TrimSpace(q.Get("q"))), Page: 1}
	c.choose(q["store"])
	c.offer(q.Get("page"))
	sides := c.Chosen
	if len(sides) == 0 {
		sides = b.Stores
	}
	ids := make([]string, 0, mostSides)
	for _, s := range sides[:min(len(sides), mostSides)] {
		ids = append(ids, s.ID)
	}
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.Sides, func(ctx context.Context) ([]Side, error) { return m.sides(ctx, b.Closed(), ids) })
	g.Wait()
	m.broken(r, c.Sides.Err)
	m.show(w, r, "compare", "compare.title", c)
}

// sides are some stores, in this order, out of the answer about all of them.
func (m *Room) sides(ctx context.Context, day time.Time, ids []string) ([]Side, error) {
	var all []Side
	if err := m.db.Select(ctx, &all, "merchandiser/compare", sql.Params{"day": chain.Date(day)}); err != nil {
		return nil, err
	}
	var some []Side
	for _, id := range ids {
		if i := slices.IndexFunc(all, func(s Side) bool { return s.StoreID == id }); i >= 0 {
			some = append(some, all[i])
		}
	}
	return some, nil
}

// choose keeps the stores that an address names, in its order; what the reader may not see is left out.
func (c *CompareContent) choose(ids []string) {
	for _, id := range ids[:min(len(ids), boxes)] {
		i := slices.IndexFunc(c.Stores, func(s chain.Store) bool { return s.ID == id })
		if i >= 0 && !slices.ContainsFunc(c.Chosen, func(s chain.Store) bool { return s.ID == id }) {
			c.Chosen = append(c.Chosen, c.Stores[i])
		}
	}
}

// offer finds the boxes of a page: the stores that fit the search and are not chosen yet.
func (c *CompareContent) offer(pageNo string) {
	want := strings.ToLower(c.Search)
	var fit []chain.Store
	for _, s := range c.Stores {
		if slices.ContainsFunc(c.Chosen, func(o chain.Store) bool { return o.ID == s.ID }) {
			continue
		}
		if strings.Contains(strings.ToLower(s.ID+"\n"+s.Name+"\n"+s.City), want) {
			fit = append(fit, s)
		}
	}
	c.Found, c.Pages = len(fit), max(1, (len(fit)+boxes-1)/boxes)
	if n, err := strconv.Atoi(pageNo); err == nil && n > 1 {
		c.Page = min(n, c.Pages)
	}
	c.Offered = fit[(c.Page-1)*boxes : min(len(fit), c.Page*boxes)]
}
