package sql

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/oklog/ulid/v2"
)

// Append adds rows to a table without partitions in one step: fill writes them into a staging table beside it, where they
// become one part, and agree sees how many they are, which is fewer than were written if keys stood twice. Only if it agrees
// they are attached: readers see none of them before and all of them after, and a process that dies leaves none.
func (db *DB) Append(ctx context.Context, table string, fill func(ctx context.Context, staging string) error, agree func(rows uint64) error) (err error) {
	what := "append to " + table
	if !namePattern.MatchString(table) {
		return fmt.Errorf("%s: not a name of a table", what)
	}
	staging := "stage_" + table + "_" + strings.ToLower(ulid.Make().String())
	defer func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
		defer cancel()
		if dropErr := db.exec(ctx, what, "DROP TABLE IF EXISTS "+staging, nil); dropErr != nil {
			err = errors.Join(err, dropErr)
		}
	}()
	if err := db.exec(ctx, what, "CREATE TABLE "+staging+" AS "+table, nil); err != nil {
		return err
	}
	// Merging on the way would be work for nothing: all parts become one in the end.
	if err := db.exec(ctx, what, "ALTER TABLE "+staging+" MODIFY SETTING max_bytes_to_merge_at_max_space_in_pool = 1, max_bytes_to_merge_at_min_space_in_pool = 1", nil); err != nil {
		return err
	}
	if err := fill(ctx, staging); err != nil {
		return err
	}
	if err := db.exec(ctx, what, "OPTIMIZE TABLE "+staging+" FINAL", nil); err != nil {
		return err
	}
	var parts []struct {
		Partition string `ch:"partition"`
		Parts     uint64 `ch:"parts"`
		Rows      uint64 `ch:"rows"`
	}
	if err := db.selectText(ctx, &parts, what, "SELECT partition, count() AS parts, sum(rows) AS rows FROM system.parts "+
		"WHERE database = currentDatabase() AND table = {t:String} AND active GROUP BY partition", Params{"t": staging}); err != nil {
		return err
	}
	switch {
	case len(parts) == 0:
		return agree(0)
	case len(parts) > 1 || parts[0].Parts > 1 || parts[0].Partition != "tuple()":
		return fmt.Errorf("%s: the rows lie in %d partitions and more than one part, and would not appear in one step", what, len(parts))
	}
	if err := agree(parts[0].Rows); err != nil {
		return err
	}
	return db.exec(ctx, what, "ALTER TABLE "+table+" ATTACH PARTITION tuple() FROM "+staging, nil)
}
