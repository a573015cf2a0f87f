package replay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
)

func file(t testing.TB, name, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

type kafka struct {
	sizes []int
	msgs  []Message
	fail  int // the batch that fails, from 1
}

func (k *kafka) Send(_ context.Context, _ string, msgs []Message) error {
	k.sizes = append(k.sizes, len(msgs))
	if len(k.sizes) == k.fail {
		return errors.New("the broker is away")
	}
	for _, m := range msgs { // a producer keeps nothing
		k.msgs = append(k.msgs, Message{Key: bytes.Clone(m.Key), Value: bytes.Clone(m.Value)})
	}
	return nil
}

func send(t testing.TB, path string, typ event.Type, opt Options) (*kafka, Result) {
	t.Helper()
	s, err := Open(path, typ, opt)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	k := &kafka{}
	r, err := Send(context.Background(), s, k)
	if err != nil {
		t.Fatal(err)
	}
	return k, r
}

// events decodes what was sent: an event's wire form, or the reason of its refusal.
func events(k *kafka, typ event.Type) (out []string) {
	for _, m := range k.msgs {
		if ev, _, err := event.Decode(m.Value, typ, time.Time{}); err != nil {
			out = append(out, err.Error())
		} else {
			out = append(out, string(m.Key)+" "+string(ev.AppendJSON(nil)))
		}
	}
	return out
}

const line1 = `{"event_id":"e1","type":"click","event_time":"2026-11-22T10:30:00+08:00","user_id":"u1","store_id":"s1","community_id":"c1","action":"search", "new":1}`

func TestLinesPassUnchanged(t *testing.T) {
	lines := []string{line1, `{"broken`, `[]`, strings.Replace(line1, "click", "order", 1), strings.Replace(line1, "u1", "\xff", 1)}
	k, r := send(t, file(t, "a.jsonl", strings.Join(lines, "\r\n\n")), event.TypeClick, Options{})
	for i, m := range k.msgs {
		if string(m.Value) != lines[i] {
			t.Errorf("line %d: got %s, want %s", i, m.Value, lines[i])
		}
	}
	if string(k.msgs[0].Key) != "u1" || k.msgs[1].Key != nil {
		t.Error("keys", k.msgs)
	}
	if r.Sent != 5 || r.Refused != 4 || r.Found != 4 || r.Problems[0] != "line 3: bad_json: the message ends inside the JSON object" || r.Err() == nil {
		t.Errorf("%+v %v", r, r.Err())
	}
}

func TestClicks(t *testing.T) {
	content := "时间,user_id,store_id,community_id,action,product_id,note\n2026-11-22 10:30:00,u1,s1,c1,view,p1,x\n2026-11-22 10:30:01,u1,s1,c1,stare,p1,x\n2026-11-22 10:30:02,u1,s1\nyesterday,u2,s1,c1,search,,\n"
	opt := Options{Location: time.FixedZone("", 8*3600), Columns: map[string]string{"时间": "event_time"}}
	k, r := send(t, file(t, "a.csv", content), event.TypeClick, opt)
	got := events(k, event.TypeClick)
	want := []string{
		`u1 {"event_id":"h-` + idOf(got[0]) + `","type":"click","event_time":"2026-11-22T02:30:00.000Z","user_id":"u1","store_id":"s1","community_id":"c1","action":"view","product_id":"p1"}`,
		`bad_value: action: "stare" is none of impression, view, add_to_cart, remove_from_cart, search`,
		`missing_field: event_id: is required`,
		`bad_time: event_time: "yesterday" is no RFC 3339 instant with offset, such as 2026-11-22T10:30:00.123+08:00`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	wantProblems := []string{`line 3: ` + want[1], `line 4: has 3 fields, the header has 7`, `line 5: column 时间: "yesterday" is no time such as 2026-11-22T10:30:00+08:00`}
	if !reflect.DeepEqual(r.Problems, wantProblems) || r.Refused != 3 || r.Found != 3 || !reflect.DeepEqual(r.Ignored, []string{"note"}) {
		t.Errorf("%+v", r)
	}
	if !strings.Contains(string(k.msgs[2].Value), `"replay_text":"2026-11-22 10:30:02|u1|s1"`) {
		t.Errorf("%s", k.msgs[2].Value)
	}
}

func idOf(wire string) string {
	_, rest, _ := strings.Cut(wire, `"h-`)
	id, _, _ := strings.Cut(rest, `"`)
	return id
}

func TestReplayTwiceIsTheSame(t *testing.T) {
	path := file(t, "a.csv", orderHead+"2026-11-22T10:30:00Z,o1,paid,u1,s1,c1,p1,2,1290,0\n2026-11-22T10:30:00Z,o2,paid,u1,s1,c1,p1,2,1290,0\n")
	a, _ := send(t, path, event.TypeOrder, Options{})
	b, _ := send(t, path, event.TypeOrder, Options{})
	if !reflect.DeepEqual(a.msgs, b.msgs) || len(a.msgs) != 2 || string(a.msgs[0].Value) == string(a.msgs[1].Value) {
		t.Errorf("%s\n%s", a.msgs, b.msgs)
	}
}

func TestSendInBatches(t *testing.T) {
	var b strings.Builder
	for i := range 12000 {
		fmt.Fprintln(&b, strings.Replace(line1, "e1", fmt.Sprint("e", i), 1))
	}
	path := file(t, "a.ndjson", b.String())
	var steps []int64
	k, r := send(t, path, event.TypeClick, Options{Progress: func(r Result) { steps = append(steps, r.Sent) }})
	if !reflect.DeepEqual(k.sizes, []int{5000, 5000, 2000}) || r.Sent != 12000 || r.Err() != nil || r.At.Done != r.At.Total || r.Bytes != int64(b.Len())-12000 {
		t.Errorf("%v %+v", k.sizes, r)
	}
	if len(steps) == 0 || steps[len(steps)-1] != 12000 {
		t.Error(steps)
	}
	for i, m := range k.msgs {
		if !strings.Contains(string(m.Value), fmt.Sprintf(`"e%d"`, i)) {
			t.Fatalf("message %d is %s", i, m.Value)
		}
	}
	s, err := Open(path, event.TypeClick, Options{})
	if err != nil {
		t.Fatal(err)
	}
	r, err = Send(context.Background(), s, &kafka{fail: 2})
	if r.Sent != 5000 || err == nil || !strings.Contains(err.Error(), "after 5000 acknowledged events: the broker is away") {
		t.Error(r, err)
	}
	s, err = Open(path, event.TypeShare, Options{})
	if err != nil {
		t.Fatal(err)
	}
	wrong := &kafka{}
	if _, err := Send(context.Background(), s, wrong); err == nil || len(wrong.msgs) > 0 || !strings.Contains(err.Error(), "check --as") {
		t.Error(err)
	}
}

func TestOpenRefuses(t *testing.T) {
	csv := file(t, "a.csv", "event_time,user_id,store_id,community_id,action\n")
	for want, err := range map[string]error{
		`"tap" is no event type`:                          second(Open(csv, "tap", Options{})),
		"has no column order_id, which order events need": second(Open(csv, event.TypeOrder, Options{})),
		`has no column "x"`:                               second(Open(csv, event.TypeClick, Options{Columns: map[string]string{"x": "action"}})),
		"no such file":                                    second(Open("none.csv", event.TypeClick, Options{})),
		"JSON Lines pass unchanged":                       second(Open(file(t, "a.jsonl", line1), event.TypeClick, Options{Columns: map[string]string{"x": "y"}})),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	s, err := Open(csv, event.TypeClick, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := s.Next(); !errors.Is(err, io.EOF) {
		t.Error(err)
	}
}

func second[T any](_ T, err error) error { return err }
