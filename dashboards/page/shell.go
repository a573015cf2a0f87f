// Package page is the frame of every page: layout, language, who is reading,
// parts that load on their own, and the answers for what cannot be shown.
package page

import (
	"bytes"
	"embed"
	"html/template"
	"io/fs"
	"log/slog"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/assets"
	"github.com/linli-project/linli/dashboards/words"
)

//go:embed *.html
var files embed.FS

// Shell renders pages.
type Shell struct {
	Assets *assets.Set
	Log    *slog.Logger
	Now    func() time.Time
	base   *template.Template
}

// World is what the pages say about the data they show.
type World struct {
	Name     string // simulated, completejourney or live
	Currency string
}

// View is what a template sees.
type View struct {
	words.Printer
	Title   string
	Room    string // highlighted in the navigation
	Path    string // of this page, with its query
	World   World
	Account *account.Account
	Form    string // token for forms
	Assets  *assets.Set
	Now     time.Time
	Wait    time.Duration
	Data    any
	Part    bool
}

// chapters are where the guide opens from a room.
var chapters = map[string]string{"owner": "#ordering-chapter", "merchandiser": "#range-chapter", "manager": "#sales-chapter", "jobs": "#data-chapter"}

// Chapter is the part of the guide that is about this page, for its address.
func (v View) Chapter() string { return chapters[v.Room] }

// Charts says whether there is a picture on the page, or may be one among the parts that it loads: charts.js weighs more than all else.
func (v View) Charts() bool {
	c, ok := v.Data.(interface{ Charted() bool })
	return ok && c.Charted() && v.Assets.Has("charts.js")
}

// NewShell parses the layout.
func NewShell(s Shell) *Shell {
	s.base = template.Must(template.New("").ParseFS(files, "*.html"))
	return &s
}

// Parse adds the templates of a room to a copy of the layout; a page defines "main".
func (s *Shell) Parse(room fs.FS, names ...string) *template.Template {
	return template.Must(template.Must(s.base.Clone()).ParseFS(room, names...))
}

// View starts the view of a request.
func (s *Shell) View(r *http.Request, title, room string, data any) View {
	in := From(r)
	return View{
		Printer: words.Printer{Lang: in.Lang, Currency: in.World.Currency}, Title: title, Room: room,
		Path: r.URL.RequestURI(), World: in.World, Account: in.Account, Form: in.Form, Assets: s.Assets, Now: s.Now(), Data: data,
	}
}

// Render writes a whole page; nothing is sent before the template has run through.
func (s *Shell) Render(w http.ResponseWriter, r *http.Request, t *template.Template, status int, v View) {
	s.write(w, r, t, "layout", status, v)
}

func (s *Shell) write(w http.ResponseWriter, r *http.Request, t *template.Template, name string, status int, v View) {
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, name, v); err != nil {
		s.Log.Error("page not rendered", "path", r.URL.Path, "error", err)
		http.Error(w, v.T("fail.server"), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	_, _ = w.Write(b.Bytes())
}

// Fail answers with a page that says what went wrong; an error of ours goes to
// the log, never to the reader.
func (s *Shell) Fail(w http.ResponseWriter, r *http.Request, status int, key string, err error) {
	if err != nil {
		s.Log.Error("request failed", "path", r.URL.Path, "status", status, "error", err)
	}
	s.Render(w, r, s.base, status, s.View(r, s.Printer(r).T("fail.title"), "", key))
}

// Printer of a request.
func (s *Shell) Printer(r *http.Request) words.Printer {
	in := From(r)
	return words.Printer{Lang: in.Lang, Currency: in.World.Currency}
}
