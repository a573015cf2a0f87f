package sql_test

import (
	"context"
	"errors"
	"testing"

	"github.com/linli-project/linli/sql/sqltest"
)

// TestAppend: all rows or none, keys that stand twice are seen, and no staging table stays.
func TestAppend(t *testing.T) {
	db := sqltest.Open(t)
	ctx := t.Context()
	for _, q := range []string{"CREATE TABLE shelf (k UInt32, v UInt32) ENGINE = ReplacingMergeTree(v) ORDER BY k", "INSERT INTO shelf VALUES (1, 1)"} {
		if err := db.Exec(ctx, q, nil); err != nil {
			t.Fatal(err)
		}
	}
	count := func(query string) (n uint64) {
		t.Helper()
		if _, err := db.GetText(ctx, &n, query, nil); err != nil {
			t.Fatal(err)
		}
		return n
	}
	no := errors.New("no")
	var seen uint64
	add := func(ctx context.Context, failing bool, want error, rows ...string) error {
		return db.Append(ctx, "shelf", func(ctx context.Context, staging string) error {
			for _, r := range rows {
				if err := db.Exec(ctx, "INSERT INTO "+staging+" VALUES "+r, nil); err != nil {
					return err
				}
			}
			if n := count("SELECT count() FROM shelf"); n != 1 {
				t.Errorf("%d rows are seen before the end", n)
			}
			if failing {
				return no
			}
			return nil
		}, func(n uint64) error { seen = n; return want })
	}
	if err := add(ctx, true, nil, "(2, 2)"); !errors.Is(err, no) {
		t.Error(err)
	}
	if err := add(ctx, false, no, "(2, 2), (3, 3)", "(2, 5)"); !errors.Is(err, no) || seen != 2 {
		t.Errorf("%v, %d rows", err, seen)
	}
	if err := add(ctx, false, nil); err != nil || seen != 0 {
		t.Errorf("nothing: %v, %d rows", err, seen)
	}
	if err := add(ctx, false, nil, "(1, 7), (2, 2)", "(3, 3)"); err != nil || seen != 3 || count("SELECT sum(v) FROM shelf FINAL") != 12 {
		t.Errorf("%v, %d rows, sum %d", err, seen, count("SELECT sum(v) FROM shelf FINAL"))
	}
	if n := count("SELECT count() FROM system.tables WHERE database = currentDatabase() AND name LIKE 'stage%'"); n != 0 {
		t.Errorf("%d staging tables stay", n)
	}
	if err := db.Append(ctx, "a b", nil, nil); err == nil {
		t.Error("a table of two words")
	}
}
