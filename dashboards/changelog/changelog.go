// Package changelog is the log of what people change: on the pages (quantities, advice, rules, pickups, passwords, runs that were
// asked for) and by command on the machine (accounts and keys). Rooms append to it with [Record]; the merchandiser's and the
// management's pages read it with [List]. Nothing in it is ever changed or taken out, and no secret stands in it.
package changelog

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Console is who changes accounts and keys by command, on the machine itself.
const Console = "console"

// Entry is a row of change_log: who changed what, when, from what to what.
type Entry struct {
	At     time.Time `ch:"at"`
	Login  string    `ch:"login"`
	Role   string    `ch:"role"`
	What   string    `ch:"what"`
	Store  string    `ch:"store_id"` // empty: not of one store
	Target string    `ch:"target"`
	Before string    `ch:"before"`
	After  string    `ch:"after"` // empty: taken back
	Note   string    `ch:"note"`
}

// Record appends to the log. It goes before the change itself: a change that nobody can trace would be worse than a line whose
// change failed.
func Record(ctx context.Context, db *sql.DB, entries ...Entry) error {
	if err := db.Insert(ctx, "change_log", entries, ""); err != nil {
		return fmt.Errorf("log the change: %w", err)
	}
	return nil
}

// ByCommand is an entry of a change made on the machine, now.
func ByCommand(what, target, before, after string) Entry {
	return Entry{At: time.Now().UTC().Truncate(time.Millisecond), Login: Console, Role: Console, What: what, Target: target, Before: before, After: after}
}

// Row is an entry with the names of what it is about.
type Row struct {
	Entry
	Title        string // of the store
	Kind         string // of the suggestion
	Name, NameEn string // of the product, category or job
}

// Milli is the instant as the form that takes it back names it.
func (r Row) Milli() int64 { return r.At.UnixMilli() }

// Filter says which part of the log to read; empty fields cut nothing.
type Filter struct {
	Store, Login string
	Strict       bool      // of the store alone, without what holds for all stores
	What         []string  // kinds of changes
	From, To     time.Time // instants, To not included
	Search       string    // in target, note, before, after or the product's name
}

// List reads the newest entries first.
func List(ctx context.Context, db *sql.DB, f Filter, limit, offset int) ([]Row, error) {
	p := f.params()
	p["limit"], p["offset"] = limit, offset
	var rows []Row
	if err := db.Select(ctx, &rows, "changelog/list", p); err != nil {
		return nil, fmt.Errorf("read the log of changes: %w", err)
	}
	return rows, name(ctx, db, rows)
}

// Size counts the entries of a filter, and who is in it.
type Size struct {
	Rows   uint64 `ch:"rows"`
	People uint64 `ch:"people"`
}

// Count says how many entries a filter has.
func Count(ctx context.Context, db *sql.DB, f Filter) (Size, error) {
	var n Size
	_, err := db.Get(ctx, &n, "changelog/count", f.params())
	if err != nil {
		return n, fmt.Errorf("count the log of changes: %w", err)
	}
	return n, nil
}

// Who lists everybody who stands in the log, by login.
func Who(ctx context.Context, db *sql.DB) ([]string, error) {
	var rows []struct {
		Login string `ch:"login"`
	}
	if err := db.Select(ctx, &rows, "changelog/who", nil); err != nil {
		return nil, fmt.Errorf("read who stands in the log: %w", err)
	}
	list := make([]string, len(rows))
	for i := range rows {
		list[i] = rows[i].Login
	}
	return list, nil
}

func (f Filter) params() sql.Params {
	from, to := f.From, f.To
	if from.IsZero() {
		from = time.Unix(0, 0)
	}
	if to.IsZero() {
		to = time.Date(2200, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	strict, what := 0, f.What
	if f.Strict {
		strict = 1
	}
	if what == nil {
		what = []string{}
	}
	return sql.Params{"store": f.Store, "strict": strict, "login": f.Login, "what": what, "from": from.UTC(), "to": to.UTC(), "search": f.Search}
}
