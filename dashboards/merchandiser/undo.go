package merchandiser

import (
	"net/http"
	"strconv"
	"time"

	"github.com/linli-project/linli/sql"
)

type logged struct {
	At       time.Time `ch:"at"`
	Login    string    `ch:"login"`
	What     string    `ch:"what"`
	Store    string    `ch:"store_id"`
	Target   string    `ch:"target"`
	Before   string    `ch:"before"`
	After    string    `ch:"after"`
	Note     string    `ch:"note"`
	Decision string    `ch:"decision"`
	Late     uint8     `ch:"late"`
}

// Undo answers POST /merchandiser/undo: it puts back what stood before one change, unless somebody has changed it since. The log keeps
// both: nothing is wiped out.
func (m *Room) Undo(w http.ResponseWriter, r *http.Request) {
	at, err := strconv.ParseInt(r.PostFormValue("at"), 10, 64)
	store := r.PostFormValue("store")
	c := m.change(r)
	if err != nil || (store != "" && !c.who.MaySee(store)) {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unknown", nil)
		return
	}
	var rows []logged
	p := sql.Params{"at": at, "login": r.PostFormValue("login"), "store": store, "target": r.PostFormValue("target")}
	if err := m.db.Select(r.Context(), &rows, "merchandiser/logged", p); err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if len(rows) == 0 {
		m.shell.Fail(w, r, http.StatusBadRequest, "undo.unknown", nil)
		return
	}
	for _, row := range rows {
		if row.Late == 1 { // whoever knows the outcome decides nothing
			m.shell.Fail(w, r, http.StatusConflict, "undo.late", nil)
			return
		}
		done, err := m.takeBack(r, c, row)
		if err != nil {
			m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		if done {
			c.finish(w, r)
			return
		}
	}
	m.shell.Fail(w, r, http.StatusConflict, "undo.later", nil)
}

// takeBack undoes one row of the log if what it led to still stands.
func (m *Room) takeBack(r *http.Request, c *change, row logged) (bool, error) {
	if row.What == "suggestion_decision" {
		if row.Decision != row.After {
			return false, nil
		}
		c.decide(row.Store, row.Target, row.After, row.Before, "")
		return true, nil
	}
	text := row.After
	if text == "" {
		text = row.Before
	}
	named, ok := parseRule(row.Store, text)
	if !ok {
		return false, nil
	}
	now, err := m.rulesNow(r.Context(), c.today, []string{named.key()})
	if err != nil {
		return false, err
	}
	present := now[named.key()]
	if present.text(c.today) != row.After {
		return false, nil
	}
	if row.Before == "" {
		c.put(present, present.ended(c.today), "")
		return true, nil
	}
	before, ok := parseRule(row.Store, row.Before)
	if ok {
		c.put(present, before, "")
	}
	return ok, nil
}
