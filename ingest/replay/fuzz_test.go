package replay

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// FuzzOrders: whatever stands in the rows, every message is an event or counted as refused, and reading ends.
func FuzzOrders(f *testing.F) {
	f.Add(row("o1", "p1") + row("o1", "p2") + row("o2", "p1"))
	f.Add("\"x\"y\n" + row("o1", "p1") + "a,b\n" + row("o1", "p1"))
	f.Add("2026-11-22 10:00:00,o1,paid,u,s,c,p,1e9,1e9,-1\n")
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, rows string) {
		path := filepath.Join(dir, "a.csv")
		if err := os.WriteFile(path, []byte(orderHead+rows), 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(path, event.TypeOrder, Options{Location: time.UTC})
		if err != nil {
			return
		}
		defer func() { _ = s.Close() }()
		var refused int64
		for range len(rows) + 2 {
			_, value, err := s.Next()
			if err != nil {
				if !errors.Is(err, io.EOF) && err.Error() == "" {
					t.Fatal("an error without words")
				}
				return
			}
			if _, _, err := event.Decode(value, event.TypeOrder, time.Time{}); err != nil {
				refused++
			}
			if _, n := s.Problems(); s.Refused() != refused || n < refused {
				t.Fatalf("%d refused, %d counted, %d told", refused, s.Refused(), n)
			}
		}
		t.Fatal("more messages than rows")
	})
}

func BenchmarkOrderRows(b *testing.B) {
	var rows string
	for i := range 1000 {
		rows += row("o"+string(rune('a'+i%26))+string(rune('a'+i/2%26)), "p1")
	}
	path := file(b, "a.csv", orderHead+rows)
	for b.Loop() {
		s, err := Open(path, event.TypeOrder, Options{})
		if err != nil {
			b.Fatal(err)
		}
		for err == nil {
			_, _, err = s.Next()
		}
		_ = s.Close()
	}
}
