package broker

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/linli-project/linli/ingest/event"
)

// TestDamageIsKept: a flipped byte in the middle of the log costs the messages behind it, so it is told and the file is kept.
// A torn end, as a kill leaves it, was not acknowledged and is neither.
func TestDamageIsKept(t *testing.T) {
	dir := t.TempDir()
	b, c := start(t, dir)
	fill(t, c, 20)
	_ = b.Close()
	segment := filepath.Join(dir, "partitions", event.TopicOrder+"-0", "0.dat")
	data, err := os.ReadFile(segment)
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(data)
	flipped[len(data)/2] ^= 0x40
	for name, test := range map[string]struct {
		data     []byte
		kept     bool
		messages int
	}{
		"whole":              {data, false, 20},
		"torn end":           {data[:len(data)-7], false, 19},
		"torn head":          {append(bytes.Clone(data), data[:30]...), false, 20},
		"flipped at the end": {append(bytes.Clone(data[:len(data)-1]), data[len(data)-1]^1), false, 19},
		"flipped":            {flipped, true, 10},
		"a hole":             {append(bytes.Clone(data[:len(data)/2]), make([]byte, len(data)-len(data)/2)...), true, 10},
	} {
		t.Run(name, func(t *testing.T) {
			broken := copyDir(t, dir)
			path := filepath.Join(broken, "partitions", event.TopicOrder+"-0", "0.dat")
			if err := os.WriteFile(path, test.data, 0o600); err != nil {
				t.Fatal(err)
			}
			var said strings.Builder
			b, err := Start(Options{Dir: broken, Listen: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(&said, nil))})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = b.Close() }()
			c := c
			c.Brokers = []string{b.Addr()}
			got, err := tryRead(t, c)
			if err != nil {
				t.Fatal(err)
			}
			if len(got) != test.messages {
				t.Errorf("%d messages, want %d", len(got), test.messages)
			}
			kept, _ := filepath.Glob(path + ".damaged-*")
			if told := strings.Contains(said.String(), "the Kafka log is damaged"); told != test.kept || len(kept) != map[bool]int{true: 1}[test.kept] {
				t.Errorf("told %v, kept %v, want %v:\n%s", told, kept, test.kept, &said)
			}
			if test.kept {
				if was, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(was, test.data) {
					t.Errorf("the kept file is another: %v", err)
				}
			}
		})
	}
}
