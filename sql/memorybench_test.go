package sql_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// BenchmarkPartState is the statement that the memory asks at most once in a while: 10 tables of 300 days.
func BenchmarkPartState(b *testing.B) {
	db := sqltest.OpenEmpty(b)
	for i := range 10 {
		exec(b, db, fmt.Sprintf("CREATE TABLE t%d (d Date, x UInt64) ENGINE = MergeTree PARTITION BY d ORDER BY x", i))
		exec(b, db, fmt.Sprintf("INSERT INTO t%d SELECT toDate('2026-01-01') + number, number FROM numbers(300) SETTINGS max_partitions_per_insert_block = 0", i))
	}
	for b.Loop() {
		var rows []struct {
			Table  string   `ch:"table"`
			Days   []uint16 `ch:"days"`
			States []uint64 `ch:"states"`
		}
		if err := db.SelectText(context.Background(), &rows, sql.PartState, nil); err != nil || len(rows) != 10 || len(rows[0].Days) != 300 {
			b.Fatal(len(rows), err)
		}
	}
}
