package owner

import (
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
)

// asked reads store and day from the address and refuses what the reader may
// not see. The wall is here: every page, list and export of a store comes through it.
func (o *Room) asked(w http.ResponseWriter, r *http.Request) (may []chain.Store, store chain.Store, day time.Time, ok bool) {
	in := page.From(r)
	id := r.URL.Query().Get("store")
	if id != "" && !in.Account.MaySee(id) {
		o.shell.Fail(w, r, http.StatusForbidden, "fail.store", nil)
		return nil, store, day, false
	}
	if text := r.URL.Query().Get("day"); text != "" {
		if day, ok = chain.ParseDay(text); !ok {
			o.shell.Fail(w, r, http.StatusBadRequest, "fail.day", nil)
			return nil, store, day, false
		}
	}
	all, err := chain.Stores(r.Context(), o.db)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return nil, store, day, false
	}
	for _, s := range all {
		if in.Account.MaySee(s.ID) {
			may = append(may, s)
		}
	}
	for _, s := range may {
		if id == "" || s.ID == id {
			return may, s, day, true
		}
	}
	if id == "" {
		o.shell.Fail(w, r, http.StatusOK, "store.none", nil)
	} else {
		o.shell.Fail(w, r, http.StatusNotFound, "fail.nostore", nil)
	}
	return nil, store, day, false
}

// Asked is the wall for those outside this room: store and day of a request
// that may be answered. When it may not, the refusal is already written.
func (o *Room) Asked(w http.ResponseWriter, r *http.Request) (chain.Store, time.Time, bool) {
	_, store, day, ok := o.asked(w, r)
	if ok && day.IsZero() {
		n, err := chain.NewestUpTo(r.Context(), o.db, store.ID, chain.Today(o.shell.Now(), store.Zone()))
		if err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return store, day, false
		}
		day = defaultDay(n, chain.Today(o.shell.Now(), store.Zone()))
	}
	return store, day, ok
}

// defaultDay is today, or the last day of a world that ended long ago.
func defaultDay(n chain.Newest, today time.Time) time.Time {
	if last := n.Any(); !last.IsZero() && today.Sub(last) > 3*24*time.Hour {
		return last
	}
	return today
}

// FileName keeps of a store's id what every file system takes.
func FileName(id string) string {
	name := []rune{}
	for _, r := range id {
		if (r >= '0' && r <= '9') || (r >= 'a' && r <= 'z') || (r >= 'A' && r <= 'Z') || r == '-' || r == '_' {
			name = append(name, r)
		}
	}
	if len(name) == 0 {
		return "store"
	}
	return string(name[:min(60, len(name))])
}
