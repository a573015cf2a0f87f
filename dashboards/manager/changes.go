package manager

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
)

// How many changes stand on a page, and in a file at the most.
const (
	changesPage = 100
	changesFile = 100_000
)

// ChangesAsk is what an address of the log says.
type ChangesAsk struct {
	Store, Login, What, Search string
	From, To                   time.Time // days, zero: open
	Page                       int       // from 1
}

// readChanges reads an address; what it does not understand counts as not given.
func readChanges(q url.Values) ChangesAsk {
	get := func(name string) string {
		v := strings.TrimSpace(strings.ToValidUTF8(q.Get(name), ""))
		if len(v) > longestID {
			return ""
		}
		return v
	}
	a := ChangesAsk{Store: get("store"), Login: get("login"), Search: get("q"), Page: 1}
	if slices.Contains(changelog.Kinds, q.Get("what")) {
		a.What = q.Get("what")
	}
	a.From, _ = chain.ParseDay(q.Get("from"))
	a.To, _ = chain.ParseDay(q.Get("to"))
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 && n <= 100_000 {
		a.Page = n
	}
	return a
}

// filter is the ask as the log understands it: days are days in China.
func (a ChangesAsk) filter() changelog.Filter {
	f := changelog.Filter{Store: a.Store, Strict: true, Login: a.Login, Search: a.Search}
	if a.What != "" {
		f.What = []string{a.What}
	}
	local := func(d time.Time) time.Time { return time.Date(d.Year(), d.Month(), d.Day(), 0, 0, 0, 0, chain.China) }
	if !a.From.IsZero() {
		f.From = local(a.From)
	}
	if !a.To.IsZero() {
		f.To = local(a.To.AddDate(0, 0, 1))
	}
	return f
}

// With is the address of a path with the filter and some values changed: pairs of name and value, an empty value takes one away.
func (a ChangesAsk) With(path string, pairs ...string) string {
	q := url.Values{}
	set := func(name, value string) {
		q.Del(name)
		if value != "" {
			q.Set(name, value)
		}
	}
	set("store", a.Store)
	set("login", a.Login)
	set("what", a.What)
	set("q", a.Search)
	if !a.From.IsZero() {
		set("from", chain.Date(a.From))
	}
	if !a.To.IsZero() {
		set("to", chain.Date(a.To))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		set(pairs[i], pairs[i+1])
	}
	return strings.TrimSuffix(path+"?"+q.Encode(), "?")
}

// ChangesContent is what the template of the log reads.
type ChangesContent struct {
	ChangesAsk
	Zone   *time.Location
	Kinds  []string
	People page.Block[[]string]
	Stores page.Block[[]chain.Store]
	Size   page.Block[changelog.Size]
	Rows   page.Block[[]changelog.Row]
}

// Formats that the log can be taken out as.
func (c ChangesContent) Formats() []string { return table.Formats }

// File is the address of the log as a file.
func (c ChangesContent) File(format string) string {
	return c.With("/manager/changes/export", "format", format)
}

// Pages is how many pages the log has.
func (c ChangesContent) Pages() int {
	return int((c.Size.Value.Rows + changesPage - 1) / changesPage) //nolint:gosec // a count of rows
}

// Turn is the address of another page: one back or one on.
func (c ChangesContent) Turn(by int) string {
	return c.With("/manager/changes", "page", strconv.Itoa(c.Page+by))
}

// Changes answers GET /manager/changes: who changed what, when, from what to what.
func (m *Room) Changes(w http.ResponseWriter, r *http.Request) {
	a := readChanges(r.URL.Query())
	c := ChangesContent{ChangesAsk: a, Zone: chain.China, Kinds: changelog.Kinds}
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.People, func(ctx context.Context) ([]string, error) { return changelog.Who(ctx, m.db) })
	page.Load(g, &c.Stores, func(ctx context.Context) ([]chain.Store, error) { return chain.Stores(ctx, m.db) })
	page.Load(g, &c.Size, func(ctx context.Context) (changelog.Size, error) { return changelog.Count(ctx, m.db, a.filter()) })
	page.Load(g, &c.Rows, func(ctx context.Context) ([]changelog.Row, error) {
		return changelog.List(ctx, m.db, a.filter(), changesPage, (a.Page-1)*changesPage)
	})
	g.Wait()
	for _, err := range []error{c.People.Err, c.Stores.Err, c.Size.Err, c.Rows.Err} {
		if err != nil && r.Context().Err() == nil {
			m.shell.Log.Error("the log of changes has a broken block", "error", err)
		}
	}
	m.shell.Render(w, r, m.changes, http.StatusOK, m.shell.View(r, m.shell.Printer(r).T("changes.title"), "manager", c))
}

// ChangesExport answers GET /manager/changes/export?format=: the same rows as a file, with the codes beside the words.
func (m *Room) ChangesExport(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), page.PartTime)
	defer cancel()
	format := r.URL.Query().Get("format")
	if format == "" {
		format = table.Formats[0]
	}
	if !slices.Contains(table.Formats, format) {
		m.shell.Fail(w, r, http.StatusNotFound, "fail.page", nil)
		return
	}
	rows, err := changelog.List(ctx, m.db, readChanges(r.URL.Query()).filter(), changesFile, 0)
	var out bytes.Buffer
	if err == nil {
		err = changesTable(m.shell.Printer(r), rows).Write(&out, format)
	}
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	w.Header().Set("Content-Type", table.Kinds[format])
	w.Header().Set("Content-Disposition", `attachment; filename="linli-changes-`+m.shell.Now().In(chain.China).Format("20060102")+"."+format+`"`)
	_, _ = w.Write(out.Bytes())
}

func changesTable(p words.Printer, rows []changelog.Row) *table.Table {
	t := table.New(p.T("changes.title"), table.Text(p.T("changes.at")), table.Text(p.T("changes.login")), table.Text(p.T("changes.role")), table.Text(p.T("changes.what")),
		table.Text(p.T("changes.store")), table.Text(p.T("store")), table.Text(p.T("change.what")), table.Text(p.T("change.before")), table.Text(p.T("change.after")),
		table.Text(p.T("range.note")), table.Text(p.T("changes.code")), table.Text(p.T("changes.target")), table.Text(p.T("changes.raw.before")), table.Text(p.T("changes.raw.after")))
	for _, c := range rows {
		t.Add(c.At.In(chain.China).Format("2006-01-02 15:04:05.000"), c.Login, p.Code("role", c.Role), c.Doing(p), c.Store, c.Title, c.About(p), c.From(p), c.To(p), c.Note, c.What, c.Target, c.Before, c.After)
	}
	return t
}
