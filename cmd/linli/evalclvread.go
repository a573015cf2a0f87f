package main

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/models/profile/clv"
)

// clvRows are customers summed up.
type clvRows struct {
	cells  []clv.Cell
	values []clv.Spending // nil if the file has none
}

// clvNames are the names by which a column may go, its own first.
var clvNames = [][]string{
	{"customer_id", "user_id", "household_id", "cust_id", "customer"},
	{"frequency", "x"}, {"recency", "t_x"}, {"t", "age"}, {"monetary_value"},
	{"date", "transaction_timestamp", "event_time", "ordered_at", "timestamp", "day"},
	{"amount", "sales_value", "value", "spend"},
}

// openNamed opens a file whose columns may have other names, and says which is missing.
func openNamed(path string, needed ...string) (*tabular.Reader, error) {
	r, err := tabular.Open(path)
	if err != nil {
		return nil, err
	}
	alias := map[string]string{}
	for _, names := range clvNames {
		for _, name := range names {
			if r.Has(name) {
				alias[name] = names[0]
				break
			}
		}
	}
	err = r.Alias(alias)
	for _, name := range needed {
		if err == nil && !r.Has(name) {
			err = fmt.Errorf("%s has no column %s: it has %s", path, name, strings.Join(r.Columns(), ", "))
		}
	}
	if err == nil {
		err = r.Keep(append([]string{"customer_id", "monetary_value"}, needed...))
	}
	if err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

func readCLVSummary(path string, p *progress) (*clvRows, error) {
	r, err := openNamed(path, "frequency", "recency", "t")
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	s := &clvRows{}
	hasValue := r.Has("monetary_value")
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		var c clv.Cell
		var value float64
		for _, f := range []struct {
			name string
			into *float64
		}{{"frequency", &c.Frequency}, {"recency", &c.Recency}, {"t", &c.Age}, {"monetary_value", &value}} {
			if f.name == "monetary_value" && (!hasValue || !row.Has(f.name)) {
				continue
			}
			if *f.into, err = row.Float(f.name); err != nil {
				return nil, fmt.Errorf("%s: %w", path, err)
			}
		}
		if err := c.Check(); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, row.Where(), err)
		}
		s.cells = append(s.cells, c)
		if hasValue {
			s.values = append(s.values, clv.Spending{Purchases: c.Frequency, Mean: value})
		}
		p.at("%s", r.Position())
	}
	if len(s.cells) == 0 {
		return nil, fmt.Errorf("%s holds no customer", path)
	}
	return s, nil
}

func (e *evalCLV) readTransactions(notes io.Writer, p *progress) ([]clv.History, error) {
	r, err := openNamed(e.transactions, "customer_id", "date", "amount")
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	var log clv.Log
	lines, nameless := 0, 0
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.transactions, err)
		}
		lines++
		day, err := dayOf(row)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.transactions, err)
		}
		amount, err := row.Float("amount")
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.transactions, err)
		}
		customer := row.Text("customer_id")
		if customer == "" {
			nameless++
			continue
		}
		if err := log.Add(customer, day, amount); err != nil {
			return nil, fmt.Errorf("%s: %s: %w", e.transactions, row.Where(), err)
		}
		p.at("%s", r.Position())
	}
	histories, days, none := log.Histories()
	p.end("%s rows, %s customers", thousands(lines), thousands(len(histories)))
	for _, n := range []struct {
		n    int
		text string
	}{{nameless, "rows without a customer, left out"}, {days, "days of a customer with an amount of 0 or less, which are no purchase"}, {none, "customers without any purchase, left out"}} {
		if n.n > 0 {
			fmt.Fprintf(notes, "  %s %s\n", thousands(n.n), n.text)
		}
	}
	if len(histories) == 0 {
		return nil, fmt.Errorf("%s holds no purchase", e.transactions)
	}
	return histories, nil
}

// dayOf reads a day or a time; a time without an offset is taken as it stands.
func dayOf(row *tabular.Row) (int32, error) {
	at, err := row.Date("date")
	if err != nil {
		if at, err = row.Instant("date", time.UTC); err != nil {
			return 0, err
		}
	}
	y, m, d := at.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400), nil
}
