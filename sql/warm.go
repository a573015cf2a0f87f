package sql

import (
	"context"
	"strings"
)

// Warm has ClickHouse read the marks of all tables into its memory: where in a file which rows begin. After a start the first questions would
// spend most of their time on that. It takes a second for a hundred million events; a server may not allow it to this user, which is an
// error and no harm.
func (db *DB) Warm(ctx context.Context) error {
	var tables []string
	if err := db.selectText(ctx, &tables, "warm up", "SELECT name FROM system.tables WHERE database = currentDatabase() AND endsWith(engine, 'MergeTree') AND NOT match(name, {stage:String}) ORDER BY name",
		Params{"stage": stagePattern}); err != nil {
		return err
	}
	for _, name := range tables {
		if err := db.exec(ctx, "warm up "+name, "SYSTEM PREWARM MARK CACHE `"+strings.ReplaceAll(name, "`", "\\`")+"`", nil); err != nil && Code(err) != codeUnknownTable { // gone meanwhile
			return err
		}
	}
	return nil
}
