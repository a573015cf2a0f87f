package sql_test

import (
	"context"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func BenchmarkGet(b *testing.B) {
	db := sqltest.OpenEmpty(b)
	var row struct {
		Version string `ch:"version"`
		Echo    string `ch:"echo"`
	}
	for b.Loop() {
		if _, err := db.Get(context.Background(), &row, "engine/version", sql.Params{"echo": "x"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkInsert10kStructs(b *testing.B) {
	db := sqltest.OpenEmpty(b)
	exec(b, db, createEverything)
	rows := make([]everything, 10_000)
	for i := range rows {
		rows[i] = everything{ID: uint64(i), Name: "name", Low: "low", Kind: "a", At: time.Unix(int64(i), 0), Day: time.Unix(0, 0), Tags: []string{"x"}}
	}
	for b.Loop() {
		if err := db.Insert(context.Background(), "everything", rows, ""); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(rows))*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkArrow1M(b *testing.B) {
	db := sqltest.OpenEmpty(b)
	exec(b, db, "CREATE TABLE f (a Float64, b Float64, n Int64) ENGINE = MergeTree ORDER BY n")
	exec(b, db, "INSERT INTO f SELECT number / 3, number / 7, number FROM numbers(1000000)")
	for b.Loop() {
		r, err := db.ArrowText(context.Background(), "SELECT a, b, n FROM f", nil)
		if err != nil {
			b.Fatal(err)
		}
		r.Release()
	}
	b.ReportMetric(1e6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
