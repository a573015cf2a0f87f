package dashboards

import (
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestOneSlowBlock: a table that answers in minutes stands for a query that hangs. The page comes without the block, says so, and has
// everything else; a part of the board says it in its own frame.
func TestOneSlowBlock(t *testing.T) {
	h := open(t, true)
	const wait = 1500 * time.Millisecond
	owner, boss, bench := h.as("wang"), h.as("boss"), h.as("range")
	if status, body := owner.get("/owner?store=s1"); status != http.StatusOK || strings.Contains(body, "先不等了") {
		t.Fatalf("before: %d", status)
	}
	// Two seconds a row, in blocks of a row.
	for _, table := range []string{"forecast_alarm", "leader_plan"} {
		run(t, h.db, "RENAME TABLE "+table+" TO away_"+table,
			"CREATE VIEW "+table+" AS SELECT a.* FROM away_"+table+" AS a RIGHT JOIN (SELECT 1 AS x FROM numbers(100) WHERE sleepEachRow(2) = 0 SETTINGS max_block_size = 1) AS s ON s.x = 1")
	}
	h.site.options.Wait = wait
	for _, c := range []struct {
		b          *browser
		path, has  string
		everything string
	}{
		{owner, "/owner?store=s1", "先不等了", `class="four"`},
		{bench, "/merchandiser/forecast", "先不等了", `class="tabs noprint"`},
	} {
		start := time.Now()
		status, body := c.b.get(c.path)
		took := time.Since(start)
		if status != http.StatusOK || !strings.Contains(body, c.has) || !strings.Contains(body, c.everything) {
			t.Errorf("%s: %d, and not both %q and %q", c.path, status, c.has, c.everything)
		}
		if took > 3*wait {
			t.Errorf("%s: one slow block held the page for %s", c.path, took)
		}
		if n := strings.Count(body, "先不等了"); n > 2 {
			t.Errorf("%s: %d blocks gave up, where one or two are slow", c.path, n)
		}
	}
	start := time.Now()
	if status, _ := boss.get("/manager?view=goods"); status != http.StatusOK || time.Since(start) > 3*wait {
		t.Errorf("the frame of the board: %d after %s", status, time.Since(start))
	}
	if status, _ := boss.get("/part/forecast"); status != http.StatusOK {
		t.Errorf("the part beside the slow one: %d", status)
	}
}
