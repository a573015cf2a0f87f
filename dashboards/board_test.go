package dashboards

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
	"github.com/xuri/excelize/v2"

	"github.com/linli-project/linli/dashboards/manager"
)

// later adds what the nights publish and fill does not: cohorts, repurchase, leaders, summaries of advice.
func later(t *testing.T, h *house) {
	t.Helper()
	run(t, h.db,
		`INSERT INTO store_retention SELECT '2026-11-21', '', toDate('2026-08-03'), number % 3, 120, 100, 40 - number % 3 * 10, 0.4 - number % 3 * 0.1, 0.3 - number % 3 * 0.1, 0.5 - number % 3 * 0.1 FROM numbers(3)`,
		`INSERT INTO repurchase VALUES ('2026-11-21','chain','','',900,2000,0.3,0.28,0.32,0.45,0.43,0.47,0.61,0.58,0.64,9,17), ('2026-11-21','chain','','fruit',300,700,0.2,0.18,0.22,0.3,0.28,0.32,0.4,0.37,0.43,12,0)`,
		`INSERT INTO leader_viral VALUES ('2026-11-21','','',50,120,7.5,0.04,0.3,0.22,0.41,0.2,0.1,0.3,24,6.5,5,9)`,
		`INSERT INTO leader_score SELECT '2026-11-21', concat('u', toString(number)), 's1', 'c1', 28, 12, 90, 40, 9, 120000, 3, 1, 900, 0, 12000, 8.5, 110000, 5.5 + number, 3, 9 + number, 6, 20000, 15000, 30000, 0.5, 0.3, 0.7, 0.35, number + 1, 1, 3, 3, '', '' FROM numbers(3)`,
		`INSERT INTO personal_optout VALUES ('u2', 1, now64())`,
		`INSERT INTO suggestion_summary (day, from_day, scope, store_id, kind, stores, advised, followed, hits, misses, voids, hit_rate, low, high, gain_unit, gain) VALUES
			('2026-11-21','2026-10-25','chain','','range_add',2,40,30,18,9,13,0.667,0.47,0.81,'fen',123400), ('2026-11-21','2026-10-25','chain','','push',2,10,10,7,3,0,0.7,0.4,0.9,'share',0.8),
			('2026-11-21','2026-10-25','store','s1','push',1,5,5,4,1,0,0.8,0.4,0.97,'share',0.5)`)
}

// TestFiguresAreTheDatabases: what the page says equals what an independent query of the raw lines says, in every scope.
func TestFiguresAreTheDatabases(t *testing.T) {
	h := open(t, true)
	later(t, h)
	b := h.as("boss")
	for scope, where := range map[string]string{
		"": "1", "city=杭州": "store_id = 's2'", "store=s1": "store_id = 's1'", "category=fruit": "category = 'fruit'", "store=s2&category=dairy": "store_id = 's2' AND category = 'dairy'", "product=p1": "product_id = 'p1'", "store=nowhere": "0",
	} {
		q, _ := url.ParseQuery(scope)
		rows := table(t, b, "/manager/export?part=figures&format=json&lang=en&days=7&"+q.Encode())
		var want struct {
			Amount int64  `ch:"amount"`
			Orders uint64 `ch:"orders"`
			Buyers uint64 `ch:"buyers"`
			Before int64  `ch:"before"`
		}
		if _, err := h.db.GetText(t.Context(), &want, `SELECT sumIf(l.amount, business_day >= '2026-11-15') AS amount, uniqExactIf(order_id, business_day >= '2026-11-15') AS orders,
			uniqExactIf(user_id, business_day >= '2026-11-15') AS buyers, sumIf(l.amount, business_day < '2026-11-15') AS before
			FROM fact_order_line AS l WHERE business_day BETWEEN '2026-11-08' AND '2026-11-21' AND sold AND `+where, nil); err != nil {
			t.Fatal(err)
		}
		if where == "0" {
			if len(rows) != 0 {
				t.Errorf("%s: figures of nothing: %v", scope, rows)
			}
			continue
		}
		got := map[string][2]float64{}
		for _, r := range rows {
			now, _ := r["本期（金额为元，比率 0–1）"].(float64)
			before, _ := r["对比期"].(float64)
			got[r["指标"].(string)] = [2]float64{now, before}
		}
		for name, v := range map[string]float64{"GMV": float64(want.Amount) / 100, "订单数": float64(want.Orders), "活跃买家": float64(want.Buyers)} {
			if math.Abs(got[name][0]-v) > 1e-6 {
				t.Errorf("%q: %s is %v, want %v", scope, name, got[name][0], v)
			}
		}
		if math.Abs(got["GMV"][1]-float64(want.Before)/100) > 1e-6 {
			t.Errorf("%q: GMV before is %v, want %v", scope, got["GMV"][1], float64(want.Before)/100)
		}
		// Each level adds up to the level above.
		for _, by := range []string{"city", "store", "category", "product"} {
			sum := 0.0
			for _, r := range table(t, b, "/manager/export?part=drill&format=json&days=7&by="+by+"&"+q.Encode()) {
				sum += r["GMV（元）"].(float64)
			}
			if math.Abs(sum-float64(want.Amount)/100) > 0.005 {
				t.Errorf("%q by %s: %v in all, want %v", scope, by, sum, float64(want.Amount)/100)
			}
		}
	}
}

