package main

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/privacy"
)

// TestErase takes people out of a small shop: nothing names them, the figures stay, and nothing is to be built anew.
func TestErase(t *testing.T) {
	dir := t.TempDir()
	say(t, dir, "migrate", "up", want{})
	query := func(q string) string {
		lines := strings.Split(strings.TrimSpace(say(t, dir, "query", q, want{})), "\n")
		return strings.Join(lines[1:], " ")
	}
	query(`INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, lines.product_id, lines.quantity, lines.unit_price, lines.discount, ingested_at, _topic, _offset)
		SELECT concat('e', toString(number)), toDateTime64('2026-11-10 09:00:00', 3, 'UTC') + toIntervalDay(number % 5) AS at, toDate(at), 9, concat('o', toString(number)), 'paid', concat('member', toString(number % 9)),
			's1', 'c1', ['p1'], [1], [1290], [0], now64(3), 'linli.order', number FROM numbers(100)`)
	say(t, dir, "run", "daily_facts", "--from", "2026-11-10", "--to", "2026-11-14", want{"5 days"})
	const sums = "SELECT business_day, sum(orders), sum(buyers), sum(new_buyers), sum(repeat_buyers), sum(amount), sum(units) FROM fact_store GROUP BY 1 ORDER BY 1"
	figures := query(sums)
	list := filepath.Join(dir, "requests.txt")
	if err := os.WriteFile(list, []byte("# asked on Monday\nmember2\n\nmember3\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	say(t, dir, "erase", "--user", "member1", "--dry-run", want{"order_event", "fact_order_line"})
	var r privacy.Result
	if err := json.Unmarshal([]byte(say(t, dir, "erase", "--user", "member1", "--file", list, "--offline", "--json", want{})), &r); err != nil {
		t.Fatal(err)
	}
	if r.People != 3 || r.Remaining() != 0 || len(r.Hashes) != 3 || strings.Contains(strings.Join(r.Hashes, ""), "member") {
		t.Errorf("%d people, %d rows remain, %v", r.People, r.Remaining(), r.Hashes)
	}
	say(t, dir, "erase", "--user", "member1", "--prove", want{"all"})
	say(t, dir, "erase", "--user", "member1", "--offline", want{"held nothing", "Proof"})
	say(t, dir, "run", "daily_facts", "--from", "2026-11-10", "--to", "2026-11-14", want{"5 days"})
	if got := query(sums); got != figures || figures == "" {
		t.Errorf("figures after the erasure:\n%s\nbefore\n%s", got, figures)
	}
	say(t, dir, "optout", "--user", "somebody", want{"1 person opted out"})
	say(t, dir, "optout", "--user", "somebody", "--undo", want{"opted in again"})
	if key, err := os.Stat(filepath.Join(dir, "erasure.key")); err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v, %v", key, err)
	}
}

func TestEraseRefuses(t *testing.T) {
	for _, tc := range []struct {
		args []string
		say  string
	}{
		{[]string{"erase"}, "nobody is named"},
		{[]string{"erase", "--user", ""}, "a user_id is empty"},
		{[]string{"erase", "--file", "no-such-file"}, "no-such-file"},
		{[]string{"erase", "--user", "u1", "--prove", "--cut-kafka"}, "change nothing"},
		{[]string{"erase", "--user", "u1"}, "holds no data yet"},
		{[]string{"optout"}, "nobody is named"},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		out, err := linli(ctx, t.TempDir(), tc.args...).CombinedOutput()
		cancel()
		if err == nil || !strings.Contains(string(out), tc.say) || strings.Count(string(out), "\n") != 1 {
			t.Errorf("%v: %v, %s", tc.args, err, out)
		}
	}
}
