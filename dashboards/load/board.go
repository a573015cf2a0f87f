package load

import (
	"net/url"

	"github.com/linli-project/linli/dashboards/manager"
	"github.com/linli-project/linli/dashboards/table"
)

// board asks for a tab of the board: mostly the whole chain over the usual four weeks, else another period, a city, store, category or product.
func board(view string) func(*walker) url.Values {
	return func(w *walker) url.Values {
		q := scope(w)
		q.Set("view", view)
		w.sometimes(q, .3, "by", "city", "store", "category", "product")
		return q
	}
}

func wall(w *walker) url.Values {
	q := scope(w)
	q.Set("wall", "1")
	return q
}

func export(w *walker) url.Values {
	q := scope(w)
	q.Set("part", one(w, manager.Parts...))
	q.Set("format", one(w, table.Formats...))
	return q
}

// scope is a period and a part of the chain.
func scope(w *walker) url.Values {
	q := url.Values{}
	switch x := w.rng.Float64(); {
	case x < .5:
		w.sometimes(q, .8, "days", "7", "28", "28", "91", "1")
	case x < .6:
		q.Set("days", "364")
	default:
		to := w.place.Last.AddDate(0, 0, -w.rng.IntN(30))
		q.Set("from", date(to.AddDate(0, 0, -w.rng.IntN(42))))
		q.Set("to", date(to))
	}
	w.sometimes(q, .2, "vs", "year")
	switch x := w.rng.Float64(); {
	case x < .4:
	case x < .55:
		q.Set("store", w.anyStore())
	case x < .65:
		w.sometimes(q, 1, "city", w.place.Cities...)
	case x < .8:
		w.sometimes(q, 1, "category", w.place.Categories...)
	case x < .9:
		w.sometimes(q, 1, "product", w.place.Products...)
	default:
		q.Set("store", w.anyStore())
		w.sometimes(q, 1, "category", w.place.Categories...)
	}
	return q
}
