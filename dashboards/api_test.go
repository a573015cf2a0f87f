package dashboards

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"

	"github.com/linli-project/linli/dashboards/api"
)

// program asks as a program does: a key, no cookies.
func (h *house) program(key, path string) (*http.Response, []byte) {
	h.t.Helper()
	r, err := http.NewRequestWithContext(h.t.Context(), http.MethodGet, h.srv.URL+path, nil)
	if err != nil {
		h.t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		h.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		h.t.Fatal(err)
	}
	return res, body
}

func (h *house) key(login string) string {
	h.t.Helper()
	key, err := api.AddKey(h.t.Context(), h.db, login, "test", 0)
	if err != nil {
		h.t.Fatal(err)
	}
	return key
}

type answer struct {
	Table string           `json:"table"`
	Count int              `json:"count"`
	Next  string           `json:"next"`
	Rows  []map[string]any `json:"rows"`
}

func read(t *testing.T, body []byte) answer {
	t.Helper()
	var a answer
	if err := json.Unmarshal(body, &a); err != nil {
		t.Fatalf("%v\n%.300s", err, body)
	}
	return a
}

// TestEveryAddressIsDescribed: the document and the routes name the same, and each answers with the columns and types it promises.
func TestEveryAddressIsDescribed(t *testing.T) {
	h := open(t, true)
	later(t, h)
	key := h.key("boss")
	res, body := h.program("", "/api/openapi.json")
	var doc struct {
		OpenAPI string                    `json:"openapi"`
		Paths   map[string]map[string]any `json:"paths"`
		Parts   struct {
			Schemas map[string]struct {
				Required   []string `json:"required"`
				Properties map[string]struct {
					Type        any    `json:"type"`
					Description string `json:"description"`
				} `json:"properties"`
			} `json:"schemas"`
		} `json:"components"`
	}
	if err := json.Unmarshal(body, &doc); err != nil || res.StatusCode != http.StatusOK || doc.OpenAPI != "3.1.0" {
		t.Fatalf("%d %v %s", res.StatusCode, err, doc.OpenAPI)
	}
	seen := 0
	for _, r := range h.site.table() {
		path, ours := strings.CutPrefix(r.pattern, "GET ")
		if !ours || !strings.HasPrefix(path, "/api/") {
			continue
		}
		seen++
		if doc.Paths[path]["get"] == nil {
			t.Errorf("%s is not described", path)
		}
		name, isSet := strings.CutPrefix(path, "/api/v1/")
		if !isSet {
			continue
		}
		schema := doc.Parts.Schemas[name]
		if len(schema.Required) == 0 {
			t.Errorf("%s has no columns", name)
		}
		res, body := h.program(key, path)
		if res.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s", path, res.StatusCode, body)
			continue
		}
		got := read(t, body)
		if got.Table != name || got.Count != len(got.Rows) {
			t.Errorf("%s: table %q, count %d of %d", path, got.Table, got.Count, len(got.Rows))
		}
		if got.Count == 0 && name != "hour" && name != "forecast_alarm" {
			t.Errorf("%s: no rows to compare", path)
		}
		for _, row := range got.Rows {
			if len(row) != len(schema.Required) {
				t.Fatalf("%s: %d columns, %d described", path, len(row), len(schema.Required))
			}
			for column, v := range row {
				p, known := schema.Properties[column]
				if !known || p.Description == "" || !fits(v, fmt.Sprint(p.Type)) {
					t.Fatalf("%s.%s: %v (%T) against %v", name, column, v, v, p)
				}
			}
		}
	}
	if seen != len(doc.Paths) {
		t.Errorf("%d addresses, %d described", seen, len(doc.Paths))
	}
}

func fits(v any, kind string) bool {
	switch v := v.(type) {
	case string:
		return kind == "string"
	case float64:
		return strings.Contains(kind, "number") || kind == "integer" && v == float64(int64(v))
	case nil:
		return strings.Contains(kind, "null")
	}
	return false
}

