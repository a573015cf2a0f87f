package sql_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func exec(t testing.TB, db *sql.DB, query string) {
	t.Helper()
	if err := db.Exec(context.Background(), query, nil); err != nil {
		t.Fatal(err)
	}
}

// get reads one value.
func get[T any](t testing.TB, db *sql.DB, query string, p sql.Params) (v T) {
	t.Helper()
	if found, err := db.GetText(context.Background(), &v, query, p); err != nil || !found {
		t.Fatalf("%s: found %v, %v", query, found, err)
	}
	return v
}

type everything struct {
	ID    uint64          `ch:"id"`
	Name  string          `ch:"name"`
	Low   string          `ch:"low"`
	Kind  string          `ch:"kind"`
	At    time.Time       `ch:"at"`
	Day   time.Time       `ch:"day"`
	Price decimal.Decimal `ch:"price"`
	Tags  []string        `ch:"tags"`
	Note  *string         `ch:"note"`
	Score float64         `ch:"score"`
	Fen   int64           `ch:"fen"`
	Flag  bool            `ch:"flag"`
}

const createEverything = `CREATE TABLE everything (id UInt64, name String, low LowCardinality(String), kind Enum8('a' = 1, 'b' = 2),
	at DateTime64(3, 'UTC'), day Date, price Decimal(18, 3), tags Array(String), note Nullable(String), score Float64, fen Int64, flag Bool)
	ENGINE = MergeTree ORDER BY id SETTINGS non_replicated_deduplication_window = 100`

func TestRoundTrip(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, createEverything)
	note := "it's a \\ \"note\"\n\t\x00 好"
	want := []everything{
		{1, note, "低", "a", time.Date(2026, 11, 22, 10, 30, 0, 123e6, time.UTC), time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC),
			decimal.RequireFromString("-12345678901.125"), []string{note, ""}, &note, math.Inf(1), -1, true},
		{math.MaxUint64, "", "", "b", time.UnixMilli(0).UTC(), time.Unix(0, 0).UTC(), decimal.RequireFromString("0.001"), []string{}, nil, 0.1, math.MaxInt64, false},
	}
	if err := db.Insert(ctx, "everything", want, ""); err != nil {
		t.Fatal(err)
	}
	var got []everything
	if err := db.SelectText(ctx, &got, "SELECT * FROM everything ORDER BY id", nil); err != nil {
		t.Fatal(err)
	}
	for i := range want {
		if !got[i].Price.Equal(want[i].Price) {
			t.Errorf("price %s, want %s", got[i].Price, want[i].Price)
		}
		got[i].Price = want[i].Price // equal numbers may differ inside
		if !reflect.DeepEqual(got[i], want[i]) {
			t.Errorf("row %d:\n got %+v\nwant %+v", i, got[i], want[i])
		}
	}
	var ids []uint64
	if err := db.SelectText(ctx, &ids, "SELECT id FROM everything ORDER BY id DESC", nil); err != nil || len(ids) != 2 || ids[1] != 1 {
		t.Errorf("single column: %v, %v", ids, err)
	}
	var one everything
	if found, err := db.GetText(ctx, &one, "SELECT * FROM everything WHERE id = {id:UInt64}", sql.Params{"id": uint64(math.MaxUint64)}); !found || err != nil || one.Kind != "b" {
		t.Errorf("get: %v %v %+v", found, err, one)
	}
	if found, err := db.GetText(ctx, &one, "SELECT * FROM everything WHERE id = 7", nil); found || err != nil {
		t.Errorf("get nothing: %v %v", found, err)
	}
	if err := db.SelectText(ctx, &got, "SELECT * FROM everything WHERE id = 7", nil); err != nil || len(got) != 0 {
		t.Errorf("select nothing: %v %v", got, err)
	}
}

