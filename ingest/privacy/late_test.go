package privacy

import (
	"strings"
	"testing"
	"time"
)

const lateOrder = `INSERT INTO order_event (event_id, event_time, business_day, hour, order_id, status, user_id, store_id, community_id, lines.product_id, lines.quantity,
	lines.unit_price, lines.discount, ingested_at, _topic, _offset) VALUES `

// TestSweep: what comes of somebody who was erased is made anonymous, unless it happened afterwards.
func TestSweep(t *testing.T) {
	db := open(t)
	if n, err := Sweep(t.Context(), db, key); err != nil || n != 0 {
		t.Fatalf("nobody was erased: %d rows, %v", n, err)
	}
	order := text(t, db, "SELECT order_id FROM order_event WHERE user_id = 'member5' ORDER BY order_id LIMIT 1")
	erase(t, db, "member5", "member7")
	if n, err := Sweep(t.Context(), db, key); err != nil || n != 0 {
		t.Fatalf("nothing came: %d rows, %v", n, err)
	}
	later := time.Now().Add(time.Hour).UTC().Format("2006-01-02 15:04:05")
	exec(t, db, lateOrder+
		// from before the erasure; a refund of an order from before; a purchase afterwards; somebody else
		`('l1', '2026-11-19 10:00:00', '2026-11-19', 10, 'late1', 'paid', 'member5', 's1', 'c1', ['p1'], [1], [100], [0], now64(3), 'linli.order', 9001),
		('l2', '`+later+`', '2026-11-23', 10, '`+order+`', 'refunded', 'member5', 's1', 'c1', [], [], [], [], now64(3), 'linli.order', 9002),
		('l3', '`+later+`', '2026-11-23', 10, 'late3', 'paid', 'member5', 's1', 'c1', ['p1'], [1], [100], [0], now64(3), 'linli.order', 9003),
		('l4', '2026-11-19 10:00:00', '2026-11-19', 10, 'late4', 'paid', 'member8', 's1', 'c1', ['p1'], [1], [100], [0], now64(3), 'linli.order', 9004)`)
	exec(t, db, `INSERT INTO dead_letter (topic, partition, offset, reason, detail, key, value, rejected_at) VALUES
		('linli.order', 0, 9101, 'bad_value', 'x', '', '{"user_id":"member7","lines":[]}', now64(3))`)
	if n, err := Sweep(t.Context(), db, key); err != nil || n != 3 {
		t.Fatalf("%d rows, %v", n, err)
	}
	got := text(t, db, "SELECT concat(event_id, ' ', if(startsWith(user_id, '~'), 'alias', user_id)) AS s FROM order_event WHERE startsWith(event_id, 'l') ORDER BY s")
	if got != "l1 alias\nl2 alias\nl3 member5\nl4 member8" {
		t.Errorf("after the sweep:\n%s", got)
	}
	if got := text(t, db, "SELECT concat(value, '.') AS s FROM dead_letter WHERE offset = 9101"); got != "." {
		t.Errorf("letter: %s", got)
	}
	if n, err := Sweep(t.Context(), db, key); err != nil || n != 0 {
		t.Errorf("a second time: %d rows, %v", n, err)
	}
	if n := text(t, db, "SELECT toString(count()) AS s FROM erasing"); n != "0" {
		t.Errorf("%s are still on a list", n)
	}
	// Who came back can go again.
	if r := erase(t, db, "member5"); !strings.Contains(steps(r), "order_event anonymised 1") {
		t.Errorf("erased again: %s", steps(r))
	}
}

// TestLostKey: without the key nobody would be recognised, and nothing must pretend otherwise.
func TestLostKey(t *testing.T) {
	db := open(t)
	erase(t, db, "member5")
	other := NewKey([]byte("another secret"))
	if other.Hash("member5") == key.Hash("member5") || other.ID() == key.ID() {
		t.Error("two keys are alike")
	}
	if _, err := Sweep(t.Context(), db, other); err == nil || !strings.Contains(err.Error(), "erasure.key") {
		t.Errorf("swept under another key: %v", err)
	}
	if _, err := Erase(t.Context(), Options{DB: db, Key: other, Users: []string{"member6"}}); err == nil {
		t.Error("erased under another key")
	}
	if n := text(t, db, "SELECT toString(count()) AS s FROM click WHERE user_id = 'member6'"); n == "0" {
		t.Error("erased in spite of the error")
	}
}

// TestKilledHalfway: an erasure that died is finished by the next one, whoever that is about, and by a sweep.
func TestKilledHalfway(t *testing.T) {
	db := open(t)
	die := func(user string) {
		e := erasing{Options: Options{DB: db, Key: key, Users: []string{user}, Tell: func(string) {}}, id: "01K0000000000000000000000" + user[len(user)-1:], since: time.Unix(0, 0).UTC()}
		if _, err := e.list(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := e.note(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := db.Run(t.Context(), "privacy/own_shares", e.params()); err != nil {
			t.Fatal(err)
		}
		if _, err := e.change(t.Context(), "click", "anonymised", "privacy/due_event", "privacy/anonymise_click"); err != nil {
			t.Fatal(err)
		}
	}
	left := func(user string) string {
		return text(t, db, "SELECT toString((SELECT count() FROM click WHERE user_id = '"+user+"') + (SELECT count() FROM order_event WHERE user_id = '"+user+"')) AS s")
	}
	die("member5")
	if left("member5") == "0" {
		t.Fatal("nothing is left to be done")
	}
	if r := erase(t, db, "member6"); r.Resumed != 1 || r.People != 2 || left("member5") != "0" {
		t.Errorf("%d people, %d resumed, %s rows left", r.People, r.Resumed, left("member5"))
	}
	die("member9")
	if n, err := Sweep(t.Context(), db, key); err != nil || n == 0 || left("member9") != "0" {
		t.Errorf("sweep: %d rows, %v, %s left", n, err, left("member9"))
	}
	if n := text(t, db, "SELECT toString((SELECT count() FROM erasing) + (SELECT count() FROM erasing_share)) AS s"); n != "0" {
		t.Errorf("%s lines of lists are left", n)
	}
}

func TestCheck(t *testing.T) {
	for _, users := range [][]string{nil, {""}, {" "}, {strings.Repeat("x", 129)}, {"~r" + strings.Repeat("0", 32)}} {
		if Check(users) == nil {
			t.Errorf("%q are people", users)
		}
	}
	if err := Check([]string{"u1", "~u", "用户"}); err != nil {
		t.Error(err)
	}
}
