// Package operation is the jobs page: what runs when, how the last runs went,
// and a button that asks the scheduler for one now.
package operation

import (
	"context"
	"embed"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"time"

	"github.com/oklog/ulid/v2"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

//go:embed *.html
var files embed.FS

// Room answers the addresses of the jobs page.
type Room struct {
	db    *sql.DB
	shell *page.Shell
	page  *template.Template
}

// New makes the room.
func New(db *sql.DB, shell *page.Shell) *Room {
	return &Room{db: db, shell: shell, page: shell.Parse(files, "jobs.html")}
}

// Content is what the template reads.
type Content struct {
	Jobs  page.Block[[]Job]
	Runs  page.Block[[]Run]
	Told  page.Block[Messages]
	Day   time.Time // offered for a run
	Zone  *time.Location
	Asked string // job that was just requested
	For   time.Time
}

// Page answers /jobs.
func (o *Room) Page(w http.ResponseWriter, r *http.Request) {
	c := Content{Zone: chain.China, Asked: r.URL.Query().Get("asked")}
	c.For, _ = chain.ParseDay(r.URL.Query().Get("for"))
	g := page.NewBlocks(r.Context(), page.PartTime)
	page.Load(g, &c.Jobs, func(ctx context.Context) ([]Job, error) { return jobs(ctx, o.db) })
	page.Load(g, &c.Runs, func(ctx context.Context) ([]Run, error) { return runs(ctx, o.db) })
	page.Load(g, &c.Told, func(ctx context.Context) (Messages, error) { return messages(ctx, o.db) })
	var day page.Block[time.Time]
	page.Load(g, &day, func(ctx context.Context) (time.Time, error) {
		today := chain.Today(o.shell.Now(), chain.China)
		n, err := chain.NewestUpTo(ctx, o.db, "", today)
		if n.Fact.IsZero() {
			return today.AddDate(0, 0, -1), err
		}
		return n.Fact, err
	})
	g.Wait()
	c.Day = day.Value
	known := false
	for _, j := range c.Jobs.Value {
		known = known || j.Job == c.Asked
	}
	if !known { // the address is not to put words on the page
		c.Asked = ""
	}
	for _, err := range []error{c.Jobs.Err, c.Runs.Err, c.Told.Err, day.Err} {
		if err != nil {
			o.shell.Log.Error("jobs page has a broken block", "error", err)
		}
	}
	o.shell.Render(w, r, o.page, http.StatusOK, o.shell.View(r, o.shell.Printer(r).T("jobs.title"), "jobs", c))
}

type request struct {
	ID          string    `ch:"request_id"`
	Job         string    `ch:"job"`
	Day         time.Time `ch:"day"`
	RequestedBy string    `ch:"requested_by"`
	RequestedAt time.Time `ch:"requested_at"`
	Taken       uint8     `ch:"taken"`
	UpdatedAt   time.Time `ch:"updated_at"`
}

// Run answers POST /jobs/run: it writes a request that the scheduler takes.
func (o *Room) Run(w http.ResponseWriter, r *http.Request) {
	day, ok := chain.ParseDay(r.PostFormValue("day"))
	if !ok || day.After(chain.Today(o.shell.Now(), chain.China)) {
		o.shell.Fail(w, r, http.StatusBadRequest, "fail.day", nil)
		return
	}
	list, err := jobs(r.Context(), o.db)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	job := r.PostFormValue("job")
	for _, j := range list {
		if j.Job != job {
			continue
		}
		now, who := o.shell.Now().UTC(), page.From(r).Account
		entry := changelog.Entry{At: now.Truncate(time.Millisecond), Login: who.Login, Role: who.Role, What: "job_request", Target: job, After: chain.Date(day)}
		if err := changelog.Record(r.Context(), o.db, entry); err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		rows := []request{{ulid.Make().String(), job, day, who.Login, now, 0, now}}
		if err := o.db.Insert(r.Context(), "job_request", rows, ""); err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", fmt.Errorf("request job: %w", err))
			return
		}
		o.shell.Log.Info("job requested", "job", job, "day", chain.Date(day), "by", who.Login)
		http.Redirect(w, r, "/jobs?"+url.Values{"asked": {job}, "for": {chain.Date(day)}}.Encode(), http.StatusSeeOther)
		return
	}
	o.shell.Fail(w, r, http.StatusBadRequest, "jobs.unknown", nil)
}
