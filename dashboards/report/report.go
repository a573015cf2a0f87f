// Package report is the owner's day as a file: a page that stands alone, an
// Excel workbook, or Markdown for a chat. It reads what the owner's page reads.
package report

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Options say which day of which store, and in which form.
type Options struct {
	Store  string
	Day    time.Time // zero: the newest
	Format string    // html, xlsx or md
	Lang   words.Lang
	Now    func() time.Time // nil: the clock
}

// Formats are the forms of a report.
var Formats = []string{"html", "xlsx", "md"}

// ErrNoStore says that the store is not known.
var ErrNoStore = errors.New("no such store")

// blockTime is longer than on a page: a report waits rather than leaving something out.
const blockTime = time.Minute

// content is everything the three forms are made from.
type content struct {
	owner.Content
	world page.World
	now   time.Time
	p     words.Printer
}

// Write reads the day and writes the report; nothing is written when anything fails to read.
func Write(ctx context.Context, db *sql.DB, w io.Writer, o Options) error {
	forms := map[string]func(context.Context, *sql.DB, io.Writer, content) error{"html": writeHTML, "xlsx": writeExcel, "md": writeMarkdown}
	form, ok := forms[o.Format]
	if !ok {
		return fmt.Errorf("report: format %q: want html, xlsx or md", o.Format)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	store, ok, err := chain.Find(ctx, db, o.Store)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	if !ok {
		return fmt.Errorf("report: store %q: %w", o.Store, ErrNoStore)
	}
	world, err := chain.Load(ctx, db)
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	day, err := owner.Load(ctx, db, store, o.Day, o.Now(), blockTime)
	if err == nil {
		err = day.Err()
	}
	if err != nil {
		return fmt.Errorf("report: %w", err)
	}
	c := content{owner.Fill(day), world, o.Now(), words.Printer{Lang: words.ParseLang(string(o.Lang)), Currency: world.Currency}}
	c.Report = true
	if err := form(ctx, db, w, c); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}
