package merchandiser

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Accuracy is how far the forecasts of a category, store or horizon were off.
type Accuracy struct {
	Key       string    `ch:"key"`
	AsOf      time.Time `ch:"as_of"`
	First     time.Time `ch:"first"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
	Series    uint64    `ch:"series"`
	SoldOut   uint64    `ch:"sold_out"`
	Actual    float64   `ch:"actual_units"`
	Missed    float64   `ch:"missed_units"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	Bias      float64   `ch:"bias_share"`
	Covered   float64   `ch:"covered"`
	MissedFen float64   `ch:"missed_fen"` // about
	All       uint64    `ch:"rows"`       // on all pages
}

// Title is the name of the row.
func (a Accuracy) Title(p words.Printer) string {
	if name := p.Pick(a.Name, a.NameEn); name != "" {
		return name
	}
	return a.Key
}

// MissedYuan is the money missed, about: whole yuan are exact enough.
func (a Accuracy) MissedYuan() float64 { return a.MissedFen / 100 }

// Worse says whether repeating last week would have been nearer.
func (a Accuracy) Worse() bool { return a.WAPE > a.NaiveWAPE }

// Exception is a product at a store whose forecasts missed much money.
type Exception struct {
	StoreID   string    `ch:"store_id"`
	Store     string    `ch:"store"`
	ProductID string    `ch:"product_id"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
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

// Alarm is a store whose forecasts did worse than last week's sales.
type Alarm struct {
	Day       time.Time `ch:"day"`
	StoreID   string    `ch:"store_id"`
	Store     string    `ch:"store"`
	WAPE      float64   `ch:"wape"`
	NaiveWAPE float64   `ch:"naive_wape"`
	Actual    float64   `ch:"actual"`
	Series    uint64    `ch:"series"`
	TextZh    string    `ch:"text_zh"`
	TextEn    string    `ch:"text_en"`
}

// Override is what changed quantities of one person at one store came to.
type Override struct {
	StoreID string    `ch:"store_id"`
	Store   string    `ch:"store"`
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
	Alarms                  page.Block[[]Alarm]
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
	p := func(by string) sql.Params {
		v := sql.Params{"day": chain.Date(b.Day), "days": c.Days, "store": b.Store.ID, "category": c.Category, "horizon": c.Horizon, "by": by, "limit": 200, "offset": 0}
		if by == "store" {
			v["limit"], v["offset"] = c.Each, c.Offset()
		}
		return v
	}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Categories, "merchandiser/categories", nil)
	list(g, m.db, &c.ByCategory, "merchandiser/accuracy", p("category"))
	list(g, m.db, &c.ByStore, "merchandiser/accuracy_store", p("store"))
	list(g, m.db, &c.ByHorizon, "merchandiser/accuracy", p("horizon"))
	list(g, m.db, &c.Exceptions, "merchandiser/exceptions", p(""))
	list(g, m.db, &c.Alarms, "merchandiser/alarms", p(""))
	list(g, m.db, &c.Overrides, "merchandiser/overrides", p(""))
	g.Wait()
	if rows := c.ByStore.Value; len(rows) > 0 {
		c.Total = rows[0].All
	}
	for _, o := range c.Overrides.Value {
		c.SavedTotal += o.Saved()
		c.ChangedLine += float64(o.Changed)
	}
	m.broken(r, c.Categories.Err, c.ByCategory.Err, c.ByStore.Err, c.ByHorizon.Err, c.Exceptions.Err, c.Alarms.Err, c.Overrides.Err)
	m.show(w, r, "forecast", "forecast.title", c)
}