func TestParams(t *testing.T) {
	db := sqltest.OpenEmpty(t)
	for _, s := range []string{"", "a", "it's", `\`, `\\'`, "a\nb\tc\r\x00", "'; DROP TABLE x; --", "{x:String}", "%41+&=?#", "好\u2028", `\N`, "NULL"} {
		if got := get[string](t, db, "SELECT {s:String}", sql.Params{"s": s}); got != s {
			t.Errorf("string %q came as %q", s, got)
		}
		list := []string{s, "x" + s}
		if got := get[[]string](t, db, "SELECT {s:Array(String)}", sql.Params{"s": list}); !reflect.DeepEqual(got, list) {
			t.Errorf("strings %q came as %q", list, got)
		}
	}
	at := time.Date(2026, 11, 22, 10, 30, 0, 123e6, time.FixedZone("", 8*3600))
	type role string
	for _, tc := range []struct {
		sql   string
		value any
		want  string
	}{
		{"toString({x:Int64})", int64(math.MinInt64), "-9223372036854775808"},
		{"toString({x:UInt64})", uint64(math.MaxUint64), "18446744073709551615"},
		{"toString({x:UInt8})", true, "1"},
		{"toString({x:Bool})", true, "true"},
		{"toString({x:Float64})", 0.1, "0.1"},
		{"toString({x:Float64})", 1e300, "1e300"},
		{"toString({x:Float64})", math.NaN(), "nan"},
		{"toString({x:DateTime64(3, 'UTC')})", at, "2026-11-22 02:30:00.123"},
		{"toString({x:DateTime64(3, 'Asia/Shanghai')})", at, "2026-11-22 10:30:00.123"},
		{"toString({x:DateTime64(3)})", at.Truncate(time.Second), "2026-11-22 02:30:00.000"},
		{"toString({x:DateTime('UTC')})", at.Truncate(time.Second), "2026-11-22 02:30:00"},
		{"toString({x:DateTime64(3, 'UTC')})", time.Date(1999, 1, 2, 3, 4, 5, 0, time.UTC), "1999-01-02 03:04:05.000"},
		{"toString({x:Date})", sql.Day(at), "2026-11-22"},
		{"toString({x:Array(Date)})", []string{"2026-11-22"}, "['2026-11-22']"},
		{"toString({x:Array(Int64)})", []int{1, -2}, "[1,-2]"},
		{"toString({x:Array(Float64)})", []float64{.5, 2}, "[0.5,2]"},
		{"toString({x:Array(Array(String))})", [][]string{{"a"}, {}}, "[['a'],[]]"},
		{"toString({x:Array(DateTime64(3, 'UTC'))})", []time.Time{at}, "['2026-11-22 02:30:00.123']"},
		{"ifNull({x:Nullable(String)}, 'null')", nil, "null"},
		{"ifNull({x:Nullable(String)}, 'null')", (*string)(nil), "null"},
		{"{x:String}", role("owner"), "owner"},
		{"toString({x:Decimal(18, 3)})", "1.5", "1.5"},
	} {
		if got := get[string](t, db, "SELECT "+tc.sql, sql.Params{"x": tc.value}); got != tc.want {
			t.Errorf("%s of %v: %s, want %s", tc.sql, tc.value, got, tc.want)
		}
	}
	if _, err := db.GetText(context.Background(), new(string), "SELECT {x:String}", sql.Params{"x": struct{}{}}); err == nil {
		t.Error("a struct was bound")
	}
}

func TestNamedQueries(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	var row struct {
		Version string `ch:"version"`
		Echo    string `ch:"echo"`
	}
	if found, err := db.Get(ctx, &row, "engine/version", sql.Params{"echo": "回"}); err != nil || !found || row.Echo != "回" || row.Version == "" {
		t.Errorf("%v %v %+v", found, err, row)
	}
	_, err := db.Text("engine/versionn")
	if err == nil || !strings.Contains(err.Error(), "engine/version") {
		t.Errorf("near names: %v", err)
	}
	if err := db.Run(ctx, "nosuch", nil); err == nil {
		t.Error("an unknown query ran")
	}
	for _, name := range sql.Queries() {
		if text, err := db.Text(name); err != nil || !strings.HasPrefix(text, "--") {
			t.Errorf("query %s has no purpose in its first line", name)
		} else if strings.Contains(text, "-- include ") || strings.HasSuffix(name, ".part") {
			t.Errorf("query %s includes what is not there, or is a part itself", name)
		}
	}
}

