package changelog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/sql"
)

// eachNaming is how many rows are named by one question: what they are about stands in its address.
const eachNaming = 2000

// thing is something that a change is about.
type thing struct{ of, id string }

// title is what it is called; of a suggestion its kind and what its product is called.
type title struct {
	Of     string `ch:"of"`
	ID     string `ch:"id"`
	Name   string `ch:"name"`
	NameEn string `ch:"name_en"`
	Kind   string `ch:"kind"`
}

// about are the things that may give a row its name, the likelier first.
func (r Row) about() []thing {
	switch r.What {
	case "range_rule":
		return []thing{{"product", r.Target}, {"category", r.Target}}
	case "order_change":
		if _, product, ok := strings.Cut(r.Target, " "); ok {
			return []thing{{"product", product}}
		}
	case "suggestion_decision", "push_sent":
		return []thing{{"suggestion", r.Target[strings.LastIndex(r.Target, " ")+1:]}}
	case "job_request":
		return []thing{{"job", r.Target}}
	}
	return nil
}

// name gives rows the names of their stores and of what they are about.
func name(ctx context.Context, db *sql.DB, rows []Row) error {
	for some := range slices.Chunk(rows, eachNaming) {
		ids := map[string][]string{"store": {}, "product": {}, "category": {}, "job": {}, "suggestion": {}}
		for _, r := range some {
			if r.Store != "" {
				ids["store"] = append(ids["store"], r.Store)
			}
			for _, t := range r.about() {
				ids[t.of] = append(ids[t.of], t.id)
			}
		}
		for of := range ids {
			slices.Sort(ids[of])
			ids[of] = slices.Compact(ids[of])
		}
		var titles []title
		p := sql.Params{"stores": ids["store"], "products": ids["product"], "categories": ids["category"], "jobs": ids["job"], "suggestions": ids["suggestion"]}
		if err := db.Select(ctx, &titles, "changelog/names", p); err != nil {
			return fmt.Errorf("name what was changed: %w", err)
		}
		called := map[thing]title{}
		for _, t := range titles {
			called[thing{t.Of, t.ID}] = t
		}
		for i := range some {
			some[i].call(called)
		}
	}
	return nil
}

func (r *Row) call(called map[thing]title) {
	if r.Title = called[thing{"store", r.Store}].Name; r.Title == "" {
		r.Title = r.Store
	}
	for _, t := range r.about() {
		if c := called[t]; r.Name == "" && r.NameEn == "" {
			r.Kind, r.Name, r.NameEn = c.Kind, c.Name, c.NameEn
		}
	}
}
