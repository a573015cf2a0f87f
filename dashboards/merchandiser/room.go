package merchandiser

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/sql"
)

//go:embed *.html
var files embed.FS

// most is how many rows a download has at the most.
const most = 200_000

// Room answers the merchandiser's addresses.
type Room struct {
	db             *sql.DB
	shell          *page.Shell
	page, affinity *template.Template
	pages          map[string]*template.Template // of the bench, by name
}

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	m := &Room{db: db, shell: shell, page: shell.Parse(files, "bench.html", "merchandiser.html"), affinity: shell.Parse(files, "affinity.html"), pages: map[string]*template.Template{}}
	for _, name := range []string{"whatif", "gate", "compare", "communities", "community", "alike", "forecast", "rules"} {
		m.pages[name] = shell.Parse(files, "bench.html", name+".html")
	}
	return m
}

type category struct {
	Category string `ch:"category"`
	Name     string `ch:"name"`
	NameEn   string `ch:"name_en"`
}

// Content is what the template of the page reads.
type Content struct {
	Bench
	Filter                 Filter
	Actions, Gates, States []string
	Categories             []category
	Advice                 page.Block[Advice]
}

// Page answers /merchandiser.
func (m *Room) Page(w http.ResponseWriter, r *http.Request) {
	f := filterOf(r)
	today := chain.Today(m.shell.Now(), chain.China)
	c := Content{
		Bench:  Bench{Path: "/merchandiser", Zone: chain.China, Day: today, Today: today, Done: doneOf(r.URL.Query())},
		Filter: f, Actions: actions, Gates: gates, States: states,
	}
	var stores page.Block[[]chain.Store]
	var categories page.Block[[]category]
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &stores, func(ctx context.Context) ([]chain.Store, error) { return chain.Stores(ctx, m.db) })
	page.Load(g, &categories, func(ctx context.Context) ([]category, error) {
		var list []category
		err := m.db.Select(ctx, &list, "merchandiser/categories", nil)
		return list, err
	})
	page.Load(g, &c.Advice, func(ctx context.Context) (Advice, error) {
		return m.advice(ctx, f, rows, (f.Page-1)*rows)
	})
	g.Wait()
	for _, err := range []error{stores.Err, categories.Err, c.Advice.Err} {
		if err != nil {
			m.shell.Log.Error("merchandiser's page has a broken block", "error", err)
		}
	}
	c.Stores, c.Categories = stores.Value, categories.Value
	m.shell.Render(w, r, m.page, http.StatusOK, m.shell.View(r, m.shell.Printer(r).T("range.title"), "merchandiser", c))
}

func (m *Room) advice(ctx context.Context, f Filter, limit, offset int) (Advice, error) {
	day, today := f.Day, chain.Today(m.shell.Now(), chain.China)
	if day.IsZero() {
		day = today
	}
	newest, err := chain.NewestUpTo(ctx, m.db, f.Store, day)
	if err != nil {
		return Advice{}, err
	}
	return loadAdvice(ctx, m.db, f, newest.Advice, today, limit, offset)
}

// Download answers /merchandiser/recommendations.csv and .xlsx: the whole filtered table.
func (m *Room) Download(format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		a, err := m.advice(r.Context(), filterOf(r), most, 0)
		if err != nil {
			m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		t := a.Table(m.shell.Printer(r))
		name := "recommendations"
		if !a.AsOf.IsZero() {
			name += "-" + chain.Date(a.AsOf)
		}
		w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s.%s"`, name, format))
		if format == "csv" {
			w.Header().Set("Content-Type", "text/csv; charset=utf-8")
			err = t.CSV(w)
		} else {
			w.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
			err = table.Excel(w, t)
		}
		if err != nil {
			m.shell.Log.Warn("download broken off", "path", r.URL.Path, "error", err)
		}
	}
}

// AffinityContent is what the template of the map reads.
type AffinityContent struct {
	Map  Map
	Zone *time.Location
}

// Affinity answers /part/affinity.
func (m *Room) Affinity(w http.ResponseWriter, r *http.Request) {
	f := filterOf(r)
	m.shell.Part(w, r, m.affinity, m.shell.Printer(r).T("affinity.title"), "merchandiser", func(ctx context.Context) (any, error) {
		day := f.Day
		if day.IsZero() {
			day = chain.Today(m.shell.Now(), chain.China)
		}
		newest, err := chain.NewestUpTo(ctx, m.db, f.Store, day)
		if err != nil {
			return nil, err
		}
		a, err := loadAffinity(ctx, m.db, f.Store, newest.Affinity)
		return AffinityContent{a, chain.China}, err
	})
}

// Previous page of the table.
func (c Content) Previous() int { return c.Filter.Page - 1 }

// Next page of the table.
func (c Content) Next() int { return c.Filter.Page + 1 }
