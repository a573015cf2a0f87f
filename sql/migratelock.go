package sql

import (
	"context"
	"fmt"
	"os"
	"strings"
	"time"
)

const (
	// lockTable exists while somebody migrates. CREATE TABLE is the one thing
	// that ClickHouse lets only one of two do, so it serves as the lock.
	lockTable = "schema_migration_lock"
	lockStale = 15 * time.Minute
)

// lockMigration keeps a second process from migrating at the same time. It
// waits for a minute; a lock of a process that died is dropped after lockStale.
func (db *DB) lockMigration(ctx context.Context) (unlock func(), err error) {
	host, _ := os.Hostname()
	owner := fmt.Sprintf("process %d on %s", os.Getpid(), host)
	create := "CREATE TABLE " + lockTable + " (x UInt8) ENGINE = MergeTree ORDER BY x COMMENT '" +
		strings.NewReplacer(`\`, "", "'", "").Replace(owner) + "'"
	for start := time.Now(); ; {
		err := db.exec(ctx, "lock the schema", create, nil)
		if err == nil {
			return func() {
				ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Minute)
				defer cancel()
				if err := db.exec(ctx, "unlock the schema", "DROP TABLE IF EXISTS "+lockTable, nil); err != nil {
					db.log.Error("the schema stays locked", "table", lockTable, "err", err)
				}
			}, nil
		}
		if Code(err) != codeTableExists {
			return nil, err
		}
		var holder struct {
			Comment string `ch:"comment"`
			Age     int64  `ch:"age"`
		}
		found, err := db.get(ctx, &holder, "read the schema's lock",
			"SELECT comment, toInt64(now()) - toInt64(metadata_modification_time) AS age FROM system.tables WHERE database = currentDatabase() AND name = {t:String}",
			Params{"t": lockTable})
		if err != nil {
			return nil, err
		}
		if found && holder.Age > int64(lockStale.Seconds()) {
			if err := db.exec(ctx, "drop the schema's stale lock", "DROP TABLE IF EXISTS "+lockTable, nil); err != nil {
				return nil, err
			}
			continue
		}
		if time.Since(start) > time.Minute {
			return nil, fmt.Errorf("the schema of %s is being migrated by %s: wait for it, or if that process is dead run DROP TABLE %s", db.database, holder.Comment, lockTable)
		}
		select {
		case <-time.After(200 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
