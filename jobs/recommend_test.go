package jobs

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// ranges runs the job for day1 after the facts.
func ranges(t *testing.T, db *sql.DB) *Runner {
	t.Helper()
	r := newRunner(t, db)
	job, err := Find("daily_facts")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.RunDue(t.Context(), job, "test"); err != nil {
		t.Fatal(err)
	}
	runJob(t, r, "recommend", day1)
	return r
}

func TestRangePublished(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	exec(t, db, "INSERT INTO store (store_id, name, timezone) VALUES ('new', 'x', 'UTC')")
	exec(t, db, "INSERT INTO product (product_id, name, category, price, cost) VALUES ('p8', 'x', 'k0', 1000, 600), ('p9', 'x', '', 0, 0)")
	exec(t, db, `INSERT INTO store_range_rule (store_id, kind, product_id, category, low, high, since, until) VALUES
		('s0', 'ban', 'p1', '', 0, 0, '2026-11-01', '1970-01-01'), ('s0', 'lock', 'p8', '', 0, 0, '2026-11-01', '1970-01-01'),
		('s1', 'slots', '', '', 0, 4, '2026-11-01', '1970-01-01'), ('s2', 'ban', 'p2', '', 0, 0, '2026-11-01', '2026-11-20')`)
	ranges(t, db)
	look := func(query string) string { return text(t, db, query) }
	if got := look("SELECT concat(action, ' ', reason_zh) FROM recommendation WHERE store_id = 's0' AND product_id = 'p1'"); got != "drop 已设为本店禁售" {
		t.Errorf("banned: %q", got)
	}
	if got := look("SELECT action FROM recommendation WHERE store_id = 's0' AND product_id = 'p8' AND startsWith(reason_zh, '已锁定上架')"); got != "add" {
		t.Errorf("locked: %q", got)
	}
	if got := look("SELECT toString(countIf(state IN ('keep', 'add'))) FROM range_candidate WHERE store_id = 's1'"); got != "4" {
		t.Errorf("%s products in a range of four slots", got)
	}
	if got := look("SELECT state FROM range_candidate WHERE store_id = 's2' AND product_id = 'p2'"); got != "keep" {
		t.Errorf("a ban that has ended still holds: %q", got)
	}
	if got := look("SELECT concat(toString(count()), ' ', toString(countIf(reason_zh != '' AND reason_en != '')), ' ', toString(countIf(length(digest) = 16))) FROM range_gate"); got != "4 4 4" {
		t.Errorf("gates: %s", got)
	}
	if got := look("SELECT concat(decision, ' ', reason_en) FROM range_gate WHERE store_id = 'new'"); !strings.HasPrefix(got, "chain This store has not sold anything yet") {
		t.Errorf("new store: %s", got)
	}
	if got := look("SELECT toString(count()) FROM recommendation WHERE store_id = 'new' AND action = 'add'"); got == "0" {
		t.Error("a new store is told nothing to offer")
	}
	if got := look("SELECT toString(countIf(coverage < 0 OR coverage > 1 OR margin_fen < 0 OR coverage_ours > 1)) FROM range_gate"); got != "0" {
		t.Errorf("%s gates are impossible", got)
	}
	if got := look("SELECT toString(countIf(low > high OR expected_units < 0 OR propensity <= 0 OR propensity > 1)) FROM recommendation"); got != "0" {
		t.Errorf("%s rows are impossible", got)
	}
}

type whatIf struct {
	In             []string `ch:"comes_in"`
	Out            []string `ch:"goes_out"`
	Products       uint32   `ch:"products"`
	CoverageBefore float64  `ch:"coverage_before"`
	CoverageAfter  float64  `ch:"coverage_after"`
	MarginBefore   float64  `ch:"margin_before"`
	MarginAfter    float64  `ch:"margin_after"`
	WasteBefore    float64  `ch:"waste_before"`
	WasteAfter     float64  `ch:"waste_after"`
}

// TestWhatIfAgreesWithTheModel: the page's query finds for the advised range what the model found, and follows wishes.
func TestWhatIfAgreesWithTheModel(t *testing.T) {
	db := sqltest.Open(t)
	chain(t, db)
	exec(t, db, "INSERT INTO store_range_rule (store_id, kind, high, since) VALUES ('s0', 'slots', 4, '2026-11-01')")
	ranges(t, db)
	ask := func(lock, ban []string, slots int) (w whatIf) {
		t.Helper()
		var rows []whatIf
		if err := db.Select(t.Context(), &rows, "merchandiser/what_if", sql.Params{"as_of": "2026-11-20", "store": "s0", "lock": lock, "ban": ban, "slots": slots}); err != nil || len(rows) != 1 {
			t.Fatal(len(rows), err)
		}
		return rows[0]
	}
	same := ask([]string{}, []string{}, 0)
	said := text(t, db, "SELECT arrayStringConcat(arrayMap(x -> toString(round(x, 6)), [coverage, margin_fen, waste_fen]), ' ') FROM range_gate WHERE store_id = 's0'")
	if got := fmt.Sprint(round6(same.CoverageBefore), " ", round6(same.MarginBefore), " ", round6(same.WasteBefore)); got != said || same.Products != 4 || len(same.In)+len(same.Out) > 0 || same.MarginAfter != same.MarginBefore {
		t.Errorf("%+v, %s, want %s", same, got, said)
	}
	in := strings.Fields(text(t, db, "SELECT arrayStringConcat(groupArrayIf(product_id, state IN ('keep', 'add')), ' ') FROM (SELECT * FROM range_candidate WHERE store_id = 's0' ORDER BY turn)"))
	out := text(t, db, "SELECT any(product_id) FROM range_candidate WHERE store_id = 's0' AND state IN ('next', 'drop')")
	if w := ask([]string{out}, []string{}, 0); len(w.In) != 1 || w.In[0] != out || len(w.Out) != 1 || w.Products != 4 {
		t.Errorf("locked %s: %+v", out, w)
	}
	if w := ask([]string{}, in[:1], 0); len(w.Out) != 1 || w.Out[0] != in[0] || w.MarginAfter >= w.MarginBefore {
		t.Errorf("banned %s: %+v", in[0], w)
	}
	if w := ask([]string{out}, []string{}, 1); len(w.Out) != 0 || w.Products != 5 || w.CoverageAfter <= w.CoverageBefore {
		t.Errorf("one more: %+v", w)
	}
}

func round6(x float64) float64 { return math.Round(x*1e6) / 1e6 }
