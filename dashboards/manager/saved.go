package manager

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// How many views one person keeps, and how many characters their names have.
const (
	mostSaved   = 20
	longestName = 40
)

// ticked is what the boxes of the form say when they are.
const ticked = "1"

// Saved is a view of the board that somebody keeps under a name.
type Saved struct {
	Login   string `ch:"login"`
	Name    string `ch:"name"`
	Address string `ch:"address"` // as [Ask.values] writes it
	Shared  uint8  `ch:"shared"`  // 1: every manager sees it

	Own bool // the reader's
}

// Href opens the view.
func (s Saved) Href() string { return "/manager?" + s.Address }

// state is the view as the log of changes keeps it.
func (s Saved) state() string {
	if s.Shared == 1 {
		return s.Address + " shared"
	}
	return s.Address
}

// saved lists the reader's views and those that others share.
func (m *Room) saved(ctx context.Context, login string) ([]Saved, error) {
	var rows []Saved
	if err := m.db.Select(ctx, &rows, "manager/saved", sql.Params{"login": login}); err != nil {
		return nil, fmt.Errorf("saved views: %w", err)
	}
	for i := range rows {
		rows[i].Own = rows[i].Login == login
	}
	return rows, nil
}

// title is a name as a form sends it, on one line and without what cannot be seen; empty: none, or too long.
func title(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > longestName {
		return ""
	}
	return s
}

type savedRow struct {
	Login   string    `ch:"login"`
	Name    string    `ch:"name"`
	Address string    `ch:"address"`
	Shared  uint8     `ch:"shared"`
	Removed uint8     `ch:"removed"`
	At      time.Time `ch:"at"`
}

// Save answers POST /manager/view: the choices of an address are kept under a name, in the place of what had this name; with remove=1
// the name goes. Everybody changes their own views alone. What an address holds beyond the board's own choices is dropped.
func (m *Room) Save(w http.ResponseWriter, r *http.Request) {
	who, f := page.From(r).Account, r.PostFormValue
	for _, tick := range []string{f("shared"), f("remove")} {
		if tick != "" && tick != ticked {
			m.shell.Fail(w, r, http.StatusUnprocessableEntity, "decide.unknown", nil)
			return
		}
	}
	q, err := url.ParseQuery(f("address"))
	if err != nil {
		q = nil
	}
	a, err := m.ask(r.Context(), q)
	var list []Saved
	if err == nil {
		list, err = m.saved(r.Context(), who.Login)
	}
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	list = slices.DeleteFunc(list, func(s Saved) bool { return !s.Own })
	wish := Saved{Login: who.Login, Name: title(f("name")), Address: a.values().Encode()}
	if f("shared") == ticked {
		wish.Shared = 1
	}
	remove := f("remove") == ticked
	i := slices.IndexFunc(list, func(s Saved) bool { return s.Name == wish.Name })
	switch {
	case wish.Name == "":
		m.shell.Fail(w, r, http.StatusUnprocessableEntity, "saved.bad", nil)
		return
	case i < 0 && !remove && len(list) >= mostSaved:
		m.shell.Fail(w, r, http.StatusUnprocessableEntity, "saved.full", nil)
		return
	case remove && i < 0, !remove && i >= 0 && list[i].state() == wish.state(): // it is as wished
	default:
		before := Saved{}
		if i >= 0 {
			before = list[i]
		}
		if err := m.keep(r.Context(), who, before, wish, remove); err != nil {
			m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
	}
	http.Redirect(w, r, "/manager?"+wish.Address+"#saved", http.StatusSeeOther)
}

// keep writes a view, or takes it away, and who did it.
func (m *Room) keep(ctx context.Context, who *account.Account, before, wish Saved, remove bool) error {
	now := m.shell.Now().UTC().Truncate(time.Millisecond)
	entry := changelog.Entry{At: now, Login: who.Login, Role: who.Role, What: "saved_view", Target: wish.Name, Before: before.state(), After: wish.state()}
	row := savedRow{who.Login, wish.Name, wish.Address, wish.Shared, 0, now}
	if remove {
		entry.After, row.Address, row.Shared, row.Removed = "", before.Address, before.Shared, 1
	}
	if err := changelog.Record(ctx, m.db, entry); err != nil {
		return err
	}
	if err := m.db.Insert(ctx, "saved_view", []savedRow{row}, ""); err != nil {
		return fmt.Errorf("save a view: %w", err)
	}
	return nil
}
