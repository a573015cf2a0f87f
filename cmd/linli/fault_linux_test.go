package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// writes lets a running process write to its files, or not: as on a full disk, each write fails. It is not for the engine,
// which looks at free space and would not notice.
func (p *part) writes(t *testing.T, may bool) {
	t.Helper()
	limit := unix.Rlimit{Cur: 4096, Max: unix.RLIM_INFINITY} // enough for its own log lines
	if may {
		limit.Cur = unix.RLIM_INFINITY
	}
	if err := unix.Prlimit(p.cmd.Process.Pid, unix.RLIMIT_FSIZE, &limit, nil); err != nil {
		t.Fatal(err)
	}
}

// fill takes all of a disk's space until it is called again.
func fill(t *testing.T, disk string) (free func()) {
	t.Helper()
	path := filepath.Join(disk, "filler")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	for _, size := range []int{64 << 10, 1} {
		for err = nil; err == nil; {
			_, err = f.Write(make([]byte, size))
		}
	}
	if !errors.Is(err, unix.ENOSPC) {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// TestFullDisk fills the engine's disk, then takes the broker's away, and gives them back. The sink pauses and says so;
// senders are refused and told why; what was acknowledged is stored, each event once.
func TestFullDisk(t *testing.T) {
	dir := t.TempDir()
	disk := filepath.Join(dir, "clickhouse")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	mounted := unix.Mount("tmpfs", disk, "tmpfs", 0, "size=64m") == nil // not every user may
	if mounted {
		t.Cleanup(func() { _ = unix.Unmount(disk, unix.MNT_DETACH) })
	}
	engine, broker := startPart(t, dir, "engine"), startPart(t, dir, "broker")
	kafkaAt, chAt := broker.said(t, `kafka=(\S+)`), engine.said(t, `clickhouse=(http\S+)`)
	sink := startPart(t, dir, "ingest", "LINLI_KAFKA_BROKERS="+kafkaAt, "LINLI_CLICKHOUSE_DSN="+chAt+"/linli")
	web := sink.said(t, `metrics=(http\S+)/metrics`)
	cluster := topic.Cluster{Brokers: []string{kafkaAt}}
	producer := cluster.NewProducer()
	defer func() { _ = producer.Close() }()
	acknowledged := 0
	shares := func(n int) error {
		var msgs []topic.Message
		for i := range n {
			s := &event.Share{Head: event.Head{ID: fmt.Sprintf("e%d", acknowledged+i), ShareID: fmt.Sprintf("s%d", i), Time: time.Now().Add(-time.Hour), UserID: "u1",
				StoreID: "s1", CommunityID: "c1"}, ProductID: "p1", Channel: "moments"}
			msgs = append(msgs, topic.Message{Key: fmt.Append(nil, i), Value: s.AppendJSON(nil)})
		}
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
		defer cancel()
		err := producer.Send(ctx, event.TopicShare, msgs)
		if err == nil {
			acknowledged += n
		}
		return err
	}
	send := func(n int) {
		t.Helper()
		if err := shares(n); err != nil {
			t.Fatal(err)
		}
	}
	ready := func() string { return fetchText(t, web+"/readyz") }
	stored := func() string { return fetchText(t, web+"/metrics") }
	send(1000)
	eventually(t, "stored", `outcome="stored",topic="linli.share"} 1000\n`, stored)

	if mounted {
		free := fill(t, disk)
		send(100)
		sink.said(t, `events cannot be stored; consumption pauses, nothing is lost.*free space on the disk`)
		eventually(t, "not ready", `^not ready`, ready)
		free()
		sink.said(t, `events are stored again" topic=linli.share`)
		eventually(t, "ready again", `^ready`, ready)
	} else {
		send(100)
	}

	broker.writes(t, false)
	err := shares(100)
	if err == nil || !strings.Contains(err.Error(), "whether its disk is full") {
		t.Errorf("senders are told %v", err)
	}
	broker.said(t, `persist batch linli.share-\d.*kafka.dir`)
	broker.writes(t, true)
	send(100) // the same again
	eventually(t, "all stored", `outcome="stored",topic="linli.share"} 1200\n`, stored)

	// What was torn off when the disk was full must not stand in the way of the next start.
	sink.stop(t)
	broker.stop(t)
	broker = startPart(t, dir, "broker", "LINLI_KAFKA_LISTEN="+kafkaAt)
	broker.said(t, `kafka=(\S+)`)
	sink = startPart(t, dir, "ingest", "LINLI_KAFKA_BROKERS="+kafkaAt, "LINLI_CLICKHOUSE_DSN="+chAt+"/linli")
	web = sink.said(t, `metrics=(http\S+)/metrics`)
	send(100)
	eventually(t, "the next are stored too", `outcome="stored",topic="linli.share"} 100\n`, stored)
	out, err := linli(t.Context(), dir, "audit", "--topic", event.TopicShare).CombinedOutput()
	if err != nil {
		t.Errorf("audit: %v\n%s", err, out)
	}
	for _, p := range []*part{sink, broker, engine} {
		p.stop(t)
		text, _ := os.ReadFile(p.log)
		if strings.Contains(string(text), "goroutine ") {
			t.Errorf("a stack trace:\n%s", text)
		}
	}
}
