//go:build browser

package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// payloads are names that a page must show as they are.
var payloads = []string{
	`<script>alert(1)</script>`, `"><img src=x onerror=alert(2)>`, `' autofocus onfocus=alert(3) x='`, `</script><script>alert(4)</script>`, `</textarea><svg onload=alert(5)>`,
	`{{7*7}}<iframe srcdoc="<script>alert(6)</script>">`, `javascript:alert(7)//`, "\\u003cscript\\u003ealert(8)//",
}

// scripts gives stores, communities, categories, products and suppliers names that are code, has the jobs write texts with them, and
// walks every page: nothing runs, nothing complains, and the names stand there as text. It comes last: the names stay.
func (w *town) scripts(t *testing.T) {
	b := w.open(t, "manager", desktop)
	b.awake(t)
	quoted := make([]string, len(payloads))
	for i, p := range payloads {
		quoted[i] = "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`).Replace(p) + "'"
	}
	code := func(column, key string) string {
		return fmt.Sprintf("concat(toString(%[1]s), [%[2]s][1 + cityHash64(%[3]s) %% %[4]d]) AS %[1]s", column, strings.Join(quoted, ", "), key, len(payloads))
	}
	for table, columns := range map[string][]string{"store": {"name", "city"}, "community": {"name"}, "category": {"name", "name_en"}, "product": {"name", "name_en", "supplier", "unit"}} {
		var list []string
		for _, c := range columns {
			list = append(list, code(c, table+"_id"))
		}
		key := strings.ReplaceAll(strings.Join(list, ", "), "category_id", "category")
		w.tell(t, fmt.Sprintf("INSERT INTO %[1]s SELECT * REPLACE(%[2]s, now64(3) AS updated_at) FROM (SELECT * FROM %[1]s FINAL)", table, key))
	}
	b.rerun(t, w, "recommend", "order_sheet", "suggestion")
	w.noteInCode(t)
	named := map[string]bool{}
	for _, reader := range []struct {
		role string
		s    screen
	}{{"owner", phone}, {"merchandiser", desktop}, {"manager", desktop}} {
		b := w.open(t, reader.role, reader.s)
		seen := map[string]bool{}
		b.walk(t, "/"+reader.role, seen, func(path string) {
			b.visit(t, path)
			if js[bool](t, b, `document.body.innerText.includes("alert(")`) {
				named[pageOf(path)] = true
			}
			if made := js[string](t, b, `[...document.querySelectorAll("img, iframe, main script:not([type='application/json']), svg[onload], [onfocus], [onerror], a[href^=javascript]")].map(e => e.outerHTML.slice(0, 100)).join(" ")`); made != "" {
				t.Errorf("%s as %s: a name became %s", path, reader.role, made)
			}
			b.quiet(t, path+" as "+reader.role)
		})
	}
	for _, page := range []string{"/owner", "/owner/aggregation", "/owner/sorting", "/owner/purchase", "/merchandiser", "/merchandiser/whatif", "/merchandiser/rules", "/merchandiser/communities", "/manager", "/manager goods"} {
		if !named[page] {
			t.Errorf("%s shows none of the names; it was not tried", page)
		}
	}
	t.Logf("%d pages show names that are code, as text", len(named))
}

// awake makes sure that a script that got through would be heard of: the policy stops one, and a dialog.
func (b *window) awake(t *testing.T) {
	t.Helper()
	b.visit(t, "/manager")
	_ = js[bool](t, b, `(() => { const d = document.createElement("div"); d.innerHTML = '<img src="/assets/none.png" onerror="alert(1)">'; document.body.append(d); return true })()`)
	b.do(t, chromedp.Sleep(time.Second/2))
	if heard := strings.Join(b.heard(), "\n"); !strings.Contains(heard, "Content Security Policy") {
		t.Fatalf("a script in a page goes unheard: %q", heard)
	}
}

// rerun asks for runs on the jobs page and waits for them.
func (b *window) rerun(t *testing.T, w *town, jobs ...string) {
	t.Helper()
	since := w.one(t, "SELECT toString(now64(3, 'UTC'))")[0]
	for _, job := range jobs {
		b.visit(t, "/jobs")
		b.press(t, desktop, fmt.Sprintf(`tr:has(input[name=job][value=%q]) form button`, job))
	}
	for end := time.Now().Add(patience); ; time.Sleep(300 * time.Millisecond) {
		done := w.ask(t, "SELECT DISTINCT job FROM job_run FINAL WHERE started_at > {since:DateTime64(3)} AND status = 'ok'", "since", since)
		if !slices.ContainsFunc(jobs, func(job string) bool {
			return !slices.ContainsFunc(done, func(row []string) bool { return row[0] == job })
		}) {
			return
		}
		if time.Now().After(end) {
			t.Fatalf("of %v only %v ran", jobs, done)
		}
	}
}

// noteInCode bans a product with a note that is code: it goes through the rules, the log and the list.
func (w *town) noteInCode(t *testing.T) {
	t.Helper()
	b := w.open(t, "merchandiser", desktop)
	b.visit(t, "/merchandiser?action=keep")
	b.tick(t, b.benchRows(t).Rows[0].Pick)
	b.do(t, chromedp.SendKeys(chromedp.CSS("#a-note"), payloads[1]))
	b.press(t, desktop, `button[name=do][value=ban]`)
	b.quiet(t, "a note")
}
