package manager

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// longest is the most days that a period may have.
const longest = 731

// year is a year before, by weekdays: 52 weeks.
const year = 364

// Period is a span of days and the one, of the same length, that it is compared with.
type Period struct {
	From, To         time.Time
	Before, BeforeTo time.Time // first and last day of the period compared
	Year             bool      // which is a year before, not the one right before
	Newest           time.Time // newest day with facts; zero: no data
	Preset           int       // days of a preset; 0 when days were given
}

// Days is the length of the period.
func (p Period) Days() int { return int(p.To.Sub(p.From)/(24*time.Hour)) + 1 }

// Presets are the lengths to choose from.
var Presets = []int{1, 7, 28, 91, 364}

// asked reads the period of an address. Without days it ends on the newest closed day with facts.
func asked(ctx context.Context, db *sql.DB, q url.Values, now time.Time) (Period, error) {
	today := chain.Today(now, chain.China)
	// A day that is still going on would look like a fall: end on the last closed one.
	newest, err := chain.NewestUpTo(ctx, db, "", today.AddDate(0, 0, -1))
	if err == nil && newest.Fact.IsZero() {
		newest, err = chain.NewestUpTo(ctx, db, "", today)
	}
	if err != nil {
		return Period{}, err
	}
	p := Period{Newest: newest.Fact, To: newest.Fact, Year: q.Get("vs") == "year"}
	if p.To.IsZero() {
		p.To = today
	}
	from, okFrom := chain.ParseDay(q.Get("from"))
	to, okTo := chain.ParseDay(q.Get("to"))
	if okTo {
		p.To = to
	}
	if okFrom && !from.After(p.To) {
		p.From = from
	} else {
		p.Preset = 28
		for _, n := range Presets {
			if q.Get("days") == strconv.Itoa(n) {
				p.Preset = n
			}
		}
		p.From = p.To.AddDate(0, 0, 1-p.Preset)
	}
	if p.Days() > longest {
		p.From = p.To.AddDate(0, 0, 1-longest)
	}
	back := p.Days()
	if p.Year {
		back = (back + year - 1) / year * year // whole years, so that the two never overlap
	}
	p.Before, p.BeforeTo = p.From.AddDate(0, 0, -back), p.To.AddDate(0, 0, -back)
	return p, nil
}

// Scope is which part of the chain is looked at; empty fields cut nothing.
type Scope struct{ City, Store, Category, Product string }

// longestID is longer than any id.
const longestID = 200

func scope(q url.Values) Scope {
	get := func(name string) string {
		v := strings.TrimSpace(q.Get(name))
		if len(v) > longestID {
			return ""
		}
		return strings.ToValidUTF8(v, "")
	}
	return Scope{get("city"), get("store"), get("category"), get("product")}
}

// Goods says whether the scope cuts by goods, not by stores alone.
func (s Scope) Goods() bool { return s.Category != "" || s.Product != "" }

// Ask is what an address of the board says: everything, so that a link is a saved view.
type Ask struct {
	Period
	Scope
	View string
	By   string // level of the drill-down; empty: the next one
	// whole says that every store is in the city: the queries then need not ask of each row whether it is.
	whole bool
}

// city is what the queries are cut by.
func (a Ask) city() string {
	if a.whole {
		return ""
	}
	return a.City
}

// values are the state of the page as an address.
func (a Ask) values() url.Values {
	q := url.Values{}
	if a.Preset > 0 && a.To.Equal(a.Newest) {
		q.Set("days", strconv.Itoa(a.Preset))
	} else {
		q.Set("from", chain.Date(a.From))
		q.Set("to", chain.Date(a.To))
	}
	if a.Year {
		q.Set("vs", "year")
	}
	for name, v := range map[string]string{"city": a.City, "store": a.Store, "category": a.Category, "product": a.Product, "view": a.View, "by": a.By} {
		if v != "" && (name != "view" || v != Views[0].Name) {
			q.Set(name, v)
		}
	}
	return q
}

// With is the address of the page with some values changed: pairs of name and value, an empty value takes one away.
func (a Ask) With(path string, pairs ...string) string {
	q := a.values()
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "days" {
			q.Del("from")
			q.Del("to")
		}
		if pairs[i+1] == "" {
			q.Del(pairs[i])
		} else {
			q.Set(pairs[i], pairs[i+1])
		}
	}
	return path + "?" + q.Encode()
}

// params are the values of the queries.
func (a Ask) params() sql.Params {
	return sql.Params{
		"from": chain.Date(a.From), "to": chain.Date(a.To), "before": chain.Date(a.Before), "before_to": chain.Date(a.BeforeTo),
		"city": a.city(), "store": a.Store, "category": a.Category, "product": a.Product,
	}
}

// sums adds at which level of fact_board the sales are added up when they are split by one; by is empty where they are not. The board knows
// a product of all stores together: of some stores, or store by store, its sales are those of pairs of store and product.
func (a Ask) sums(by string) sql.Params {
	p := a.params()
	some := a.Store != "" || a.city() != ""
	switch {
	case a.Product != "" && (some || by == "city" || by == "store" || by == "category"), by == "product" && some:
		p["level"] = "pair"
	case a.Product != "" || by == "product":
		p["level"] = "product"
	case a.Category != "" || by == "category":
		p["level"] = "category"
	default:
		p["level"] = "store"
	}
	return p
}
