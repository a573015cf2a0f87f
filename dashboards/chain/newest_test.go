package chain

import (
	"testing"
	"time"

	"github.com/linli-project/linli/sql/sqltest"
)

func on(month, day int) time.Time {
	return time.Date(2026, time.Month(month), day, 0, 0, 0, 0, time.UTC)
}

// TestNewestOfAStore: a store has its own newest days where they are not the chain's, however long ago.
func TestNewestOfAStore(t *testing.T) {
	db, ctx := sqltest.Open(t), t.Context()
	for _, insert := range []string{
		`INSERT INTO fact_store (business_day, store_id, orders) VALUES ('2026-11-20', 's1', 1), ('2026-11-18', 's2', 1), ('2026-10-01', 's3', 1), ('2026-11-22', 's3', 1)`,
		`INSERT INTO order_sheet (as_of, store_id, product_id) VALUES ('2026-11-20', 's1', 'p1'), ('2026-11-20', 's2', 'p1'), ('2026-11-12', 's3', 'p1')`,
		`INSERT INTO community (community_id, store_id) VALUES ('c1', 's1'), ('c2', 's2')`,
		`INSERT INTO community_affinity (as_of, community_id) VALUES ('2026-11-15', 'c1'), ('2026-11-16', 'c2')`,
	} {
		if err := db.Exec(ctx, insert, nil); err != nil {
			t.Fatal(err)
		}
	}
	for store, want := range map[string]Newest{
		"":   {Fact: on(11, 20), Sheet: on(11, 20), Affinity: on(11, 16)},
		"s1": {Fact: on(11, 20), Sheet: on(11, 20), Affinity: on(11, 15)},
		"s2": {Fact: on(11, 18), Sheet: on(11, 20), Affinity: on(11, 16)},
		"s3": {Fact: on(10, 1), Sheet: on(11, 12)},
		"s4": {},
	} {
		if got, err := NewestUpTo(ctx, db, store, on(11, 21)); err != nil || got != want {
			t.Errorf("%q: %+v %v, want %+v", store, got, err, want)
		}
	}
}

// TestNames: what has no name is called by its id.
func TestNames(t *testing.T) {
	db, ctx := sqltest.Open(t), t.Context()
	for _, insert := range []string{
		`INSERT INTO product (product_id, name, name_en, price, updated_at) VALUES ('p2', '米', 'Rice', 900, '2026-01-01'), ('p10', '', '', 500, '2026-01-01'), ('p2', '大米', 'Rice', 950, '2026-01-02')`,
		`INSERT INTO community (community_id, name) VALUES ('c1', '望京花园'), ('c2', '')`,
		`INSERT INTO category (category, name, name_en) VALUES ('dairy', '乳品', 'Dairy')`,
	} {
		if err := db.Exec(ctx, insert, nil); err != nil {
			t.Fatal(err)
		}
	}
	goods, err := LoadProducts(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]Product{
		"p2": {ID: "p2", Name: "大米", NameEn: "Rice", Price: 950}, "p10": {ID: "p10", Name: "p10", Price: 500}, "p": {ID: "p", Name: "p"}, "z": {ID: "z", Name: "z"},
	} {
		if got := goods.Of(id); got != want {
			t.Errorf("%+v, want %+v", got, want)
		}
	}
	places, err := LoadCommunities(ctx, db)
	if err != nil || places.Of("c1").Zh != "望京花园" || places.Of("c2").Zh != "c2" || places.Of("").Zh != "" {
		t.Error(places, err)
	}
	if kinds, err := LoadCategories(ctx, db); err != nil || kinds.Of("dairy") != (Name{"乳品", "Dairy"}) {
		t.Error(kinds, err)
	}
}
