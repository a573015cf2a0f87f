package merchandiser

import (
	"context"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Exception is a product at a store whose forecasts missed much money.
type Exception struct {
	StoreID   string `ch:"store_id"`
	Store     string
	ProductID string `ch:"product_id"`
	Name      string
	NameEn    string
	AsOf      time.Time `ch:"as_of"`
	Series    uint64    `ch:"series"`
	SoldOut   uint64    `ch:"sold_out"`
	Actual    float64   `ch:"actual_units"`
	Missed    float64   `ch:"missed_units"`
	Naive     float64   `ch:"naive_units"`
	Bias      float64   `ch:"bias_units"`
	MissedFen float64   `ch:"missed_fen"`
	BiasFen   float64   `ch:"bias_fen"`
}

// Lean says in which direction most of it was missed: high, low or both.
func (e Exception) Lean() string {
	switch {
	case e.Bias > e.Missed/2:
		return "lean.high"
	case e.Bias < -e.Missed/2:
		return "lean.low"
	}
	return "lean.both"
}

// Override is what changed quantities of one person at one store came to.
type Override struct {
	StoreID string `ch:"store_id"`
	Store   string
	Who     string    `ch:"who"`
	AsOf    time.Time `ch:"as_of"`
	Changed uint64    `ch:"changed"`
	Nearer  uint64    `ch:"nearer"`
	Further uint64    `ch:"further"`
	Ours    float64   `ch:"ours_fen"`
	Theirs  float64   `ch:"theirs_fen"`
}

// Saved is what the changes saved against the advice, fen; below 0 they cost.
func (o Override) Saved() float64 { return o.Ours - o.Theirs }

// ForecastContent is what the template reads.
type ForecastContent struct {
	Bench
	Turner                  // of the stores
	Days, Horizon           int
	Category                string
	Spans, Horizons         []int
	Categories              page.Block[[]category]
	ByCategory, ByStore     page.Block[[]Accuracy]
	ByHorizon               page.Block[[]Accuracy]
	Exceptions              page.Block[[]Exception]
	Alarms                  page.Block[Alarms]
	Overrides               page.Block[[]Override]
	SavedTotal, ChangedLine float64
}

// Groups are the three tables of accuracy with their titles.
func (c ForecastContent) Groups() []Group {
	return []Group{{"accuracy.category", "range.category", c.ByCategory, "category"}, {"accuracy.store", "store", c.ByStore, "store"}, {"accuracy.horizon", "accuracy.ahead", c.ByHorizon, "horizon"}}
}

// Narrow is the address of the page for one store or category.
func (c ForecastContent) Narrow(by, key string) template.URL {
	q := url.Values{"days": {strconv.Itoa(c.Days)}, "horizon": {strconv.Itoa(c.Horizon)}}
	if c.Store.ID != "" {
		q.Set("store", c.Store.ID)
	}
	if c.Category != "" {
		q.Set("category", c.Category)
	}
	q.Set(by, key)
	return template.URL("?" + q.Encode()) //nolint:gosec // encoded here
}

// Group is one table of accuracy.
type Group struct {
	Word, Head string
	Block      page.Block[[]Accuracy]
	By         string
}

// accuracyPage is how many stores stand on a page of the accuracy by store.
const accuracyPage = 50

var (
	spans    = []int{7, 28, 90}
	horizons = []int{1, 2, 3, 4, 5, 6, 7, 14}
)

// Forecast answers GET /merchandiser/forecast: error and bias, where the money was missed, and whether people did better.
func (m *Room) Forecast(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	q := r.URL.Query()
	c := ForecastContent{Bench: b, Turner: turnerOf(r, "page", accuracyPage), Days: 28, Horizon: 1, Spans: spans, Horizons: horizons, Category: cut(q.Get("category"))}
	if n, err := strconv.Atoi(q.Get("days")); err == nil && slices.Contains(spans, n) {
		c.Days = n
	}
	if n, err := strconv.Atoi(q.Get("horizon")); err == nil && slices.Contains(horizons, n) {
		c.Horizon = n
	}
	p := sql.Params{"day": chain.Date(b.Day), "days": c.Days, "store": b.Store.ID, "category": c.Category, "horizon": c.Horizon}
	var parts page.Block[[]Accuracy] // by category and horizon
	var names page.Block[chain.Names]
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Categories, "merchandiser/categories", nil)
	list(g, m.db, &parts, "merchandiser/accuracy", p)
	page.Load(g, &names, func(ctx context.Context) (chain.Names, error) { return chain.LoadCategories(ctx, m.db) })
	if b.Store.ID == "" {
		list(g, m.db, &c.ByStore, "merchandiser/accuracy_store", p)
	}
	page.Load(g, &c.Exceptions, func(ctx context.Context) ([]Exception, error) { return m.exceptions(ctx, b.Stores, p) })
	page.Load(g, &c.Alarms, func(ctx context.Context) (Alarms, error) { return m.alarms(ctx, b.Day, b.Store.ID) })
	page.Load(g, &c.Overrides, func(ctx context.Context) ([]Override, error) { return m.overrides(ctx, b.Stores, p) })
	g.Wait()
	c.group(parts, names.Value)
	for _, o := range c.Overrides.Value {
		c.SavedTotal += o.Saved()
		c.ChangedLine += float64(o.Changed)
	}
	m.broken(r, c.Categories.Err, parts.Err, names.Err, c.ByStore.Err, c.Exceptions.Err, c.Alarms.Err, c.Overrides.Err)
	m.show(w, r, "forecast", "forecast.title", c)
}
