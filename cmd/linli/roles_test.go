package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// eventually polls until the text that is asked for matches, and gives the match's first group.
func eventually(t *testing.T, what, pattern string, ask func() string) string {
	t.Helper()
	var last string
	for end := time.Now().Add(2 * time.Minute); time.Now().Before(end); time.Sleep(250 * time.Millisecond) { // asking starts a process: not too often
		last = ask()
		if m := regexp.MustCompile(pattern).FindStringSubmatch(last); m != nil {
			return m[len(m)-1]
		}
	}
	t.Fatalf("%s: %s not found in\n%s", what, pattern, last)
	return ""
}

// part is a running process with some roles.
type part struct {
	cmd *exec.Cmd
	log string // file
}

func startPart(t *testing.T, dir, roles string, env ...string) *part {
	t.Helper()
	cmd := linli(t.Context(), dir, "serve", "--roles", roles)
	p := &part{cmd, filepath.Join(t.TempDir(), "log")}
	file, err := os.Create(p.log)
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stderr, cmd.Env = file, append(cmd.Env, env...)
	err = cmd.Start()
	_ = file.Close()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return p
}

// said waits for a value in the process's log.
func (p *part) said(t *testing.T, pattern string) string {
	t.Helper()
	return eventually(t, strings.Join(p.cmd.Args[1:], " "), pattern, func() string {
		text, _ := os.ReadFile(p.log)
		return string(text)
	})
}

func (p *part) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Wait(); err != nil {
		text, _ := os.ReadFile(p.log)
		t.Errorf("%s: %v\n%s", p.cmd.Args[1:], err, text)
	}
}

// shares gives the partitions of the click topic that each member of the sink's group holds.
func shares(ctx context.Context, c topic.Cluster) (text string) {
	transport := &kafka.Transport{}
	defer transport.CloseIdleConnections()
	client := &kafka.Client{Addr: kafka.TCP(c.Brokers...), Transport: transport}
	resp, err := client.DescribeGroups(ctx, &kafka.DescribeGroupsRequest{GroupIDs: []string{"linli"}})
	if err != nil || len(resp.Groups) != 1 {
		return fmt.Sprint(err)
	}
	held := []string{}
	for _, m := range resp.Groups[0].Members {
		for _, a := range m.MemberAssignments.Topics {
			if a.Topic == event.TopicClick {
				held = append(held, fmt.Sprint(len(a.Partitions)))
			}
		}
	}
	slices.Sort(held)
	return resp.Groups[0].GroupState + " " + strings.Join(held, "+")
}

