package message

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestPostman: every way in which sending can go, on one database.
func TestPostman(t *testing.T) {
	db := sqltest.Open(t)
	for name, test := range map[string]func(*testing.T, *sql.DB){
		"answers": testAnswersOfARobot, "nobody there": testNobodyThere, "once": testSentOnce, "died": testDiedWhileSending,
		"stopped": testStoppedWhileSending, "two": testTwoProcesses, "mail": testMailByPostman,
	} {
		t.Run(name, func(t *testing.T) { test(t, db) })
	}
}

func testAnswersOfARobot(t *testing.T, db *sql.DB) {
	redirect := func(w http.ResponseWriter) {
		w.Header().Set("Location", "http://127.0.0.1:1/elsewhere?key="+robotKey)
		w.WriteHeader(http.StatusTemporaryRedirect)
	}
	wait := func(http.ResponseWriter) { time.Sleep(time.Second) }
	busy := func(w http.ResponseWriter) {
		w.Header().Set("Retry-After", "90")
		w.WriteHeader(http.StatusTooManyRequests)
	}
	for name, c := range map[string]struct {
		answers []func(http.ResponseWriter)
		ledger  string
		took    time.Duration // by the clock of the test
		err     string
	}{
		"ok":       {[]func(http.ResponseWriter){fine}, "webhook 1 sent", 0, ""},
		"often":    {[]func(http.ResponseWriter){often, fine}, "webhook 1 failed again; webhook 2 sent", time.Minute, ""},
		"429":      {[]func(http.ResponseWriter){busy, fine}, "webhook 1 failed again; webhook 2 sent", 90 * time.Second, ""},
		"500":      {[]func(http.ResponseWriter){say(500, "oops "+robotKey)}, "webhook 1 failed again; webhook 2 failed again; webhook 3 failed", 150 * time.Second, "HTTP 500"},
		"mended":   {[]func(http.ResponseWriter){say(502, ""), say(200, `{"errcode":-1,"errmsg":"system busy"}`), fine}, "webhook 1 failed again; webhook 2 failed again; webhook 3 sent", 150 * time.Second, ""},
		"hang":     {[]func(http.ResponseWriter){wait, fine}, "webhook 1 failed again; webhook 2 sent", 30 * time.Second, ""},
		"redirect": {[]func(http.ResponseWriter){redirect}, "webhook 1 failed", 0, "redirects are not followed"},
		"bad key":  {[]func(http.ResponseWriter){say(200, `{"errcode":93000,"errmsg":"invalid webhook url `+robotKey+`"}`)}, "webhook 1 failed", 0, "errcode 93000"},
		"404":      {[]func(http.ResponseWriter){say(404, "no")}, "webhook 1 failed", 0, "HTTP 404"},
		"another":  {[]func(http.ResponseWriter){say(204, "")}, "webhook 1 sent", 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			clock := &hands{now: at(7, 0)}
			r := newRobot(t, clock, c.answers...)
			o := another(t, db, Options{Clock: clock, Directory: Directory{All: Receivers{Webhook: r.address()}}}, &bytes.Buffer{})
			o.http.Timeout = 300 * time.Millisecond
			out, err := o.Send(t.Context(), []Letter{letter(name, hook(r.address()))}, Nothing)
			if err != nil || len(out) != 1 || !strings.Contains(out[0].Error, c.err) || (c.err == "") != (out[0].Status == sent) {
				t.Fatalf("%v %+v", err, out)
			}
			if got := ledgerText(t, o.db, name); got != c.ledger {
				t.Errorf("ledger: %s", got)
			}
			if took := clock.Now().Sub(at(7, 0)).Truncate(10 * time.Second); took != c.took {
				t.Errorf("took %v, want %v", took, c.took)
			}
			if !strings.Contains(r.got[0], `"msgtype":"markdown"`) || !strings.Contains(r.got[0], "**12 份**") {
				t.Error(r.got[0])
			}
			if c.err != "" && !strings.Contains(o.log.String(), "level=ERROR") {
				t.Errorf("the log does not say so:\n%s", o.log)
			}
			o.noSecrets(t, robotKey)
		})
	}
}

func testNobodyThere(t *testing.T, db *sql.DB) {
	clock := &hands{now: at(7, 0)}
	r := newRobot(t, clock, fine)
	address := r.address()
	r.Close()
	o := another(t, db, Options{Clock: clock, Directory: Directory{All: Receivers{Webhook: address}}}, &bytes.Buffer{})
	out, err := o.Send(t.Context(), []Letter{letter("s1", hook(address))}, Nothing)
	if err != nil || out[0].Status != failed || out[0].Attempts != 3 || !strings.Contains(out[0].Error, "connection refused") {
		t.Fatalf("%v %+v", err, out)
	}
	o.noSecrets(t, robotKey, "cgi-bin")
}