// TestKeys: wrong, cut, revoked, ended and shut-out keys open nothing; a key opens what its role and stores allow, no more.
func TestKeys(t *testing.T) {
	h := open(t, true)
	boss, wang := h.key("boss"), h.key("wang")
	id := func(key string) string { return strings.Split(key, "_")[1] }
	for name, key := range map[string]string{
		"none": "", "made up": "linli_abcdefgh_0123456789", "cut": boss[:len(boss)-1], "longer": boss + "A", "other secret": "linli_" + id(boss) + "_" + strings.Split(wang, "_")[2],
		"upper": strings.ToUpper(boss), "injected": "linli_' OR 1=1 --_x", "percent": "linli_%_x",
	} {
		if res, body := h.program(key, "/api/v1/store_day"); res.StatusCode != http.StatusUnauthorized || res.Header.Get("WWW-Authenticate") == "" {
			t.Errorf("%s: %d %s", name, res.StatusCode, body)
		}
	}
	for path, want := range map[string]int{
		"/api/v1/store_day": 200, "/api/v1/store_day?store=s1": 200, "/api/v1/store_day?store=s2": 403, "/api/v1/store_day?store=s1,s2": 403, "/api/v1/store_day?store=s1&store=s2": 403,
		"/api/v1/sales_day": 403, "/api/v1/advice": 200, "/api/v1/order_sheet?store=%00": 403,
	} {
		res, body := h.program(wang, path)
		if res.StatusCode != want {
			t.Errorf("wang %s: %d, want %d", path, res.StatusCode, want)
		}
		if want == 200 {
			for _, row := range read(t, body).Rows {
				if row["store_id"] != "s1" {
					t.Errorf("wang %s reads %v", path, row["store_id"])
				}
			}
		}
	}
	for _, set := range api.Sets { // every table, every form
		for _, format := range api.Formats {
			res, body := h.program(wang, set.Path()+"?format="+format)
			if set.Chain != (res.StatusCode == http.StatusForbidden) || bytes.Contains(body, []byte("滨江")) || bytes.Contains(body, []byte("s2")) {
				t.Errorf("wang %s as %s: %d, another store in it: %v", set.Name, format, res.StatusCode, bytes.Contains(body, []byte("s2")))
			}
		}
	}
	// People who are signed in read the same without a key; a key in a form of theirs does not outrank them.
	if status, _ := h.as("wang").get("/api/v1/store_day?store=s2"); status != 403 {
		t.Errorf("wang's session: %d", status)
	}
	if status, _ := h.as("boss").get("/api/v1/sales_day"); status != 200 {
		t.Errorf("boss's session: %d", status)
	}
	if err := api.RevokeKey(t.Context(), h.db, id(wang)); err != nil {
		t.Fatal(err)
	}
	if res, _ := h.program(wang, "/api/v1/store_day"); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("revoked: %d", res.StatusCode)
	}
	short, err := api.AddKey(t.Context(), h.db, "boss", "", time.Until(h.site.options.Now())+time.Hour)
	if err == nil {
		h.pass(2 * time.Hour)
		if res, _ := h.program(short, "/api/v1/store_day"); res.StatusCode != http.StatusUnauthorized {
			t.Errorf("ended: %d", res.StatusCode)
		}
	}
	if err := DisableAccount(t.Context(), h.db, "boss", true); err != nil {
		t.Fatal(err)
	}
	if res, _ := h.program(boss, "/api/v1/store_day"); res.StatusCode != http.StatusUnauthorized {
		t.Errorf("shut out: %d", res.StatusCode)
	}
	if _, err := api.AddKey(t.Context(), h.db, "nobody", "", 0); err == nil {
		t.Error("a key for nobody")
	}
	if err := api.RevokeKey(t.Context(), h.db, "nokey"); err == nil {
		t.Error("a key that is not there was revoked")
	}
	var held string
	if _, err := h.db.GetText(t.Context(), &held, "SELECT arrayStringConcat(groupArray(concat(key_id, login, note, hash)), ' ') FROM api_key", nil); err != nil || strings.Contains(held, strings.Split(boss, "_")[2]) {
		t.Errorf("the key itself is kept: %v", err)
	}
	if strings.Contains(h.log.String(), strings.Split(boss, "_")[2]) {
		t.Error("a key is in the log")
	}
}

