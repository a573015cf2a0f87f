package sql

import (
	"context"
	"fmt"
	"regexp"
	"strings"
)

var madeTable = regexp.MustCompile(`(?mi)^(CREATE|DROP) TABLE IF (?:NOT )?EXISTS ([a-z_0-9]+)`)

// Complete refuses a database that has lost a table of an applied migration.
func Complete(ctx context.Context, db *DB) error {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return err
	}
	status, err := db.status(ctx, steps)
	if err != nil {
		return err
	}
	var applied []Migration
	for _, s := range status {
		if s.State == "applied" {
			applied = append(applied, steps[s.Version-1])
		}
	}
	return db.complete(ctx, applied)
}

// complete looks for the tables that the steps made. The record says that a step was applied, so nothing would make a lost
// table again, and each query of it would fail on its own.
func (db *DB) complete(ctx context.Context, steps []Migration) error {
	made := map[string]Migration{}
	for _, m := range steps {
		for _, found := range madeTable.FindAllStringSubmatch(m.text, -1) {
			if strings.EqualFold(found[1], "DROP") {
				delete(made, found[2])
			} else {
				made[found[2]] = m
			}
		}
	}
	var there []string
	if err := db.selectText(ctx, &there, "list the tables", "SELECT name FROM system.tables WHERE database = currentDatabase()", nil); err != nil {
		return err
	}
	for _, name := range there {
		delete(made, name)
	}
	for name, m := range made {
		return fmt.Errorf("table %s is not in database %s, although migration %04d_%s was applied: restore the database from a backup, or take a new one: "+
			"what Kafka still holds is then read again", name, db.database, m.Version, m.Name)
	}
	return nil
}
