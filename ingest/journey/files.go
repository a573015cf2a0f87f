package journey

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"time"
)

var (
	//go:embed data/transactions.csv.gz
	transactionsFile []byte
	//go:embed data/products.csv.gz
	productsFile []byte
)

// rows calls f with every record of an embedded file but the first.
func rows(name string, packed []byte, f func(record []string) error) error {
	gz, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return fmt.Errorf("embedded %s: %w: build again from an unharmed checkout", name, err)
	}
	r := csv.NewReader(gz)
	r.ReuseRecord = true
	for n := 1; ; n++ {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil && n > 1 {
			err = f(record)
		}
		if err != nil {
			return fmt.Errorf("embedded %s: line %d: %w", name, n, err)
		}
	}
}

func readPurchases() ([]purchase, error) {
	loc, err := storeZone()
	if err != nil {
		return nil, err
	}
	out := make([]purchase, 0, Lines)
	err = rows("transactions.csv.gz", transactionsFile, func(rec []string) error {
		p := purchase{household: rec[0], store: rec[1], basket: rec[2], product: rec[3]}
		var errs [4]error
		var loyalty, match int64
		p.quantity, errs[0] = strconv.ParseInt(rec[4], 10, 64)
		p.paid, errs[1] = cents(rec[5])
		loyalty, errs[2] = cents(rec[6])
		match, errs[3] = cents(rec[8])
		p.storeDiscount = loyalty + match
		if err := errors.Join(errs[:]...); err != nil {
			return err
		}
		// No purchase stands in the hour that the clocks skip or repeat, so the local time says the instant.
		p.at, err = time.ParseInLocation(time.DateTime, rec[10], loc)
		out = append(out, p)
		return err
	})
	return out, err
}

// cents rounds dollars to the cent: one value in the file is 4.440892e-16.
func cents(dollars string) (int64, error) {
	f, err := strconv.ParseFloat(dollars, 64)
	return int64(math.Round(f * 100)), err
}

// described is one row of the products.
type described struct {
	id, manufacturer, department, brand, category, typ, size string
}

func readProducts() ([]described, error) {
	var out []described
	err := rows("products.csv.gz", productsFile, func(rec []string) error {
		out = append(out, described{rec[0], rec[1], rec[2], rec[3], rec[4], rec[5], rec[6]})
		return nil
	})
	return out, err
}

func (d described) gasoline() bool { return d.typ == "GASOLINE-REG UNLEADED" }

func gasolineProducts() (map[string]bool, error) {
	products, err := readProducts()
	out := map[string]bool{}
	for _, d := range products {
		if d.gasoline() {
			out[d.id] = true
		}
	}
	return out, err
}
