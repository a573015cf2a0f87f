package main

import (
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/models/profile/household"
)

// fewestBuyers is how many households must have bought a kind of goods for it to count.
const fewestBuyers = 10

// The targets that demographics can tell.
const (
	withChildren = "with children"
	from55       = "55 and older"
)

// described is what the files say of the households with labels, in order of their ids.
type described struct {
	ids     []string
	table   *household.Table
	store   []string // where each bought most
	targets []target
	lines   int
	broken  brokenRows
}

// target is a kind with each household's label, "" where unknown.
type target struct {
	name  string
	label []string
}

func (e *evalHousehold) read(p *progress) (*described, error) {
	d := &described{}
	people, err := e.readPeople(d)
	if err != nil {
		return nil, err
	}
	kindOf := map[string]string{}
	if err := eachRow(e.products, &d.broken, []string{"product_id"}, func(r *tabular.Reader) (func(*tabular.Row) error, error) {
		kind := firstColumn(r, "product_type", "product_category", "category")
		if kind == "" {
			return nil, fmt.Errorf("needs a column product_type, product_category or category; there are %v", r.Columns())
		}
		return func(row *tabular.Row) error {
			kindOf[row.Text("product_id")] = row.Text(kind)
			return nil
		}, nil
	}); err != nil {
		return nil, err
	}
	return d, e.readPurchases(d, people, kindOf, p)
}

// eachRow reads a file row by row; rows that cannot be read are counted.
func eachRow(path string, broken *brokenRows, needed []string, open func(*tabular.Reader) (func(*tabular.Row) error, error)) error {
	r, err := tabular.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	for _, name := range needed {
		if !r.Has(name) {
			return fmt.Errorf("%s needs a column %s; there are %v", path, name, r.Columns())
		}
	}
	each, err := open(r)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for row, err := range r.Rows() {
		if err != nil && row == nil {
			return err
		}
		if err == nil {
			err = each(row)
		}
		if err != nil {
			broken.add(fmt.Errorf("%s: %w", path, err))
		}
	}
	return nil
}

// readPurchases counts what the households bought and when they came.
func (e *evalHousehold) readPurchases(d *described, place map[string]int, kindOf map[string]string, p *progress) error {
	type cell struct {
		who  int
		what string
	}
	goods, stores := map[cell]float64{}, map[cell]int{}
	buyers := map[string]map[string]bool{} // of a kind of goods, among all households
	visits := map[cell]bool{}
	hours := make([]float64, 48*len(d.ids))
	if err := eachRow(e.transactions, &d.broken, []string{"product_id"}, func(r *tabular.Reader) (func(*tabular.Row) error, error) {
		id, at := firstColumn(r, "household_id", "user_id"), firstColumn(r, "transaction_timestamp", "event_time", "ordered_at")
		if id == "" || at == "" {
			return nil, fmt.Errorf("needs household_id and transaction_timestamp; there are %v", r.Columns())
		}
		basket, store := firstColumn(r, "basket_id", "order_id"), firstColumn(r, "store_id")
		return func(row *tabular.Row) error {
			p.at("%s", r.Position())
			t, err := row.Instant(at, wall)
			if err != nil {
				return err
			}
			who, kind := row.Text(id), kindOf[row.Text("product_id")]
			if kind != "" {
				if buyers[kind] == nil {
					buyers[kind] = map[string]bool{}
				}
				buyers[kind][who] = true
			}
			i, known := place[who]
			if !known {
				return nil
			}
			d.lines++
			if kind != "" {
				goods[cell{i, kind}]++
			}
			visit := t.Format(time.RFC3339)
			if basket != "" {
				visit = row.Text(basket)
			}
			if v := (cell{i, visit}); !visits[v] {
				visits[v] = true
				slot := t.Hour()
				if t.Weekday() == time.Saturday || t.Weekday() == time.Sunday {
					slot += 24
				}
				hours[48*i+slot]++
				if store != "" {
					stores[cell{i, row.Text(store)}]++
				}
			}
			return nil
		}, nil
	}); err != nil {
		return err
	}
	var kinds []string
	for kind, who := range buyers {
		if len(who) >= fewestBuyers {
			kinds = append(kinds, kind)
		}
	}
	if slices.Sort(kinds); len(kinds) == 0 || d.lines == 0 {
		return fmt.Errorf("%s: no kind of goods was bought by %d households, or none of the described households bought anything", e.transactions, fewestBuyers)
	}
	counts := make([]float64, len(kinds)*len(d.ids))
	for c, n := range goods {
		if j, ok := slices.BinarySearch(kinds, c.what); ok {
			counts[c.who*len(kinds)+j] = n
		}
	}
	d.store = make([]string, len(d.ids))
	most := make([]int, len(d.ids))
	for c, n := range stores {
		if n > most[c.who] || n == most[c.who] && c.what < d.store[c.who] {
			most[c.who], d.store[c.who] = n, c.what
		}
	}
	d.table = &household.Table{Rows: len(d.ids), Blocks: []household.Block{
		{Name: "goods", Columns: len(kinds), Shares: true, Counts: counts}, {Name: "hours", Columns: 48, Counts: hours}}}
	return nil
}
