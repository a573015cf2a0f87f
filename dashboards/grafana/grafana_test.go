package grafana

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

type board struct {
	UID    string `json:"uid"`
	Title  string `json:"title"`
	Panels []struct {
		ID          int    `json:"id"`
		Title       string `json:"title"`
		Description string `json:"description"`
		Targets     []struct {
			SQL    string `json:"rawSql"`
			Source struct {
				UID string `json:"uid"`
			} `json:"datasource"`
		} `json:"targets"`
	} `json:"panels"`
	Templating struct {
		List []struct {
			Name  string `json:"name"`
			Query string `json:"query"`
		} `json:"list"`
	} `json:"templating"`
}

// macros stands in for what Grafana writes in place of its macros and variables.
var macros = strings.NewReplacer("$__fromTime", "toDateTime('2026-11-01 00:00:00')", "$__toTime", "toDateTime('2026-11-22 00:00:00')", "${store:singlequote}", "'s1','s2'")

var from = regexp.MustCompile(`(?i)\b(?:from|join)\s+([a-z_]+)`)

// TestEveryQueryRuns asks the engine every query of every board, and sees that they read views only.
func TestEveryQueryRuns(t *testing.T) {
	db := sqltest.Open(t)
	for _, s := range []string{
		`INSERT INTO store (store_id, name, city) VALUES ('s1', '一店', '北京'), ('s3', '三店', '杭州')`,
		`INSERT INTO fact_store (business_day, store_id, orders, buyers, repeat_buyers, amount, active_products, stockout_rate, waste_cost) VALUES ('2026-11-20', 's1', 4, 4, 1, 12345, 10, 0.1, 100), ('2026-11-20', 's3', 9, 9, 9, 99999, 10, 0.1, 0), ('2026-12-01', 's1', 9, 9, 9, 99999, 10, 0.1, 0)`,
		`INSERT INTO forecast_accuracy VALUES ('2026-11-20', 's1', 'fruit', 1, 5, 0, 100, 20, 30, -5, 8, 3, 5)`,
	} {
		if err := db.Exec(t.Context(), s, nil); err != nil {
			t.Fatal(err)
		}
	}
	files, err := Boards.ReadDir("boards")
	if err != nil || len(files) == 0 {
		t.Fatal(err, len(files))
	}
	asked := map[string]string{}
	for _, f := range files {
		text, err := Boards.ReadFile("boards/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		var b board
		if err := json.Unmarshal(text, &b); err != nil || b.UID == "" || b.Title == "" || len(b.Panels) == 0 {
			t.Fatalf("%s: %v", f.Name(), err)
		}
		for _, v := range b.Templating.List {
			asked[f.Name()+" "+v.Name] = v.Query
		}
		for _, p := range b.Panels {
			if p.Title == "" || p.Description == "" || len(p.Targets) == 0 || p.Targets[0].Source.UID != "linli" {
				t.Errorf("%s: panel %d lacks a title, a definition, a query or its source", f.Name(), p.ID)
			}
			for _, q := range p.Targets {
				asked[f.Name()+" "+p.Title] = q.SQL
			}
		}
	}
	for name, query := range asked {
		for _, m := range from.FindAllStringSubmatch(query, -1) {
			if !strings.HasPrefix(m[1], "v_") {
				t.Errorf("%s reads %s, which is no view", name, m[1])
			}
		}
		query = macros.Replace(query)
		if strings.Contains(query, "$") {
			t.Errorf("%s: a macro that nobody tests: %s", name, query)
		}
		rows, err := db.Query(t.Context(), query, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for rows.Next() { // only the end counts
		}
		if err := rows.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		_ = rows.Close()
	}
	for name, want := range map[string]float64{"sales.json GMV（元）": 123.45, "forecast.json 误差 WAPE": 0.2, "forecast.json 偏差 Bias": -0.05} {
		var got float64
		if _, err := db.GetText(t.Context(), &got, macros.Replace(asked[name]), sql.Params{}); err != nil || got != want {
			t.Errorf("%s: %v %v, want %v", name, got, err, want)
		}
	}
}

// TestProvisioning: the source that the boards name is the one that is provisioned.
func TestProvisioning(t *testing.T) {
	for path, want := range map[string]string{"provisioning/datasources/linli.yaml": "uid: linli\n", "provisioning/dashboards/linli.yaml": "type: file"} {
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%s: %v, lacks %q", path, err, want)
		}
	}
}
