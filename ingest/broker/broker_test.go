package broker

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"go.uber.org/goleak"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

func start(t *testing.T, dir string) (*Broker, topic.Cluster) {
	t.Helper()
	b, err := Start(Options{Dir: dir, Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	c := topic.Cluster{Brokers: []string{b.Addr()}, Partitions: 1}
	if err := c.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	return b, c
}

// fill sends n messages to the order topic, each acknowledged before the next.
func fill(t *testing.T, c topic.Cluster, n int) {
	t.Helper()
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	for i := range n {
		if err := p.Send(t.Context(), event.TopicOrder, []topic.Message{{Value: fmt.Append(nil, i)}}); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, c topic.Cluster) []string {
	t.Helper()
	out, err := tryRead(t, c)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func tryRead(t *testing.T, c topic.Cluster) (out []string, err error) {
	t.Helper()
	ends, err := c.Ends(t.Context(), event.TopicOrder)
	if err != nil {
		return nil, err
	}
	conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], event.TopicOrder, 0)
	if err != nil {
		return nil, err
	}
	defer func() { _ = conn.Close() }()
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return nil, err
	}
	for int64(len(out)) < ends[0] {
		m, err := conn.ReadMessage(1 << 20)
		if err != nil {
			return nil, err
		}
		out = append(out, string(m.Value))
	}
	return out, nil
}

func TestLogOutlivesTheProcess(t *testing.T) {
	dir := t.TempDir()
	b, c := start(t, dir)
	id, err := c.Identity(t.Context(), event.TopicOrder)
	if err != nil || id == "" {
		t.Fatal(id, err)
	}
	fill(t, c, 20)
	for range 2 { // Close may be called twice
		if err := b.Close(); err != nil {
			t.Fatal(err)
		}
	}
	_, c = start(t, dir)
	if got := read(t, c); len(got) != 20 || got[19] != "19" {
		t.Errorf("%v", got)
	}
	if again, err := c.Identity(t.Context(), event.TopicOrder); err != nil || again != id {
		t.Errorf("topic id %q after a restart, was %q: %v", again, id, err)
	}
}

// copyDir is what a kill -9 leaves: the files as they are while the broker runs.
func copyDir(t *testing.T, from string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		t.Fatal(err)
	}
	return to
}

func TestKilled(t *testing.T) {
	dir := t.TempDir()
	_, c := start(t, dir)
	fill(t, c, 20)
	_, c = start(t, copyDir(t, dir))
	if got := read(t, c); len(got) != 20 {
		t.Errorf("%d acknowledged messages after a kill, want 20", len(got))
	}
}

// TestDamagedLog damages each file of the log in several ways: the broker starts with what is whole, or says what is wrong,
// at the start or to the client; it neither panics nor hangs.
func TestDamagedLog(t *testing.T) {
	dir := t.TempDir()
	b, c := start(t, dir)
	fill(t, c, 20)
	_ = b.Close()
	var files []string
	_ = fs.WalkDir(os.DirFS(dir), ".", func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && !strings.HasPrefix(e.Name(), "linli.") {
			files = append(files, path)
		}
		return err
	})
	if len(files) < 5 {
		t.Fatalf("only %v", files)
	}
	damage := map[string]func(path string, data []byte) error{
		"empty": func(path string, _ []byte) error { return os.WriteFile(path, nil, 0o600) },
		"cut":   func(path string, data []byte) error { return os.WriteFile(path, data[:len(data)/2], 0o600) },
		"garbage": func(path string, data []byte) error {
			return os.WriteFile(path, append(data, "\xff\x00garbage"...), 0o600)
		},
		"flipped": func(path string, data []byte) error {
			for i := len(data) / 3; i < len(data)/3+8 && i < len(data); i++ {
				data[i] ^= 0xff
			}
			return os.WriteFile(path, data, 0o600)
		},
		"gone":   func(path string, _ []byte) error { return os.Remove(path) },
		"folder": func(path string, _ []byte) error { return errors.Join(os.Remove(path), os.Mkdir(path, 0o700)) },
	}
	for _, file := range files {
		for how, do := range damage {
			t.Run(file+" "+how, func(t *testing.T) {
				broken := copyDir(t, dir)
				path := filepath.Join(broken, file)
				data, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := do(path, data); err != nil {
					t.Fatal(err)
				}
				b, err := Start(Options{Dir: broken, Listen: "127.0.0.1:0", Log: quiet})
				if err != nil {
					if text := err.Error(); !strings.Contains(text, broken) || strings.Contains(text, "\n") {
						t.Errorf("not one line with the folder: %s", text)
					}
					return
				}
				defer func() { _ = b.Close() }()
				c := topic.Cluster{Brokers: []string{b.Addr()}, Partitions: 1}
				if err := c.Ensure(t.Context()); err != nil {
					t.Fatal(err)
				}
				before, err := tryRead(t, c)
				if err != nil {
					t.Logf("reading is refused: %v", err)
					return
				}
				p := c.NewProducer()
				defer func() { _ = p.Close() }()
				if err := p.Send(t.Context(), event.TopicOrder, []topic.Message{{Value: []byte("more")}}); err != nil {
					t.Logf("writing is refused: %v", err)
					return
				}
				if after, err := tryRead(t, c); err != nil || len(after) != len(before)+1 {
					t.Errorf("%d messages, then one more, now %d: %v", len(before), len(after), err)
				}
			})
		}
	}
}

func TestRefusals(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	running, _ := start(t, t.TempDir())
	for _, test := range []struct{ name, dir, listen, want string }{
		{"port taken", t.TempDir(), taken.Addr().String(), "stop what uses the port"},
		{"no port", t.TempDir(), "127.0.0.1", "set kafka.listen to an address"},
		{"not ours", t.TempDir(), "192.0.2.1:9092", "set kafka.listen to an address"},
		{"a file", file, "127.0.0.1:0", "set kafka.dir"},
		{"below a file", filepath.Join(file, "x"), "127.0.0.1:0", "set kafka.dir"},
		{"a second process", filepath.Dir(running.lock.Name()), "127.0.0.1:0", "on " + running.Addr() + ": stop it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b, err := Start(Options{Dir: test.dir, Listen: test.listen, Log: quiet})
			if err == nil {
				_ = b.Close()
				t.Fatal("started")
			}
			if text := err.Error(); !strings.Contains(text, test.want) || strings.Contains(text, "\n") {
				t.Errorf("%s\nwants %q in one line", text, test.want)
			}
		})
	}
	// A port that was taken leaves the folder free.
	if b, err := Start(Options{Dir: t.TempDir(), Listen: taken.Addr().String(), Log: quiet}); err == nil {
		_ = b.Close()
		t.Error("started on a taken port")
	}
}

// TestAddressOfTheLastHolder: while a process has the folder and does not listen yet, nobody is sent to the old address.
func TestAddressOfTheLastHolder(t *testing.T) {
	dir := t.TempDir()
	b, err := Start(Options{Dir: dir, Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	_ = b.Close()
	lock, err := lockDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Close() }()
	var held *HeldError
	if _, err := Start(Options{Dir: dir, Listen: "127.0.0.1:0", Log: quiet}); !errors.As(err, &held) || held.Addr != "" {
		t.Errorf("%v", err)
	}
}
