package changelog

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

func ExampleRow_To() {
	p := words.Printer{Lang: words.English}
	rule := Row{Entry: Entry{What: "range_rule", Target: "fruit", After: `{"kind":"quota","category":"fruit","low":3,"high":8,"who":"range","since":"2026-11-20","until":"2026-12-31"}`}}
	fmt.Println(rule.About(p), "|", rule.From(p), "|", rule.To(p))
	account := Row{Entry: Entry{What: "account", Target: "wang", Before: "open owner link s1", After: "disabled owner link s1"}}
	fmt.Println(account.About(p), "|", account.From(p), "|", account.To(p))
	// Output:
	// fruit | nothing | Quota · 3–8 products · until 31 Dec
	// wang | open · owner · by link · s1 | disabled · owner · by link · s1
}

// TestWhatNobodyKnowsIsShownAsItIs: rows of kinds or forms that this version does not know lose nothing.
func TestWhatNobodyKnowsIsShownAsItIs(t *testing.T) {
	p := words.Printer{Lang: words.Chinese}
	for _, c := range []struct {
		row              Row
		doing, about, to string
	}{
		{Row{Entry: Entry{What: "later_kind", Target: "x y z", After: "7"}}, "later_kind", "x y z", "7"},
		{Row{Entry: Entry{What: "account", Target: "li", After: "odd"}}, "账号", "li", "odd"},
		{Row{Entry: Entry{What: "order_change", Target: "not-a-day p1", After: "3"}}, "改订货量", "not-a-day p1", "3"},
		{Row{Entry: Entry{What: "order_change", Target: "2026-11-21 p1", After: ""}}, "改订货量", "p1（11月21日 的订货单）", "没有"},
		{Row{Entry: Entry{What: "range_rule", Target: "frozen", After: "{broken"}}, "选品规则", "冷冻", "{broken"},
		{Row{Entry: Entry{What: "suggestion_decision", Target: "range_add p1 01J", After: "accept"}, Kind: "range_add", Name: "牛奶"}, "处理建议", "建议：上新 牛奶", "已采纳"},
		{Row{Entry: Entry{What: "statement", Target: "平台.csv", After: Statement{Rows: 1204, First: time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), Last: time.Date(2026, 11, 7, 0, 0, 0, 0, time.UTC), Paid: 123456}.String()}}, "导入对账单", "平台.csv", "1,204 行，11月1日到11月7日，付款 ¥1,234.56"},
		{Row{Entry: Entry{What: "statement", Target: "a.csv", After: "5 2026-11-19 gone 1 2 3"}}, "导入对账单", "a.csv", "5 2026-11-19 gone 1 2 3"},
		{Row{Entry: Entry{What: "push_sent", Target: "01J", After: "83"}, Kind: "push"}, "推送已发", "推送时段", "计入 83 人"},
		{Row{Entry: Entry{What: "api_key", Target: "k3v7 boss", After: "open until 2026-12-01"}}, "接口密钥", "密钥 k3v7，账号 boss", "有效 · 至 12月1日"},
	} {
		if got := c.row.Doing(p); got != c.doing {
			t.Errorf("%s: doing %q, want %q", c.row.What, got, c.doing)
		}
		if got := c.row.About(p); got != c.about {
			t.Errorf("%s: about %q, want %q", c.row.What, got, c.about)
		}
		if got := c.row.To(p); got != c.to {
			t.Errorf("%s: to %q, want %q", c.row.What, got, c.to)
		}
	}
}

var writes = regexp.MustCompile(`(?:What: |ByCommand\(|\.note\()"([a-z_]+)"`)

// TestEveryKindHasItsWord: whatever the rooms write into the log can be chosen on its page, and is named in both languages.
func TestEveryKindHasItsWord(t *testing.T) {
	seen := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, m := range writes.FindAllStringSubmatch(string(text), -1) {
			seen[m[1]] = true
		}
		return err
	})
	if err != nil || len(seen) < 8 {
		t.Fatalf("kinds found: %v %v", seen, err)
	}
	for kind := range seen {
		if !slices.Contains(Kinds, kind) || !words.Known("changed."+kind) {
			t.Errorf("changes of kind %q cannot be chosen or have no name", kind)
		}
	}
}
