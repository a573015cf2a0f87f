package owner

import (
	"embed"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

//go:embed *.html
var files embed.FS

// blockTime is how long one block of the page may take.
const blockTime = 4 * time.Second

// Room answers the owner's addresses.
type Room struct {
	db         *sql.DB
	shell      *page.Shell
	page, list *template.Template
	refused    *template.Template
	settled    *template.Template
	reading    chan struct{} // holds a place while a statement is read

	Statement StatementReader // nil: statements come in by command only
}

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	return &Room{
		db: db, shell: shell,
		page: shell.Parse(files, "owner.html", "blocks.html", "advice.html"),
		list: shell.Parse(files, "list.html"), refused: shell.Parse(files, "refused.html"),
		settled: shell.Parse(files, "settle.html"), reading: make(chan struct{}, 1),
	}
}

// Content is what the owner's templates read.
type Content struct {
	Day    *Day
	Stores []chain.Store
	Query  template.URL // store and day, for links
	Before time.Time
	After  time.Time
	Report bool // a file, not a page: no links, nothing folded
}

// LineView is a line with the words to show it.
type LineView struct {
	View    page.View
	Line    Line
	Content Content
}

// Line joins a line and the view; templates take one value.
func (c Content) Line(v page.View, l Line) LineView { return LineView{v, l, c} }

// Mark is the place of the line on the page.
func (l LineView) Mark() string { return mark(l.Line.ProductID) }

// Open says whether the quantity can be changed here.
func (l LineView) Open() bool { return !l.Content.Report && l.Content.Day.Sheet.Value.Open }

// RunView is a run with the words to show it.
type RunView struct {
	View page.View
	Run  chain.Run
	Zone *time.Location
}

// Made joins a run and the view.
func (c Content) Made(v page.View, r chain.Run) RunView { return RunView{v, r, c.Day.Store.Zone()} }

// AsOf says up to when the data of a block go: the close of a day, or, on a day
// that is still going on, the instant up to which the run could see.
func (c Content) AsOf(p words.Printer, asOf time.Time, r chain.Run) string {
	if c.Day.Live && asOf.Equal(c.Day.Day) {
		seen := r.Cutoff
		if words.Never(seen) {
			seen = r.EndedAt
		}
		if words.Never(seen) {
			return p.T("foot.today")
		}
		return p.T("foot.upto", p.Instant(seen, c.Day.Store.Zone()))
	}
	return p.T("foot.asof", p.ShortDay(asOf))
}

// Ready is a text to paste into the group: the hour and three lines of tomorrow.
func (c Content) Ready(p words.Printer) string {
	windows, lines := c.Day.Push.Value.Windows, c.Day.Sheet.Value.Top()
	if len(windows) == 0 || len(lines) == 0 {
		return ""
	}
	names := ""
	for i, l := range lines[:min(3, len(lines))] {
		if i > 0 {
			names += p.T("comma")
		}
		names += p.Pick(l.Name, l.NameEn)
	}
	return p.T("push.text", c.Day.Store.Title(), names, c.Day.Store.CutoffHour)
}

// Fill gives the content of a loaded day.
func Fill(d *Day) Content {
	return Content{
		Day: d, Before: d.Day.AddDate(0, 0, -1), After: d.Day.AddDate(0, 0, 1),
		Query: template.URL(url.Values{"store": {d.Store.ID}, "day": {chain.Date(d.Day)}}.Encode()), //nolint:gosec // encoded here
	}
}

// At is the query of the same store on another day.
func (c Content) At(day time.Time) template.URL {
	return Fill(&Day{Store: c.Day.Store, Day: day}).Query
}

// Page answers /owner.
func (o *Room) Page(w http.ResponseWriter, r *http.Request) {
	stores, store, day, ok := o.asked(w, r)
	if !ok {
		return
	}
	d, err := Load(r.Context(), o.db, store, day, o.shell.Now(), blockTime)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if err := d.Err(); err != nil {
		o.shell.Log.Error("owner's page has a broken block", "store", store.ID, "error", err)
	}
	c := Fill(d)
	c.Stores = stores
	o.shell.Render(w, r, o.page, http.StatusOK, o.shell.View(r, store.Title(), "owner", c))
}

// Blocks gives the templates of the page's blocks, for the report that is a file.
func Blocks(shell *page.Shell) *template.Template {
	return shell.Parse(files, "blocks.html", "advice.html")
}
