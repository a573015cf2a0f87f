package dashboards

import (
	"os"
	"strings"
	"testing"

	"github.com/linli-project/linli/dashboards/manager"
)

// TestChartsOnlyWhereOneIs: charts.js weighs more than the rest of a page, so only pages with a picture load it.
func TestChartsOnlyWhereOneIs(t *testing.T) {
	h := open(t, true)
	later(t, h)
	if !h.site.shell.Assets.Has("charts.js") {
		if os.Getenv("LINLI_TEST_REQUIRE_CHDB") != "" { // make test bundles them
			t.Fatal("no charts in this build: make setup")
		}
		t.Skip("no charts in this build")
	}
	b := h.as("boss")
	loads := func(body string) bool { return strings.Contains(body, h.site.shell.Assets.Address("charts.js")) }
	seen := 0
	for _, view := range manager.Views {
		pictures := 0
		for _, part := range view.Parts {
			body := b.has("/part/" + part + "?days=7")
			picture := strings.Contains(body, "data-chart")
			if picture {
				pictures++
			}
			if picture != loads(body) {
				t.Errorf("the part %s has a picture: %v, loads charts.js: %v", part, picture, loads(body))
			}
		}
		seen += pictures
		if body := b.has("/manager?view=" + view.Name); (pictures > 0) != loads(body) {
			t.Errorf("the tab %s has %d pictures, loads charts.js: %v", view.Name, pictures, loads(body))
		}
	}
	if seen != 3 {
		t.Errorf("%d pictures were seen", seen)
	}
	for _, path := range []string{"/manager/changes", "/manager?wall=1", "/jobs", "/guide", "/owner", "/merchandiser", "/password"} {
		if loads(b.has(path)) {
			t.Errorf("%s loads charts.js and shows none", path)
		}
	}
}

// TestLeadersOfLongAgo: lists of persons are kept for some weeks; who asks for an older day is told so, and from when there is one.
func TestLeadersOfLongAgo(t *testing.T) {
	h := open(t, true)
	later(t, h)
	boss, wang := h.as("boss"), h.as("wang")
	boss.has("/part/leaders?from=2026-09-01&to=2026-09-07", "为保护隐私，按人的名单只留最近 35 天。现在最早能看 2026年11月21日")
	wang.has("/owner?store=s1&day=2026-09-07", "为保护隐私，按人的名单只留最近 35 天。现在最早能看 2026年11月21日")
	for _, body := range []string{boss.has("/part/leaders"), wang.has("/owner?store=s1&day=2026-11-22")} {
		if strings.Contains(body, "为保护隐私，按人的名单") {
			t.Error("a day that has its list is called gone")
		}
	}
	run(t, h.db, "TRUNCATE TABLE leader_score")
	boss.has("/part/leaders", "还没有团长榜")
	wang.has("/owner?store=s1&day=2026-09-07", "还没有人分享")
}
