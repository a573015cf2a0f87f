package sql

import (
	"context"
	"fmt"
	"strings"
)

// BrokenPart is a piece of a table that ClickHouse could not read at a start and has put aside: its rows are missing.
type BrokenPart struct {
	Table string `ch:"table"`
	Name  string `ch:"name"`
}

// BrokenParts lists the parts of the database that ClickHouse has put aside.
func (db *DB) BrokenParts(ctx context.Context) ([]BrokenPart, error) {
	var parts []BrokenPart
	err := db.selectText(ctx, &parts, "look for broken parts",
		"SELECT table, name FROM system.detached_parts WHERE database = currentDatabase() AND startsWith(name, 'broken') ORDER BY table, name", nil)
	return parts, err
}

// Broken says in one line which parts are broken and what to do; empty if none is.
func Broken(parts []BrokenPart) string {
	if len(parts) == 0 {
		return ""
	}
	names := make([]string, len(parts))
	for i, p := range parts {
		names[i] = p.Table + "/" + p.Name
	}
	const shown = 5
	if more := len(names) - shown; more > 0 {
		names = append(names[:shown], fmt.Sprintf("%d more", more))
	}
	return fmt.Sprintf("ClickHouse could not read %d parts and put them aside, their rows are missing: %s: `linli audit` names the messages; "+
		"DELETE FROM ingest_ledger WHERE topic = 'linli.click' (or order, share) and a restart read again what Kafka still holds; "+
		"then ALTER TABLE … DROP DETACHED PART '…' SETTINGS allow_drop_detached = 1", len(parts), strings.Join(names, ", "))
}

// warnBroken logs what a start has put aside: the engine itself is silent about it.
func (db *DB) warnBroken(ctx context.Context) error {
	parts, err := db.BrokenParts(ctx)
	if err != nil {
		return err
	}
	if text := Broken(parts); text != "" {
		db.log.Error(text)
	}
	return nil
}
