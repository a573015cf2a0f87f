package merchandiser

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// never is how the rules write "for good".
var never = time.Unix(0, 0).UTC()

// rule is a row of store_range_rule; an empty store is every store.
type rule struct {
	StoreID   string    `ch:"store_id"`
	Kind      string    `ch:"kind"`
	ProductID string    `ch:"product_id"`
	Category  string    `ch:"category"`
	Storage   string    `ch:"storage"`
	Low       float64   `ch:"low"`
	High      float64   `ch:"high"`
	Note      string    `ch:"note"`
	Who       string    `ch:"who"`
	Since     time.Time `ch:"since"`
	Until     time.Time `ch:"until"`
	Removed   uint8     `ch:"removed"`
	UpdatedAt time.Time `ch:"updated_at"`
}

// Rule is a rule with the names of what it is about.
type Rule struct {
	StoreID    string    `ch:"store_id"`
	Store      string    `ch:"store"`
	Kind       string    `ch:"kind"`
	ProductID  string    `ch:"product_id"`
	Category   string    `ch:"category"`
	Storage    string    `ch:"storage"`
	Low        float64   `ch:"low"`
	High       float64   `ch:"high"`
	Note       string    `ch:"note"`
	Who        string    `ch:"who"`
	Since      time.Time `ch:"since"`
	Until      time.Time `ch:"until"`
	Removed    uint8     `ch:"removed"`
	UpdatedAt  time.Time `ch:"updated_at"`
	Name       string    `ch:"name"`
	NameEn     string    `ch:"name_en"`
	CategoryZh string    `ch:"category_zh"`
	CategoryEn string    `ch:"category_en"`
}

func (r Rule) row() rule {
	return rule{r.StoreID, r.Kind, r.ProductID, r.Category, r.Storage, r.Low, r.High, r.Note, r.Who, r.Since, r.Until, r.Removed, r.UpdatedAt}
}

// Key names the rule in forms.
func (r Rule) Key() string { return r.row().key() }

// About is the product, category or storage that the rule is about; empty: the whole range.
func (r Rule) About(p words.Printer) string {
	switch {
	case r.ProductID != "" && p.Pick(r.Name, r.NameEn) != "":
		return p.Pick(r.Name, r.NameEn)
	case r.ProductID != "":
		return r.ProductID
	case r.Category != "" && p.Pick(r.CategoryZh, r.CategoryEn) != "":
		return p.Pick(r.CategoryZh, r.CategoryEn)
	case r.Category != "":
		return r.Category
	case r.Storage != "":
		return p.Code("storage", r.Storage)
	}
	return p.T("rule.range")
}

// Bounds says the figures of a rule in words; empty where it has none.
func (r Rule) Bounds(p words.Printer) string {
	return changelog.Rule{Kind: r.Kind, Low: r.Low, High: r.High}.Bounds(p)
}

func (r rule) key() string {
	return strings.Join([]string{r.StoreID, r.Kind, r.ProductID, r.Category, r.Storage}, "|")
}

// holds says whether the rule counts for the advice of the night to come.
func (r rule) holds(today time.Time) bool {
	return r.Kind != "" && r.Removed == 0 && (r.Until.Unix() <= 0 || r.Until.After(today))
}

// ended is the rule as it stands when it ends today: one that no advice has used yet never counts.
func (r rule) ended(today time.Time) rule {
	if !r.Since.Before(today) {
		r.Removed = 1
	} else {
		r.Until = today
	}
	return r
}

// text is the rule for the log; one that does not hold is empty.
func (r rule) text(today time.Time) string {
	if !r.holds(today) {
		return ""
	}
	t := changelog.Rule{Kind: r.Kind, Product: r.ProductID, Category: r.Category, Storage: r.Storage, Low: r.Low, High: r.High, Note: r.Note, Who: r.Who, Since: chain.Date(r.Since)}
	if r.Until.Unix() > 0 {
		t.Until = chain.Date(r.Until)
	}
	b, _ := json.Marshal(t) // strings and finite numbers only
	return string(b)
}

// parseRule reads a rule of the log.
func parseRule(store, text string) (rule, bool) {
	var t changelog.Rule
	if json.Unmarshal([]byte(text), &t) != nil || t.Kind == "" {
		return rule{}, false
	}
	since, ok := chain.ParseDay(t.Since)
	until := never
	if t.Until != "" {
		until, _ = chain.ParseDay(t.Until)
	}
	return rule{StoreID: store, Kind: t.Kind, ProductID: t.Product, Category: t.Category, Storage: t.Storage, Low: t.Low, High: t.High, Note: t.Note, Who: t.Who, Since: since, Until: until}, ok
}

// rulesNow reads the present rows of some keys, those that have ended too.
func (m *Room) rulesNow(ctx context.Context, today time.Time, keys []string) (map[string]rule, error) {
	var rows []Rule
	err := m.db.Select(ctx, &rows, "merchandiser/rules", sql.Params{"all": 1, "today": chain.Date(today), "keys": keys})
	now := map[string]rule{}
	for _, row := range rows {
		now[row.Key()] = row.row()
	}
	return now, err
}

// put replaces a rule by another state of it, and keeps both for the log.
func (c *change) put(before, after rule, note string) {
	from, to := before.text(c.today), after.text(c.today)
	if from == to {
		c.same++
		return
	}
	after.UpdatedAt = c.at
	if !after.UpdatedAt.After(before.UpdatedAt) {
		after.UpdatedAt = before.UpdatedAt.Add(time.Millisecond)
	}
	c.rules = append(c.rules, after)
	target := slices.DeleteFunc([]string{after.ProductID, after.Category, after.Storage, "range"}, func(s string) bool { return s == "" })[0]
	c.note("range_rule", after.StoreID, target, from, to, note)
}

// rule locks, bans or frees the products of the rows; a lock ends a ban of the same product and place, and a ban a lock.
func (c *change) rule(ctx context.Context, do string, rows []picked, everywhere bool, note string, until time.Time) error {
	var keys []string
	var wanted []rule
	for _, row := range rows {
		r := rule{StoreID: row.StoreID, Kind: do, ProductID: row.ProductID, Note: note, Who: c.who.Login, Since: c.today, Until: until}
		if everywhere {
			r.StoreID = ""
		}
		if slices.ContainsFunc(wanted, func(w rule) bool { return w.StoreID == r.StoreID && w.ProductID == r.ProductID }) {
			continue
		}
		wanted = append(wanted, r)
		for _, kind := range []string{"lock", "ban"} {
			k := r
			k.Kind = kind
			keys = append(keys, k.key())
		}
	}
	now, err := c.room.rulesNow(ctx, c.today, keys)
	if err != nil {
		return err
	}
	for _, r := range wanted {
		changed, same := len(c.log), c.same
		for _, kind := range []string{"lock", "ban"} {
			k := r
			k.Kind = kind
			before := now[k.key()]
			switch {
			case kind == do && before.holds(c.today) && before.Note == note && before.Until.Equal(until):
				c.same++
			case kind == do:
				c.put(before, k, note)
			case before.holds(c.today):
				c.put(before, before.ended(c.today), note)
			}
		}
		if len(c.log) == changed && c.same == same { // nothing to free
			c.same++
		}
	}
	return nil
}
