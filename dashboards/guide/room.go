// Package guide is the in-app guide: every term of the pages and how each number
// is made, in Chinese and English. Figures link to their entry, /guide#gmv.
package guide

import (
	"embed"
	"html/template"
	"net/http"

	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
)

//go:embed *.html
var files embed.FS

// Room answers /guide.
type Room struct {
	shell *page.Shell
	page  *template.Template
}

// New makes the room.
func New(shell *page.Shell) *Room {
	return &Room{shell: shell, page: shell.Parse(files, "guide.html")}
}

// Page answers /guide.
func (g *Room) Page(w http.ResponseWriter, r *http.Request) {
	g.shell.Render(w, r, g.page, http.StatusOK, g.shell.View(r, g.shell.Printer(r).T("guide.title"), "guide", words.Guide()))
}
