package sql_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// dayWorld is a database in which every table can be filled with made-up rows of some days: what queries are asked about to see which
// days their answers depend on.
type dayWorld struct {
	t     *testing.T
	db    *sql.DB
	key   map[string]string // Date column by which, or by what follows from which, a table is partitioned
	types map[string][][2]string
	made  map[string][]string // columns that follow from others, as they are declared
	views map[string][]string
}

func newDayWorld(t *testing.T) *dayWorld {
	w := &dayWorld{t: t, db: sqltest.Open(t), key: map[string]string{}, types: map[string][][2]string{}, made: map[string][]string{}, views: map[string][]string{}}
	var columns []struct {
		Table string `ch:"table"`
		Name  string `ch:"name"`
		Type  string `ch:"type"`
		Day   uint8  `ch:"day"`
		View  string `ch:"view"`
		Made  string `ch:"made"`
	}
	if err := w.db.SelectText(context.Background(), &columns, `SELECT c.table AS table, c.name AS name, c.type AS type, c.type = 'Date' AND (t.partition_key = c.name OR position(t.partition_key, concat('(', c.name, ')')) > 0) AS day, if(t.engine = 'View', t.as_select, '') AS view, if(c.default_kind = 'MATERIALIZED', c.default_expression, '') AS made
		FROM system.columns AS c INNER JOIN system.tables AS t ON t.database = c.database AND t.name = c.table
		WHERE c.database = currentDatabase() AND c.default_kind IN ('', 'DEFAULT', 'MATERIALIZED') ORDER BY c.table, c.position`, nil); err != nil {
		t.Fatal(err)
	}
	for _, c := range columns {
		if c.View != "" {
			w.views[c.Table] = sql.TablesIn(c.View)
			continue
		}
		if c.Made != "" {
			w.made[c.Table] = append(w.made[c.Table], "`"+c.Name+"` "+c.Type+" MATERIALIZED "+c.Made)
			continue
		}
		w.types[c.Table] = append(w.types[c.Table], [2]string{c.Name, c.Type})
		if c.Day == 1 {
			w.key[c.Table] = c.Name
		}
	}
	return w
}

// tables are those that a query reads.
func (w *dayWorld) tables(query string) []string {
	return slices.DeleteFunc(sql.WithViews(sql.TablesIn(query), w.views), func(name string) bool { return w.types[name] == nil })
}

// inMemory makes a table that is filled in no time: by which engine is nothing to the queries.
func (w *dayWorld) inMemory(table string) {
	var columns []string
	for _, c := range w.types[table] {
		columns = append(columns, "`"+c[0]+"` "+c[1])
	}
	exec(w.t, w.db, "DROP TABLE "+table)
	exec(w.t, w.db, "CREATE TABLE "+table+" ("+strings.Join(append(columns, w.made[table]...), ", ")+") ENGINE = Memory")
}

// rowsADay is how many rows a table gets for each day.
const rowsADay = 32

// fill replaces what is in a table by rows of some days; with another salt a day has other rows.
func (w *dayWorld) fill(table string, salts map[int]int) {
	w.t.Helper()
	var days []string
	for day := range salts {
		days = append(days, fmt.Sprintf("(%d, %d)", day, salts[day]))
	}
	slices.Sort(days)
	var names, values []string
	for _, c := range w.types[table] {
		names, values = append(names, "`"+c[0]+"`"), append(values, w.value(table, c[0], c[1]))
	}
	exec(w.t, w.db, "TRUNCATE TABLE "+table)
	exec(w.t, w.db, "INSERT INTO "+table+" ("+strings.Join(names, ", ")+") WITH toDate(x.1) AS d, n.number AS i SELECT "+strings.Join(values, ", ")+
		" FROM (SELECT arrayJoin(["+strings.Join(days, ", ")+"]) AS x) AS y CROSS JOIN numbers("+fmt.Sprint(rowsADay)+") AS n SETTINGS compile_expressions = 0")
}

// answer is all that a query gives, as text, in any order: rows that a query puts at the same place come as they like.
func (w *dayWorld) answer(query string, p sql.Params) (string, error) {
	rows, err := w.db.Query(context.Background(), query+"\nSETTINGS max_threads = 1, compile_expressions = 0, compile_aggregate_expressions = 0, compile_sort_description = 0", p)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var lines []string
	for rows.Next() {
		var into []any
		for _, c := range rows.ColumnTypes() {
			into = append(into, reflect.New(c.ScanType()).Interface())
		}
		if err := rows.Scan(into...); err != nil {
			return "", err
		}
		var line strings.Builder
		for _, v := range into {
			held := reflect.ValueOf(v)
			for held.Kind() == reflect.Pointer && !held.IsNil() {
				held = held.Elem()
			}
			fmt.Fprintf(&line, "%v|", held.Interface())
		}
		lines = append(lines, line.String())
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n"), rows.Err()
}

func dayNumber(text string) int {
	at, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return int(at.Unix() / 86400)
}
