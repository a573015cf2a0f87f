package sql

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
)

// Publish replaces whole partitions of a table: fill writes the new rows into a
// staging table beside it, then each partition is swapped in one step. A reader
// sees a partition as it was or as it is, never half of it; a partition that
// fill left empty becomes empty. Rows outside of the partitions are an error,
// and after an error nothing has been swapped (an error of the swap itself,
// say of the network, may leave the later partitions as they were: run again).
//
// A partition is written as ClickHouse shows it: 2026-11-22, 202611, tuple(),
// ('2026-11-22', 's1'). It returns the number of rows published.
func (db *DB) Publish(ctx context.Context, table string, partitions []string, fill func(ctx context.Context, staging string) error) (rows uint64, err error) {
	what := "publish " + table
	if !namePattern.MatchString(table) {
		return 0, fmt.Errorf("%s: not a name of a table", what)
	}
	wanted := map[string]string{} // as shown by system.parts -> as written in ALTER
	for _, p := range partitions {
		literal, err := partitionLiteral(p)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", what, err)
		}
		wanted[shownPartition(p)] = literal
	}
	staging := "stage_" + table + "_" + strings.ToLower(ulid.Make().String())
	defer func() {
		// Also when ctx is over, even in the middle of CREATE, or the table would stay until the next start.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if dropErr := db.exec(ctx, what, "DROP TABLE IF EXISTS "+staging, nil); dropErr != nil {
			err = errors.Join(err, dropErr)
		}
	}()
	if err := db.exec(ctx, what, "CREATE TABLE "+staging+" AS "+table, nil); err != nil {
		return 0, err
	}
	if err := fill(ctx, staging); err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	var filled []struct {
		Partition string `ch:"partition"`
		Rows      uint64 `ch:"n"`
	}
	if err := db.selectText(ctx, &filled, what,
		"SELECT partition, sum(rows) AS n FROM system.parts WHERE database = currentDatabase() AND table = {t:String} AND active GROUP BY partition",
		Params{"t": staging}); err != nil {
		return 0, err
	}
	full := map[string]bool{}
	for _, f := range filled {
		shown := shownPartition(f.Partition)
		if _, ok := wanted[shown]; !ok {
			return 0, fmt.Errorf("%s: %d rows are in partition %s, which is not to be published (%s)", what, f.Rows, f.Partition, strings.Join(partitions, ", "))
		}
		full[shown] = true
		rows += f.Rows
	}
	shown := make([]string, 0, len(wanted))
	for s := range wanted {
		shown = append(shown, s)
	}
	slices.Sort(shown)
	if err := Guarded(ctx); err != nil {
		return 0, fmt.Errorf("%s: %w", what, err)
	}
	for _, s := range shown {
		swap := "ALTER TABLE " + table + " REPLACE PARTITION " + wanted[s] + " FROM " + staging
		if !full[s] {
			// From nothing, REPLACE would do nothing.
			swap = "ALTER TABLE " + table + " DROP PARTITION " + wanted[s]
		}
		if err := db.exec(ctx, what, swap, nil); err != nil {
			return 0, err
		}
	}
	return rows, nil
}

// PublishQuery publishes what a named SELECT gives. Its columns are those of
// the table, by name.
func (db *DB) PublishQuery(ctx context.Context, table string, partitions []string, name string, p Params) (uint64, error) {
	query, err := text(name)
	if err != nil {
		return 0, err
	}
	return db.Publish(ctx, table, partitions, func(ctx context.Context, staging string) error {
		columns, err := db.columnsOf(ctx, name, query, p)
		if err != nil {
			return err
		}
		return db.exec(ctx, name, "INSERT INTO "+staging+" ("+columns+")\n"+query, p)
	})
}

var (
	plainPartition = regexp.MustCompile(`^[^'"\\()\s][^'"\\()]*$`)
	tuplePartition = regexp.MustCompile(`^\(\s*('([^'\\]|\\.)*'|-?[0-9.]+)(\s*,\s*('([^'\\]|\\.)*'|-?[0-9.]+))*\s*\)$`)
)

// partitionLiteral writes a partition for ALTER TABLE.
func partitionLiteral(p string) (string, error) {
	switch {
	case p == "tuple()", tuplePartition.MatchString(p):
		return p, nil
	case plainPartition.MatchString(p):
		return "'" + p + "'", nil
	}
	return "", fmt.Errorf("partition %q is written neither as 2026-11-22 nor as ('2026-11-22', 's1') nor as tuple()", p)
}

// shownPartition takes out the blanks that system.parts does not write.
func shownPartition(p string) string {
	if !strings.HasPrefix(p, "(") {
		return p
	}
	return regexp.MustCompile(`\s*,\s*`).ReplaceAllString(p, ",")
}

// stagePattern matches the staging tables of [DB.Publish].
const stagePattern = "^stage_[A-Za-z0-9_]+_[0-9a-z]{26}$"

// sweep drops what processes that were killed left: staging tables and the
// migration lock, if older than age.
func (db *DB) sweep(ctx context.Context, age time.Duration) error {
	var left []string
	err := db.selectText(ctx, &left, "look for leftovers",
		"SELECT name FROM system.tables WHERE database = currentDatabase() AND (match(name, {stage:String}) OR name = {lock:String}) "+
			"AND metadata_modification_time <= now() - {age:UInt32}",
		Params{"stage": stagePattern, "lock": lockTable, "age": int(age.Seconds())})
	if err != nil {
		return err
	}
	for _, name := range left {
		db.log.Info("dropping what a killed process left", "table", name)
		if err := db.exec(ctx, "drop "+name, "DROP TABLE IF EXISTS "+name, nil); err != nil {
			return err
		}
	}
	return nil
}
