package owner

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// StatementReader imports the platform's statement from a file, rows of stores that may only: all of it or nothing. Ready is told what
// was read (rows, first and last day; paid, refunded and commission in fen) before any of it can be seen, and may refuse. The rooms
// read tables and import nothing, so whoever wires the site gives it; what is wrong with a file is an error that is a statementFault.
type StatementReader func(ctx context.Context, db *sql.DB, path string, at time.Time, may func(store string) bool,
	ready func(rows int64, first, last time.Time, fen [3]int64) error) error

// statementFault tells where and what: see words "upload.".
type statementFault interface {
	error
	Refused() (kind, unit string, number int64, column, value string)
}

const (
	longestStatement = 8 << 20   // bytes of a file
	unpackedBook     = 128 << 20 // bytes of what is in a workbook
	statementTime    = time.Minute
)

var statementEndings = []string{".xlsx", ".csv", ".tsv"}

// Upload answers POST /owner/settlement: the platform's statement as a file.
func (o *Room) Upload(w http.ResponseWriter, r *http.Request) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return
	}
	p, back := o.shell.Printer(r), way("/owner/settlement", store, day, "upload")
	if o.Statement == nil {
		o.refuse(w, r, http.StatusNotFound, back, p.T("upload.off"))
		return
	}
	file, head, err := r.FormFile("file")
	if err != nil {
		o.refuse(w, r, http.StatusBadRequest, back, p.T("upload.none"))
		return
	}
	defer func() { _ = file.Close() }()
	name := statementName(head.Filename)
	switch {
	case !slices.Contains(statementEndings, filepath.Ext(name)):
		o.refuse(w, r, http.StatusUnsupportedMediaType, back, p.T("upload.ending", name))
		return
	case head.Size > longestStatement:
		o.refuse(w, r, http.StatusRequestEntityTooLarge, back, p.T("upload.big"))
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), statementTime)
	defer cancel()
	select { // one at a time: a workbook takes its room in memory
	case o.reading <- struct{}{}:
		defer func() { <-o.reading }()
	case <-ctx.Done():
		o.refuse(w, r, http.StatusServiceUnavailable, back, p.T("upload.busy"))
		return
	}
	at, last, err := o.take(ctx, page.From(r), store, file, name)
	if fault, is := errors.AsType[statementFault](err); is {
		o.refuse(w, r, http.StatusUnprocessableEntity, back, faultText(p, name, fault))
		return
	}
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if last.Before(day) || day.IsZero() {
		day = last
	}
	q := url.Values{"store": {store.ID}, "day": {chain.Date(day)}, "read": {fmt.Sprint(at.UnixMilli())}}
	http.Redirect(w, r, "/owner/settlement?"+q.Encode(), http.StatusSeeOther)
}

// take reads an uploaded file by way of a copy that is gone afterwards.
func (o *Room) take(ctx context.Context, in page.Reader, store chain.Store, file multipart.File, name string) (at, last time.Time, err error) {
	dir, err := os.MkdirTemp("", "linli-statement-*")
	if err != nil {
		return at, last, fmt.Errorf("keep an uploaded statement: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	path := filepath.Join(dir, name)
	if err := copyTo(path, file); err != nil {
		return at, last, fmt.Errorf("keep an uploaded statement: %w", err)
	}
	if filepath.Ext(name) == ".xlsx" && !modest(path) {
		return at, last, badBook{}
	}
	at = o.now()
	err = o.Statement(ctx, o.db, path, at, in.Account.MaySee, func(rows int64, first, until time.Time, fen [3]int64) error {
		last = until
		return o.record(ctx, in, changelog.Entry{At: at, What: "statement", Store: store.ID, Target: name, After: changelog.Statement{
			Rows: rows, First: first, Last: until, Paid: fen[0], Refunded: fen[1], Commission: fen[2],
		}.String()})
	})
	return at, last, err
}

func copyTo(path string, from io.Reader) error {
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	return errors.Join(err, to.Close())
}

// modest says whether a workbook unpacks to a size that one has: a small file can hold gigabytes of nothing. What it says of itself
// is held to when it is unpacked.
func modest(path string) bool {
	book, err := zip.OpenReader(path)
	if err != nil {
		return true // no workbook at all, as its reader will say better
	}
	defer func() { _ = book.Close() }()
	size := uint64(0)
	for _, f := range book.File {
		if size += f.UncompressedSize64; size > unpackedBook || f.UncompressedSize64 > unpackedBook {
			return false
		}
	}
	return len(book.File) < 2000
}

// badBook is a workbook that unpacks to too much.
type badBook struct{}

func (badBook) Error() string { return "the workbook unpacks to more than is taken" }

func (badBook) Refused() (kind, unit string, number int64, column, value string) {
	return "too_long", "", 0, "", ""
}

// statementName keeps of a file's name what every file system takes, and its ending in small letters.
func statementName(given string) string {
	given = given[strings.LastIndexAny(given, `/\`)+1:]
	ending := strings.ToLower(filepath.Ext(given))
	name := []rune(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_ ()（）.", r) {
			return r
		}
		return '_'
	}, strings.ToValidUTF8(given[:len(given)-len(ending)], "_")))
	if text := strings.Trim(string(name[:min(50, len(name))]), " ."); text != "" {
		return text + ending
	}
	return "statement" + ending
}

// faultText is why a file was refused, in one line that names the row.
func faultText(p words.Printer, name string, fault statementFault) string {
	kind, unit, number, column, value := fault.Refused()
	if v := []rune(value); len(v) > 30 {
		value = string(v[:30]) + "…"
	}
	title, why := p.Code("upload.column", column), "upload."+kind
	switch {
	case kind == "no_column":
		return p.T(why, name, title)
	case kind == "cell" && value == "":
		return p.T("upload.at", name, number, p.T("upload.cell.empty", title))
	case kind == "cell":
		return p.T("upload.at", name, number, p.T("upload.cell."+belongs(column), title, value))
	case !words.Known(why):
		return p.T("upload.unreadable", name)
	case unit != "":
		return p.T("upload.at", name, number, p.T(why))
	}
	return p.T(why, name)
}

// belongs is what stands in a column.
func belongs(column string) string {
	switch strings.TrimSuffix(column, "_yuan") {
	case "paid", "refunded", "commission":
		return "money"
	case "business_day":
		return "day"
	case "store_id":
		return "store"
	}
	return "other"
}

// readNow is what the log says of a statement that the reader has just handed in.
func (o *Room) readNow(ctx context.Context, login, store string, milli int64) (*TakenStatement, error) {
	var row TakenStatement
	found, err := o.db.Get(ctx, &row, "owner/statement_read", sql.Params{"store": store, "login": login, "at": milli})
	if err != nil || !found {
		return nil, err
	}
	row.Statement, found = changelog.ParseStatement(row.After)
	if !found {
		return nil, nil
	}
	return &row, nil
}

// TakenStatement is a statement as it was taken in.
type TakenStatement struct {
	Name                string `ch:"target"`
	After               string `ch:"after"`
	changelog.Statement `ch:"-"`
}

// Text says it in a sentence.
func (t TakenStatement) Text(p words.Printer) string {
	said := []any{t.Name, p.Count(t.Rows), t.Span(p), p.Money(t.Paid), p.Money(t.Refunded)}
	if t.Commission == 0 {
		return p.T("upload.done", said...)
	}
	return p.T("upload.donedue", append(said, p.Money(t.Commission))...)
}
