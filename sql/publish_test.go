package sql_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

const createDaily = "CREATE TABLE daily (day Date, n UInt64) ENGINE = MergeTree PARTITION BY day ORDER BY n"

func state(t *testing.T, db *sql.DB, table string) string {
	t.Helper()
	return get[string](t, db, "SELECT arrayStringConcat(groupArray(concat(toString(day), ':', toString(n))), ' ') FROM (SELECT day, n FROM "+table+" ORDER BY day, n)", nil)
}

func noStaging(t *testing.T, db *sql.DB) {
	t.Helper()
	if n := get[uint64](t, db, "SELECT count() FROM system.tables WHERE database = currentDatabase() AND name LIKE 'stage%'", nil); n != 0 {
		t.Errorf("%d staging tables are left", n)
	}
}

func TestPublish(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, createDaily)
	exec(t, db, "INSERT INTO daily VALUES ('2026-11-20', 1), ('2026-11-21', 2), ('2026-11-22', 3)")
	fill := func(values string) func(context.Context, string) error {
		return func(ctx context.Context, staging string) error {
			if values == "" {
				return nil
			}
			return db.Exec(ctx, "INSERT INTO "+staging+" VALUES "+values, nil)
		}
	}
	publish := func(want uint64, partitions []string, values string) {
		t.Helper()
		for range 2 { // a second run changes nothing
			if rows, err := db.Publish(ctx, "daily", partitions, fill(values)); err != nil || rows != want {
				t.Fatalf("%d rows: %v", rows, err)
			}
		}
		noStaging(t, db)
	}
	publish(2, []string{"2026-11-21"}, "('2026-11-21', 7), ('2026-11-21', 8)")
	const one = "2026-11-20:1 2026-11-21:7 2026-11-21:8 2026-11-22:3"
	if got := state(t, db, "daily"); got != one {
		t.Fatal(got)
	}
	failed := errors.New("no data today")
	for name, publish := range map[string]func() (uint64, error){
		"fill fails": func() (uint64, error) {
			return db.Publish(ctx, "daily", []string{"2026-11-21"}, func(ctx context.Context, staging string) error {
				return errors.Join(fill("('2026-11-21', 9)")(ctx, staging), failed)
			})
		},
		"rows outside": func() (uint64, error) {
			return db.Publish(ctx, "daily", []string{"2026-11-21"}, fill("('2026-11-21', 9), ('2026-11-23', 9)"))
		},
		"bad partition": func() (uint64, error) { return db.Publish(ctx, "daily", []string{"x' FROM y --"}, fill("")) },
		"bad table":     func() (uint64, error) { return db.Publish(ctx, "daily; --", nil, fill("")) },
		"no table":      func() (uint64, error) { return db.Publish(ctx, "nosuch", nil, fill("")) },
	} {
		if _, err := publish(); err == nil {
			t.Errorf("%s: no error", name)
		} else if name == "fill fails" && !errors.Is(err, failed) {
			t.Errorf("%s: %v", name, err)
		}
		if got := state(t, db, "daily"); got != one {
			t.Errorf("%s: the table has changed: %s", name, got)
		}
		noStaging(t, db)
	}
	cancelled, cancel := context.WithCancel(ctx)
	if _, err := db.Publish(cancelled, "daily", []string{"2026-11-21"}, func(context.Context, string) error { cancel(); return nil }); err == nil {
		t.Error("a cancelled publication succeeded")
	}
	noStaging(t, db)
	publish(1, []string{"2026-11-21", "2026-11-22", "2026-11-24"}, "('2026-11-22', 5)")
	if got := state(t, db, "daily"); got != "2026-11-20:1 2026-11-22:5" {
		t.Errorf("after emptying a partition: %s", got)
	}
}

func TestPublishOtherPartitions(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	for key, partition := range map[string]string{
		"toYYYYMM(day)": "202611", "tuple()": "tuple()", "(day, n)": "('2026-11-22', 3)", "toString(n)": "3", "n": "3",
	} {
		exec(t, db, "CREATE OR REPLACE TABLE p (day Date, n UInt64) ENGINE = MergeTree PARTITION BY "+key+" ORDER BY n")
		for range 2 {
			rows, err := db.Publish(ctx, "p", []string{partition}, func(ctx context.Context, staging string) error {
				return db.Exec(ctx, "INSERT INTO "+staging+" VALUES ('2026-11-22', 3)", nil)
			})
			if err != nil || rows != 1 || state(t, db, "p") != "2026-11-22:3" {
				t.Errorf("PARTITION BY %s: %d rows, %v", key, rows, err)
			}
		}
		if _, err := db.Publish(ctx, "p", []string{partition}, func(context.Context, string) error { return nil }); err != nil || state(t, db, "p") != "" {
			t.Errorf("PARTITION BY %s: emptying: %v, %s", key, err, state(t, db, "p"))
		}
	}
}

// Every version of the day has one n in all its rows; a reader that saw two
// versions, or a part of one, saw half.
func TestReadersSeeWholeDays(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, createDaily)
	const size = 20000
	version := func(v int) error {
		_, err := db.Publish(ctx, "daily", []string{"2026-11-22"}, func(ctx context.Context, staging string) error {
			for range 2 {
				if err := db.Exec(ctx, fmt.Sprintf("INSERT INTO %s SELECT '2026-11-22', %d FROM numbers(%d)", staging, v, size/2), nil); err != nil {
					return err
				}
			}
			return nil
		})
		return err
	}
	if err := version(0); err != nil {
		t.Fatal(err)
	}
	done := make(chan error)
	stop := make(chan struct{})
	for range 2 {
		go func() {
			for {
				select {
				case <-stop:
					done <- nil
					return
				default:
				}
				var seen struct {
					N        uint64 `ch:"seen"`
					Versions uint64 `ch:"versions"`
				}
				if _, err := db.GetText(ctx, &seen, "SELECT count() AS seen, uniqExact(n) AS versions FROM daily", nil); err != nil || seen.N != size || seen.Versions != 1 {
					done <- fmt.Errorf("a reader saw %d rows of %d versions: %w", seen.N, seen.Versions, err)
					return
				}
			}
		}()
	}
	for v := range 15 {
		if err := version(v + 1); err != nil {
			t.Fatal(err)
		}
	}
	close(stop)
	for range 2 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func TestPublishQuery(t *testing.T) {
	db, ctx := sqltest.OpenEmpty(t), context.Background()
	exec(t, db, "CREATE TABLE v (echo String, extra UInt8 DEFAULT 7, version String) ENGINE = MergeTree PARTITION BY echo ORDER BY version")
	rows, err := db.PublishQuery(ctx, "v", []string{"x"}, "engine/version", sql.Params{"echo": "x"})
	if err != nil || rows != 1 {
		t.Fatal(rows, err)
	}
	if got := get[string](t, db, "SELECT concat(echo, toString(extra), version) FROM v", nil); !strings.HasPrefix(got, "x72") {
		t.Errorf("columns went by position, not by name: %s", got)
	}
}
