package merchandiser

import (
	"context"
	"html/template"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Tab is one page of the bench in its navigation.
type Tab struct {
	Path, Word string
	Here       bool
}

// tabs are the pages of the bench: path and word.
var tabs = [][2]string{
	{"/merchandiser", "bench.advice"}, {"/merchandiser/whatif", "bench.whatif"}, {"/merchandiser/gate", "bench.gate"},
	{"/merchandiser/compare", "bench.compare"}, {"/merchandiser/communities", "bench.communities"}, {"/merchandiser/alike", "bench.alike"},
	{"/merchandiser/forecast", "bench.forecast"}, {"/merchandiser/rules", "bench.rules"},
}

// Bench is what every page of the room knows.
type Bench struct {
	Path   string // of the page, without its query
	Stores []chain.Store
	Store  chain.Store // asked for; empty: all
	Day    time.Time   // asked for, else today; figures are the newest up to it
	Today  time.Time
	Zone   *time.Location
	Done   *Done // what the form just sent has changed
}

// Done counts what a form changed.
type Done struct{ Changed, Same int }

// Tabs are the pages of the bench.
func (b Bench) Tabs() []Tab {
	list := make([]Tab, len(tabs))
	for i, t := range tabs {
		list[i] = Tab{t[0], t[1], t[0] == b.Path || (t[0] == "/merchandiser/communities" && b.Path == "/merchandiser/community")}
	}
	return list
}

// Closed is the newest day that is over: figures of the day that still runs would be taken for bad ones.
func (b Bench) Closed() time.Time {
	if b.Day.Before(b.Today) {
		return b.Day
	}
	return b.Today.AddDate(0, 0, -1)
}

// Fen is money of a model in whole fen.
func (b Bench) Fen(v float64) int64 { return int64(math.Round(v)) }

// Plus writes money with its sign.
func (b Bench) Plus(p words.Printer, fen float64) string {
	if math.Round(fen) > 0 {
		return "+" + p.Money(b.Fen(fen))
	}
	return p.Money(b.Fen(fen))
}

// Less turns a loss into what it costs.
func (b Bench) Less(v float64) float64 { return -v }

// Move writes a difference of people with its sign.
func (b Bench) Move(n int64) string {
	if n > 0 {
		return "+" + strconv.FormatInt(n, 10)
	}
	return strings.Replace(strconv.FormatInt(n, 10), "-", "−", 1)
}

// Tenths writes a share as per cent with one decimal, without the sign, for narrow cells.
func (b Bench) Tenths(share float64) string { return strconv.FormatFloat(share*100, 'f', 1, 64) }

// Digit counts from one.
func (b Bench) Digit(i int) string { return strconv.Itoa(i + 1) }

// Part is the address of the map of tastes with the filter of the page.
func (b Bench) Part() template.URL {
	q := url.Values{"day": {chain.Date(b.Day)}}
	if b.Store.ID != "" {
		q.Set("store", b.Store.ID)
	}
	return template.URL("/part/affinity?" + q.Encode()) //nolint:gosec // encoded here
}

// askStores reads the day of an address and the stores that the reader may see. When it answers false, the refusal is written.
func (m *Room) askStores(w http.ResponseWriter, r *http.Request) (Bench, bool) {
	q := r.URL.Query()
	b := Bench{Path: r.URL.Path, Today: chain.Today(m.shell.Now(), chain.China), Zone: chain.China, Done: doneOf(q)}
	b.Day = b.Today
	if day, ok := chain.ParseDay(q.Get("day")); ok {
		b.Day = day
	}
	ctx, cancel := context.WithTimeout(r.Context(), page.PartTime)
	defer cancel()
	all, err := chain.Stores(ctx, m.db)
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return b, false
	}
	who := page.From(r).Account
	for _, s := range all {
		if who.MaySee(s.ID) {
			b.Stores = append(b.Stores, s)
		}
	}
	return b, true
}

// ask reads store and day of an address and refuses what the reader may not see. When it answers false, the refusal is written.
func (m *Room) ask(w http.ResponseWriter, r *http.Request, needStore bool) (Bench, bool) {
	b, ok := m.askStores(w, r)
	if !ok {
		return b, false
	}
	id := r.URL.Query().Get("store")
	for _, s := range b.Stores {
		if s.ID == id {
			b.Store = s
		}
	}
	if id != "" && b.Store.ID == "" {
		m.shell.Fail(w, r, http.StatusNotFound, "fail.nostore", nil)
		return b, false
	}
	if needStore && id == "" {
		if len(b.Stores) == 0 {
			m.shell.Fail(w, r, http.StatusOK, "store.none", nil)
			return b, false
		}
		b.Store = b.Stores[0]
	}
	return b, true
}

// doneOf reads what a redirect says of the form before it.
func doneOf(q url.Values) *Done {
	changed, err1 := strconv.Atoi(q.Get("done"))
	same, err2 := strconv.Atoi(q.Get("same"))
	if err1 != nil || err2 != nil || changed < 0 || same < 0 || changed > 10_000 || same > 10_000 {
		return nil
	}
	return &Done{changed, same}
}

// broken puts the failures of blocks into the log.
func (m *Room) broken(r *http.Request, errs ...error) {
	for _, err := range errs {
		if err != nil && r.Context().Err() == nil {
			m.shell.Log.Error("a block of the merchandiser's bench is broken", "path", r.URL.Path, "error", err)
		}
	}
}

// list loads the rows of a named query into a block.
func list[T any](g *page.Blocks, db *sql.DB, into *page.Block[[]T], name string, p sql.Params) {
	page.Load(g, into, func(ctx context.Context) ([]T, error) {
		var rows []T
		err := db.Select(ctx, &rows, name, p)
		return rows, err
	})
}

// show renders a page of the bench.
func (m *Room) show(w http.ResponseWriter, r *http.Request, name, title string, data any) {
	m.shell.Render(w, r, m.pages[name], http.StatusOK, m.shell.View(r, m.shell.Printer(r).T(title), "merchandiser", data))
}
