package jobs

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// The rule: nothing that is known of one person decides what the person, or anybody, pays (PIPL Art. 24). Prices enter by events and
// imports alone: Linli computes none. What is personal is every table with a user_id that is no record of what happened; what is derived
// from it, by a query, must not hold a price, and no query that reads it may speak of one.

// records hold what happened, as it came or folded by day, and what people chose. They are not profiles.
var records = []string{"click", "order_event", "share", "fact_order_line", "fact_share", "click_in", "order_event_in", "share_in", "click_fence", "order_event_fence",
	"share_fence", "personal_optout"}

// priced are the columns that hold a price or a discount, each with who writes it: imports, or what was paid as events say.
var priced = map[string]string{
	"order_event_in.lines.unit_price": "events, on their way in", "order_event_fence.lines.unit_price": "the same",
	"order_event_in.lines.discount": "events, on their way in", "order_event_fence.lines.discount": "the same",
	"product.price":                "import",
	"campaign.price":               "import",
	"order_event.lines.unit_price": "events",
	"order_event.lines.discount":   "events",
	"fact_order_line.unit_price":   "folded from order_event",
	"fact_order_line.discount":     "folded from order_event",
}

// priceWord finds words of prices that somebody is to pay, in names of columns and in queries.
var priceWord = regexp.MustCompile(`(?i)\b\w*(price|discount|coupon|markdown|surcharge)\w*\b`)

var sqlComment = regexp.MustCompile(`--[^\n]*`)

// spoken are words that only look like a price.
var spoken = []string{"community_price_band", "community_price_noise"}

func priceWords(query string) []string {
	return slices.DeleteFunc(priceWord.FindAllString(sqlComment.ReplaceAllString(query, ""), -1), func(w string) bool { return slices.Contains(spoken, w) })
}

func mentions(query, table string) bool {
	return regexp.MustCompile(`\b` + regexp.QuoteMeta(table) + `\b`).MatchString(sqlComment.ReplaceAllString(query, ""))
}

// meets says where a query brings together what is known of a person and a price.
func meets(query string, profiles []string) string {
	for _, table := range profiles {
		if words := priceWords(query); mentions(query, table) && len(words) > 0 {
			return fmt.Sprintf("it reads %s and speaks of %v: what is known of a person must not meet a price", table, words)
		}
	}
	return ""
}

// statement finds SQL in Go sources.
var statement = regexp.MustCompile("(?s)`\\s*(SELECT|INSERT|WITH|ALTER|CREATE)\\b[^`]*`|\"(SELECT|INSERT|WITH|ALTER|CREATE)\\b[^\"]*\"")

