// Package merchandiser is the workbench of those who tune the ranges: the advice
// for all stores in one table, and what each community leans to.
package merchandiser

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// rows is how many rows stand on one page of the table.
const rows = 50

// Filter is what the reader asked to see.
type Filter struct {
	Store, Action, Category, Search string
	Gate, State                     string // which list the store gets; what people decided
	All                             bool   // every row of the page is ticked
	Sort                            string
	Up                              bool // smallest first
	Page                            int  // from 1
	Day                             time.Time
}

var (
	actions = []string{"add", "drop", "test", "keep"}
	gates   = []string{"local", "chain"}
	states  = []string{"open", "accept", "decline", "lock", "ban"}
)

// sorts are the columns that the table can be sorted by, those of text first.
var sorts = []string{"", "store", "name", "category", "action", "state", "units", "score", "gain", "households", "own", "chain", "index", "evidence"}

// ParseFilter reads an address; what it does not understand counts as not given.
func ParseFilter(q url.Values) Filter {
	f := Filter{
		Store: cut(q.Get("store")), Action: q.Get("action"), Category: cut(q.Get("category")),
		Search: cut(strings.TrimSpace(q.Get("q"))), Sort: q.Get("sort"), Up: q.Get("up") == "1", Page: 1,
		Gate: oneOf(q.Get("gate"), gates...), State: oneOf(q.Get("state"), states...), All: q.Get("all") == "1",
	}
	if !slices.Contains(actions, f.Action) {
		f.Action = ""
	}
	if !slices.Contains(sorts, f.Sort) {
		f.Sort = ""
	}
	if n, err := strconv.Atoi(q.Get("page")); err == nil && n > 1 && n <= 10_000 {
		f.Page = n
	}
	f.Day, _ = chain.ParseDay(q.Get("day"))
	return f
}

func cut(s string) string {
	r := []rune(s)
	return string(r[:min(100, len(r))])
}

// Link is the filter as an address, with some values changed: pairs of name and value.
func (f Filter) Link(change ...any) template.URL {
	v := url.Values{}
	set := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		} else {
			v.Del(name)
		}
	}
	set("store", f.Store)
	set("action", f.Action)
	set("category", f.Category)
	set("q", f.Search)
	set("gate", f.Gate)
	set("state", f.State)
	set("sort", f.Sort)
	if f.Up {
		set("up", "1")
	}
	if !f.Day.IsZero() {
		set("day", chain.Date(f.Day))
	}
	for i := 0; i+1 < len(change); i += 2 {
		name, _ := change[i].(string)
		switch value := change[i+1].(type) {
		case string:
			set(name, value)
		case int:
			set(name, strconv.Itoa(value))
		}
	}
	return template.URL(v.Encode()) //nolint:gosec // encoded here
}

// isText says whether a column holds text; text sorts upwards only.
func isText(column string) bool { return slices.Contains(sorts[1:6], column) }

// By is the address that sorts by a column: a second tap turns the order round.
func (f Filter) By(column string) template.URL {
	up := ""
	if f.Sort == column && !f.Up && !isText(column) {
		up = "1"
	}
	return f.Link("sort", column, "up", up, "page", "")
}

// Arrow marks the column that the table is sorted by.
func (f Filter) Arrow(column string) string {
	switch {
	case f.Sort != column:
		return ""
	case f.Up || isText(column):
		return " ▲"
	}
	return " ▼"
}

// Aria is the sort state of a column for screen readers.
func (f Filter) Aria(column string) string {
	switch {
	case f.Sort != column:
		return "none"
	case f.Up || isText(column):
		return "ascending"
	}
	return "descending"
}

func (f Filter) params(asOf, today time.Time, limit, offset int) sql.Params {
	sign := -1
	if f.Up {
		sign = 1
	}
	return sql.Params{
		"as_of": chain.Date(asOf), "today": chain.Date(today), "gate": f.Gate, "state": f.State, "store": f.Store, "action": f.Action, "category": f.Category, "search": f.Search,
		"sort": f.Sort, "sign": sign, "limit": limit, "offset": offset,
	}
}

func filterOf(r *http.Request) Filter { return ParseFilter(r.URL.Query()) }