func TestBatchAndToken(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, createEverything)
	start := time.Now()
	batch, err := db.Batch(ctx, "INSERT INTO everything (id, name, score)")
	if err != nil {
		t.Fatal(err)
	}
	const n = 100_000
	ids, names, scores := make([]uint64, n), make([]string, n), make([]float64, n)
	for i := range n {
		ids[i], names[i], scores[i] = uint64(i), fmt.Sprint("name ", i), float64(i)/2
	}
	for i, column := range []any{ids, names, scores} {
		if err := batch.Column(i).Append(column); err != nil {
			t.Fatal(err)
		}
	}
	if err := batch.Send(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d rows by column in %v", n, time.Since(start))
	if got := get[uint64](t, db, "SELECT sum(id) FROM everything", nil); got != n*(n-1)/2 {
		t.Errorf("sum %d", got)
	}
	if got := get[uint64](t, db, "SELECT count() FROM system.parts WHERE database = currentDatabase() AND active", nil); got != 1 {
		t.Errorf("the block became %d parts", got)
	}
	exec(t, db, "TRUNCATE TABLE everything")
	rows := []everything{{ID: 1, Kind: "a", Day: time.Unix(0, 0), At: time.Unix(0, 0)}}
	for _, token := range []string{"t1", "t1", "t2", "t1", "t2"} {
		if err := db.Insert(ctx, "everything", rows, token); err != nil {
			t.Fatal(err)
		}
	}
	if got := get[uint64](t, db, "SELECT count() FROM everything", nil); got != 2 {
		t.Errorf("5 inserts of 2 tokens stored %d", got)
	}
	if err := db.Insert(ctx, "everything", []struct{ ID uint64 }{{1}}, ""); err == nil {
		t.Error("a struct without tags was inserted")
	}
	if err := db.Insert(ctx, "everything; DROP TABLE x", rows, ""); err == nil {
		t.Error("a table's name was taken as SQL")
	}
}

func TestErrors(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	for query, code := range map[string]int{
		"SELECT * FROM nosuch": 60,
		"SELEC":                62,
		"SELECT throwIf(number = 500000) FROM numbers(1000000)":               395,
		"SELECT number FROM numbers(1000000000) SETTINGS max_rows_to_read=10": 158,
	} {
		var got []uint64
		var small []uint8
		err := db.SelectText(ctx, &got, query, nil)
		if strings.Contains(query, "throwIf") {
			err = db.SelectText(ctx, &small, query, nil)
		}
		var ex *clickhouse.Exception
		if sql.Code(err) != code || !errors.As(err, &ex) || strings.Contains(err.Error(), "__exception__") || strings.Contains(err.Error(), "http") {
			t.Errorf("%s: code %d: %v", query, sql.Code(err), err)
		}
		r, err := db.ArrowText(ctx, query, nil)
		if sql.Code(err) != code {
			t.Errorf("%s by Arrow: code %d: %v %v", query, sql.Code(err), err, r)
		}
	}
	ctx, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	err := db.Exec(ctx, "SELECT count() FROM numbers(1000000000000) WHERE NOT ignore(sipHash64(number))", nil)
	if !errors.Is(err, context.DeadlineExceeded) || strings.Contains(err.Error(), "http") {
		t.Errorf("timeout: %v", err)
	}
}

func TestReadersAndWriters(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, "CREATE TABLE t (w UInt8, n UInt64) ENGINE = MergeTree ORDER BY n")
	const writers, blocks, size = 3, 20, 1000
	var wg sync.WaitGroup
	fail := make(chan error, 100)
	done := make(chan struct{})
	for w := range writers {
		wg.Go(func() {
			type row struct {
				W uint8  `ch:"w"`
				N uint64 `ch:"n"`
			}
			for range blocks {
				rows := make([]row, size)
				for i := range rows {
					rows[i] = row{uint8(w), uint64(i)}
				}
				if err := db.Insert(ctx, "t", rows, ""); err != nil {
					fail <- err
				}
			}
		})
	}
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				var n uint64
				if _, err := db.GetText(ctx, &n, "SELECT count() FROM t", nil); err != nil || n%size != 0 {
					fail <- fmt.Errorf("%d rows seen: %w", n, err)
					return
				}
			}
		})
	}
	wg.Wait()
	close(done)
	readers.Wait()
	close(fail)
	for err := range fail {
		t.Error(err)
	}
	if got := get[uint64](t, db, "SELECT count() FROM t", nil); got != writers*blocks*size {
		t.Errorf("%d rows", got)
	}
}