// sources gives the repository's Go files but tests, without some top-level folders.
func sources(t *testing.T, without []string, each func(path, text string)) {
	t.Helper()
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		top, _, _ := strings.Cut(strings.TrimPrefix(filepath.ToSlash(path), "../"), "/")
		if d.IsDir() {
			if top == "node_modules" || strings.HasPrefix(d.Name(), ".") && d.Name() != ".." || slices.Contains(without, top) {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(path) //nolint:gosec // the repository's own sources
		if err == nil {
			each(path, string(text))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

type columnRow struct {
	Table  string `ch:"table"`
	Column string `ch:"name"`
}

// personal are the tables that hold something about one person, from the schema as it is: a table added later is among them.
func personal(columns []columnRow) (tables []string) {
	for _, c := range columns {
		if (c.Column == "user_id" || strings.HasSuffix(c.Column, "_user_id")) && !slices.Contains(records, c.Table) && !slices.Contains(tables, c.Table) {
			tables = append(tables, c.Table)
		}
	}
	return tables
}

func schema(t *testing.T, db *sql.DB) (columns []columnRow) {
	t.Helper()
	if err := db.SelectText(t.Context(), &columns, "SELECT table, name FROM system.columns WHERE database = currentDatabase() ORDER BY table, name", nil); err != nil {
		t.Fatal(err)
	}
	return columns
}

func TestNoProfileReachesAPrice(t *testing.T) {
	db := sqltest.Open(t)
	columns := schema(t, db)
	profiles := personal(columns)
	for _, table := range []string{"user_profile", "user_value"} {
		if !slices.Contains(profiles, table) {
			t.Fatalf("%s is not among the personal tables %v: nothing was tested", table, profiles)
		}
	}

	// Every column of a price is known, and none is in a table about one person.
	for _, c := range columns {
		name := c.Table + "." + c.Column
		if priceWord.MatchString(c.Column) && priced[name] == "" && !strings.HasPrefix(c.Table, "stage_") {
			t.Errorf("column %s holds a price: say in the list of priced columns who writes it, which must not be a profile", name)
		}
	}

	// No query that reads a profile speaks of a price, writes a priced table, or hides what it reads.
	for _, name := range sql.Queries() {
		query, err := db.Text(name)
		if err != nil {
			t.Fatal(err)
		}
		if bad := meets(query, profiles); bad != "" {
			t.Errorf("query %s: %s", name, bad)
		}
	}

	// Nor does a view, or a query written in the code.
	var views []struct {
		Name  string `ch:"name"`
		Query string `ch:"create_table_query"`
	}
	if err := db.SelectText(t.Context(), &views, "SELECT name, create_table_query FROM system.tables WHERE database = currentDatabase() AND engine LIKE '%View'", nil); err != nil {
		t.Fatal(err)
	}
	for _, v := range views {
		if bad := meets(v.Query, profiles); bad != "" {
			t.Errorf("view %s: %s", v.Name, bad)
		}
	}
	inCode := 0
	sources(t, nil, func(path, text string) {
		for _, query := range statement.FindAllString(text, -1) {
			inCode++
			if bad := meets(query, profiles); bad != "" {
				t.Errorf("%s: %s", path, bad)
			}
		}
	})
	if len(views) == 0 || inCode == 0 {
		t.Errorf("%d views, %d queries in the code: nothing was tested", len(views), inCode)
	}

	// What somebody is to pay stands in the catalogue and in campaigns. Imports write them, never other code: no statement or call
	// outside of them names one of the two as what it writes.
	writes := regexp.MustCompile(`(?s)((?i:insert\s+into\s+|alter\s+table\s+|update\s+)|(Publish|PublishQuery|publish|publishEach|Insert|Append|InsertNative|Batch)(\[[^\]]*\])?\([^()"]*")` + "`?" + `(product|campaign)\b`)
	sources(t, []string{"ingest", "sql"}, func(path, text string) {
		if m := writes.FindString(text); m != "" {
			t.Errorf("%s writes a table of prices: %q", path, m)
		}
	})
	for _, name := range sql.Queries() {
		query, _ := db.Text(name)
		if m := writes.FindString(sqlComment.ReplaceAllString(query, "")); m != "" && !strings.HasPrefix(name, "bench/") { // which fill a database for load tests
			t.Errorf("query %s writes a table of prices: %q", name, m)
		}
	}
}

// TestThePriceRuleBites: the rule finds what it is there to find.
func TestThePriceRuleBites(t *testing.T) {
	for query, want := range map[string]int{
		"SELECT price FROM user_value":                            1,
		"SELECT user_id, 0.9 * list_price AS coupon FROM t":       2,
		"-- the price\nSELECT spend_fen FROM user_value":          0,
		"SELECT share FROM community_price_band":                  0,
		"SELECT discounted FROM x JOIN user_profile USING (user)": 1,
	} {
		if got := priceWords(query); len(got) != want {
			t.Errorf("%q has the words %v", query, got)
		}
	}
	if !mentions("SELECT 1 FROM user_value AS v", "user_value") || mentions("SELECT 1 FROM user_value_score", "user_value") || mentions("-- user_value\nSELECT 1", "user_value") {
		t.Error("mentions are not found")
	}
	if meets("SELECT price FROM user_value", []string{"user_value"}) == "" || meets("SELECT price FROM product", []string{"user_value"}) != "" {
		t.Error("the rule does not bite")
	}
	if got := statement.FindAllString("x := \"SELECT 1\"; y := `\nINSERT INTO t`; z := \"no query\"", -1); len(got) != 2 {
		t.Errorf("queries in code: %q", got)
	}
	if got := personal([]columnRow{{"a", "user_id"}, {"click", "user_id"}, {"b", "store_id"}, {"c", "leader_user_id"}}); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("personal tables %v", got)
	}
}