// table downloads rows as JSON.
func table(t *testing.T, b *browser, path string) []map[string]any {
	t.Helper()
	status, body := b.get(path)
	var got struct {
		Rows []map[string]any `json:"rows"`
	}
	if err := json.Unmarshal([]byte(body), &got); status != 200 || err != nil {
		t.Fatalf("%s: %d %v\n%.300s\n%s", path, status, err, body, b.h.log)
	}
	return got.Rows
}

// TestDownloadsHoldTheSame reopens every block in every form and compares the cells.
func TestDownloadsHoldTheSame(t *testing.T) {
	h := open(t, true)
	later(t, h)
	b := h.as("boss")
	for _, part := range manager.Parts {
		address := "/manager/export?days=7&part=" + part + "&format="
		rows := table(t, b, address+"json")
		if len(rows) == 0 {
			t.Errorf("%s: no rows", part)
			continue
		}
		_, text := b.get(address + "csv")
		lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
		if err != nil || len(lines) != len(rows)+1 {
			t.Fatalf("%s: %d lines of CSV for %d rows, %v", part, len(lines), len(rows), err)
		}
		_, book := b.get(address + "xlsx")
		f, err := excelize.OpenReader(strings.NewReader(book))
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		sheet, err := f.GetRows(f.GetSheetName(0), excelize.Options{RawCellValue: true})
		f.Close()
		if err != nil || len(sheet) != len(lines) {
			t.Fatalf("%s: %d lines of Excel, %v", part, len(sheet), err)
		}
		_, parquet := b.get(address + "parquet")
		reader, err := file.NewParquetReader(bytes.NewReader([]byte(parquet)))
		if err != nil {
			t.Fatalf("%s: %v", part, err)
		}
		arrow, err := pqarrow.NewFileReader(reader, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
		if err != nil {
			t.Fatal(err)
		}
		columns, err := arrow.ReadTable(t.Context())
		if err != nil || columns.NumRows() != int64(len(rows)) {
			t.Fatalf("%s: %d rows of Parquet, %v", part, columns.NumRows(), err)
		}
		for c, name := range lines[0] {
			if got := columns.Schema().Field(c).Name; got != name {
				t.Errorf("%s: column %d is %q in Parquet, %q in CSV", part, c, got, name)
			}
			for i, row := range rows {
				want, cell := row[name], lines[i+1][c]
				switch v := want.(type) {
				case nil:
					if cell != "" {
						t.Errorf("%s %d %s: nothing is %q in CSV", part, i, name, cell)
					}
				case float64:
					if got, err := strconv.ParseFloat(cell, 64); err != nil || got != v {
						t.Errorf("%s %d %s: %v is %q in CSV", part, i, name, v, cell)
					}
					if d, ok := columns.Column(c).Data().Chunk(0).(*array.Float64); ok && d.Value(i) != v {
						t.Errorf("%s %d %s: %v is %v in Parquet", part, i, name, v, d.Value(i))
					}
				case string:
					if strings.TrimPrefix(cell, "'") != v {
						t.Errorf("%s %d %s: %q is %q in CSV", part, i, name, v, cell)
					}
					if c < len(sheet[i+1]) && sheet[i+1][c] != v {
						t.Errorf("%s %d %s: %q is %q in Excel", part, i, name, v, sheet[i+1][c])
					}
				}
			}
		}
		columns.Release()
	}
}

// TestBoardIsWhole opens every view, block, the wall and the guide in both languages, filled and empty.
func TestBoardIsWhole(t *testing.T) {
	for _, filled := range []bool{true, false} {
		h := open(t, filled)
		if filled {
			later(t, h)
		}
		b := h.as("boss")
		for _, lang := range []string{"zh", "en"} {
			b.get("/lang?to=" + lang)
			paths := []string{"/manager?wall=1", "/manager?wall=1&store=s1", "/guide", "/manager?vs=year&view=customers&store=s1&category=fruit&product=p1"}
			for _, v := range manager.Views {
				paths = append(paths, "/manager?view="+v.Name)
			}
			for _, p := range manager.Parts {
				paths = append(paths, "/part/"+p, "/part/"+p+"?store=s1&days=7&vs=year", "/part/"+p+"?city=%E6%9D%AD%E5%B7%9E&category=fruit")
			}
			for _, path := range paths {
				status, body := b.get(path)
				if status != 200 {
					t.Errorf("filled %v %s %s: %d\n%s", filled, lang, path, status, h.log)
				}
				for _, sign := range []string{"<no value>", "%!", "NaN", "ZgotmplZ", ">?", `role="alert"`, "?part.", "?term."} {
					if i := strings.Index(body, sign); i >= 0 {
						t.Errorf("filled %v %s %s: contains %q: …%s…", filled, lang, path, sign, body[max(0, i-80):min(len(body), i+80)])
					}
				}
			}
		}
		if filled {
			b.get("/lang?to=zh")
			if _, body := b.get("/part/leaders"); !strings.Contains(body, "u1") || strings.Contains(body, "u2") {
				t.Error("the leaders' board lacks u1, or names u2, who opted out")
			}
			if _, body := b.get("/part/advice"); !strings.Contains(body, "37 条建议里，命中 25 条") {
				t.Errorf("advice: %s", body)
			}
			if _, body := b.get("/part/shares"); !strings.Contains(body, "0.3 位新买家") {
				t.Errorf("shares: %s", body)
			}
		}
	}
}

// TestPeriods: a year before is weekday by weekday, whatever the length, and never overlaps; the address gives the same page again.
func TestPeriods(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	for path, want := range map[string]string{
		"/manager?days=7": "对比 11月8日 至 11月14日", "/manager?days=7&vs=year": "对比一年前（2025年11月16日 周日 至 2025年11月22日 周六", "/manager?from=2026-11-01&to=2026-11-10": "对比 10月22日 至 10月31日",
		"/manager?from=2025-01-01&to=2026-06-30&vs=year": "对比一年前（2023年1月4日 周三 至 2024年7月2日 周二",
	} {
		if _, body := b.get(path); !strings.Contains(body, want) {
			t.Errorf("%s lacks %q", path, want)
		}
	}
	_, body := b.get("/manager?store=s1&category=fruit&vs=year&view=goods&from=2026-11-01&to=2026-11-10")
	for _, want := range []string{"city=", "store=s1", "category=fruit", "vs=year", "from=2026-11-01", "to=2026-11-10"} {
		if want != "city=" && !slices.ContainsFunc(strings.Split(body, "data-part="), func(s string) bool { return strings.Contains(s[:min(len(s), 200)], want) }) {
			t.Errorf("the blocks' addresses lack %s", want)
		}
	}
	for part, want := range map[string]int{"figures.exe": 404, "": 200, "trend": 200} {
		if status, _ := b.get("/manager/export?part=" + part); status != want {
			t.Errorf("export of %q: %d, want %d", part, status, want)
		}
	}
	if status, _ := h.as("wang").get("/manager/export?part=leaders"); status != 403 {
		t.Errorf("an owner took the board out: %d", status)
	}
}

// TestEveryTermIsExplained: whatever the figures and blocks link to stands in the guide, in both languages.
func TestEveryTermIsExplained(t *testing.T) {
	h := open(t, true)
	later(t, h)
	b := h.as("boss")
	_, guide := b.get("/guide")
	seen := 0
	addresses := []string{
		"/manager", "/manager/changes", "/jobs", "/owner", "/merchandiser", "/merchandiser/whatif", "/merchandiser/gate", "/merchandiser/compare", "/merchandiser/communities", "/merchandiser/community?id=c1",
		"/merchandiser/alike", "/merchandiser/forecast", "/merchandiser/rules", "/part/affinity",
	}
	for _, part := range manager.Parts {
		addresses = append(addresses, "/part/"+part)
	}
	for _, part := range addresses {
		_, body := b.get(part)
		for _, rest := range strings.Split(body, `"/guide#`)[1:] {
			term, _, _ := strings.Cut(rest, `"`)
			if seen++; !strings.Contains(guide, ` id="`+term+`"`) {
				t.Errorf("%s links to the term %q, which the guide lacks", part, term)
			}
		}
	}
	if seen < 70 {
		t.Errorf("only %d links", seen)
	}
}

// TestHostileBoard puts what no page expects into every parameter of the board.
func TestHostileBoard(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	for _, attack := range attacks {
		q := url.Values{"days": {"7"}}
		for _, name := range []string{"city", "store", "category", "product", "vs", "view", "by"} {
			q.Set(name, attack)
		}
		for _, path := range []string{"/manager?", "/part/drill?by=store&", "/manager/export?part=drill&format=csv&"} {
			status, body := b.get(path + q.Encode())
			if status != 200 && status != 404 || strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") {
				t.Errorf("%.40q at %s: %d", attack, path, status)
			}
		}
		for _, name := range []string{"part", "format"} {
			if status, _ := b.get("/manager/export?" + url.Values{name: {attack}}.Encode()); status != 404 {
				t.Errorf("%s=%.40q: %d", name, attack, status)
			}
		}
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("an attack reached what it should not:\n%s", h.log)
	}
}
