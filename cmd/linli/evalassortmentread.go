package main

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"slices"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
)

// orderLine is a row of the orders file.
type orderLine struct {
	order                     uint64 // hash of the id; 0: none
	store, product, user, day int32  // user -1: not known
	quantity, amount          float32
}

// numbering numbers texts.
type numbering struct {
	at   map[string]int32
	list []string
}

func (n *numbering) number(s string) int32 {
	i, ok := n.at[s]
	if !ok {
		if n.at == nil {
			n.at = map[string]int32{}
		}
		i = int32(len(n.list)) //nolint:gosec // far below the limit
		n.at[s] = i
		n.list = append(n.list, s)
	}
	return i
}

// pastSales is what was read.
type pastSales struct {
	lines                   []orderLine
	stores, products, users numbering
	levels                  map[string][]string // of each level: its value for each product, "" where unknown
	order                   []string            // of the levels, as in the files
	ids, amounts            bool
	first, last             int32
	bad                     int // rows with a quantity below or at 0
}

// The names under which columns are taken, ours first.
var (
	dayColumns      = []string{"date", "day", "business_day", "event_time", "transaction_timestamp", "ordered_at"}
	quantityColumns = []string{"quantity", "units"}
	amountColumns   = []string{"amount", "sales_value", "revenue"}
	userColumns     = []string{"user_id", "household_id", "customer_id"}
	orderColumns    = []string{"order_id", "basket_id"}
	// noLevels are columns that say nothing about what a product is.
	noLevels = slices.Concat(dayColumns, quantityColumns, amountColumns, userColumns, orderColumns, []string{"store_id", "product_id", "stockout", "week",
		"hour", "retail_disc", "coupon_disc", "coupon_match_disc", "c_city", "c_group", "unit_price", "discount", "status", "community_id", "campaign_id", "share_id",
		"price", "cost", "package_size", "manufacturer_id", "brand", "name", "name_en", "unit", "line", "pickup_date", "promoted"})
)

func firstOf(has func(string) bool, columns []string) string {
	for _, c := range columns {
		if has(c) {
			return c
		}
	}
	return ""
}

// levelsOf lists the columns of a file that may say what a product is.
func levelsOf(columns []string) (out []string) {
	for _, c := range columns {
		if !slices.Contains(noLevels, c) && len(c) > 0 && (len(c) < 2 || c[:2] != "x_") {
			out = append(out, c)
		}
	}
	return out
}

func (e *evalAssortment) read(ctx context.Context, p *progress) (*pastSales, error) {
	s := &pastSales{levels: map[string][]string{}}
	r, err := tabular.Open(e.orders)
	if err != nil {
		return nil, err
	}
	defer func() { _ = r.Close() }()
	day, quantity, amount := firstOf(r.Has, dayColumns), firstOf(r.Has, quantityColumns), firstOf(r.Has, amountColumns)
	user, order := firstOf(r.Has, userColumns), firstOf(r.Has, orderColumns)
	for _, need := range []struct {
		have bool
		name string
	}{{r.Has("store_id"), "store_id"}, {r.Has("product_id"), "product_id"}, {day != "", "date (or event_time, transaction_timestamp)"},
		{quantity != "" || e.measure != "units", "quantity"}, {amount != "" || e.measure != "value", "amount (or sales_value)"}, {order != "" || e.measure != "orders", "order_id (or basket_id)"}} {
		if !need.have {
			return nil, fmt.Errorf("%s has no column %s; see linli eval assortment -h", e.orders, need.name)
		}
	}
	s.ids, s.amounts = order != "", amount != ""
	levels := levelsOf(r.Columns())
	s.addLevels(levels)
	days := map[string]int32{}
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", e.orders, err)
		}
		if len(s.lines)%65536 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			p.at("%s", r.Position())
		}
		l := orderLine{user: -1, quantity: 1}
		store, product := row.Text("store_id"), row.Text("product_id")
		if store == "" || product == "" {
			return nil, fmt.Errorf("%s: %s: store_id or product_id is empty", e.orders, row.Where())
		}
		known := len(s.products.list)
		l.store, l.product = s.stores.number(store), s.products.number(product)
		if l.day, err = orderDay(row, day, days); err != nil {
			return nil, fmt.Errorf("%s: %w", e.orders, err)
		}
		for _, c := range []struct {
			name string
			to   *float32
		}{{quantity, &l.quantity}, {amount, &l.amount}} {
			if c.name != "" && row.Has(c.name) {
				v, err := row.Float(c.name)
				if err != nil {
					return nil, fmt.Errorf("%s: %w", e.orders, err)
				}
				*c.to = float32(v)
			}
		}
		if user != "" {
			if u := row.Text(user); u != "" {
				l.user = s.users.number(u)
			}
		}
		if order != "" {
			h := fnv.New64a()
			_, _ = io.WriteString(h, row.Text(order))
			l.order = h.Sum64()
		}
		if int(l.product) == known { // what a product is, its first row says
			for _, c := range levels {
				s.levels[c] = append(s.levels[c], row.Text(c))
			}
		}
		if len(s.lines) == 0 || l.day < s.first {
			s.first = l.day
		}
		s.last = max(s.last, l.day)
		if !(l.quantity > 0) {
			s.bad++
			continue
		}
		s.lines = append(s.lines, l)
	}
	if len(s.lines) == 0 {
		return nil, fmt.Errorf("%s holds no row with a quantity above 0", e.orders)
	}
	return s, s.readProducts(e.products)
}

func (s *pastSales) addLevels(levels []string) {
	for _, c := range levels {
		if s.levels[c] == nil {
			s.order = append(s.order, c)
		}
		s.levels[c] = make([]string, len(s.products.list))
	}
}

// readProducts adds what the catalogue says of the products that were sold.
func (s *pastSales) readProducts(path string) error {
	if path == "" {
		return nil
	}
	r, err := tabular.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	if !r.Has("product_id") {
		return fmt.Errorf("%s has no column product_id", path)
	}
	levels := levelsOf(r.Columns())
	s.addLevels(levels)
	for {
		row, err := r.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		if i, ok := s.products.at[row.Text("product_id")]; ok {
			for _, c := range levels {
				s.levels[c][i] = row.Text(c)
			}
		}
	}
}

// orderDay is a row's day since 1970; times count by their own clock.
func orderDay(row *tabular.Row, column string, known map[string]int32) (int32, error) {
	text := row.Text(column)
	if len(text) > 10 && (text[10] == ' ' || text[10] == 'T') {
		text = text[:10]
	}
	if d, ok := known[text]; ok {
		return d, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		if t, err = row.Date(column); err != nil {
			if t, err = row.Instant(column, time.UTC); err != nil {
				return 0, err
			}
			return int32(t.Unix() / 86_400), nil //nolint:gosec // days
		}
	}
	d := int32(t.Unix() / 86_400) //nolint:gosec // days
	known[text] = d
	return d, nil
}

func dayText(day int32) string { return time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly) }
