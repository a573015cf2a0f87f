package manager

import (
	"context"
	"embed"
	"html/template"
	"net/http"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

//go:embed *.html
var files embed.FS

// Room answers the management's addresses.
type Room struct {
	db    *sql.DB
	shell *page.Shell
	page  *template.Template
	part  map[string]*template.Template
}

// Parts are the blocks of the page, in order.
var Parts = []string{"figures", "trend", "hours", "stores", "products"}

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	m := &Room{db: db, shell: shell, page: shell.Parse(files, "manager.html"), part: map[string]*template.Template{}}
	for _, name := range Parts {
		m.part[name] = shell.Parse(files, name+".html")
	}
	return m
}

// Content is what the template of the page reads.
type Content struct {
	Period Period
	Parts  []string
}

// Page answers /manager: the frame, which waits for nothing but the period.
func (m *Room) Page(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), page.PartTime)
	defer cancel()
	p, err := asked(ctx, m.db, r.URL.Query(), m.shell.Now())
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	m.shell.Render(w, r, m.page, http.StatusOK, m.shell.View(r, m.shell.Printer(r).T("manager.title"), "manager", Content{p, Parts}))
}

// FiguresContent is what the template of the figures reads.
type FiguresContent struct {
	Period  Period
	Known   bool
	Figures []Figure
}

// Part answers /part/<name> of this page.
func (m *Room) Part(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p := m.shell.Printer(r)
		m.shell.Part(w, r, m.part[name], p.T("part."+name), "manager", func(ctx context.Context) (any, error) {
			period, err := asked(ctx, m.db, r.URL.Query(), m.shell.Now())
			if err != nil {
				return nil, err
			}
			return m.load(ctx, name, period, p)
		})
	}
}

func (m *Room) load(ctx context.Context, name string, period Period, p words.Printer) (any, error) {
	switch name {
	case "figures":
		b, err := load(ctx, m.db, period)
		return FiguresContent{period, b.known, b.figures(p)}, err
	case "trend":
		return loadTrend(ctx, m.db, period, p)
	case "hours":
		return loadWeek(ctx, m.db, period, p)
	case "stores":
		return loadTops[TopStore](ctx, m.db, "manager/stores", period)
	}
	return loadTops[TopProduct](ctx, m.db, "manager/products", period)
}
