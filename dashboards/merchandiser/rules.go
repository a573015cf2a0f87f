package merchandiser

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Kinds of rules and of storage, as the form offers them.
var (
	ruleKinds = []string{"lock", "ban", "quota", "slots", "floor"}
	storages  = []string{"ambient", "chilled", "frozen"}
)

// Change is one row of the log with the names of what it is about.
type Change struct {
	At     time.Time `ch:"at"`
	Login  string    `ch:"login"`
	Role   string    `ch:"role"`
	What   string    `ch:"what"`
	Store  string    `ch:"store_id"`
	Target string    `ch:"target"`
	Before string    `ch:"before"`
	After  string    `ch:"after"`
	Note   string    `ch:"note"`
	Title  string    `ch:"store"`
	Kind   string    `ch:"kind"`
	Name   string    `ch:"name"`
	NameEn string    `ch:"name_en"`
}

// Milli is the instant as the form that takes it back names it.
func (c Change) Milli() int64 { return c.At.UnixMilli() }

// About is what was changed.
func (c Change) About(p words.Printer) string {
	name := p.Pick(c.Name, c.NameEn)
	switch {
	case c.What == "suggestion_decision" && name != "":
		return p.T("change.advice", p.Code("action", strings.TrimPrefix(c.Kind, "range_")), name)
	case c.What == "suggestion_decision":
		return p.T("change.suggestion", c.Target)
	case name != "":
		return name
	case c.Target == "range":
		return p.T("rule.range")
	}
	return p.Code("storage", c.Target)
}

// From is the state before, in words.
func (c Change) From(p words.Printer) string { return c.state(p, c.Before) }

// To is the state after.
func (c Change) To(p words.Printer) string { return c.state(p, c.After) }

func (c Change) state(p words.Printer, text string) string {
	if text == "" {
		return p.T("change.nothing")
	}
	if c.What == "suggestion_decision" {
		return p.Code("state", text)
	}
	r, ok := parseRule(c.Store, text)
	if !ok {
		return text
	}
	parts := []string{p.Code("rulekind", r.Kind)}
	if b := r.bounds(p); b != "" {
		parts = append(parts, b)
	}
	if r.Until.Unix() > 0 {
		parts = append(parts, p.T("rule.until", p.ShortDay(r.Until)))
	}
	return strings.Join(parts, " · ")
}

// RulesContent is what the template reads.
type RulesContent struct {
	Bench
	Kinds, Storages []string
	Categories      page.Block[[]category]
	Rules           page.Block[[]Rule]
	Changes         page.Block[[]Change]
}

// Rules answers GET /merchandiser/rules: the rules that hold, a form for another, and who changed what when.
func (m *Room) Rules(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	c := RulesContent{Bench: b, Kinds: ruleKinds, Storages: storages}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Categories, "merchandiser/categories", nil)
	list(g, m.db, &c.Rules, "merchandiser/rules", sql.Params{"all": 0, "today": chain.Date(b.Today), "keys": []string{}})
	list(g, m.db, &c.Changes, "merchandiser/changes", sql.Params{"store": b.Store.ID, "limit": 100})
	g.Wait()
	m.broken(r, c.Categories.Err, c.Rules.Err, c.Changes.Err)
	m.show(w, r, "rules", "rules.title", c)
}

// Rule answers POST /merchandiser/rule: one rule more, or with end=key the end of one.
func (m *Room) Rule(w http.ResponseWriter, r *http.Request) {
	c := m.change(r)
	wish, problem := m.readRule(r, c)
	if problem != "" {
		m.shell.Fail(w, r, http.StatusBadRequest, problem, nil)
		return
	}
	now, err := m.rulesNow(r.Context(), c.today, []string{wish.key()})
	if err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	before := now[wish.key()]
	switch end := r.PostFormValue("end") == "1"; {
	case end && !before.holds(c.today):
		c.same++
	case end:
		c.put(before, before.ended(c.today), wish.Note)
	default:
		c.put(before, wish, wish.Note)
	}
	c.finish(w, r)
}

// readRule reads the form of a rule; problem names what is wrong with it.
func (m *Room) readRule(r *http.Request, c *change) (rule, string) {
	f := r.PostFormValue
	wish := rule{StoreID: f("store"), Kind: f("kind"), ProductID: cut(strings.TrimSpace(f("product"))), Category: f("category"), Storage: f("storage"), Note: cut(strings.TrimSpace(f("note"))), Who: c.who.Login, Since: c.today}
	if !slices.Contains(ruleKinds, wish.Kind) || (wish.Storage != "" && !slices.Contains(storages, wish.Storage)) {
		return wish, "decide.unknown"
	}
	if wish.StoreID != "" {
		if _, found, err := chain.Find(r.Context(), m.db, wish.StoreID); err != nil || !found || !c.who.MaySee(wish.StoreID) {
			return wish, "fail.nostore"
		}
	}
	var ok bool
	if wish.Until, ok = lastDay(f("until"), c.today); !ok {
		return wish, "rule.until.bad"
	}
	// What does not belong to the kind would make another key.
	switch wish.Kind {
	case "lock", "ban":
		wish.Storage = ""
		if (wish.ProductID == "") == (wish.Category == "") || (wish.Kind == "lock" && wish.ProductID == "") {
			return wish, "rule.what.bad"
		}
	case "quota":
		wish.ProductID, wish.Storage = "", ""
		if wish.Category == "" {
			return wish, "rule.what.bad"
		}
	case "slots":
		wish.ProductID, wish.Category = "", ""
	case "floor":
		wish.ProductID, wish.Category, wish.Storage = "", "", ""
	}
	if f("end") == "1" {
		return wish, ""
	}
	if !m.known(r.Context(), wish) {
		return wish, "rule.what.bad"
	}
	low, okLow := figure(f("low"))
	high, okHigh := figure(f("high"))
	switch wish.Kind {
	case "quota":
		wish.Low, wish.High = low, high
		ok = okLow && okHigh && low == math.Trunc(low) && high == math.Trunc(high) && low+high > 0 && (high == 0 || low <= high)
	case "slots":
		wish.High = high
		ok = okHigh && high >= 1 && high == math.Trunc(high)
	case "floor":
		wish.Low = low / 100
		ok = okLow && low > 0 && low < 100
	}
	if !ok {
		return wish, "rule.bounds.bad"
	}
	return wish, ""
}

// figure reads a number from 0 to 10,000; empty is 0.
func figure(s string) (float64, bool) {
	if strings.TrimSpace(s) == "" {
		return 0, true
	}
	v, err := strconv.ParseFloat(strings.TrimSpace(s), 64)
	return v, err == nil && v >= 0 && v <= 10_000
}

// known says whether the catalogue has the product or category of a rule.
func (m *Room) known(ctx context.Context, r rule) bool {
	if r.ProductID == "" && r.Category == "" {
		return true
	}
	var found []struct {
		Known uint64 `ch:"known"`
	}
	err := m.db.Select(ctx, &found, "merchandiser/known", sql.Params{"product": r.ProductID, "category": r.Category})
	return err == nil && len(found) == 1 && found[0].Known > 0
}
