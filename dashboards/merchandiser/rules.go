package merchandiser

import (
	"context"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Kinds of rules and of storage, as the form offers them.
var (
	ruleKinds = []string{"lock", "ban", "quota", "slots", "floor"}
	storages  = []string{"ambient", "chilled", "frozen"}
)

// mostOffered is how many products the form offers while an id is typed.
const mostOffered = 1000

type product struct {
	ID     string `ch:"product_id"`
	Name   string `ch:"name"`
	NameEn string `ch:"name_en"`
}

// RulesContent is what the template reads.
type RulesContent struct {
	Bench
	Kinds, Storages []string
	Categories      page.Block[[]category]
	Products        page.Block[[]product] // offered while the id is typed
	Rules           page.Block[[]Rule]
	Changes         page.Block[[]changelog.Row]
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
	list(g, m.db, &c.Products, "merchandiser/products", sql.Params{"limit": mostOffered})
	list(g, m.db, &c.Rules, "merchandiser/rules", sql.Params{"all": 0, "today": chain.Date(b.Today), "keys": []string{}})
	page.Load(g, &c.Changes, func(ctx context.Context) ([]changelog.Row, error) {
		return changelog.List(ctx, m.db, changelog.Filter{Store: b.Store.ID, What: []string{"range_rule", "suggestion_decision"}}, 100, 0)
	})
	g.Wait()
	m.broken(r, c.Categories.Err, c.Products.Err, c.Rules.Err, c.Changes.Err)
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
		if wish.Kind == "lock" && wish.ProductID != "" { // the form hides the category of a lock, which may have been chosen before
			wish.Category = ""
		}
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
	wish.ProductID = m.called(r.Context(), wish.ProductID)
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

// called finds the product that a text names: by its id, or by a name that only one has. Otherwise the text stays.
func (m *Room) called(ctx context.Context, text string) string {
	if text == "" {
		return ""
	}
	var found []struct {
		ID string `ch:"product_id"`
	}
	err := m.db.Select(ctx, &found, "merchandiser/called", sql.Params{"name": text})
	if err == nil && (len(found) == 1 || (len(found) == 2 && found[0].ID == text)) {
		return found[0].ID
	}
	return text
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
