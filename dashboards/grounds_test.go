package dashboards

import (
	"strings"
	"testing"
)

// TestALineOpensToItsGrounds: why this quantity and not another, without a script.
func TestALineOpensToItsGrounds(t *testing.T) {
	h := open(t, true)
	_, page := h.as("wang").get("/owner?store=s1&day=2026-11-22")
	at := strings.Index(page, "为什么订 12")
	if at < 0 {
		t.Fatal("the first line does not open")
	}
	grounds, _, _ := strings.Cut(page[at:], "</details>")
	for _, want := range []string{"13.4 份", "9–18", "通常这时已订 45%", "12.5 份", "2 × 6 份", "¥3.00", "¥5.00", "✓ 建议", "¥1.20", "95%"} {
		if !strings.Contains(grounds, want) {
			t.Errorf("the grounds lack %q:\n%s", want, grounds)
		}
	}
	if strings.Contains(page, "还不如照抄上周") {
		t.Error("an alarm of another store")
	}
	for _, want := range []string{"会扔掉 ¥75.00（当天实际 ¥24.00），少赚 ¥27.00（当天断货约 ¥21.00）", "近四周准不准", "<th scope=\"row\">提前 1 天</th>", "<th scope=\"row\">水果</th>"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if _, page := h.as("boss").get("/owner?store=s2&day=2026-11-22"); !strings.Contains(page, "⚠ 预测误差 61%，还不如照抄上周（52%）") {
		t.Error("the alarm is not on the page")
	}
	if _, report := h.as("wang").get("/owner/report.html?store=s1&day=2026-11-22"); strings.Contains(report, "<script") || !strings.Contains(report, "为什么订 12") {
		t.Error("the report lacks the grounds")
	}
}
