package dead

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("os/signal.loop"), goleak.IgnoreTopFunction("os/signal.signal_recv"))
}

// place is Kafka and ClickHouse with letters in both, as the sink lays them.
type place struct {
	t       *testing.T
	db      *sql.DB
	cluster topic.Cluster
	p       *topic.Producer
	sender  *Sender
}

func newPlace(t *testing.T) *place {
	t.Helper()
	c := kafkatest.Open(t, 1)
	w := &place{t: t, db: sqltest.Open(t), cluster: c, p: c.NewProducer()}
	r := NewReader(c)
	w.sender = &Sender{DB: w.db, Reader: r, Producer: w.p}
	t.Cleanup(func() { r.Close(); _ = w.p.Close() })
	return w
}

// refuse puts a message on its topic, on linli.dead and into the table. An offset of -1 is a topic that keeps it no more.
func (w *place) refuse(name string, offset int64, reason, value string) Letter {
	w.t.Helper()
	msg := topic.Dead([]byte("u1"), []byte(value), reason, reason+": a test", name, 0, max(offset, 999))
	if offset >= 0 {
		ends, err := w.cluster.Ends(w.t.Context(), name)
		if err != nil || ends[0] != offset {
			w.t.Fatalf("%s ends at %v (%v), want %d", name, ends, err, offset)
		}
		if err := w.p.Send(w.t.Context(), name, []topic.Message{{Key: []byte("u1"), Value: []byte(value), Headers: []topic.Header{{Name: "from", Value: "app"}}}}); err != nil {
			w.t.Fatal(err)
		}
		msg = topic.Dead([]byte("u1"), []byte(value), reason, reason+": a test", name, 0, offset)
	} else {
		offset = 999
	}
	if err := w.p.Send(w.t.Context(), event.TopicDead, []topic.Message{msg}); err != nil {
		w.t.Fatal(err)
	}
	l := Letter{Topic: name, Offset: offset, Reason: reason, Detail: reason + ": a test", Key: "u1", Value: value[:min(len(value), tableBytes)], RejectedAt: time.Now().Add(-time.Minute)}
	row := []struct {
		Topic      string    `ch:"topic"`
		Offset     int64     `ch:"offset"`
		Reason     string    `ch:"reason"`
		Detail     string    `ch:"detail"`
		Key        string    `ch:"key"`
		Value      string    `ch:"value"`
		RejectedAt time.Time `ch:"rejected_at"`
	}{{l.Topic, l.Offset, l.Reason, l.Detail, l.Key, l.Value, l.RejectedAt}}
	if err := w.db.Insert(w.t.Context(), "dead_letter", row, ""); err != nil {
		w.t.Fatal(err)
	}
	return l
}

func (w *place) ends() map[string]int64 {
	w.t.Helper()
	out := map[string]int64{}
	for _, name := range topic.All {
		ends, err := w.cluster.Ends(w.t.Context(), name)
		if err != nil {
			w.t.Fatal(err)
		}
		out[name] = ends[0]
	}
	return out
}

// all sends the open letters.
func (w *place) all() Result {
	w.t.Helper()
	s := *w.sender
	if err := Each(w.t.Context(), w.db, Filter{}, 0, func(page []Letter) error { return s.Letters(w.t.Context(), page) }); err != nil {
		w.t.Fatal(err)
	}
	return s.Result
}

func click(id, extra string) string {
	return fmt.Sprintf(`{"event_id":"%s","type":"click","event_time":"2026-11-20T10:30:00+08:00","user_id":"u7","store_id":"s1","community_id":"c1","action":"view","product_id":"p1"%s}`, id, extra)
}

