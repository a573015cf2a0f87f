package sqltest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/linli-project/linli/sql"
)

// migrated is what the migrations of this binary made of an empty database: a
// statement per table, not one per step of its history, takes half of the time.
var migrated struct {
	sync.Mutex
	statements []string
}

// migrate makes the tables: once by the migrations, from then on as these left them.
func migrate(ctx context.Context, db *sql.DB) error {
	migrated.Lock()
	defer migrated.Unlock()
	for _, s := range migrated.statements {
		if err := db.Exec(ctx, s, nil); err != nil {
			return err
		}
	}
	if migrated.statements != nil {
		return nil
	}
	if _, err := sql.Migrate(ctx, db); err != nil {
		return err
	}
	statements, err := schema(ctx, db)
	if err != nil {
		return err
	}
	rows, err := contents(ctx, db)
	if err != nil {
		return err
	}
	migrated.statements = slices.Concat(statements, rows)
	return nil
}

// schema gives the statements that make the tables and views of a database in
// another, which must be the current one. A view comes after what it reads.
func schema(ctx context.Context, db *sql.DB) ([]string, error) {
	var name string
	if _, err := db.GetText(ctx, &name, "SELECT currentDatabase()", nil); err != nil {
		return nil, err
	}
	var objects []struct {
		Name   string `ch:"name"`
		Create string `ch:"create_table_query"`
		View   bool   `ch:"view"`
	}
	err := db.SelectText(ctx, &objects,
		"SELECT name, create_table_query, engine LIKE '%View' AS view FROM system.tables WHERE database = currentDatabase() ORDER BY view, name", nil)
	if err != nil {
		return nil, err
	}
	waiting := map[string]bool{}
	for _, o := range objects {
		waiting[o.Name] = true
	}
	var statements []string
	for len(waiting) > 0 {
		before := len(waiting)
		for _, o := range objects {
			if !waiting[o.Name] || o.View && reads(o.Create, name, o.Name, waiting) {
				continue
			}
			delete(waiting, o.Name)
			statements = append(statements, strings.ReplaceAll(o.Create, name+".", ""))
		}
		if len(waiting) == before {
			return nil, errors.New("views read each other in a circle")
		}
	}
	return statements, nil
}

// reads says whether the statement of a view names another that is still waiting.
func reads(create, database, view string, waiting map[string]bool) bool {
	for other := range waiting {
		if other != view && strings.Contains(create+" ", database+"."+other+" ") {
			return true
		}
	}
	return false
}

// contents gives the statements that insert the rows of a database, of which there must be few.
func contents(ctx context.Context, db *sql.DB) ([]string, error) {
	tables, err := filled(ctx, db)
	if err != nil {
		return nil, err
	}
	statements := make([]string, len(tables))
	for i, table := range tables {
		var rows []string
		if err := db.SelectText(ctx, &rows, "SELECT formatRowNoNewline('Values', *) FROM "+table, nil); err != nil {
			return nil, err
		}
		statements[i] = fmt.Sprintf("INSERT INTO %s VALUES %s", table, strings.Join(rows, ", "))
	}
	return statements, nil
}

// filled lists the tables that have rows.
func filled(ctx context.Context, db *sql.DB) (tables []string, err error) {
	err = db.SelectText(ctx, &tables, "SELECT DISTINCT table FROM system.parts WHERE database = currentDatabase() AND active AND rows > 0 ORDER BY table", nil)
	return tables, err
}
