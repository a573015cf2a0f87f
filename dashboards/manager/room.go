// Package manager is the board of management: is it working? The page is a frame
// with blocks that load on their own, each with its own time and its own failure.
// Its whole state stands in the address: a link is a saved view. Every block says
// its definition, period, sample and as-of day, and is the same table as a file.
package manager

import (
	"bytes"
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

//go:embed *.html
var files embed.FS

// Room answers the management's addresses.
type Room struct {
	db      *sql.DB
	shell   *page.Shell
	page    *template.Template
	wall    *template.Template
	figures *template.Template
	block   *template.Template
	changes *template.Template
	usual   usual
}

// View is one tab of the board.
type View struct {
	Name  string
	Parts []string
}

// Views are the tabs in order, with their blocks.
var Views = []View{
	{"sales", []string{"figures", "trend", "drill", "hours"}},
	{"customers", []string{"funnel", "repurchase", "cohort", "shares"}},
	{"goods", []string{"products", "stores", "forecast", "alarms"}},
	{"results", []string{"advice", "leaders"}},
}

// Parts are the blocks of all tabs, in order.
var Parts = func() (all []string) {
	for _, v := range Views {
		all = append(all, v.Parts...)
	}
	return all
}()

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	return &Room{
		db: db, shell: shell, page: shell.Parse(files, "manager.html"), wall: shell.Parse(files, "wall.html"),
		figures: shell.Parse(files, "foot.html", "figures.html"), block: shell.Parse(files, "foot.html", "block.html"),
		changes: shell.Parse(files, "changes.html"),
		usual:   usual{opened: shell.Now(), last: map[string]time.Time{}},
	}
}

// Content is what the template of the page reads.
type Content struct {
	Ask
	View    View
	Views   []View
	Presets []int
	Crumbs  []Crumb
	Cities  []Choice
	Goods   []Choice
	Saved   page.Block[[]Saved]
}

// Address is the state of the page, to be kept under a name.
func (c Content) Address() string { return c.values().Encode() }

// Most is how many views one person may keep.
func (c Content) Most() int { return mostSaved }

// charted are the parts with a picture.
var charted = []string{"trend", "hours", "forecast"}

// Charted says whether one of the parts of the tab has a picture.
func (c Content) Charted() bool {
	return slices.ContainsFunc(c.View.Parts, func(part string) bool { return slices.Contains(charted, part) })
}

func (m *Room) ask(ctx context.Context, q url.Values) (Ask, error) {
	p, err := asked(ctx, m.db, q, m.shell.Now())
	a := Ask{Period: p, Scope: scope(q), View: Views[0].Name}
	for _, v := range Views {
		if q.Get("view") == v.Name {
			a.View = v.Name
		}
	}
	if slices.Contains(levels, q.Get("by")) {
		a.By = q.Get("by")
	}
	if err != nil || a.City == "" {
		return a, err
	}
	var others uint64
	if _, err := m.db.Get(ctx, &others, "manager/others", sql.Params{"city": a.City}); err != nil {
		return a, fmt.Errorf("board: %w", err)
	}
	a.whole = others == 0
	return a, nil
}

// Page answers /manager: the frame, which waits for nothing but the period and what the scope is called.
func (m *Room) Page(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), page.PartTime)
	defer cancel()
	a, err := m.ask(ctx, r.URL.Query())
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	m.usual.note(a, m.shell.Now())
	p := m.shell.Printer(r)
	if r.URL.Query().Get("wall") == "1" {
		m.showWall(ctx, w, r, a, p)
		return
	}
	c := Content{Ask: a, Views: Views, Presets: Presets}
	for _, v := range Views {
		if v.Name == a.View {
			c.View = v
		}
	}
	g := page.NewBlocks(ctx, page.PartTime)
	page.Load(g, &c.Saved, func(ctx context.Context) ([]Saved, error) { return m.saved(ctx, page.From(r).Account.Login) })
	if c.Crumbs, err = m.crumbs(ctx, a, p); err == nil {
		c.Cities, c.Goods, err = m.choices(ctx, p)
	}
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if g.Wait(); c.Saved.Err != nil {
		m.shell.Log.Error("saved views", "error", c.Saved.Err)
	}
	m.shell.Render(w, r, m.page, http.StatusOK, m.shell.View(r, p.T("manager.title"), "manager", c))
}

// Part answers /part/<name> of this page.
func (m *Room) Part(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := m.shell.Printer(r)
		t := m.block
		if name == "figures" {
			t = m.figures
		}
		m.shell.Part(w, r, t, p.T("part."+name), "manager", func(ctx context.Context) (any, error) {
			a, err := m.ask(ctx, r.URL.Query())
			if err != nil {
				return nil, err
			}
			return m.load(ctx, name, a, p)
		})
	}
}

// Export answers /manager/export?part=&format=: one block as a file, the same rows under the same filter.
func (m *Room) Export(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), page.PartTime)
	defer cancel()
	p, q := m.shell.Printer(r), r.URL.Query()
	name, format := q.Get("part"), q.Get("format")
	if name == "" {
		name = Parts[0]
	}
	if format == "" {
		format = table.Formats[0]
	}
	if !slices.Contains(Parts, name) || !slices.Contains(table.Formats, format) {
		m.shell.Fail(w, r, http.StatusNotFound, "fail.page", nil)
		return
	}
	a, err := m.ask(ctx, q)
	var b *Block
	if err == nil {
		b, err = m.load(ctx, name, a, p)
	}
	var out bytes.Buffer
	if err == nil {
		err = b.Table.Write(&out, format)
	}
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	w.Header().Set("Content-Type", table.Kinds[format])
	w.Header().Set("Content-Disposition", `attachment; filename="linli-`+name+"-"+a.From.Format("20060102")+"-"+a.To.Format("20060102")+"."+format+`"`)
	_, _ = w.Write(out.Bytes())
}

type loader func(context.Context, *sql.DB, Ask, words.Printer) (*Block, error)

var loaders = map[string]loader{
	"figures": loadFigures, "trend": loadTrend, "drill": loadDrill, "hours": loadHours, "funnel": loadFunnel, "repurchase": loadRepurchase,
	"cohort": loadCohort, "shares": loadShares, "products": loadProducts, "stores": loadStores, "forecast": loadForecast, "alarms": loadAlarms,
	"advice": loadAdvice, "leaders": loadLeaders,
}

func (m *Room) load(ctx context.Context, name string, a Ask, p words.Printer) (*Block, error) {
	b, err := loaders[name](ctx, m.db, a, p)
	if err != nil {
		return nil, err
	}
	b.Ask, b.Name = a, name
	if b.AsOf.IsZero() {
		b.AsOf = a.Newest
	}
	return b, nil
}

// showWall answers /manager?wall=1: five figures, large, for a screen on the wall. The browser asks again by itself.
func (m *Room) showWall(ctx context.Context, w http.ResponseWriter, r *http.Request, a Ask, p words.Printer) {
	b, err := m.load(ctx, "figures", a, p)
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	crumbs, err := m.crumbs(ctx, a, p)
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	var five []Figure
	for _, key := range []string{"gmv", "orders", "buyers", "repurchase", "stockout", "aov", "waste"} {
		for _, f := range b.Figures {
			if f.Key == key && len(five) < 5 {
				five = append(five, f)
			}
		}
	}
	b.Figures = five
	w.Header().Set("Refresh", "60")
	v := m.shell.View(r, p.T("manager.title"), "wall", struct {
		*Block
		Crumbs []Crumb
		At     time.Time
	}{b, crumbs, m.shell.Now()})
	m.shell.Render(w, r, m.wall, http.StatusOK, v)
}
