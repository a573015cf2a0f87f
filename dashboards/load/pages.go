package load

import (
	"fmt"
	"net/url"
	"time"

	"github.com/linli-project/linli/dashboards/account"
)

// Page is an address that people open, and what they ask of it.
type Page struct {
	Name string
	Path string
	Kind string // empty: a page
	ask  func(*walker) url.Values
}

// Pages are all pages of each role. A test compares them with the site's table of routes, so that none is forgotten.
var Pages = map[string][]Page{
	account.Owner: {
		{Name: "/owner", Path: "/owner", ask: storeDay}, {Name: "/owner/aggregation", Path: "/owner/aggregation", ask: storeDay},
		{Name: "/owner/purchase", Path: "/owner/purchase", ask: storeDay}, {Name: "/owner/products", Path: "/owner/products", ask: storeDay},
		{Name: "/owner/sorting", Path: "/owner/sorting", ask: storeDay}, {Name: "/owner/delivery", Path: "/owner/delivery", ask: storeDay},
		{Name: "/owner/redemption", Path: "/owner/redemption", ask: storeDay}, {Name: "/owner/report.xlsx", Path: "/owner/report.xlsx", Kind: File, ask: storeDay},
		{Name: "/owner/settlement", Path: "/owner/settlement", ask: storeDay}, {Name: "/owner/settlement.xlsx", Path: "/owner/settlement.xlsx", Kind: File, ask: storeDay},
		{Name: "/owner/sorting.xlsx", Path: "/owner/sorting.xlsx", Kind: File, ask: storeDay}, {Name: "/owner/report.html", Path: "/owner/report.html", Kind: File, ask: storeDay}, {Name: "/guide", Path: "/guide", ask: nothing}, {Name: "/password", Path: "/password", ask: nothing},
	},
	account.Merchandiser: {
		{Name: "/merchandiser", Path: "/merchandiser", ask: advice}, {Name: "/merchandiser/whatif", Path: "/merchandiser/whatif", ask: whatIf},
		{Name: "/merchandiser/gate", Path: "/merchandiser/gate", ask: gate}, {Name: "/merchandiser/compare", Path: "/merchandiser/compare", ask: compare},
		{Name: "/merchandiser/communities", Path: "/merchandiser/communities", ask: mayStore}, {Name: "/merchandiser/community", Path: "/merchandiser/community", ask: community},
		{Name: "/merchandiser/alike", Path: "/merchandiser/alike", ask: alike}, {Name: "/merchandiser/forecast", Path: "/merchandiser/forecast", ask: forecast},
		{Name: "/merchandiser/rules", Path: "/merchandiser/rules", ask: mayStore}, {Name: "/owner", Path: "/owner", ask: storeDay}, {Name: "/jobs", Path: "/jobs", ask: nothing},
		{Name: "/merchandiser/recommendations.csv", Path: "/merchandiser/recommendations.csv", Kind: File, ask: oneStore},
	},
	account.Manager: {
		{Name: "/manager sales", Path: "/manager", ask: board("sales")}, {Name: "/manager customers", Path: "/manager", ask: board("customers")},
		{Name: "/manager goods", Path: "/manager", ask: board("goods")}, {Name: "/manager results", Path: "/manager", ask: board("results")},
		{Name: "/manager wall", Path: "/manager", ask: wall}, {Name: "/live.json", Path: "/live.json", ask: nothing}, {Name: "/merchandiser", Path: "/merchandiser", ask: advice},
		{Name: "/manager/changes", Path: "/manager/changes", ask: nothing}, {Name: "/manager/changes/export", Path: "/manager/changes/export", Kind: File, ask: nothing},
		{Name: "/owner", Path: "/owner", ask: storeDay}, {Name: "/jobs", Path: "/jobs", ask: nothing}, {Name: "/manager/export", Path: "/manager/export", Kind: File, ask: export},
	},
}

func nothing(*walker) url.Values { return nil }

// chance is true with this probability.
func (w *walker) chance(p float64) bool { return w.rng.Float64() < p }

// one draws from a list; empty when there is nothing to draw from.
func one[T any](w *walker, list ...T) (v T) {
	if len(list) > 0 {
		v = list[w.rng.IntN(len(list))]
	}
	return v
}

// anyStore is one that the person may see.
func (w *walker) anyStore() string {
	if len(w.person.Stores) > 0 {
		return one(w, w.person.Stores...)
	}
	return one(w, w.place.Stores...)
}

func date(t time.Time) string { return t.Format(time.DateOnly) }

// storeDay is mostly today; else a day of the week before.
func storeDay(w *walker) url.Values {
	q := url.Values{"store": {w.anyStore()}}
	if w.chance(.4) {
		q.Set("day", date(w.place.Today.AddDate(0, 0, -1-w.rng.IntN(7))))
	}
	return q
}

func oneStore(w *walker) url.Values { return url.Values{"store": {w.anyStore()}} }

func mayStore(w *walker) url.Values {
	if w.chance(.5) {
		return oneStore(w)
	}
	return nil
}

// sometimes sets a value with a probability, if there is one.
func (w *walker) sometimes(q url.Values, p float64, name string, list ...string) {
	if v := one(w, list...); v != "" && w.chance(p) {
		q.Set(name, v)
	}
}

func advice(w *walker) url.Values {
	q := url.Values{}
	w.sometimes(q, .5, "store", w.place.Stores...)
	w.sometimes(q, .4, "action", "add", "drop", "test", "keep")
	w.sometimes(q, .3, "category", w.place.Categories...)
	w.sometimes(q, .2, "state", "open", "accept", "lock")
	w.sometimes(q, .2, "gate", "local", "chain")
	w.sometimes(q, .4, "sort", "units", "score", "gain", "households", "name", "own")
	w.sometimes(q, .1, "q", fmt.Sprint(w.rng.IntN(1000)))
	w.sometimes(q, .3, "page", "2", "3", "7")
	return q
}

func whatIf(w *walker) url.Values {
	q := oneStore(w)
	q.Set("slots", fmt.Sprint(w.rng.IntN(21)-10))
	for range w.rng.IntN(4) {
		q.Add(one(w, "lock", "ban"), one(w, w.place.Products...))
	}
	return q
}

func gate(w *walker) url.Values {
	q := url.Values{}
	w.sometimes(q, .3, "decision", "local", "chain")
	w.sometimes(q, .6, "sort", "gain", "lift", "sold")
	return q
}

func compare(w *walker) url.Values {
	q := url.Values{}
	for range 2 + w.rng.IntN(3) {
		q.Add("store", w.anyStore())
	}
	return q
}

func community(w *walker) url.Values { return url.Values{"id": {one(w, w.place.Communities...)}} }

func alike(w *walker) url.Values {
	q := oneStore(w)
	if w.chance(.6) {
		q.Set("category", one(w, w.place.Categories...))
		q.Set("price", fmt.Sprint(3+w.rng.IntN(40)))
	}
	return q
}

func forecast(w *walker) url.Values {
	q := url.Values{}
	w.sometimes(q, .5, "store", w.place.Stores...)
	w.sometimes(q, .3, "category", w.place.Categories...)
	w.sometimes(q, .6, "days", "7", "28", "90")
	w.sometimes(q, .4, "horizon", "1", "2", "7", "14")
	return q
}
