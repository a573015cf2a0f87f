package jobs

import (
	"context"
	"strings"
	"testing"

	"github.com/linli-project/linli/ingest/privacy"
)

// TestErasedAreNobody: of two people who were erased the sales stay, and none of their aliases counts as somebody who bought once and
// stayed away: whoever counts people counts two fewer, and no table of people names an alias.
func TestErasedAreNobody(t *testing.T) {
	db := openFacts(t)
	r := newRunner(t, db)
	personal := []string{"profile", "community", "recommend", "next_basket", "leader"}
	for _, job := range personal {
		runJob(t, r, job, day1)
	}
	const sales = "SELECT formatRowNoNewline('TSV', *) AS row FROM fact_store ORDER BY row"
	people := map[string]string{
		"cohorts":                 "SELECT sum(size) FROM (SELECT DISTINCT cohort, size FROM store_retention WHERE store_id = '')",
		"repurchase":              "SELECT sum(buyers) FROM repurchase WHERE scope = 'chain' AND category = ''",
		"pool":                    "SELECT sum(members) FROM community_pool WHERE community_id = ''",
		"active":                  "SELECT sum(active) FROM community_pool WHERE community_id = ''",
		"customers":               "SELECT sum(users) FROM customer_model",
		"profiles":                "SELECT count() FROM user_value",
		"next baskets":            "SELECT uniqExact(user_id) FROM user_basket",
		"windows":                 "SELECT uniqExact(user_id) FROM user_window",
		"who is expected to come": "SELECT sum(users) FROM store_churn WHERE store_id = '' AND event = 'all'",
	}
	count := func() map[string]string {
		out := map[string]string{}
		for what, query := range people {
			out[what] = text(t, db, "SELECT toString(("+query+"))")
		}
		out["sales"] = text(t, db, sales)
		return out
	}
	before := count()

	err := r.Rename(t.Context(), func(ctx context.Context) error {
		_, err := privacy.Erase(ctx, privacy.Options{DB: db, Key: privacy.NewKey([]byte("a secret of this test")), Users: []string{"u3", "u5"}})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	exec(t, db, "TRUNCATE TABLE personal_optout") // aliases stand in it as well: the jobs must not hang on that
	if n := text(t, db, "SELECT toString(uniqExact(user_id) > 20) FROM fact_order_line WHERE startsWith(user_id, '~')"); n != "1" {
		t.Fatal("hardly any alias: nothing is tested")
	}
	for _, job := range personal {
		runJob(t, r, job, day1)
	}
	after := count()
	if after["sales"] != before["sales"] || before["sales"] == "" {
		t.Error("sales are not what they were")
	}
	for what := range people {
		if got := text(t, db, "SELECT toString(toInt64("+before[what]+") - toInt64("+after[what]+"))"); got != "2" {
			t.Errorf("%s: %s before, %s after two people were erased", what, before[what], after[what])
		}
	}
	for _, table := range strings.Fields(text(t, db, "SELECT table FROM system.columns WHERE database = currentDatabase() AND name = 'user_id' ORDER BY table")) {
		raw := strings.TrimSuffix(table, "_fence")
		if strings.HasPrefix(table, "fact_") || raw == "click" || raw == "share" || raw == "order_event" {
			continue
		}
		if n := text(t, db, "SELECT toString(count()) FROM "+table+" WHERE startsWith(user_id, '~')"); n != "0" {
			t.Errorf("%s holds %s rows of aliases", table, n)
		}
	}
}
