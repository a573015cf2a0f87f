package dashboards

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/account"
)

// TestSavedViews lives with names for views: kept, replaced, shared, taken away, and each time in the log of changes.
func TestSavedViews(t *testing.T) {
	h := open(t, true)
	if err := account.Add(t.Context(), h.db, account.Account{Login: "chief", Role: RoleManager}, ""); err != nil {
		t.Fatal(err)
	}
	boss, chief := h.as("boss"), h.as("chief")
	save := func(b *browser, status int, pairs ...string) {
		t.Helper()
		f := url.Values{"form": {b.form("/manager")}}
		for i := 0; i < len(pairs); i += 2 {
			f.Set(pairs[i], pairs[i+1])
		}
		h.pass(time.Second)
		if got, body := b.post("/manager/view", f); got != status {
			t.Fatalf("%v: %d, want %d\n%.300s\n%s", pairs, got, status, body, h.log)
		}
	}
	lines := func() uint64 { return h.count("SELECT count() FROM change_log WHERE what = 'saved_view'") }
	boss.has("/manager", "还没有保存的视图")

	// What is no choice of the board is dropped, and the name is shown as it is, not run.
	save(boss, http.StatusSeeOther, "name", "  杭州\n<b>水果</b> ", "address", "view=goods&city=杭州&category=fruit&days=7&evil=javascript:1&wall=1")
	href := `href="/manager?category=fruit&amp;city=%E6%9D%AD%E5%B7%9E&amp;days=7&amp;view=goods"`
	boss.has("/manager", href, "杭州 &lt;b&gt;水果&lt;/b&gt;")
	if _, body := chief.get("/manager"); strings.Contains(body, "水果&lt;") {
		t.Error("another person sees a view that is not shared")
	}
	save(boss, http.StatusSeeOther, "name", "杭州 <b>水果</b>", "address", "view=goods&city=杭州&category=fruit&days=7") // the same again
	if n := lines(); n != 1 {
		t.Errorf("%d lines in the log, want 1", n)
	}
	save(boss, http.StatusSeeOther, "name", "杭州 <b>水果</b>", "address", "view=results", "shared", "1")
	chief.has("/manager", "杭州 &lt;b&gt;水果", "boss 共享", `href="/manager?days=28&amp;view=results"`)
	if n := h.count("SELECT count() FROM change_log WHERE what = 'saved_view' AND login = 'boss' AND role = 'manager' AND before LIKE '%days=7&view=goods' AND after = 'days=28&view=results shared'"); n != 1 {
		t.Error("the log lacks the replaced view")
	}
	boss.has("/manager/changes?what=saved_view", "保存视图", "days=28&amp;view=results · 管理层共享")

	// Another one's view is not theirs to take away.
	save(chief, http.StatusSeeOther, "name", "杭州 <b>水果</b>", "remove", "1")
	chief.has("/manager", "boss 共享")
	save(boss, http.StatusSeeOther, "name", "杭州 <b>水果</b>", "remove", "1")
	boss.has("/manager", "还没有保存的视图")
	if n := lines(); n != 3 {
		t.Errorf("%d lines in the log, want 3", n)
	}

	for _, bad := range []string{"", " \n", "\u200b", strings.Repeat("长", 41)} {
		save(boss, http.StatusUnprocessableEntity, "name", bad, "address", "days=7")
	}
	for i := range 20 {
		save(boss, http.StatusSeeOther, "name", fmt.Sprint(strings.Repeat("长", 38), i), "address", "days=7")
	}
	save(boss, http.StatusUnprocessableEntity, "name", "one too many", "address", "days=7")
	save(boss, http.StatusSeeOther, "name", strings.Repeat("长", 38)+"0", "address", "days=28") // replaced, not one more
	save(chief, http.StatusSeeOther, "name", "mine", "address", "%zz")                         // an address of nothing is the board as it opens
	chief.has("/manager", `href="/manager?days=28"`)
	if n := h.count("SELECT count() FROM saved_view FINAL WHERE removed = 0"); n != 21 {
		t.Errorf("%d views are kept, want 21", n)
	}
}