// TestRoles runs the product as five processes on one data folder: two sinks share the partitions, one of them leaves, each
// event counts once.
func TestRoles(t *testing.T) {
	dir := t.TempDir()
	engine := startPart(t, dir, "engine")
	broker := startPart(t, dir, "broker", "LINLI_KAFKA_PARTITIONS=6")
	kafkaAt, chAt := broker.said(t, `kafka=(\S+)`), engine.said(t, `clickhouse=(http\S+)`)
	elsewhere := []string{"LINLI_KAFKA_BROKERS=" + kafkaAt, "LINLI_CLICKHOUSE_DSN=" + chAt + "/linli"}
	first, second := startPart(t, dir, "ingest", elsewhere...), startPart(t, dir, "ingest", elsewhere...)
	door := startPart(t, dir, "collect,pages", elsewhere...)
	cluster := topic.Cluster{Brokers: []string{kafkaAt}}
	eventually(t, "two sinks share six partitions", `^Stable 3\+3$`, func() string { return shares(t.Context(), cluster) })

	producer := cluster.NewProducer()
	defer func() { _ = producer.Close() }()
	var msgs []topic.Message
	at := time.Now().Add(-time.Hour)
	for i := range 5000 {
		c := &event.Click{Head: event.Head{ID: fmt.Sprintf("e%d", i%4000), Time: at, UserID: fmt.Sprintf("u%d", i%97), StoreID: "s1", CommunityID: "c1"},
			Action: "view", ProductID: "p1"}
		msgs = append(msgs, topic.Message{Key: fmt.Append(nil, i), Value: c.AppendJSON(nil)})
	}
	db, err := sql.Open(t.Context(), chAt+"/linli", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	total := func() string {
		var rows []struct {
			Topic string `ch:"topic"`
			counts
		}
		if err := db.Select(t.Context(), &rows, "ingest/totals", nil); err != nil || len(rows) == 0 {
			return fmt.Sprint(err)
		}
		return fmt.Sprint(rows[0].counts)
	}
	if err := producer.Send(t.Context(), event.TopicClick, msgs[:4000]); err != nil {
		t.Fatal(err)
	}
	eventually(t, "each counted once", `^{4000 4000 0 0}$`, total)

	// The collector's process takes events, too, and the two sinks told each of their own.
	resp, err := http.Post(door.said(t, `collector=(http\S+)`), "application/json", strings.NewReader(string(msgs[0].Value)+string(msgs[1].Value)))
	if err != nil || resp.StatusCode != http.StatusAccepted {
		t.Fatal(resp, err)
	}
	_ = resp.Body.Close()
	eventually(t, "again is a duplicate", `^{4002 4000 2 0}$`, total)
	for _, sink := range []*part{first, second} {
		text := fetchText(t, sink.said(t, `metrics=(http\S+)/metrics`)+"/metrics")
		if !regexp.MustCompile(`linli_ingest_events_total{outcome="stored",topic="linli.click"} [1-9]`).MatchString(text) {
			t.Errorf("a sink stored nothing:\n%s", text)
		}
		if got := fetchText(t, sink.said(t, `metrics=(http\S+)/metrics`)+"/readyz"); got != "ready\n" {
			t.Errorf("a sink says %q", got)
		}
	}

	second.stop(t)
	eventually(t, "the other takes over", `^Stable 6$`, func() string { return shares(t.Context(), cluster) })
	if err := producer.Send(t.Context(), event.TopicClick, msgs[3500:]); err != nil { // 500 and 1,000 are known
		t.Fatal(err)
	}
	eventually(t, "all counted once", `^{5502 4000 1502 0}$`, total)
	var stored struct {
		Rows uint64 `ch:"rows"`
		IDs  uint64 `ch:"ids"`
	}
	if _, err := db.GetText(t.Context(), &stored, "SELECT count() AS rows, uniqExact(event_id) AS ids FROM click", nil); err != nil || stored.Rows != 4000 || stored.IDs != 4000 {
		t.Errorf("stored %+v, want 4,000 rows of 4,000 events (%v)", stored, err)
	}
	for _, p := range []*part{door, first, broker, engine} {
		p.stop(t)
	}
}

func fetchText(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestImpossibleRoles: each is refused in one line that says what to change.
func TestImpossibleRoles(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, c := range map[string]struct {
		env  map[string]string
		want string
	}{
		"unknown":                   {map[string]string{"LINLI_ROLES": "sink"}, `"sink" is none of engine`},
		"engine and a server":       {map[string]string{"LINLI_ROLES": "engine", "LINLI_CLICKHOUSE_DSN": "http://ch1:8123/linli"}, "clickhouse.dsn names a server"},
		"broker and others":         {map[string]string{"LINLI_ROLES": "broker", "LINLI_KAFKA_BROKERS": "k1:9092"}, "kafka.brokers names others"},
		"no engine anywhere":        {map[string]string{"LINLI_ROLES": "jobs"}, "add engine to roles"},
		"no broker anywhere":        {map[string]string{"LINLI_ROLES": "collect"}, "add broker to roles"},
		"an engine behind no door":  {map[string]string{"LINLI_ROLES": "engine", "LINLI_CLICKHOUSE_HTTP": ""}, "clickhouse.http is empty"},
		"pages without an address":  {map[string]string{"LINLI_ROLES": "engine,pages", "LINLI_WEB_LISTEN": "off"}, "web.listen is off"},
		"all without a web address": {map[string]string{"LINLI_WEB_LISTEN": "off"}, "web.listen is off"},
	} {
		t.Run(name, func(t *testing.T) {
			for k, v := range c.env {
				t.Setenv(k, v)
			}
			cfg, err := (&shared{}).load()
			if err == nil {
				r, _ := cfg.roles()
				err = cfg.servable(r)
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
				t.Errorf("%v, want %q", err, c.want)
			}
		})
	}
	for names, want := range map[string]string{"": "127.0.0.1:8080", "engine,broker": "127.0.0.1:0", "engine,pages": "127.0.0.1:8080"} {
		t.Setenv("LINLI_ROLES", names)
		if c, err := (&shared{}).load(); err != nil || c.Web.Listen != want {
			t.Errorf("roles %q listen on %q, want %q (%v)", names, c.Web.Listen, want, err)
		}
	}
}

// TestTwoEnginesOnOneFolder: the second process must not take itself for the engine.
func TestTwoEnginesOnOneFolder(t *testing.T) {
	dir := t.TempDir()
	startPart(t, dir, "engine").said(t, `clickhouse=(http\S+)`)
	out, err := linli(t.Context(), dir, "serve", "--roles", "engine").CombinedOutput()
	if err == nil || !strings.Contains(string(out), "another linli process runs the engine") {
		t.Errorf("%v\n%s", err, out)
	}
}

// TestManyMigrateAtOnce: processes that start together on an empty database bring its schema up once.
func TestManyMigrateAtOnce(t *testing.T) {
	dir := t.TempDir()
	chAt := startPart(t, dir, "engine").said(t, `clickhouse=(http\S+)`) + "/fresh"
	failed := make(chan string, 4)
	for range cap(failed) {
		go func() {
			cmd := linli(t.Context(), dir, "migrate", "up")
			cmd.Env = append(cmd.Env, "LINLI_CLICKHOUSE_DSN="+chAt)
			out, err := cmd.CombinedOutput()
			if err != nil {
				failed <- string(out)
				return
			}
			failed <- ""
		}()
	}
	for range cap(failed) {
		if text := <-failed; text != "" {
			t.Error(text)
		}
	}
	db, err := sql.Open(t.Context(), chAt, sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	steps, err := sql.Status(t.Context(), db)
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]int{}
	for _, s := range steps {
		states[s.State]++
	}
	var rows uint64
	if _, err := db.GetText(t.Context(), &rows, "SELECT count() FROM schema_migration", nil); err != nil || rows != uint64(len(steps)) || !maps.Equal(states, map[string]int{"applied": len(steps)}) {
		t.Errorf("%d rows for %v: %v", rows, states, err)
	}
}