// TestSentAgainOnce: what is right now is sent to where it belongs and marked, what is not stays, and a second time sends
// nothing.
func TestSentAgainOnce(t *testing.T) {
	w := newPlace(t)
	w.refuse(event.TopicOrder, 0, "bad_type", click("e1", ""))
	w.refuse(event.TopicClick, 0, "bad_value", strings.Replace(click("e2", ""), "view", "stare", 1))
	w.refuse(event.TopicClick, 1, "bad_json", "{half")
	long := click("e3", `,"note":"`+strings.Repeat("x", 200_000)+`"`)
	w.refuse(event.TopicClick, 2, "bad_value", long)  // whole in its own topic
	w.refuse(event.TopicShare, -1, "bad_value", long) // whole in linli.dead only
	before := w.ends()
	r := w.all()
	if r.Chosen != 5 || r.Sent[event.TopicClick] != 3 || r.Refuse["bad_value"] != 1 || r.Refuse["bad_json"] != 1 || len(r.First) != 2 {
		t.Errorf("%+v", r)
	}
	if n := w.ends()[event.TopicClick] - before[event.TopicClick]; n != 3 {
		t.Errorf("%d messages on linli.click, want 3", n)
	}
	m, err := w.sender.Reader.at(t.Context(), event.TopicClick, 0, before[event.TopicClick])
	if err != nil || string(m.Value) != long || string(m.Key) != "u7" {
		t.Errorf("key %q, %d bytes of %d, %v: want the whole message under its user", m.Key, len(m.Value), len(long), err)
	}
	if r := w.all(); r.Chosen != 2 || r.Total() != 0 {
		t.Errorf("a second time: %+v", r)
	}
	groups, err := Groups(t.Context(), w.db)
	open := map[string]uint64{}
	for _, g := range groups {
		open[g.Reason+" "+g.Topic] = g.Letters*10 + g.Open
	}
	if err != nil || open["bad_value linli.click"] != 21 || open["bad_type linli.order"] != 10 || open["bad_json linli.click"] != 11 {
		t.Errorf("%v %v", open, err)
	}
	l, err := Find(t.Context(), w.db, "linli.order/0/0")
	if err != nil || !l.Replayed() {
		t.Errorf("%+v %v: want it marked", l, err)
	}
	w.sender.Anyway = true
	if r := w.all(); r.Total() != 2 || w.ends()[event.TopicClick] != before[event.TopicClick]+5 {
		t.Errorf("anyway: %+v", r)
	}
}

