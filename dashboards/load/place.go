package load

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/account"
	"github.com/linli-project/linli/sql"
)

// Place is the chain that people walk through.
type Place struct {
	Stores, Communities, Cities, Categories, Products []string
	First, Last                                       time.Time // days with facts
	Today                                             time.Time // the day on which people click
	Clicks, Lines, Shares                             uint64    // behind the pages
}

// Find reads what there is to walk through.
func Find(ctx context.Context, db *sql.DB) (Place, error) {
	var p Place
	var rows []struct {
		Kind   string `ch:"kind"`
		ID     string `ch:"id"`
		Parent string `ch:"parent"`
	}
	if err := db.Select(ctx, &rows, "bench/places", nil); err != nil {
		return p, fmt.Errorf("load: %w", err)
	}
	for _, r := range rows {
		switch r.Kind {
		case "store":
			p.Stores = append(p.Stores, r.ID)
			if r.Parent != "" && !slices.Contains(p.Cities, r.Parent) {
				p.Cities = append(p.Cities, r.Parent)
			}
		case "community":
			p.Communities = append(p.Communities, r.ID)
		case "category":
			p.Categories = append(p.Categories, r.ID)
		case "product":
			p.Products = append(p.Products, r.ID)
		}
	}
	var span struct {
		First  time.Time `ch:"first"`
		Last   time.Time `ch:"last"`
		Sheet  time.Time `ch:"sheet"`
		Clicks uint64    `ch:"clicks"`
		Lines  uint64    `ch:"lines"`
		Shares uint64    `ch:"shares"`
	}
	if _, err := db.Get(ctx, &span, "bench/span", nil); err != nil {
		return p, fmt.Errorf("load: %w", err)
	}
	if len(p.Stores) == 0 || span.Lines == 0 {
		return p, errors.New("load: there are no stores with sales to walk through: name a folder with data, such as that of linli bench jobs or linli demo")
	}
	p.First, p.Last, p.Clicks, p.Lines, p.Shares = span.First, span.Last, span.Clicks, span.Lines, span.Shares
	p.Today = p.Last.AddDate(0, 0, 1)
	if span.Sheet.After(p.Today) {
		p.Today = span.Sheet
	}
	return p, nil
}

// Cast deals out roles: of ten people five own a store or two, three tune ranges and two manage; at least one of each from three people on.
func Cast(p Place, people int, seed uint64) []Person {
	rng := rand.New(rand.NewPCG(seed, 1<<32)) //nolint:gosec // not for secrets
	turn := []string{account.Owner, account.Merchandiser, account.Manager, account.Owner, account.Owner, account.Merchandiser, account.Owner, account.Manager, account.Owner, account.Merchandiser}
	order := rng.Perm(len(p.Stores))
	out := make([]Person, people)
	next := 0
	for i := range out {
		out[i].Role = turn[i%len(turn)]
		if out[i].Role != account.Owner {
			continue
		}
		for range 1 + i%2 { // every second owner has two
			out[i].Stores = append(out[i].Stores, p.Stores[order[next%len(order)]])
			next++
		}
	}
	return out
}
