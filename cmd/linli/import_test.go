package main

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"github.com/linli-project/linli/ingest/tabular"
)

// TestRealDemand takes five stores of FreshRetailNet the way of a chain that begins with a history alone: import, facts, forecast, an
// order sheet without prices, and the score when the week has passed. The same file goes through eval forecast.
func TestRealDemand(t *testing.T) {
	data, dir := filepath.Join("..", "..", "ingest", "freshretail", "data"), t.TempDir()
	sales := filepath.Join(dir, "sales.parquet")
	if rows := lastStores(t, filepath.Join(data, "sales.parquet"), "706", sales); rows != 109*83 {
		t.Fatalf("%d rows of five stores", rows)
	}
	say(t, dir, "import", "sales", filepath.Join(data, "sales.parquet"), "--dry-run", want{"96,944 rows would be imported"})
	say(t, dir, "import", "sales", sales, want{"9,047 rows imported", "87 products of past sales", "5 stores of past sales are not known"})
	say(t, dir, "import", "products", filepath.Join(data, "products.csv"), want{"380 rows imported"})
	say(t, dir, "import", "stores", filepath.Join(data, "stores.csv"), want{"20 rows imported"})
	say(t, dir, "run", "daily_facts", "--from", "2024-03-28", "--to", "2024-06-18", want{"83 days"})
	say(t, dir, "run", "forecast", "--date", "2024-06-11", want{"rows published"})
	say(t, dir, "run", "order_sheet", "--date", "2024-06-11", want{"109 rows published"})
	say(t, dir, "run", "forecast_score", "--from", "2024-06-12", "--to", "2024-06-18", want{"rows published"})

	for query, answer := range map[string]string{
		`SELECT uniqExact(store_id, product_id), countIf(q05 < 0 OR q05 > q50 OR q50 > q95), min(day), uniqExact(day) >= 7 FROM forecast`: "109 0 2024-06-12 1",
		`SELECT countIf(quantity > 0) > 100, countIf(reason_zh = '' OR reason_en = ''), min(service_level) >= 0.5, sum(quantity) > sum(expected),
			sum(quantity) < 1.6 * sum(expected) FROM order_sheet`: "1 0 1 1 1",
		`SELECT uniqExact(day), sum(abs(actual - q50)) < sum(abs(actual - naive)), avg(in90) BETWEEN 0.75 AND 0.99 FROM forecast_score WHERE stockout = 0`: "7 1 1",
	} {
		lines := strings.Split(say(t, dir, "query", query, want{}), "\n")
		if got := strings.Join(strings.Fields(lines[1]), " "); got != answer {
			t.Errorf("%s\n got %s\nwant %s", query, got, answer)
		}
	}
	say(t, dir, "eval", "forecast", "--history", sales, "--rolling", "1", want{"from 2024-06-11", "WAPE"})
}

// want is what a command must say.
type want []string

// say runs a command, whose last argument is what it must say, and gives its standard output.
func say(t *testing.T, dir string, words ...any) string {
	t.Helper()
	var args []string
	for _, w := range words[:len(words)-1] {
		args = append(args, w.(string))
	}
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	cmd := linli(ctx, dir, args...)
	var told strings.Builder
	cmd.Stderr = &told
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", args, err, told.String())
	}
	for _, text := range words[len(words)-1].(want) {
		if !strings.Contains(told.String()+string(out), text) {
			t.Errorf("%s does not say %q:\n%s%s", args, text, told.String(), out)
		}
	}
	return string(out)
}

// lastStores copies the rows of a store and of those behind it and counts them.
func lastStores(t *testing.T, from, store, to string) (rows int64) {
	t.Helper()
	var parts []arrow.Record
	if err := tabular.Records(t.Context(), from, nil, func(rec arrow.Record) error {
		ids, first := rec.Column(0).(*array.String), 0
		for first < ids.Len() && ids.Value(first) < store {
			first++
		}
		if first < ids.Len() {
			parts = append(parts, rec.NewSlice(int64(first), rec.NumRows()))
			rows += rec.NumRows() - int64(first)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := tabular.WriteRecords(to, parts[0].Schema(), func(write func(arrow.Record) error) error {
		for _, p := range parts {
			if err := write(p); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return rows
}
