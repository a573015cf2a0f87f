package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// tableFolder is where a table of the embedded engine keeps its parts.
func tableFolder(t *testing.T, clickhouse, table string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(clickhouse, "metadata", "linli", table+".sql"))
	if err != nil {
		t.Fatal(err)
	}
	id := regexp.MustCompile(`UUID '([0-9a-f-]{36})'`).FindSubmatch(text)
	return filepath.Join(clickhouse, "store", string(id[1][:3]), string(id[1]))
}

// TestDamagedFolder damages the engine's folder in several ways: the start is refused in one line that says what is damaged
// and what to do. Nothing begins empty as if nothing had been there.
func TestDamagedFolder(t *testing.T) {
	whole := migrated(t)
	for name, c := range map[string]struct {
		damage func(clickhouse string) error
		want   string
	}{
		"the database's file is gone": {func(ch string) error { return os.Remove(filepath.Join(ch, "metadata", "linli.sql")) }, "metadata/linli.sql is missing"},
		"all data are gone":           {func(ch string) error { return os.RemoveAll(filepath.Join(ch, "store")) }, "is missing"},
		"a table's data are gone":     {func(ch string) error { return os.RemoveAll(tableFolder(t, ch, "click")) }, "the data of table click, is missing"},
		"a table's file is gone":      {func(ch string) error { return os.Remove(filepath.Join(ch, "metadata", "linli", "click.sql")) }, "table click is not in database linli"},
		"a table's file is empty":     {func(ch string) error { return os.Truncate(filepath.Join(ch, "metadata", "linli", "click.sql"), 0) }, "click.sql is empty"},
		"a table's file is cut":       {func(ch string) error { return os.Truncate(filepath.Join(ch, "metadata", "linli", "click.sql"), 600) }, "its reason is in the line above"},
		"the lock is a folder": {func(ch string) error {
			return os.Rename(filepath.Join(ch, "metadata_dropped"), filepath.Join(ch, "linli.lock"))
		}, "it has to be a file"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := filepath.Join(t.TempDir(), "copy")
			if err := copyTree(whole, dir); err != nil {
				t.Fatal(err)
			}
			clickhouse := filepath.Join(dir, "clickhouse")
			if name == "the lock is a folder" {
				if err := os.Remove(filepath.Join(clickhouse, "linli.lock")); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.damage(clickhouse); err != nil {
				t.Fatal(err)
			}
			out, err := linli(t.Context(), dir, "serve", "--roles", "engine").CombinedOutput()
			lines := strings.Split(strings.TrimSpace(string(out)), "\n")
			last := lines[len(lines)-1]
			if err == nil || !strings.HasPrefix(last, "linli: ") || !strings.Contains(last, c.want) {
				t.Errorf("%v\n%s\nwant %q", err, out, c.want)
			}
			if strings.Contains(string(out), "goroutine ") || len(lines) > 2 {
				t.Errorf("more was said than the engine's line and ours:\n%s", out)
			}
		})
	}
}

// copyTree copies with symbolic links, of which the engine's folder has one.
func copyTree(from, to string) error { return exec.Command("cp", "-R", "-P", from, to).Run() }

// TestBrokenPart cuts a file of each part of a table. The engine starts without them; the log, doctor and audit name them.
func TestBrokenPart(t *testing.T) {
	dir := migrated(t)
	parts, err := filepath.Glob(filepath.Join(tableFolder(t, filepath.Join(dir, "clickhouse"), "schema_migration"), "all_*", "columns.txt"))
	if err != nil || len(parts) == 0 {
		t.Fatal("no part: ", err)
	}
	for _, file := range parts {
		if err := os.Truncate(file, 5); err != nil {
			t.Fatal(err)
		}
	}
	engine := startPart(t, dir, "engine")
	engine.said(t, `could not read \d+ parts and put them aside.*(schema_migration/broken-on-start_all_\S+),.*linli audit`)
	engine.said(t, "msg=serving")
	out, err := linli(t.Context(), dir, "doctor").CombinedOutput()
	if err == nil || !regexp.MustCompile(`(?m)^✗ parts .*schema_migration/broken-on-start_all_.*DROP DETACHED PART`).Match(out) {
		t.Errorf("doctor: %v\n%s", err, out)
	}
	out, err = linli(t.Context(), dir, "audit", "--offline").CombinedOutput()
	if err == nil || !regexp.MustCompile(`(?m)^clickhouse +parts +DIFFERENT .*\n +✗ schema_migration/broken-on-start_all_`).Match(out) {
		t.Errorf("audit: %v\n%s", err, out)
	}
	engine.stop(t)
}

