//go:build ignore

// Trim makes the files of data/ from those of the R package completejourney 1.1.1, exported as CSV: go run trim.go FOLDER.
// Rows and values of the transactions stay as they are, in their order; only needless quotes go. Of the products, those that
// were bought stay.
package main

import (
	"compress/gzip"
	"encoding/csv"
	"log"
	"os"
	"path/filepath"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: go run trim.go FOLDER")
	}
	bought := map[string]bool{}
	transactions := read(filepath.Join(os.Args[1], "transactions.csv.gz"))
	for _, t := range transactions[1:] {
		bought[t[3]] = true
	}
	products := read(filepath.Join(os.Args[1], "products.csv.gz"))
	kept := products[:1]
	for _, p := range products[1:] {
		if bought[p[0]] {
			kept = append(kept, p)
		}
	}
	write("data/transactions.csv.gz", transactions)
	write("data/products.csv.gz", kept)
}

func read(path string) [][]string {
	f, err := os.Open(path)
	must(err)
	gz, err := gzip.NewReader(f)
	must(err)
	rows, err := csv.NewReader(gz).ReadAll()
	must(err)
	return rows
}

func write(path string, rows [][]string) {
	f, err := os.Create(path)
	must(err)
	gz, err := gzip.NewWriterLevel(f, gzip.BestCompression)
	must(err)
	w := csv.NewWriter(gz)
	must(w.WriteAll(rows))
	must(gz.Close())
	must(f.Close())
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
