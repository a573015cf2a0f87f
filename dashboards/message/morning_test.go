package message

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// alarm is a clock that does something when it is a certain time.
type alarm struct {
	*hands
	at time.Time
	do func()
}

func (a *alarm) ring() {
	if a.do != nil && !a.hands.Now().Before(a.at) {
		do := a.do
		a.do = nil
		do()
	}
}

func exec(t *testing.T, db *sql.DB, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if err := db.Exec(t.Context(), s, nil); err != nil {
			t.Fatalf("%s\n%v", s, err)
		}
	}
}

// TestMorning: what waits for the night goes out when it is done, once, with pace; what waits in vain says so at the end.
func TestMorning(t *testing.T) {
	db := sqltest.Open(t)
	exec(t, db, `INSERT INTO store SELECT concat('s', toString(number)), concat('门店', toString(number)), 'Asia/Shanghai', '北京', 40, 116, '2024-01-01', 23, '', 0.1, now64() FROM numbers(23)`,
		`INSERT INTO product (* EXCEPT (storage)) SELECT 'p1', '本地小油菜 500g', 'Pak choi', 'vegetable', '', '份', 990, 600, 5, 1, '新发地', 1, 0, now64()`)
	night := func(day string) {
		exec(t, db, `INSERT INTO order_sheet SELECT '`+day+`', concat('s', toString(number)), 'p1', toDate('`+day+`') + 1, 12, 2, 6, 13.4, 9, 18, 6, 4, 0, 0.9, 300, 500, 20000, '理由', 'reason' FROM numbers(23)`,
			`INSERT INTO forecast (as_of, store_id, product_id, day, horizon, mean) VALUES ('`+day+`', 's1', 'p1', toDate('`+day+`') + 1, 1, 10)`)
	}
	day := 22
	start := func(hour, minute int) *hands {
		return &hands{now: time.Date(2026, 11, day, hour-8, minute, 0, 0, time.UTC)}
	}
	until := func() time.Time { return time.Date(2026, 11, day, 1, 0, 0, 0, time.UTC) }
	clock := start(7, 0)
	r := newRobot(t, clock, fine)
	directory := Directory{All: Receivers{Webhook: r.address()}, Stores: map[string]Receivers{"s22": {Off: true}}}
	call := func(clock *hands) office {
		t.Helper()
		r.clock = clock
		o := another(t, db, Options{Clock: clock, Directory: directory, PublicURL: "https://linli.example"}, &bytes.Buffer{})
		if err := o.Morning(t.Context(), until()); err != nil {
			t.Fatal(err)
		}
		return o
	}

	// The night is done at 07:20: 22 messages, 20 a minute, the first of them at the look of 07:20.
	clock.rings = &alarm{hands: clock, at: time.Date(2026, 11, 21, 23, 15, 0, 0, time.UTC), do: func() { night("2026-11-21") }}
	call(clock)
	if len(r.got) != 22 || r.when[0].Sub(until()).Round(time.Second) != -100*time.Minute || clock.Now().Sub(until()) > -98*time.Minute {
		t.Fatalf("%d sent, the first at %v, done at %v", len(r.got), r.when, clock.Now())
	}
	for i := 20; i < 22; i++ {
		if d := r.when[i].Sub(r.when[i-20]); d <= time.Minute {
			t.Errorf("message %d comes %v after the 20th before it", i, d)
		}
	}
	if first := r.got[0]; !strings.Contains(first, "本地小油菜 500g **12 份**") || !strings.Contains(first, "https://linli.example/owner?day=2026-11-22\\u0026store=s0") || strings.Contains(fmt.Sprint(r.got), "门店22") {
		t.Error(first)
	}
	if call(start(8, 0)); len(r.got) != 22 {
		t.Errorf("after a restart %d messages", len(r.got))
	}

	// Another process says that it sends: this one waits until that is silent or gives it back.
	exec(t, db, "INSERT INTO leader (role, epoch, holder, released, renewed_at) SELECT 'message', 1000, 'another', 0, now64(3)")
	r.got = nil
	waiting := start(8, 30)
	waiting.rings = &alarm{hands: waiting, at: waiting.now.Add(time.Minute), do: func() {
		exec(t, db, "INSERT INTO leader (role, epoch, holder, released, renewed_at) SELECT 'message', 1000, 'another', 1, now64(3)")
	}}
	if o := call(waiting); waiting.Now().Before(at(8, 31)) || len(r.got) != 0 || !strings.Contains(o.log.String(), "another process sends") {
		t.Errorf("did not wait: %v, log %s", waiting.Now(), o.log)
	}

	// Two days later, no night: it waits until nine and says so, also where yesterday's old sheet is still there.
	day, r.got, r.when = 24, nil, nil
	exec(t, db, "INSERT INTO order_sheet SELECT * REPLACE (toDate('2026-11-23') AS as_of) FROM order_sheet WHERE store_id = 's1'")
	o := call(start(7, 0))
	if len(r.got) != 22 || !r.when[0].Truncate(time.Second).Equal(until()) || !strings.Contains(r.got[1], "没有跑完") || strings.Contains(fmt.Sprint(r.got), "小油菜") {
		t.Errorf("%d sent, at %v: %s", len(r.got), r.when, r.got)
	}
	if log := o.log.String(); !strings.Contains(log, "wait for last night's run") || strings.Contains(log, robotKey) {
		t.Error(log)
	}

	// The next day the process was down until ten: it sends what there is at once.
	day, r.got, r.when = 25, nil, nil
	night("2026-11-24")
	if call(start(10, 0)); len(r.got) != 22 || !strings.Contains(r.got[0], "小油菜") {
		t.Errorf("%d sent", len(r.got))
	}
}