// TestTopicsChangeUnderTwoSinks gives a topic more partitions, deletes it and makes it again, all while two processes consume.
func TestTopicsChangeUnderTwoSinks(t *testing.T) {
	dir := t.TempDir()
	engine, broker := startPart(t, dir, "engine"), startPart(t, dir, "broker", "LINLI_KAFKA_PARTITIONS=2")
	kafkaAt, chAt := broker.said(t, `kafka=(\S+)`), engine.said(t, `clickhouse=(http\S+)`)
	elsewhere := []string{"LINLI_KAFKA_BROKERS=" + kafkaAt, "LINLI_CLICKHOUSE_DSN=" + chAt + "/linli"}
	first, second := startPart(t, dir, "ingest", elsewhere...), startPart(t, dir, "ingest", elsewhere...)
	cluster := topic.Cluster{Brokers: []string{kafkaAt}, Partitions: 2}
	share := func() string { return shares(t.Context(), cluster) }
	eventually(t, "two sinks", `^Stable 1\+1$`, share)
	db, err := sql.Open(t.Context(), chAt+"/linli", sql.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	clicks := func(from, to int) {
		t.Helper()
		producer := cluster.NewProducer() // a new one knows the partitions of the moment
		defer func() { _ = producer.Close() }()
		var msgs []topic.Message
		for i := from; i < to; i++ {
			c := &event.Click{Head: event.Head{ID: fmt.Sprintf("e%d", i), Time: time.Now().Add(-time.Hour), UserID: fmt.Sprintf("u%d", i), StoreID: "s1", CommunityID: "c1"},
				Action: "view", ProductID: "p1"}
			msgs = append(msgs, topic.Message{Key: fmt.Append(nil, i), Value: c.AppendJSON(nil)})
		}
		if err := producer.Send(t.Context(), event.TopicClick, msgs); err != nil {
			t.Fatal(err)
		}
	}
	rows := func() string {
		var n, ids, partitions uint64
		row := []any{&n, &ids, &partitions}
		for i, what := range []string{"count()", "uniqExact(event_id)", "uniqExact(_partition)"} {
			if _, err := db.GetText(t.Context(), row[i], "SELECT "+what+" FROM click", nil); err != nil {
				return err.Error()
			}
		}
		return fmt.Sprint(n, ids, partitions)
	}
	clicks(0, 400)
	eventually(t, "stored", `^400 400 2$`, rows)

	client, done := cluster.Client()
	defer done()
	more, err := client.CreatePartitions(t.Context(), &kafka.CreatePartitionsRequest{Topics: []kafka.TopicPartitionsConfig{{Name: event.TopicClick, Count: 4}}})
	if err != nil || more.Errors[event.TopicClick] != nil {
		t.Fatal(err, more)
	}
	eventually(t, "each takes one more", `^Stable 2\+2$`, share)
	clicks(300, 800)
	eventually(t, "stored from all partitions", `^800 800 4$`, rows)

	gone, err := client.DeleteTopics(t.Context(), &kafka.DeleteTopicsRequest{Topics: []string{event.TopicClick}})
	if err != nil || gone.Errors[event.TopicClick] != nil {
		t.Fatal(err, gone)
	}
	if err := cluster.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	clicks(700, 1000)
	eventually(t, "the new log is read from its beginning", `^1000 1000 \d$`, rows)
	out, err := linli(t.Context(), dir, "audit", "--topic", event.TopicClick).CombinedOutput()
	if err != nil {
		t.Errorf("audit: %v\n%s", err, out)
	}
	for _, p := range []*part{first, second, broker, engine} {
		p.stop(t)
	}
}
