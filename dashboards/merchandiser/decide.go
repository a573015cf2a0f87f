package merchandiser

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// doings are what the form of the list can do with the rows that are ticked.
var doings = []string{"accept", "decline", "reopen", "lock", "ban", "free"}

// mostPicks is how many rows one form changes.
const mostPicks = 300

type picked struct {
	StoreID    string `ch:"store_id"`
	ProductID  string `ch:"product_id"`
	Action     string `ch:"action"`
	Suggestion string `ch:"suggestion_id"`
	Decision   string `ch:"decision"`
}

// change is one form under way: who, when, and what to write.
type change struct {
	room  *Room
	who   *account.Account
	at    time.Time
	today time.Time
	log   []changelog.Entry
	rules []rule
	said  []decision
	same  int
}

type decision struct {
	ID       string    `ch:"suggestion_id"`
	Decision string    `ch:"decision"`
	Value    float64   `ch:"value"`
	Who      string    `ch:"who"`
	Note     string    `ch:"note"`
	At       time.Time `ch:"at"`
}

func (m *Room) change(r *http.Request) *change {
	now := m.shell.Now().UTC().Truncate(time.Millisecond)
	return &change{room: m, who: page.From(r).Account, at: now, today: chain.Today(now, chain.China)}
}

// note keeps a change for the log; each has a millisecond of its own, so that one can be told from the next.
func (c *change) note(what, store, target, before, after, note string) {
	at := c.at.Add(time.Duration(len(c.log)) * time.Millisecond)
	c.log = append(c.log, changelog.Entry{At: at, Login: c.who.Login, Role: c.who.Role, What: what, Store: store, Target: target, Before: before, After: after, Note: note})
}

// decide keeps what was decided about a suggestion; the target ends with its id.
func (c *change) decide(store, target, before, after, note string) {
	if before == after {
		c.same++
		return
	}
	id := target[strings.LastIndexByte(target, ' ')+1:]
	c.said = append(c.said, decision{id, after, 0, c.who.Login, note, c.at})
	c.note("suggestion_decision", store, target, before, after, note)
}

// write stores everything. The log goes first: a change that nobody can trace would be worse than a line whose change failed.
func (c *change) write(ctx context.Context) error {
	if err := changelog.Record(ctx, c.room.db, c.log...); err != nil {
		return err
	}
	if err := c.room.db.Insert(ctx, "store_range_rule", c.rules, ""); err != nil {
		return fmt.Errorf("write the rules: %w", err)
	}
	if err := c.room.db.Insert(ctx, "suggestion_decision", c.said, ""); err != nil {
		return fmt.Errorf("write the decisions: %w", err)
	}
	return nil
}

// finish writes and leads back to where the form stood.
func (c *change) finish(w http.ResponseWriter, r *http.Request) {
	if err := c.write(r.Context()); err != nil {
		c.room.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, back(r.PostFormValue("back"), len(c.log), c.same), http.StatusSeeOther)
}

// back is the way to the page of a form, within this room, with what was changed.
func back(to string, changed, same int) string {
	u, err := url.Parse(to)
	if err != nil || u.Host != "" || u.Scheme != "" || u.Opaque != "" || !slices.ContainsFunc(tabs, func(t [2]string) bool { return t[0] == u.Path }) {
		u = &url.URL{Path: "/merchandiser"}
	}
	q := u.Query()
	q.Set("done", strconv.Itoa(changed))
	q.Set("same", strconv.Itoa(same))
	u.RawQuery, u.Fragment = q.Encode(), ""
	return u.String()
}

// Decide answers POST /merchandiser/decide: accept or decline advice, lock or ban its product, for every row that is ticked.
func (m *Room) Decide(w http.ResponseWriter, r *http.Request) {
	do := r.PostFormValue("do")
	asOf, dated := chain.ParseDay(r.PostFormValue("as_of"))
	if do == "apply" && dated {
		m.apply(w, r, asOf)
		return
	}
	if !slices.Contains(doings, do) || !dated {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unknown", nil)
		return
	}
	c := m.change(r)
	until, ok := lastDay(r.PostFormValue("until"), c.today)
	if !ok {
		m.shell.Fail(w, r, http.StatusBadRequest, "rule.until.bad", nil)
		return
	}
	picks := r.PostForm["pick"]
	if len(picks) == 0 {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unticked", nil)
		return
	}
	if !mayPick(c.who, picks) {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unknown", nil)
		return
	}
	var rows []picked
	if err := m.db.Select(r.Context(), &rows, "merchandiser/picked", sql.Params{"as_of": chain.Date(asOf), "picks": picks}); err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if len(rows) == 0 {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unknown", nil)
		return
	}
	note := cut(strings.TrimSpace(r.PostFormValue("note")))
	var err error
	switch do {
	case "accept", "decline", "reopen":
		for _, row := range rows {
			if row.Suggestion == "" { // to keep a product is nothing to decide on
				c.same++
				continue
			}
			c.decide(row.StoreID, "range_"+row.Action+" "+row.ProductID+" "+row.Suggestion, row.Decision, strings.TrimPrefix(do, "reopen"), note)
		}
	default:
		err = c.rule(r.Context(), do, rows, r.PostFormValue("everywhere") == "1", note, until)
	}
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	c.finish(w, r)
}

// mayPick says whether the rows ticked are of stores that the account may see, and not too many.
func mayPick(who *account.Account, picks []string) bool {
	return len(picks) <= mostPicks && !slices.ContainsFunc(picks, func(p string) bool {
		store, _, _ := strings.Cut(p, "|")
		return !who.MaySee(store)
	})
}

// apply turns what a what-if locked and banned into rules of its store.
func (m *Room) apply(w http.ResponseWriter, r *http.Request, asOf time.Time) {
	c := m.change(r)
	note := cut(strings.TrimSpace(r.PostFormValue("note")))
	found := 0
	for _, do := range []string{"lock", "ban"} {
		picks := r.PostForm[do+"pick"]
		var rows []picked
		if !mayPick(c.who, picks) {
			m.shell.Fail(w, r, http.StatusBadRequest, "decide.unknown", nil)
			return
		}
		err := m.db.Select(r.Context(), &rows, "merchandiser/picked_candidates", sql.Params{"as_of": chain.Date(asOf), "picks": picks})
		if err == nil && len(rows) > 0 {
			err = c.rule(r.Context(), do, rows, false, note, never)
		}
		if err != nil {
			m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		found += len(rows)
	}
	if found == 0 {
		m.shell.Fail(w, r, http.StatusBadRequest, "decide.unticked", nil)
		return
	}
	c.finish(w, r)
}

// lastDay reads until when a rule holds: empty is for good, else a day from today on.
func lastDay(s string, today time.Time) (time.Time, bool) {
	if s == "" {
		return never, true
	}
	day, ok := chain.ParseDay(s)
	return day, ok && day.After(today)
}
