//go:build ignore

// Sample makes the files of data/ from FreshRetailNet-50K in the layout of `linli eval forecast`, sorted by store:
//
//	go run sample.go [-every 45] HISTORY.parquet FOLDER
//
// Every 45th store is taken, in the order of the file and beginning with the first, with all its series, days and columns.
// The lists of stores and goods are what `linli import` needs to know besides: ids, the city's and the category's code.
package main

import (
	"context"
	"encoding/csv"
	"flag"
	"log"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"github.com/linli-project/linli/ingest/tabular"
)

func main() {
	every := flag.Int("every", 45, "take every so many stores; 1: all")
	flag.Parse()
	if flag.NArg() != 2 {
		log.Fatal("usage: go run sample.go [-every 45] HISTORY.parquet FOLDER")
	}
	s := sample{every: *every, city: map[string]string{}, category: map[string]string{}}
	must(tabular.Records(context.Background(), flag.Arg(0), nil, s.take))
	folder := flag.Arg(1)
	must(tabular.WriteRecords(filepath.Join(folder, "sales.parquet"), s.parts[0].Schema(), s.write))
	stores := [][]string{{"store_id", "name", "city"}}
	for _, id := range slices.Sorted(maps.Keys(s.city)) {
		stores = append(stores, []string{id, "门店 " + id, "城市 " + s.city[id]})
	}
	// Prices and costs are unknown. The source counts in tenths of a normalised unit, so a tenth can be ordered.
	products := [][]string{{"product_id", "name", "name_en", "category", "unit", "price", "shelf_life_days", "pack_size"}}
	for _, id := range slices.Sorted(maps.Keys(s.category)) {
		products = append(products, []string{id, "商品 " + id, "Product " + id, s.category[id], "单位", "0", "1", "0.1"})
	}
	write(filepath.Join(folder, "stores.csv"), stores)
	write(filepath.Join(folder, "products.csv"), products)
}

type sample struct {
	every          int
	last           string // store seen last
	n              int    // stores seen
	parts          []arrow.Record
	city, category map[string]string
}

// take keeps the stretches of a record that belong to stores of the sample.
func (s *sample) take(rec arrow.Record) error {
	texts := func(name string) *array.String { return rec.Column(rec.Schema().FieldIndices(name)[0]).(*array.String) }
	codes := func(name string) *array.Int32 { return rec.Column(rec.Schema().FieldIndices(name)[0]).(*array.Int32) }
	stores, goods, city, category := texts("store_id"), texts("product_id"), codes("c_city"), codes("c_cat1")
	from := 0
	for i := range int(rec.NumRows()) + 1 {
		if i < int(rec.NumRows()) && s.n > 0 && stores.Value(i) == s.last {
			continue
		}
		if i > from && (s.n-1)%s.every == 0 {
			s.parts = append(s.parts, rec.NewSlice(int64(from), int64(i)))
			s.city[s.last] = strconv.Itoa(int(city.Value(from)))
			for k := from; k < i; k++ {
				s.category[goods.Value(k)] = strconv.Itoa(int(category.Value(k)))
			}
		}
		if from = i; i < int(rec.NumRows()) {
			s.last = stores.Value(i)
			s.n++
		}
	}
	return nil
}

// write puts pieces of up to a million rows together, since each record becomes a row group.
func (s *sample) write(write func(arrow.Record) error) error {
	for parts := s.parts; len(parts) > 0; {
		n, rows := 0, int64(0)
		for n < len(parts) && (n == 0 || rows+parts[n].NumRows() <= 1_000_000) {
			rows += parts[n].NumRows()
			n++
		}
		columns := make([]arrow.Array, parts[0].NumCols())
		for c := range columns {
			pieces := make([]arrow.Array, n)
			for i := range pieces {
				pieces[i] = parts[i].Column(c)
			}
			var err error
			if columns[c], err = array.Concatenate(pieces, memory.DefaultAllocator); err != nil {
				return err
			}
		}
		if err := write(array.NewRecord(parts[0].Schema(), columns, rows)); err != nil {
			return err
		}
		parts = parts[n:]
	}
	return nil
}

func write(path string, rows [][]string) {
	f, err := os.Create(path)
	must(err)
	must(csv.NewWriter(f).WriteAll(rows))
	must(f.Close())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
