package jobs

import (
	"os"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func TestMain(m *testing.M) { os.Exit(sqltest.Run(m)) }

// openFacts gives a database with the rows of chain and the facts of their days.
func openFacts(t *testing.T) *sql.DB {
	t.Helper()
	return sqltest.World(t, "facts", func(db *sql.DB) {
		chain(t, db)
		if runs, err := newRunner(t, db).RunDue(t.Context(), All[0], "test"); err != nil || len(runs) != 42 {
			t.Fatal(len(runs), err)
		}
	})
}

// openNights gives one on which, beside, the jobs have run for three nights, once and clean.
func openNights(t *testing.T) *sql.DB {
	t.Helper()
	return sqltest.World(t, "nights", func(db *sql.DB) {
		chain(t, db)
		if runs, err := newRunner(t, db).CatchUp(t.Context(), "catch_up", nil); err != nil || len(runs) < 42+3*3 {
			t.Fatal(len(runs), err)
		}
	})
}
