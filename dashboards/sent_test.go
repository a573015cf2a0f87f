package dashboards

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
)

// TestATextWasSent: whoever may be addressed is written down once, the limits hold, the score finds it, and a mistake is taken back.
func TestATextWasSent(t *testing.T) {
	h := open(t, true)
	advise(t, h)
	run(t, h.db, `INSERT INTO user_window VALUES ('2026-11-21', 'u3', 's1', 'c1', 12, 15, 0.4, 0.2, 5), ('2026-11-21', 'u4', 's1', 'c2', 12, 15, 0.4, 0.2, 5)`, `INSERT INTO personal_optout VALUES ('u3', 1, now64())`)
	b := h.as("wang")
	at, mine := "/owner/push?"+ownerDay, "aaaaaaaaaaaaaaaa"
	token := b.form("/owner?" + ownerDay)
	send := func(path, message, undo string) int {
		t.Helper()
		status, _ := b.post(path, url.Values{"form": {token}, "message": {message}, "undo": {undo}})
		return status
	}
	state := func(rows, lines uint64) {
		t.Helper()
		if got := h.count("SELECT count() FROM push_sent FINAL"); got != rows {
			t.Errorf("%d rows, want %d", got, rows)
		}
		if got := h.count("SELECT count() FROM change_log WHERE what = 'push_sent' AND login = 'wang' AND store_id = 's1'"); got != lines {
			t.Errorf("%d lines in the log, want %d", got, lines)
		}
	}
	run(t, h.db, `INSERT INTO suggestion (as_of, suggestion_id, kind, store_id, first_day, last_day, message_zh, message_en) VALUES ('2026-11-21', 'dddddddddddddddd', 'campaign', 's2', '2026-11-23', '2026-11-29', 'x', 'x')`)
	for name, c := range map[string]struct {
		path, message string
		want          int
	}{"another store": {"/owner/push?store=s2", mine, 403}, "another store's text": {at, "dddddddddddddddd", 404}, "none": {at, "", 404}, "attack": {at, "' OR 1=1 --", 404}, "another day's": {at, "everyday:s1:2026-11-20", 404}, "another's plain": {at, "everyday:s2:2026-11-22", 404}} {
		if got := send(c.path, c.message, ""); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
	if got := send(at, mine, "1"); got != http.StatusSeeOther { // nothing to take back
		t.Errorf("undo of nothing: %d", got)
	}
	state(0, 0)
	b.has("/owner?"+ownerDay, ">我已发送</button>", "可推送 3 人")
	for range 2 { // the second press changes nothing
		if got := send(at, mine, ""); got != http.StatusSeeOther {
			t.Fatalf("sent: %d\n%s", got, h.log)
		}
		state(2, 1)
	}
	if n := h.count("SELECT countIf(user_id IN ('u1', 'u2') AND business_day = '2026-11-22' AND hour = 7 AND store_id = 's1' AND message_id = '" + mine + "') FROM push_sent FINAL"); n != 2 {
		t.Errorf("%d rows are right", n)
	}
	b.has("/owner?"+ownerDay, "✓ wang 在 2026年11月22日 07:00 发了", "计入 2 人", "点错了，撤销")
	var found []string
	if err := h.db.Select(t.Context(), &found, "models/suggestion_sent", sql.Params{"day": "2026-11-29"}); err != nil || len(found) != 1 || found[0] != mine {
		t.Errorf("the score finds %v %v", found, err)
	}
	run(t, h.db, "INSERT INTO push_rule VALUES ('s1', 22, 8, 1, 'boss', now64())")
	b.has("/owner?"+ownerDay, "可推送 1 人", "本周已满次数 2 人")
	if got := send(at, "everyday:s1:2026-11-22", ""); got != http.StatusSeeOther { // the limit holds for the next text
		t.Fatalf("the plain text: %d", got)
	}
	state(3, 2)
	h.pass(time.Minute)
	if got := send(at, mine, "1"); got != http.StatusSeeOther {
		t.Fatalf("undo: %d", got)
	}
	state(1, 3)
	if body := b.has("/owner?"+ownerDay, ">我已发送</button>"); strings.Contains(body, "计入 2 人") {
		t.Error("the text stands as sent")
	}
	h.pass(time.Minute)
	if got := send(at, mine, ""); got != http.StatusSeeOther {
		t.Fatalf("sent again: %d", got)
	}
	state(3, 4)
	h.pass(24 * time.Hour)
	b = h.as("wang")
	token = b.form("/owner?" + ownerDay)
	if got := send(at, mine, "1"); got != http.StatusConflict {
		t.Errorf("taken back on another day: %d", got)
	}
	h.pass(8 * 24 * time.Hour)
	b = h.as("wang")
	token = b.form("/owner?" + ownerDay)
	if got := send(at, mine, ""); got != http.StatusConflict {
		t.Errorf("sent after its time: %d", got)
	}
	state(3, 4)
}

// TestWhomATextAddresses: buyers who wait, the dormant, those who share.
func TestWhomATextAddresses(t *testing.T) {
	h := open(t, true)
	run(t, h.db, "TRUNCATE TABLE fact_order_line", "TRUNCATE TABLE fact_share",
		`INSERT INTO user_window SELECT '2026-11-21', concat('w', toString(number)), 's1', if(number < 4, 'c1', 'c2'), 12, 15, 0.4, 0.2, 5 FROM numbers(6)`,
		`INSERT INTO fact_order_line (business_day, order_id, line, store_id, user_id, category, sold) VALUES ('2026-11-20', '1', 1, 's1', 'w0', 'fruit', 1), ('2026-11-05', '2', 1, 's1', 'w1', 'fruit', 1), ('2026-11-05', '3', 1, 's1', 'w2', 'dairy', 1), ('2026-10-01', '4', 1, 's1', 'w3', 'fruit', 1)`,
		`INSERT INTO fact_share (business_day, share_id, user_id, store_id, shares) VALUES ('2026-11-10', 'x', 'w5', 's1', 1)`,
		`INSERT INTO repurchase (as_of, scope, scope_id, category, half_by) VALUES ('2026-11-21', 'chain', '', 'fruit', 6.5)`)
	for audience, want := range map[string]string{"community": "w0 w1 w2 w3", "dormant": "w3", "buyers": "w1", "sharers": ""} {
		var got []string
		if err := h.db.Select(t.Context(), &got, "owner/push_audience", sql.Params{"as_of": "2026-11-21", "store": "s1", "community": "c1", "category": "fruit", "audience": audience}); err != nil {
			t.Fatal(err)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v, want %s", audience, got, want)
		}
	}
	var got []string
	if err := h.db.Select(t.Context(), &got, "owner/push_audience", sql.Params{"as_of": "2026-11-21", "store": "s1", "community": "", "category": "", "audience": "sharers"}); err != nil || strings.Join(got, " ") != "w5" {
		t.Errorf("sharers of the store: %v %v", got, err)
	}
}

// TestAllChangesCanBeOpened: five cards stand on the page, the others behind one tap, each to be accepted or declined.
func TestAllChangesCanBeOpened(t *testing.T) {
	h := open(t, true)
	advise(t, h)
	b := h.as("wang")
	body := b.has("/owner?"+ownerDay, "其余 4 条建议")
	if n := strings.Count(body, `name="decision" value="accept"`); n != 9 {
		t.Errorf("%d of 9 changes can be accepted", n)
	}
	top, _, _ := strings.Cut(body, "其余 4 条建议")
	if n := strings.Count(top, `name="decision" value="accept"`); n != 5 {
		t.Errorf("%d stand on the page", n)
	}
	b.get("/lang?to=en")
	b.has("/owner?"+ownerDay, "4 more changes")
}
