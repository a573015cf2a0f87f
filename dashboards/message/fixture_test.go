package message

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

var sunday = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)

const robotKey = "633a31f6-7f9c-4bc4-97a0-0ec1eefa5898"

// hands is a clock that does not wait: to sleep moves it.
type hands struct {
	mu    sync.Mutex
	now   time.Time
	rings *alarm
}

func (h *hands) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *hands) Sleep(ctx context.Context, d time.Duration) error {
	h.mu.Lock()
	h.now = h.now.Add(max(0, d))
	h.mu.Unlock()
	if h.rings != nil {
		h.rings.ring()
	}
	return ctx.Err()
}

func at(hour, minute int) time.Time { // in China, of the Sunday
	return time.Date(2026, 11, 22, hour-8, minute, 0, 0, time.UTC)
}

// robot answers as a robot of WeCom does, each time with the next of its answers, the last one for good.
type robot struct {
	*httptest.Server
	mu      sync.Mutex
	answers []func(http.ResponseWriter)
	got     []string
	when    []time.Time
	clock   Clock
}

func say(status int, body string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

var (
	fine  = say(200, `{"errcode":0,"errmsg":"ok"}`)
	often = say(200, `{"errcode":45009,"errmsg":"api freq out of limit, hint: [1], more info at https://open.work.weixin.qq.com/devtool/query?e=45009"}`)
)

func newRobot(t *testing.T, clock Clock, answers ...func(http.ResponseWriter)) *robot {
	t.Helper()
	r := &robot{answers: answers, clock: clock}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, _ := io.ReadAll(q.Body)
		r.mu.Lock()
		if q.Method != http.MethodPost || q.URL.Query().Get("key") != robotKey || !strings.HasPrefix(q.Header.Get("Content-Type"), "application/json") {
			t.Errorf("asked by %s %s", q.Method, q.URL)
		}
		r.got, r.when = append(r.got, string(body)), append(r.when, r.clock.Now())
		answer := r.answers[min(len(r.got), len(r.answers))-1]
		r.mu.Unlock()
		answer(w)
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *robot) address() string { return r.URL + "/cgi-bin/webhook/send?key=" + robotKey }

// office is a postman under test.
type office struct {
	*Postman
	db    *sql.DB
	clock *hands
	log   *bytes.Buffer
}

// another is a process on the database.
func another(t *testing.T, db *sql.DB, o Options, log *bytes.Buffer) office {
	t.Helper()
	clock, ok := o.Clock.(*hands)
	if !ok {
		clock = &hands{now: at(7, 0)}
	}
	o.Clock, o.Log = clock, slog.New(slog.NewTextHandler(&lock{w: log}, &slog.HandlerOptions{Level: slog.LevelDebug}))
	p, err := New(db, o)
	if err != nil {
		t.Fatal(err)
	}
	return office{p, db, clock, log}
}

// lock lets lanes write into one log.
type lock struct {
	mu sync.Mutex
	w  io.Writer
}

func (l *lock) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(b)
}

func letter(store string, to Target) Letter {
	m := Message{Store: store, Day: sunday, Subject: store + " 订 3 种", Ready: true, p: words.Printer{Lang: words.Chinese}, link: "https://linli.example/owner?store=" + store}
	m.add(title, plain(store))
	m.add(lead, strong("今天订 3 种"))
	m.add(item, plain("小油菜 "), strong("12 份"))
	return Letter{m, to}
}

func hook(address string) Target {
	return Directory{All: Receivers{Webhook: address}}.Of("s1")[0]
}

func ledgerText(t *testing.T, db *sql.DB, store string) string {
	t.Helper()
	var rows []string
	q := "SELECT concat(channel, ' ', toString(attempt), ' ', status, if(retry_at > '1971-01-01', ' again', '')) FROM message_sent FINAL WHERE store_id = {store:String} ORDER BY claimed_at, try_id"
	if err := db.SelectText(context.Background(), &rows, q, sql.Params{"store": store}); err != nil {
		t.Fatal(err)
	}
	return strings.Join(rows, "; ")
}

// noSecrets looks for keys and passwords where they must not be.
func (o office) noSecrets(t *testing.T, secrets ...string) {
	t.Helper()
	var kept string
	if _, err := o.db.GetText(context.Background(), &kept, "SELECT arrayStringConcat(groupArray(toString(tuple(*))), ' ') FROM message_sent", nil); err != nil {
		t.Fatal(err)
	}
	for _, secret := range secrets {
		for where, text := range map[string]string{"log": o.log.String(), "ledger": kept, "printed": fmt.Sprintf("%v %+v %#v", o.o.Directory.Of("s1"), o.o.Directory.Of("s1"), o.o.Directory.Of("s1"))} {
			if strings.Contains(text, secret) {
				t.Errorf("%s is in the %s:\n%s", secret, where, text)
			}
		}
	}
}
