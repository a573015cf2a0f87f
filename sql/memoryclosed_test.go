package sql_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestMemoryOfClosedDays: today's figures made anew leave the answers about closed days where they are, and a closed day made anew
// takes those that read it, no others.
func TestMemoryOfClosedDays(t *testing.T) {
	db, ctx := sqltest.Open(t), context.Background()
	for _, day := range []string{"2026-10-01", "2026-11-17", "2026-11-18", "2026-11-19", "2026-11-20"} {
		exec(t, db, "INSERT INTO fact_store (business_day, store_id, amount) VALUES ('"+day+"', 's1', 100)")
		exec(t, db, "INSERT INTO fact_order_line (business_day, store_id, order_id, status, sold, amount) VALUES ('"+day+"', 's1', 'o"+day+"', 'paid', 1, 100)")
	}
	m := sql.NewMemory(1<<20, 0)
	pages := db.WithMemory(m)
	questions := []struct{ name, day, from string }{
		{"owner/settlement", "2026-11-18", ""}, {"owner/settlement", "2026-11-19", ""}, {"owner/settlement", "2026-11-20", ""},
		{"owner/settlement_days", "2026-11-19", "2026-11-18"}, {"owner/settlement_days", "2026-11-20", "2026-11-19"},
		{"operation/newest", "2026-11-19", ""}, {"operation/newest", "2026-11-20", ""},
		{"owner/counts", "2026-11-19", ""}, {"owner/counts", "2026-10-05", ""}, {"owner/settlement_lines", "2026-11-17", ""},
		{"operation/settings", "", ""}, // says nothing of days
	}
	anew := func(step string, want ...string) {
		t.Helper()
		var got []string
		for _, q := range questions {
			p := sql.Params{"store": "s1"}
			if q.day != "" {
				p["day"], p["to"], p["from"] = q.day, q.day, q.from
			}
			text, _ := db.Text(q.name)
			for k := range p { // parameters that a query does not know are an error
				if !strings.Contains(text, "{"+k+":") {
					delete(p, k)
				}
			}
			_, before := m.Counts()
			if err := pages.Select(ctx, rowsOf(t, db, text, p), q.name, p); err != nil {
				t.Fatal(err)
			}
			if _, after := m.Counts(); after > before {
				got = append(got, strings.TrimSpace(q.name+" "+q.day))
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: asked again\n%q, want\n%q", step, got, want)
		}
	}
	publish := func(table, day, amount string) {
		t.Helper()
		if _, err := db.Publish(ctx, table, []string{day}, func(ctx context.Context, staging string) error {
			return db.Exec(ctx, "INSERT INTO "+staging+" (business_day, store_id, amount) VALUES ('"+day+"', 's1', "+amount+")", nil)
		}); err != nil {
			t.Fatal(err)
		}
	}
	var all []string
	for _, q := range questions {
		all = append(all, strings.TrimSpace(q.name+" "+q.day))
	}
	anew("first", all...)
	anew("again")
	publish("fact_store", "2026-11-20", "70")
	anew("today's sales", "owner/settlement 2026-11-20", "owner/settlement_days 2026-11-20", "operation/newest 2026-11-20", "operation/settings")
	publish("fact_order_line", "2026-11-20", "70")
	anew("today's orders", "owner/settlement 2026-11-20", "owner/settlement_days 2026-11-20")
	publish("fact_store", "2026-11-18", "60")
	anew("a closed day, late", "owner/settlement 2026-11-18", "owner/settlement_days 2026-11-19", "operation/newest 2026-11-19", "operation/newest 2026-11-20", "operation/settings")
	exec(t, db, "ALTER TABLE fact_order_line DROP PARTITION '2026-11-17'")
	anew("a day without orders", "owner/counts 2026-11-19", "owner/settlement_lines 2026-11-17")
	exec(t, db, "INSERT INTO community (community_id, store_id) VALUES ('c1', 's1')")
	anew("a table without days", "operation/newest 2026-11-19", "operation/newest 2026-11-20")
	publish("fact_store", "2026-11-21", "1")
	anew("a day to come", "operation/settings")
}

// rowsOf gives somewhere to put what a query gives.
func rowsOf(t *testing.T, db *sql.DB, text string, p sql.Params) any {
	t.Helper()
	rows, err := db.Query(context.Background(), text, p)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var fields []reflect.StructField
	for i, c := range rows.ColumnTypes() {
		fields = append(fields, reflect.StructField{Name: fmt.Sprint("F", i), Type: c.ScanType(), Tag: reflect.StructTag(`ch:"` + c.Name() + `"`)})
	}
	return reflect.New(reflect.SliceOf(reflect.StructOf(fields))).Interface()
}

// TestDaysOfParts: a part is known by its first day and its last.
func TestDaysOfParts(t *testing.T) {
	db := sqltest.OpenEmpty(t)
	for name, table := range map[string][2]string{
		"by_day":       {"(d Date, x UInt8) ENGINE = MergeTree PARTITION BY d ORDER BY x", "('2026-11-20', 1), ('2026-11-23', 1)"},
		"by_store_too": {"(d Date, s String) ENGINE = MergeTree PARTITION BY (s, d) ORDER BY s", "('2026-11-20', 'a'), ('2026-11-20', 'b')"},
		"by_month":     {"(d Date, x UInt8) ENGINE = MergeTree PARTITION BY toYYYYMM(d) ORDER BY x", "('2026-11-20', 1), ('2026-11-23', 1)"},
		"by_block":     {"(d Date, x UInt8) ENGINE = MergeTree PARTITION BY intDiv(toUInt16(d), 64) ORDER BY x", "('2026-11-20', 1), ('2026-11-23', 1), ('2026-12-15', 1)"},
		"by_week":      {"(d Date, x UInt8) ENGINE = MergeTree PARTITION BY toMonday(d) ORDER BY x", "('2026-11-20', 1), ('2026-11-19', 1)"},
		"two_days":     {"(d Date, e Date) ENGINE = MergeTree PARTITION BY (d, e) ORDER BY d", "('2026-11-20', '2026-11-21')"},
		"instants":     {"(d DateTime, x UInt8) ENGINE = MergeTree PARTITION BY toDate(d) ORDER BY x", "('2026-11-20 00:00:00', 1)"},
		"whole":        {"(d Date, x UInt8) ENGINE = MergeTree ORDER BY d", "('2026-11-20', 1)"},
	} {
		exec(t, db, "CREATE TABLE "+name+" "+table[0])
		exec(t, db, "INSERT INTO "+name+" VALUES "+table[1])
	}
	// A partition that is replaced leaves an empty part behind, which a start finds again.
	for _, do := range []string{"CREATE TABLE beside AS by_day", "INSERT INTO beside VALUES ('2026-11-23', 2)", "ALTER TABLE by_day REPLACE PARTITION '2026-11-23' FROM beside", "DROP TABLE beside", "DETACH TABLE by_day", "ATTACH TABLE by_day"} {
		exec(t, db, do)
	}
	var rows []struct {
		Table  string   `ch:"table"`
		First  []uint16 `ch:"first"`
		Last   []uint16 `ch:"last"`
		States []uint64 `ch:"states"`
	}
	if err := db.SelectText(context.Background(), &rows, sql.PartState, nil); err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, r := range rows {
		date := func(day uint16) string { return time.Unix(int64(day)*86400, 0).UTC().Format("01-02") }
		var days []string
		for i, day := range r.First {
			days = append(days, strings.TrimSuffix(date(day)+"-"+date(r.Last[i]), "-"+date(day)))
		}
		slices.Sort(days)
		got[r.Table] = strings.Join(slices.Compact(days), " ")
	}
	want := map[string]string{"by_day": "11-20 11-23", "by_store_too": "11-20", "by_month": "11-20-11-23", "by_week": "11-19-11-20", "by_block": "11-20-11-23 12-15", "two_days": "01-01", "instants": "01-01", "whole": "01-01"}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", got, want)
	}
}