// testSentOnce: what was sent stays sent, and what was given up is tried again only when somebody asks.
func testSentOnce(t *testing.T, db *sql.DB) {
	clock := &hands{now: at(7, 0)}
	r := newRobot(t, clock, fine)
	o := another(t, db, Options{Clock: clock, Directory: Directory{All: Receivers{Webhook: r.address()}}}, &bytes.Buffer{})
	letters := []Letter{letter("s1", hook(r.address()))}
	for i, repeat := range []Repeat{Nothing, Nothing, Failed} {
		out, err := another(t, o.db, Options{Clock: clock, Directory: o.o.Directory}, o.log).Send(t.Context(), letters, repeat)
		if err != nil || out[0].Status != sent || out[0].Before != (i > 0) {
			t.Fatalf("%d: %v %+v", i, err, out)
		}
	}
	if len(r.got) != 1 {
		t.Fatalf("sent %d times", len(r.got))
	}
	if out, err := o.Send(t.Context(), letters, All); err != nil || out[0].Before || len(r.got) != 2 {
		t.Errorf("asked to send again: %v %+v, %d in all", err, out, len(r.got))
	}
	wrong := newRobot(t, clock, say(404, ""))
	letters[0].To = hook(wrong.address())
	for i, c := range []struct {
		repeat Repeat
		asked  int
	}{{Nothing, 1}, {Nothing, 1}, {Failed, 2}} {
		out, err := o.Send(t.Context(), letters, c.repeat)
		if err != nil || out[0].Status != failed || len(wrong.got) != c.asked {
			t.Errorf("given up, %d: %v %+v, asked %d times", i, err, out, len(wrong.got))
		}
	}
}

// testDiedWhileSending: a try that nobody ended is not repeated, and said once; one that just began is left to its process.
func testDiedWhileSending(t *testing.T, db *sql.DB) {
	clock := &hands{now: at(7, 0)}
	r := newRobot(t, clock, fine)
	o := another(t, db, Options{Clock: clock, Directory: Directory{All: Receivers{Webhook: r.address()}}}, &bytes.Buffer{})
	to := hook(r.address())
	begin := func(store, ago string) {
		t.Helper()
		q := `INSERT INTO message_sent SELECT '2026-11-22', '` + store + `', 'webhook', '` + to.Digest() + `', 'x', 1, '', 'sending', '', 0, now64(3) - INTERVAL ` + ago + `, now64(3) - INTERVAL ` + ago
		if err := o.db.Exec(t.Context(), q, nil); err != nil {
			t.Fatal(err)
		}
	}
	begin("s1", "1 HOUR")
	begin("s2", "5 SECOND")
	for range 2 {
		out, err := o.Send(t.Context(), []Letter{letter("s1", to), letter("s2", to), letter("s3", to)}, Nothing)
		if err != nil || out[0].Status != unknown || out[1].Status != sending || out[2].Status != sent {
			t.Fatalf("%v %+v", err, out)
		}
	}
	if len(r.got) != 1 || strings.Count(o.log.String(), "may have gone out or not") != 1 {
		t.Errorf("%d sent, log:\n%s", len(r.got), o.log)
	}
	if out, err := o.Send(t.Context(), []Letter{letter("s1", to)}, All); err != nil || out[0].Status != sent {
		t.Errorf("asked to send again: %v %+v", err, out)
	}
}

// testStoppedWhileSending: the ledger does not say that it failed.
func testStoppedWhileSending(t *testing.T, db *sql.DB) {
	clock := &hands{now: at(7, 0)}
	hang, ctx := make(chan struct{}), t.Context()
	ctx, stop := context.WithCancel(ctx)
	r := newRobot(t, clock, func(http.ResponseWriter) { stop(); <-hang })
	o := another(t, db, Options{Clock: clock, Directory: Directory{All: Receivers{Webhook: r.address()}}}, &bytes.Buffer{})
	_, err := o.Send(ctx, []Letter{letter("stopped", hook(r.address())), letter("next", hook(r.address()))}, Nothing)
	close(hang)
	if got := ledgerText(t, db, "stopped"); err == nil || got != "webhook 1 unknown" {
		t.Errorf("%v; ledger: %s", err, got)
	}
}

// testTwoProcesses: of several that begin at once one sends.
func testTwoProcesses(t *testing.T, db *sql.DB) {
	r := newRobot(t, RealClock{}, fine)
	log := &bytes.Buffer{}
	var wait sync.WaitGroup
	for range 4 {
		p, err := New(db, Options{Directory: Directory{All: Receivers{Webhook: r.address()}}, Log: slog.New(slog.NewTextHandler(&lock{w: log}, nil))})
		if err != nil {
			t.Fatal(err)
		}
		wait.Go(func() {
			if _, err := p.Send(t.Context(), []Letter{letter("two", hook(r.address()))}, Nothing); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if got := ledgerText(t, db, "two"); len(r.got) != 1 || strings.Count(got, " sent") != 1 {
		t.Errorf("sent %d times; ledger: %s", len(r.got), got)
	}
}
