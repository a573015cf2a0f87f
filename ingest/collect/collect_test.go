package collect

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/segmentio/kafka-go"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/topic"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

func kafkaCluster(t *testing.T) topic.Cluster {
	t.Helper()
	return kafkatest.Open(t, 1)
}

func start(t *testing.T, c topic.Cluster, o Options) *httptest.Server {
	t.Helper()
	p := c.NewProducer()
	o.Producer, o.Log = p, quiet
	server := httptest.NewServer(New(o))
	t.Cleanup(func() { server.Close(); _ = p.Close() })
	return server
}

type answer struct {
	Answer
	Error string `json:"error"`
}

// post sends a body and gives the status and the answer.
func post(t *testing.T, server *httptest.Server, body string, headers ...string) (int, answer) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		req.Header.Set(headers[i], headers[i+1])
	}
	resp, err := server.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var a answer
	if err := json.NewDecoder(resp.Body).Decode(&a); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, a
}

func click(id int) string {
	e := event.Click{Head: event.Head{ID: fmt.Sprintf("e%d", id), Time: time.Date(2026, 11, 20, 1, 0, 0, 0, time.UTC), UserID: "u1", StoreID: "s1", CommunityID: "c1"},
		Action: "view", ProductID: "p1", SessionID: "x"}
	return string(e.AppendJSON(nil))
}

