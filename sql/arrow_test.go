package sql_test

import (
	"context"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func TestArrow(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	const n = 1_000_000
	start := time.Now()
	r, err := db.ArrowText(ctx, `SELECT number / 2 AS half, toString(number % 10) AS s, toLowCardinality(toString(number % 3)) AS low,
		toInt64(number) AS i, toDate('2026-11-22') + toIntervalDay(number % 2) AS day, toDateTime64(number, 3, 'UTC') AS at,
		if(number % 2 = 0, NULL, 1.5) AS maybe, ['a', 'b'] AS list FROM numbers({n:UInt64})`, sql.Params{"n": n})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	t.Logf("%d rows of 8 columns in %v", r.NumRows(), time.Since(start))
	if r.NumRows() != n {
		t.Fatalf("%d rows", r.NumRows())
	}
	half := r.Column(0).(*array.Float64).Float64Values()
	sum := 0.0
	for _, v := range half {
		sum += v
	}
	if len(half) != n || sum != n*(n-1)/4.0 {
		t.Errorf("%d floats, sum %v", len(half), sum)
	}
	if got := r.Column(1).(*array.String).Value(n - 1); got != "9" {
		t.Errorf("string %q", got)
	}
	if got := r.Column(2).(*array.String).Value(4); got != "1" {
		t.Errorf("low cardinality %q", got)
	}
	if got := r.Column(3).(*array.Int64).Int64Values()[n-1]; got != n-1 {
		t.Errorf("int %d", got)
	}
	if got := r.Column(4).(*array.Date32).Value(1).ToTime().Format(time.DateOnly); got != "2026-11-23" {
		t.Errorf("date %s", got)
	}
	if unit := r.Schema().Field(5).Type.(*arrow.TimestampType).Unit; r.Column(5).(*array.Timestamp).Value(7) != 7000 || unit != arrow.Millisecond {
		t.Error("timestamp")
	}
	if c := r.Column(6).(*array.Float64); !c.IsNull(0) || c.IsNull(1) || c.NullN() != n/2 {
		t.Error("nulls")
	}
	if c := r.Column(7).(*array.List); c.Len() != n {
		t.Error("lists")
	}
}

func TestArrowIsNotCopied(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	r, err := db.ArrowStreamText(ctx, "SELECT number / 2 AS x FROM numbers(200000)", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows, records := 0, 0
	for r.Next() {
		values := r.Record().Column(0).(*array.Float64).Float64Values()
		if buffer := r.Record().Column(0).Data().Buffers()[1].Bytes(); arrow.Float64Traits.CastToBytes(values)[0] != buffer[0] || &arrow.Float64Traits.CastToBytes(values)[0] != &buffer[0] {
			t.Error("the values are not the buffer itself")
		}
		rows += len(values)
		records++
	}
	if err := r.Err(); err != nil || rows != 200000 || records < 2 {
		t.Errorf("%d rows in %d records: %v", rows, records, err)
	}
	for range 2 {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestArrowOfNothing(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	r, err := db.ArrowText(ctx, "SELECT number / 2 AS x, toString(number) AS s FROM numbers(0)", nil)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	if r.NumRows() != 0 || r.NumCols() != 2 || len(r.Column(0).(*array.Float64).Float64Values()) != 0 {
		t.Errorf("%v", r)
	}
	// Closing early has to stop the query and free its connection.
	for range 40 {
		s, err := db.ArrowStreamText(ctx, "SELECT number FROM numbers(1000000000)", nil)
		if err != nil {
			t.Fatal(err)
		}
		s.Next()
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
