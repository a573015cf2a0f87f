package owner

import (
	"context"
	"fmt"
	"html/template"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Kinds are the four lists, in the order of an evening's work.
var Kinds = []string{"aggregation", "sorting", "delivery", "redemption"}

// List reads one of the four lists as a table.
func List(ctx context.Context, db *sql.DB, p words.Printer, kind, store string, day time.Time) (*table.Table, error) {
	read, ok := readers[kind]
	if !ok {
		return nil, fmt.Errorf("owner: no list %q", kind)
	}
	return read(ctx, db, p, sql.Params{"store": store, "day": chain.Date(day)})
}

// ListContent is what the template of a list reads.
type ListContent struct {
	Store    chain.Store
	Day      time.Time
	Kind     string
	Kinds    []string
	Link     template.URL // store and day
	Table    *table.Table
	Contents string // the column that wants the width
}

// List answers /owner/aggregation and its three sisters.
func (o *Room) List(kind string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		store, day, ok := o.Asked(w, r)
		if !ok {
			return
		}
		p := o.shell.Printer(r)
		t, err := List(r.Context(), o.db, p, kind, store.ID, day)
		if err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		c := ListContent{store, day, kind, Kinds, Fill(&Day{Store: store, Day: day}).Query, t, p.T("col.contents")}
		o.shell.Render(w, r, o.list, http.StatusOK, o.shell.View(r, p.T("list."+kind), "owner", c))
	}
}
