package owner

import (
	"net/http"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// decidable is a piece of advice that a form speaks of.
type decidable struct {
	SuggestionID string    `ch:"suggestion_id"`
	Kind         string    `ch:"kind"`
	ProductID    string    `ch:"product_id"`
	LastDay      time.Time `ch:"last_day"`
	Decision     string    `ch:"decision"`
}

type decisionRow struct {
	SuggestionID string    `ch:"suggestion_id"`
	Decision     string    `ch:"decision"`
	Value        float64   `ch:"value"`
	Who          string    `ch:"who"`
	Note         string    `ch:"note"`
	At           time.Time `ch:"at"`
}

// decisions that a form may send; the empty one takes back what was decided.
var decisions = map[string]bool{"accept": true, "decline": true, "": true}

// Decide answers POST /owner/advice: a change to the range is accepted, declined, or left open again.
func (o *Room) Decide(w http.ResponseWriter, r *http.Request) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return
	}
	p, id, decision := o.shell.Printer(r), r.PostFormValue("suggestion"), r.PostFormValue("decision")
	back := way("/owner", store, day, "advice")
	if _, sent := r.PostForm["decision"]; !sent || !decisions[decision] {
		o.refuse(w, r, http.StatusUnprocessableEntity, back, p.T("decide.which"))
		return
	}
	var advice decidable
	found, err := o.db.Get(r.Context(), &advice, "owner/decision", sql.Params{"store": store.ID, "suggestion": id})
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if !found || !strings.HasPrefix(advice.Kind, "range_") {
		o.refuse(w, r, http.StatusNotFound, back, p.T("decide.none"))
		return
	}
	begun, err := o.newestFact(r.Context(), store)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if !advice.LastDay.After(begun) { // whoever knows the outcome decides nothing
		o.refuse(w, r, http.StatusConflict, back, p.T("decide.late", p.ShortDay(advice.LastDay)))
		return
	}
	if decision == advice.Decision {
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	now, in := o.now(), page.From(r)
	log := changelog.Entry{At: now, What: "suggestion_decision", Store: store.ID, Target: advice.Kind + " " + advice.ProductID + " " + id,
		Before: advice.Decision, After: decision, Note: note(r)}
	rows := []decisionRow{{id, decision, 0, in.Account.Login, log.Note, now}}
	if err := o.keep(r.Context(), in, log, "suggestion_decision", rows); err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}
