package report

import (
	"bytes"
	"context"
	"embed"
	"html/template"
	"io"
	"log/slog"
	"time"

	"github.com/linli-project/linli/dashboards/assets"
	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

//go:embed report.html
var files embed.FS

// Sheet is what the template of the file reads.
type Sheet struct {
	owner.Content
	Style     template.CSS
	Generated time.Time
	Zone      *time.Location
}

func writeHTML(_ context.Context, _ *sql.DB, w io.Writer, c content) error {
	loaded := assets.Load()
	shell := page.NewShell(page.Shell{Assets: loaded, Log: slog.New(slog.DiscardHandler)})
	t, err := owner.Blocks(shell).ParseFS(files, "report.html")
	if err != nil {
		return err
	}
	v := page.View{
		Printer: c.p, Title: c.Day.Store.Title(), World: c.world, Assets: loaded, Now: c.now,
		Data: Sheet{c.Content, template.CSS(loaded.Text("page.css")), c.now, c.Day.Store.Zone()}, //nolint:gosec // our own style sheet
	}
	var b bytes.Buffer
	if err := t.ExecuteTemplate(&b, "report", v); err != nil {
		return err
	}
	_, err = w.Write(b.Bytes())
	return err
}