// TestMended: fields put right, and a file that was written, mended and sent.
func TestMended(t *testing.T) {
	w := newPlace(t)
	w.refuse(event.TopicClick, 0, "missing_field", strings.Replace(click("e1", `,"user_id":""`), `"user_id":"u7",`, "", 1))
	w.refuse(event.TopicClick, 1, "bad_value", strings.Replace(click("e2", ""), `"view"`, "\n  \"stare\"", 1))
	w.refuse(event.TopicClick, 2, "bad_json", "no\nJSON \xff")
	set := *w.sender
	set.Set = map[string]string{"user_id": "u9", "session_id": "x\"y"}
	l, err := Find(t.Context(), w.db, "linli.click/0/0")
	if err != nil {
		t.Fatal(err)
	}
	if err := set.Letters(t.Context(), []Letter{l}); err != nil || set.Result.Total() != 1 {
		t.Fatalf("%+v %v", set.Result, err)
	}
	if m, err := w.sender.Reader.at(t.Context(), event.TopicClick, 0, 3); err != nil || !strings.Contains(string(m.Value), `"user_id":"u9"`) || !strings.Contains(string(m.Value), `"session_id":"x\"y"`) {
		t.Errorf("%s %v", m.Value, err)
	}
	var file bytes.Buffer
	if err := Each(t.Context(), w.db, Filter{}, 0, func(page []Letter) error {
		_, err := Write(t.Context(), &file, w.sender.Reader, page)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(file.String()), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[1], `{"dead_letter":"linli.click/0/2","dead_letter_reason":"bad_json: a test","dead_letter_text":"no\nJSON `) {
		t.Fatalf("%q", lines)
	}
	path := filepath.Join(t.TempDir(), "m.jsonl")
	mended := strings.Replace(lines[0], "stare", "view", 1) + "\n" + lines[1] + "\n" + click("e3", "") + "\n"
	if err := os.WriteFile(path, []byte(mended), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, want := range []int{2, 2} { // e3 has no mark, and counts once by its id
		s := *w.sender
		if err := s.File(t.Context(), path); err != nil || s.Result.Total() != want || s.Result.Refuse["missing_field"] != 1 {
			t.Errorf("%+v %v", s.Result, err)
		}
	}
	if r := w.all(); r.Chosen != 1 {
		t.Errorf("%+v: want one letter open", r)
	}
	if ev, _, err := event.Decode([]byte(strings.Split(mended, "\n")[0]), event.TypeClick, time.Time{}); err != nil || ev.Common().ID != "e2" {
		t.Errorf("a mended line is no event for an ordinary replay: %v", err)
	}
}

// TestGone: where Kafka keeps a long message no more, it is said, and the rest is sent.
func TestGone(t *testing.T) {
	w := newPlace(t)
	l := w.refuse(event.TopicClick, 0, "bad_value", click("e1", `,"note":"`+strings.Repeat("x", 200_000)+`"`))
	l.Offset = 500
	other := w.refuse(event.TopicClick, 1, "bad_value", click("e2", ""))
	if err := w.sender.Letters(t.Context(), []Letter{l, other}); err != nil {
		t.Fatal(err)
	}
	if r := w.sender.Result; r.Gone != 1 || r.Total() != 1 || len(r.First) != 1 || !strings.Contains(r.First[0], "retention") {
		t.Errorf("%+v", r)
	}
	if _, err := Find(t.Context(), w.db, "linli.click/0/500"); err == nil || !strings.Contains(err.Error(), "no dead letter") {
		t.Error(err)
	}
}

// TestPages: every letter once, at most as many as asked for.
func TestPages(t *testing.T) {
	w := newPlace(t)
	if err := w.db.Exec(t.Context(), "INSERT INTO dead_letter SELECT 'linli.click', number % 3, number, if(number % 2 = 0, 'bad_json', 'bad_time'), '', '', 'x', now64(3) - 10 FROM numbers(1001)", nil); err != nil {
		t.Fatal(err)
	}
	for limit, want := range map[int]int{0: 501, 250: 250, 5: 5} {
		seen := map[string]bool{}
		if err := Each(t.Context(), w.db, Filter{Reason: "bad_json", Since: time.Now().Add(-time.Hour)}, limit, func(page []Letter) error {
			for i := range page {
				seen[page[i].Coordinate()] = true
			}
			return nil
		}); err != nil || len(seen) != want {
			t.Errorf("limit %d: %d letters (%v), want %d", limit, len(seen), err, want)
		}
	}
	if letters, err := Newest(t.Context(), w.db, Filter{Topic: "linli.click"}, 7, 100); err != nil || len(letters) != 7 {
		t.Errorf("%d letters, %v", len(letters), err)
	}
}

func TestCoordinates(t *testing.T) {
	for _, bad := range []string{"", "linli.order", "linli.order/1", "linli.order/x/1", "linli.order/-1/1", "/1/1", "a/1/99999999999999999999"} {
		if _, _, _, err := ParseCoordinate(bad); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	l := Letter{Topic: "linli.order", Partition: 2, Offset: 77}
	if n, p, o, err := ParseCoordinate(l.Coordinate()); n != l.Topic || p != 2 || o != 77 || err != nil {
		t.Error(n, p, o, err)
	}
}

// TestEveryReasonIsExplained: what the decoder can answer has words and a fix.
func TestEveryReasonIsExplained(t *testing.T) {
	for _, reason := range []string{event.RefuseTooLarge, event.RefuseJSON, event.RefuseType, event.RefuseMissing, event.RefuseField, event.RefuseValue, event.RefuseTime, event.RefuseLines} {
		if w := words[reason]; w[0] == "" || w[1] == "" {
			t.Errorf("%s has no words", reason)
		}
	}
	if meaning, fix := Explain("a_new_one"); meaning == "" || fix == "" {
		t.Error("an unknown reason has no words")
	}
}
