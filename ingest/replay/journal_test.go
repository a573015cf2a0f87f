package replay

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

// replayOnce sends as far as Kafka takes it and gives the result.
func replayOnce(t *testing.T, path string, typ event.Type, from Resume, k *kafka) (Result, error) {
	t.Helper()
	s, err := Open(path, typ, Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	s.Resume(from)
	return Send(t.Context(), s, k)
}

// TestInterruptedReplayGoesOn: a replay that fails at any batch and is started again sends each message once, the same ones
// as one that was never interrupted, and tells the problems of the whole file.
func TestInterruptedReplayGoesOn(t *testing.T) {
	var orders, clicks strings.Builder
	orders.WriteString(orderHead)
	for i := range 42_000 {
		orders.WriteString(row(fmt.Sprint("o", i), "p1"))
		if i%3 == 0 {
			orders.WriteString(row(fmt.Sprint("o", i), "p2"))
		}
		switch i { // one order's second part comes where only the orders above tell, and a torn row stands at a batch's end
		case 31_000:
			orders.WriteString(row("o22000", "p9"))
		case 24_999, 38_000:
			orders.WriteString("\"x\"y\n")
		}
		fmt.Fprintln(&clicks, strings.Replace(line1, "e1", fmt.Sprint("e", i), 1))
	}
	clicks.WriteString("{broken\n")
	for _, c := range []struct {
		name, content string
		typ           event.Type
	}{{"a.csv", orders.String(), event.TypeOrder}, {"a.jsonl", clicks.String(), event.TypeClick}} {
		path := file(t, c.name, c.content)
		whole := &kafka{}
		want, err := replayOnce(t, path, c.typ, Resume{}, whole)
		if err != nil {
			t.Fatal(err)
		}
		from := Resume{Dir: t.TempDir(), Topic: "topic-1"}
		var sent []Message
		for _, fail := range []int{3, 1, 6, 2} {
			k := &kafka{fail: fail}
			if _, err := replayOnce(t, path, c.typ, from, k); err == nil {
				t.Fatal("the broker was not away")
			}
			sent = append(sent, k.msgs...)
		}
		last := &kafka{}
		got, err := replayOnce(t, path, c.typ, from, last)
		if err != nil {
			t.Fatal(err)
		}
		if int(got.Before) != len(sent) || len(sent) < 35_000 {
			t.Errorf("%s: went on after %d of %d", c.name, got.Before, len(sent))
		}
		if sent = append(sent, last.msgs...); len(sent) != len(whole.msgs) {
			t.Fatalf("%s: %d messages, want %d", c.name, len(sent), len(whole.msgs))
		}
		for i := range sent {
			if string(sent[i].Value) != string(whole.msgs[i].Value) || string(sent[i].Key) != string(whole.msgs[i].Key) {
				t.Fatalf("%s: message %d is %s, want %s", c.name, i, sent[i].Value, whole.msgs[i].Value)
			}
		}
		got.Before = 0
		if !reflect.DeepEqual(got, want) || want.Refused == 0 {
			t.Errorf("%s:\n got %+v\nwant %+v", c.name, got, want)
		}
		if left, err := os.ReadDir(from.Dir); err != nil || len(left) != 0 {
			t.Errorf("%v is left of a whole replay (%v)", left, err)
		}
	}
}

// TestPlaceBelongsToTheFile: another content, another topic and --from-start begin at the beginning; a torn journal does too.
func TestPlaceBelongsToTheFile(t *testing.T) {
	var b strings.Builder
	for i := range 12_000 {
		fmt.Fprintln(&b, strings.Replace(line1, "e1", fmt.Sprint("e", i), 1))
	}
	for name, change := range map[string]func(path string, opt *Resume) error{
		"as it was": func(string, *Resume) error { return nil },
		"mended": func(path string, _ *Resume) error {
			return errors.Join(os.WriteFile(path, []byte(b.String()), 0o600), os.Chtimes(path, time.Time{}, time.Unix(1_800_000_000, 0)))
		},
		"another topic": func(_ string, opt *Resume) error { opt.Topic = "topic-2"; return nil },
		"from start":    func(_ string, opt *Resume) error { opt.FromStart = true; return nil },
		"torn": func(_ string, opt *Resume) error {
			files, err := filepath.Glob(filepath.Join(opt.Dir, "*"))
			if err == nil && len(files) == 1 {
				err = os.WriteFile(files[0], []byte(`{"ma`), 0o600)
			}
			return err
		},
	} {
		path := file(t, "a.jsonl", b.String())
		from := Resume{Dir: t.TempDir(), Topic: "topic-1"}
		if _, err := replayOnce(t, path, event.TypeClick, from, &kafka{fail: 2}); err == nil {
			t.Fatal("the broker was not away")
		}
		if err := change(path, &from); err != nil {
			t.Fatal(err)
		}
		k := &kafka{}
		r, err := replayOnce(t, path, event.TypeClick, from, k)
		want := 12_000
		if name == "as it was" {
			want = 7_000
		}
		if err != nil || len(k.msgs) != want || r.Sent != 12_000 {
			t.Errorf("%s: %d sent (%+v, %v), want %d", name, len(k.msgs), r, err, want)
		}
	}
}

// TestCheck sends nothing, and says what Send would find.
func TestCheck(t *testing.T) {
	path := file(t, "a.csv", orderHead+row("o1", "p1")+row("o1", "p2")+strings.Replace(row("o2", "p1"), "1.5", "abc", 1)+row("o3", "p1"))
	s, err := Open(path, event.TypeOrder, Options{Preview: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	r, err := Check(context.Background(), s)
	if err != nil || r.Sent != 3 || r.Refused != 1 || len(r.Problems) != 1 || len(r.Preview) != 2 || !strings.Contains(r.Preview[0], `"product_id":"p2"`) {
		t.Errorf("%+v %v", r, err)
	}
}
