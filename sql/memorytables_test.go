package sql_test

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestMemoryKnowsItsTables: of every query that pages may ask, the tables that ClickHouse's own analysis finds are those that the
// memory looks at.
func TestMemoryKnowsItsTables(t *testing.T) {
	db, ctx := sqltest.Open(t), context.Background()
	param := regexp.MustCompile(`\{(\w+):([^}]+)\}`)
	found := regexp.MustCompile(`table_name: [^\s.,]+\.(\w+)`)
	looked, tables := 0, 0
	for _, name := range sql.Queries() {
		area, _, _ := strings.Cut(name, "/")
		if !slices.Contains([]string{"owner", "manager", "merchandiser", "operation", "api", "account", "message"}, area) {
			continue
		}
		text, _ := db.Text(name)
		p := sql.Params{}
		for _, x := range param.FindAllStringSubmatch(text, -1) {
			switch kind := x[2]; {
			case strings.HasPrefix(kind, "Array"):
				p[x[1]] = []string{}
			case strings.HasPrefix(kind, "DateTime"):
				p[x[1]] = time.Unix(1.79e9, 0)
			case kind == "Date":
				p[x[1]] = "2026-11-20"
			case kind == "String":
				p[x[1]] = ""
			default:
				p[x[1]] = 1
			}
		}
		var lines []string
		if err := db.SelectText(ctx, &lines, "EXPLAIN QUERY TREE "+text, p); err != nil {
			t.Logf("%s: not analysed: %v", name, err)
			continue
		}
		looked++
		reads := sql.TablesIn(text)
		for _, m := range found.FindAllStringSubmatch(strings.Join(lines, "\n"), -1) {
			tables++
			if !slices.Contains(reads, m[1]) && m[1] != "one" {
				t.Errorf("%s reads %s, which the memory does not look at (%v)", name, m[1], reads)
			}
		}
	}
	if looked < 80 || tables < 200 {
		t.Errorf("only %d queries with %d tables were looked at", looked, tables)
	}
}
