package privacy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/sql"
)

// Found is how often a column holds somebody's id.
type Found struct {
	Table  string `json:"table"`
	Column string `json:"column"`
	Rows   uint64 `json:"rows"`
	Person bool   `json:"person"` // the column names people; else the same text may mean something else
}

// atOnce bounds the ids that one query looks for.
const atOnce = 500

// Prove searches every text column that could hold a person for the ids: a line for each column that names people, also where
// nothing is found, and one for each other that holds such a text. Whole columns are read, so it takes its time on large tables.
func Prove(ctx context.Context, db *sql.DB, users []string) ([]Found, error) {
	if err := Check(users); err != nil {
		return nil, err
	}
	tables, err := Tables(ctx, db)
	if err != nil {
		return nil, err
	}
	var out []Found
	for _, t := range tables {
		if t.Name == "dead_letter" { // searched inside of the texts, not for whole values
			t.Others, t.Persons = nil, []Column{{"key", "letter"}, {"value", "letter"}, {"detail", "letter"}}
		}
		columns := slices.Concat(t.Persons, t.Others)
		if len(columns) == 0 {
			continue
		}
		sum := make([]uint64, len(columns))
		for some := range slices.Chunk(users, atOnce) {
			n, err := count(ctx, db, t.Name, columns, some)
			if err != nil {
				return nil, fmt.Errorf("search %s: %w", t.Name, err)
			}
			for i := range sum {
				sum[i] += n[i]
			}
		}
		for i, c := range columns {
			if person := i < len(t.Persons); person || sum[i] > 0 {
				out = append(out, Found{t.Name, c.Name, sum[i], person})
			}
		}
	}
	return out, nil
}

func count(ctx context.Context, db *sql.DB, table string, columns []Column, users []string) (n []uint64, err error) {
	const ids = "{users:Array(String)}"
	counts := make([]string, len(columns))
	for i, c := range columns {
		where := c.holds(ids)
		if c.Type == "letter" {
			where = "arrayExists(u -> position(" + c.Name + ", u) > 0 AND match(" + c.Name +
				", concat('(^|[^0-9A-Za-z_-])', regexpQuoteMeta(u), '([^0-9A-Za-z_-]|$)')), " + ids + ")"
		}
		counts[i] = "countIf(" + where + ")"
	}
	_, err = db.GetText(ctx, &n, "SELECT ["+strings.Join(counts, ", ")+"] AS n FROM `"+table+"`", sql.Params{"users": users})
	return n, err
}

// Remaining adds up what names people.
func Remaining(found []Found) (rows uint64) {
	for _, f := range found {
		if f.Person {
			rows += f.Rows
		}
	}
	return rows
}