func packed(s string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

// held reads all messages of a topic's only partition.
func held(t *testing.T, c topic.Cluster, name string) (out []kafka.Message) {
	t.Helper()
	ends, err := c.Ends(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := kafka.DialLeader(t.Context(), "tcp", c.Brokers[0], name, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	for int64(len(out)) < ends[0] {
		m, err := conn.ReadMessage(8 << 20)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, m)
	}
	return out
}

func TestEveryEventIsTakenOrRefused(t *testing.T) {
	c := kafkaCluster(t)
	server := start(t, c, Options{})
	one, two := click(1), click(2)
	big := strings.Replace(one, `"x"`, `"`+strings.Repeat("x", 6<<20)+`"`, 1)
	for _, test := range []struct {
		name, body     string
		status         int
		taken, refused int
		headers        []string
	}{
		{"one", one, 202, 1, 0, nil},
		{"array", "[" + one + "," + two + "]", 202, 2, 0, nil},
		{"lines", one + "\n" + two + "\r\n\n", 202, 2, 0, nil},
		{"byte order mark", "\xef\xbb\xbf" + one, 202, 1, 0, nil},
		{"gzip", packed(one + "\n" + two), 202, 2, 0, []string{"Content-Encoding", "gzip"}},
		{"a broken line takes no other along", one + "\n{broken\n" + two + "\n{\"a\":\n" + one, 207, 3, 2, nil},
		{"a broken array", "[" + one + ",{x}," + two + "]", 207, 1, 1, nil},
		{"behind an array", "[" + one + "] " + two, 202, 2, 0, nil},
		{"an array cut off", "[" + one + ",", 207, 1, 1, nil},
		{"no events", `[null,{},[],1]`, 422, 0, 4, nil},
		{"text", "hello", 422, 0, 1, nil},
		{"longer than Kafka takes", big, 422, 0, 1, nil},
		{"deep", strings.Repeat("[", 100_000), 422, 0, 1, nil},
		{"empty", " \n", 400, 0, 0, nil},
		{"not gzip", one, 400, 0, 0, []string{"Content-Encoding", "gzip"}},
		{"half a gzip", packed(one)[:30], 400, 0, 0, []string{"Content-Encoding", "gzip"}},
		{"another encoding", one, 415, 0, 0, []string{"Content-Encoding", "br"}},
		{"huge", strings.Repeat(" ", 9<<20), 413, 0, 0, nil},
		{"huge when unpacked", packed(strings.Repeat(" ", 9<<20)), 413, 0, 0, []string{"Content-Encoding", "gzip"}},
		{"millions of zeros", strings.Repeat("0 ", 1<<20), 413, 0, 0, nil},
		{"millions of broken lines", strings.Repeat("{\n", 1<<20), 413, 0, 0, nil},
		{"millions of elements", "[" + strings.Repeat("0,", 1<<20) + "0]", 413, 0, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			clicks, dead := len(held(t, c, event.TopicClick)), len(held(t, c, event.TopicDead))
			status, a := post(t, server, test.body, test.headers...)
			if status != test.status || a.Accepted != test.taken || len(a.Refused) != test.refused {
				t.Errorf("%d, %d taken, %d refused, want %d, %d, %d: %.300s", status, a.Accepted, len(a.Refused), test.status, test.taken, test.refused, fmt.Sprint(a))
			}
			if (status < 300 || status == 422) != (a.Error == "") {
				t.Errorf("error text %q with status %d", a.Error, status)
			}
			if n := len(held(t, c, event.TopicClick)) - clicks; n != test.taken {
				t.Errorf("%d events in Kafka, want %d", n, test.taken)
			}
			if n := len(held(t, c, event.TopicDead)) - dead; n != test.refused {
				t.Errorf("%d dead letters, want %d", n, test.refused)
			}
		})
	}
	m := held(t, c, event.TopicClick)[0]
	if string(m.Key) != "u1" || string(m.Value) != one {
		t.Errorf("key %q, value %q: want the user and the event as sent", m.Key, m.Value)
	}
}

func TestDoor(t *testing.T) {
	c := kafkaCluster(t)
	server := start(t, c, Options{Keys: []string{"k1", "app:k2"}})
	for key, want := range map[string]int{"": 401, "k1": 401, "Bearer k3": 401, "Bearer ": 401, "Bearer k1": 202, "Bearer k2": 202, "Bearer app:k2": 401} {
		if status, _ := post(t, server, click(1), "Authorization", key); status != want {
			t.Errorf("key %q: %d, want %d", key, status, want)
		}
	}
	resp, err := server.Client().Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusMethodNotAllowed || resp.Header.Get("Allow") != "POST" {
		t.Errorf("GET: %d, Allow %q", resp.StatusCode, resp.Header.Get("Allow"))
	}
}

// TestForeignPages: without keys a page that somebody visits must not send events in his name; with one it may.
func TestForeignPages(t *testing.T) {
	c := kafkaCluster(t)
	open, keyed := start(t, c, Options{}), start(t, c, Options{Keys: []string{"k"}})
	if status, a := post(t, open, click(1), "Origin", "https://evil.example", "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden || a.Error == "" {
		t.Errorf("a foreign page without a key: %d %+v", status, a)
	}
	if status, _ := post(t, keyed, click(1), "Origin", "https://shop.example", "Authorization", "Bearer k"); status != http.StatusAccepted {
		t.Errorf("a page with a key: %d", status)
	}
	if status, _ := post(t, open, click(2)); status != http.StatusAccepted {
		t.Errorf("a program: %d", status)
	}
}

func TestKafkaAway(t *testing.T) {
	c, b := kafkatest.Embedded(t, 1)
	server := start(t, c, Options{})
	if status, _ := post(t, server, click(1)); status != 202 {
		t.Fatal(status)
	}
	_ = b.Close()
	started := time.Now()
	status, a := post(t, server, click(2))
	if took := time.Since(started); status != 503 || a.Error == "" || took > sendTimeout+2*time.Second {
		t.Errorf("%d %q after %s, want 503 within %s", status, a.Error, took, sendTimeout)
	}
}

// TestSlowSender never ends its body: the deadline does.
func TestSlowSender(t *testing.T) {
	c := kafkaCluster(t)
	server := start(t, c, Options{BodyTime: 300 * time.Millisecond})
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n%s", click(1))
	_ = conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	head := make([]byte, 100)
	n, err := conn.Read(head)
	if err != nil || !strings.Contains(string(head[:n]), "408") {
		t.Errorf("%q %v, want 408", head[:n], err)
	}
	if n := len(held(t, c, event.TopicClick)); n != 0 {
		t.Errorf("%d events of half a request are in Kafka", n)
	}
}

// TestHalfBody: a connection that ends in the middle of a body leaves no event.
func TestHalfBody(t *testing.T) {
	c := kafkaCluster(t)
	server := start(t, c, Options{})
	conn, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n%s\n", click(1))
	_ = conn.(*net.TCPConn).CloseWrite()
	head, err := io.ReadAll(conn)
	if err != nil || !strings.Contains(string(head), " 400 ") {
		t.Errorf("%q %v, want 400", head, err)
	}
	if n := len(held(t, c, event.TopicClick)); n != 0 {
		t.Errorf("%d events of half a request are in Kafka", n)
	}
}

// TestManyLargeSenders: 100 clients send large bodies over real connections; each reads an answer, those turned away with
// the time to wait, and what was accepted is in Kafka.
func TestManyLargeSenders(t *testing.T) {
	c := kafkaCluster(t)
	server := start(t, c, Options{InFlight: 16 << 20, Rate: 1e9, Burst: 1e9})
	body := strings.Repeat(strings.Replace(click(1), `"x"`, `"x","note":"`+strings.Repeat("y", 10_000)+`"`, 1)+"\n", 100)
	count := map[int]int{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for range 100 {
		wg.Go(func() {
			resp, err := server.Client().Post(server.URL, "application/json", strings.NewReader(body))
			if err != nil {
				t.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			_ = resp.Body.Close()
			mu.Lock()
			defer mu.Unlock()
			if count[resp.StatusCode]++; resp.StatusCode == http.StatusServiceUnavailable && resp.Header.Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		})
	}
	wg.Wait()
	if count[202]+count[503] != 100 || count[202] == 0 || count[503] == 0 {
		t.Errorf("%v, want some of both and nothing else", count)
	}
	ends, err := c.Ends(t.Context(), event.TopicClick)
	if err != nil || ends[0] != int64(100*count[202]) {
		t.Errorf("%v events in Kafka (%v), want %d", ends, err, 100*count[202])
	}
}

// BenchmarkSplit takes 1,000 lines apart.
func BenchmarkSplit(b *testing.B) {
	body := []byte(strings.Repeat(click(1)+"\n", 1000))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if len(split(body)) != 1000 {
			b.Fatal()
		}
	}
}
