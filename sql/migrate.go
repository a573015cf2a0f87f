package sql

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"regexp"
	"strconv"
	"strings"
	"time"
)

//go:embed all:migrations
var migrationFiles embed.FS

// Migration is one step of the schema, from migrations/NNNN_name.sql.
type Migration struct {
	Version  int
	Name     string
	Checksum string // sha256 of the file
	text     string
}

// MigrationStatus is a migration and whether it has been applied.
type MigrationStatus struct {
	Version   int
	Name      string
	State     string // applied, pending, changed (the file is not what was applied), unknown (no such file)
	AppliedAt time.Time
}

const migrationTable = "schema_migration"

var migrationName = regexp.MustCompile(`^(\d{4})_([a-z0-9_]+)\.sql$`)

// migrations reads the steps, in order. Versions start at 1 and have no gap.
func migrations(files fs.FS) ([]Migration, error) {
	entries, err := fs.ReadDir(files, "migrations")
	if err != nil {
		return nil, err
	}
	var steps []Migration
	for _, entry := range entries {
		m := migrationName.FindStringSubmatch(entry.Name())
		if m == nil {
			continue
		}
		b, err := fs.ReadFile(files, "migrations/"+entry.Name())
		if err != nil {
			return nil, err
		}
		body := strings.ReplaceAll(string(b), "\r\n", "\n") // a checkout's line ends are no change
		sum := sha256.Sum256([]byte(body))
		version, _ := strconv.Atoi(m[1])
		if version != len(steps)+1 {
			return nil, fmt.Errorf("migration %s: version %d is taken or leaves a gap after %d", entry.Name(), version, len(steps))
		}
		steps = append(steps, Migration{Version: version, Name: m[2], Checksum: hex.EncodeToString(sum[:]), text: body})
	}
	return steps, nil
}

// Migrate applies what is pending and returns it. A step that is interrupted is
// not recorded and runs again from its start, so its statements must be
// repeatable (IF NOT EXISTS).
func Migrate(ctx context.Context, db *DB) ([]Migration, error) {
	return migrate(ctx, db, migrationFiles)
}

func migrate(ctx context.Context, db *DB, files fs.FS) (applied []Migration, err error) {
	steps, err := migrations(files)
	if err != nil {
		return nil, err
	}
	// Mostly there is nothing to do, and nothing to lock for.
	if pending, err := db.pending(ctx, steps); err != nil {
		return nil, err
	} else if len(pending) == 0 {
		return nil, db.complete(ctx, steps)
	}
	unlock, err := db.lockMigration(ctx)
	if err != nil {
		return nil, err
	}
	defer unlock()
	pending, err := db.pending(ctx, steps) // another may have been faster
	if err != nil {
		return nil, err
	}
	for _, m := range pending {
		what := fmt.Sprintf("migration %04d_%s", m.Version, m.Name)
		if len(pending) < len(steps) { // of a database with data it may take minutes
			db.log.Info("the database is brought up to date", "step", what, "steps", len(pending))
		}
		for i, statement := range splitStatements(m.text) {
			if err := db.exec(ctx, fmt.Sprintf("%s, statement %d (%s)", what, i+1, firstLine(statement)), statement, nil); err != nil {
				return applied, err
			}
		}
		err := db.exec(ctx, what, "INSERT INTO "+migrationTable+" (version, name, checksum) "+
			"SELECT {version:UInt32}, {name:String}, {checksum:String}", Params{"version": m.Version, "name": m.Name, "checksum": m.Checksum})
		if err != nil {
			return applied, err
		}
		applied = append(applied, m)
	}
	return applied, nil
}

// pending lists the steps not yet applied, and refuses a schema that does not
// follow from the files.
func (db *DB) pending(ctx context.Context, steps []Migration) ([]Migration, error) {
	status, err := db.status(ctx, steps)
	if err != nil {
		return nil, err
	}
	var pending []Migration
	for _, s := range status {
		switch s.State {
		case "pending":
			pending = append(pending, steps[s.Version-1])
		case "changed":
			return nil, fmt.Errorf("migration %04d_%s was applied on %s and has been changed since: restore the file and put the change into a new migration",
				s.Version, s.Name, s.AppliedAt.Format(time.DateOnly))
		case "unknown":
			return nil, fmt.Errorf("database %s has migration %04d_%s, which this version of linli does not know: run a newer linli", db.database, s.Version, s.Name)
		}
	}
	return pending, nil
}

// Status says of each migration whether it has been applied.
func Status(ctx context.Context, db *DB) ([]MigrationStatus, error) {
	steps, err := migrations(migrationFiles)
	if err != nil {
		return nil, err
	}
	return db.status(ctx, steps)
}

func (db *DB) status(ctx context.Context, steps []Migration) ([]MigrationStatus, error) {
	err := db.exec(ctx, "create "+migrationTable, "CREATE TABLE IF NOT EXISTS "+migrationTable+
		" (version UInt32, name String, checksum String, applied_at DateTime64(3, 'UTC') DEFAULT now64(3)) ENGINE = ReplacingMergeTree ORDER BY version", nil)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		Version   uint32    `ch:"version"`
		Name      string    `ch:"name"`
		Checksum  string    `ch:"checksum"`
		AppliedAt time.Time `ch:"applied_at"`
	}
	if err := db.selectText(ctx, &rows, "read "+migrationTable, "SELECT version, name, checksum, applied_at FROM "+migrationTable+" FINAL ORDER BY version", nil); err != nil {
		return nil, err
	}
	status := make([]MigrationStatus, len(steps))
	for i, m := range steps {
		status[i] = MigrationStatus{Version: m.Version, Name: m.Name, State: "pending"}
	}
	for _, r := range rows {
		if int(r.Version) > len(steps) || r.Version == 0 {
			status = append(status, MigrationStatus{Version: int(r.Version), Name: r.Name, State: "unknown", AppliedAt: r.AppliedAt})
			continue
		}
		s := &status[r.Version-1]
		s.State, s.AppliedAt = "applied", r.AppliedAt
		if r.Checksum != steps[r.Version-1].Checksum {
			s.State = "changed"
		}
	}
	return status, nil
}
