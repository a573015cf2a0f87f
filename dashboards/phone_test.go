package dashboards

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/manager"
)

var (
	dataCell = regexp.MustCompile(`<td class="[^"]*"([^>]*)>`)
	headRow  = regexp.MustCompile(`(?s)<thead.*?</thead>`)
	headText = regexp.MustCompile(`<th [^>]*>([^<]*)</th>`)
	firsts   = regexp.MustCompile(`<td class="[^"]*\bfirst\b`)
)

// TestBoardOnAPhone: rows of the board are cards on a phone, so each cell says what it is, two of them stand beside the name, and
// what reads the page aloud is still told of a table.
func TestBoardOnAPhone(t *testing.T) {
	h := open(t, true)
	later(t, h)
	b := h.as("boss")
	for _, part := range manager.Parts {
		body := b.has("/part/" + part + "?days=7")
		if !strings.Contains(body, "<table") {
			continue
		}
		rows := strings.Count(body, `<th scope="row"`)
		cards := strings.Contains(body, `<table class="stack cards`)
		if cards == (part == "cohort") { // which is a picture: rows and columns are axes
			t.Errorf("%s: rows are cards: %v", part, cards)
		}
		if !cards {
			continue
		}
		if n := len(firsts.FindAllString(body, -1)); n != 2*rows && part != "hours" {
			t.Errorf("%s: %d cells beside %d names", part, n, rows)
		}
		var heads []string
		for _, m := range headText.FindAllStringSubmatch(headRow.FindString(body), -1) {
			heads = append(heads, m[1])
		}
		for i, m := range dataCell.FindAllStringSubmatch(body, -1) {
			want := fmt.Sprintf(` role="cell" data-label="%s"`, heads[1+i%(len(heads)-1)])
			if m[1] != want {
				t.Fatalf("%s: cell %d is %q, want %q", part, i, m[1], want)
			}
		}
	}
}

// TestFunnelIsDrawn: the bars need no script, and the longest is of the step with most.
func TestFunnelIsDrawn(t *testing.T) {
	h := open(t, true)
	body := h.as("boss").has("/part/funnel?days=7", "是流失最多的一步", `<ol class="bars"`, `<rect width="100.00" height="10"/>`)
	if n := strings.Count(body, "<rect width="); n != 12 || strings.Count(body, `class="least"`) != 1 || strings.Contains(body, " style=") {
		t.Errorf("bars of the funnel: %d\n%s", n, body)
	}
}

// TestTrendBeforeTheFirstDay: of days before the chain had figures nothing is known, which is not the same as no sales.
func TestTrendBeforeTheFirstDay(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	var first time.Time
	if _, err := h.db.GetText(t.Context(), &first, "SELECT min(business_day) FROM fact_store", nil); err != nil {
		t.Fatal(err)
	}
	span := "from=" + first.AddDate(0, 0, -3).Format(time.DateOnly) + "&to=" + first.AddDate(0, 0, 3).Format(time.DateOnly)
	rows := table(t, b, "/manager/export?part=trend&format=json&"+span)
	for _, r := range rows {
		day := r["日期"].(string)
		unknown := day < first.Format(time.DateOnly)
		if (r["本期（元）"] == nil) != unknown || (r["订单数"] == nil) != unknown {
			t.Errorf("%v", r)
		}
		if r["前期（元）"] != nil || r["对比日订单"] != nil {
			t.Errorf("before the first day: %v", r)
		}
	}
	if len(rows) != 7 {
		t.Errorf("%d days, want 7", len(rows))
	}
	b.has("/part/trend?"+span, "数据从"+first.Format("2006年1月2日"), ">–<", `"data":[null,null,null,`)
	for _, format := range []string{"csv", "xlsx", "parquet"} {
		b.has("/manager/export?part=trend&format=" + format + "&" + span)
	}
	if body := b.has("/part/trend?days=7"); strings.Contains(body, "数据从2026年") || strings.Contains(body, ">–<") {
		t.Error("days with figures are called unknown")
	}
}

// TestRulesFormByKind: the style sheet shows of the rules form what the chosen kind needs, which the page marks.
func TestRulesFormByKind(t *testing.T) {
	h := open(t, true)
	body := h.as("boss").has("/merchandiser/rules", `class="filters ruleform"`)
	css, err := os.ReadFile("assets/page.css")
	if err != nil {
		t.Fatal(err)
	}
	field := regexp.MustCompile(`<div data-for="([a-z ]+)"><label for="r-([a-z]+)"`)
	got := map[string]string{}
	for _, m := range field.FindAllStringSubmatch(body, -1) {
		for _, kind := range strings.Fields(m[1]) {
			got[kind] += m[2] + " "
		}
	}
	for kind, want := range map[string]string{"lock": "product ", "ban": "product category ", "quota": "category low high ", "slots": "storage high ", "floor": "low "} {
		if got[kind] != want {
			t.Errorf("%s asks for %q, want %q", kind, got[kind], want)
		}
		if !strings.Contains(string(css), fmt.Sprintf(`.ruleform:has(option[value="%s"]:checked) [data-for~="%s"]`, kind, kind)) {
			t.Errorf("the style sheet does not know %s", kind)
		}
		if strings.Count(body, `<p class="foot" data-for="`+kind+`">`) != 1 {
			t.Errorf("%s is not explained", kind)
		}
	}
}

// TestCompareFindsNothing: a search that fits no store says so, however few stores there are.
func TestCompareFindsNothing(t *testing.T) {
	h := open(t, true)
	b := h.as("boss")
	b.has("/merchandiser/compare?q=zzzz", "没有门店符合这个搜索", `value="zzzz"`)
	if body := b.has("/merchandiser/compare"); strings.Contains(body, "没有门店符合") {
		t.Error("nothing was searched, and nothing is said to fit")
	}
}