// TestPagesAndForms: pages join to the whole without a gap, and Arrow, Parquet and JSON hold the same rows.
func TestPagesAndForms(t *testing.T) {
	h := open(t, true)
	key := h.key("boss")
	_, body := h.program(key, "/api/v1/product_day?from=2026-11-10&to=2026-11-21&limit=100000")
	whole := read(t, body)
	var joined []map[string]any
	for next := "/api/v1/product_day?from=2026-11-10&to=2026-11-21&limit=37"; next != ""; {
		res, body := h.program(key, next)
		page := read(t, body)
		if link := res.Header.Get("Link"); page.Next != "" && !strings.Contains(link, page.Next) {
			t.Errorf("link %q, next %q", link, page.Next)
		}
		joined, next = append(joined, page.Rows...), page.Next
	}
	if fmt.Sprint(joined) != fmt.Sprint(whole.Rows) || len(joined) < 100 {
		t.Errorf("%d rows in pages, %d at once", len(joined), len(whole.Rows))
	}
	var want int64
	if _, err := h.db.GetText(t.Context(), &want, "SELECT sum(amount) FROM fact_demand WHERE business_day BETWEEN '2026-11-10' AND '2026-11-21'", nil); err != nil {
		t.Fatal(err)
	}
	sum := int64(0)
	for _, r := range whole.Rows {
		sum += int64(r["gmv_fen"].(float64))
	}
	if sum != want {
		t.Errorf("%d fen, the facts hold %d", sum, want)
	}
	_, stream := h.program(key, "/api/v1/store_day?format=arrow")
	r, err := ipc.NewReader(bytes.NewReader(stream))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Release()
	_, body = h.program(key, "/api/v1/store_day")
	rows := read(t, body).Rows
	n := 0
	for r.Next() {
		at := r.Schema().FieldIndices("gmv_fen")[0]
		for i, v := range r.Record().Column(at).(*array.Int64).Int64Values() {
			if float64(v) != rows[n+i]["gmv_fen"] {
				t.Errorf("row %d: %d in Arrow, %v in JSON", n+i, v, rows[n+i]["gmv_fen"])
			}
		}
		n += int(r.Record().NumRows())
	}
	_, content := h.program(key, "/api/v1/store_day?format=parquet")
	p, err := file.NewParquetReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	f, err := pqarrow.NewFileReader(p, pqarrow.ArrowReadProperties{}, memory.DefaultAllocator)
	if err != nil {
		t.Fatal(err)
	}
	all, err := f.ReadTable(t.Context())
	if err != nil || n != len(rows) || all.NumRows() != int64(n) || n == 0 {
		t.Errorf("%d rows in JSON, %d in Arrow, %d in Parquet, %v", len(rows), n, all.NumRows(), err)
	}
	_, text := h.program(key, "/api/v1/product_day?format=csv&product=p3&limit=1")
	if !strings.HasPrefix(string(text), "\ufeffday,") || !strings.Contains(string(text), `"'=HYPERLINK(""http://x"")"`) {
		t.Errorf("a formula in CSV: %s", text)
	}
}

// TestBadRequests are refused in one line, never with a failure of ours; and too many in a minute wait.
func TestBadRequests(t *testing.T) {
	h := open(t, true)
	key := h.key("boss")
	for _, q := range []string{"from=yesterday", "from=2026-11-22&to=2026-11-01", "from=2020-01-01&to=2026-01-01", "limit=0", "limit=-1", "limit=1e9", "offset=x", "offset=99999999999999999999", "format=exe", "x=1", "day=2026-11-21", "from=2026-11-01&from=2026-11-02", "category=%00" + strings.Repeat("x", 300), "%zz=1"} {
		if res, body := h.program(key, "/api/v1/category_day?"+q); res.StatusCode != http.StatusBadRequest || !strings.Contains(string(body), "message_zh") {
			t.Errorf("%s: %d %s", q, res.StatusCode, body)
		}
	}
	for _, attack := range attacks {
		for _, p := range []string{"store", "category", "product"} {
			res, body := h.program(key, "/api/v1/product_day?"+url.Values{p: {attack}}.Encode())
			if res.StatusCode >= 500 || res.StatusCode == http.StatusOK && read(t, body).Count > 0 && strings.TrimSpace(attack) != "" {
				t.Errorf("%s=%.40q: %d %.200s", p, attack, res.StatusCode, body)
			}
		}
	}
	if strings.Contains(h.log.String(), "level=ERROR") {
		t.Errorf("%s", h.log)
	}
	for range 30 {
		h.program("linli_wrong_key", "/api/v1/store")
	}
	if res, _ := h.program(key, "/api/v1/store"); res.StatusCode != http.StatusTooManyRequests || res.Header.Get("Retry-After") == "" {
		t.Errorf("guessing keys: %d", res.StatusCode)
	}
	h.pass(time.Minute)
	last := 0
	for range 301 {
		res, _ := h.program(key, "/api/v1/store?x=1")
		last = res.StatusCode
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the 301st in a minute: %d", last)
	}
}
