package chain

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/linli-project/linli/sql"
)

// Product is what pages say of one of the goods. Money in fen; a cost of 0 is unknown.
type Product struct {
	ID, Name, NameEn, Unit, Supplier string
	Price, Cost                      int64
}

// Products are the chain's goods as columns, sorted by id. They are the same for every page, so they are read once and remembered; pages
// look up what they name instead of joining it each time. The columns are shared by all readers: nobody changes them.
type Products struct {
	IDs       []string `ch:"ids"`
	Names     []string `ch:"names"`
	NamesEn   []string `ch:"names_en"`
	Units     []string `ch:"units"`
	Suppliers []string `ch:"suppliers"`
	Prices    []int64  `ch:"prices"`
	Costs     []int64  `ch:"costs"`
}

// LoadProducts reads them.
func LoadProducts(ctx context.Context, db *sql.DB) (all Products, err error) {
	if _, err := db.Get(ctx, &all, "owner/goods", nil); err != nil {
		return all, fmt.Errorf("products: %w", err)
	}
	return all, nil
}

// Of gives a product. One that is not known, or without a name, is called by its id.
func (p Products) Of(id string) Product {
	i, ok := slices.BinarySearch(p.IDs, id)
	if !ok {
		return Product{ID: id, Name: id}
	}
	return Product{
		ID: id, Name: cmp.Or(p.Names[i], id), NameEn: p.NamesEn[i], Unit: p.Units[i], Supplier: p.Suppliers[i], Price: p.Prices[i], Cost: p.Costs[i],
	}
}

// Name is what something is called.
type Name struct{ Zh, En string }

// Names are those of all things of a kind as columns, sorted by id; read once and remembered as [Products] are, and shared like them.
type Names struct {
	IDs []string `ch:"ids"`
	Zh  []string `ch:"names"`
	En  []string `ch:"names_en"`
}

// LoadCommunities reads what communities are called.
func LoadCommunities(ctx context.Context, db *sql.DB) (Names, error) {
	return loadNames(ctx, db, "owner/communities")
}

// LoadCategories reads what categories are called.
func LoadCategories(ctx context.Context, db *sql.DB) (Names, error) {
	return loadNames(ctx, db, "owner/categories")
}

func loadNames(ctx context.Context, db *sql.DB, query string) (all Names, err error) {
	if _, err := db.Get(ctx, &all, query, nil); err != nil {
		return all, fmt.Errorf("names: %w", err)
	}
	return all, nil
}

// Of gives a name; what is not known, or has none, is called by its id.
func (n Names) Of(id string) Name {
	i, ok := slices.BinarySearch(n.IDs, id)
	if !ok {
		return Name{Zh: id}
	}
	return Name{cmp.Or(n.Zh[i], id), n.En[i]}
}
