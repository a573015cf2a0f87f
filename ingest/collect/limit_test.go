package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/linli-project/linli/ingest/broker"
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// TestBucket: never more than the burst and what the rate adds, a large request when the bucket is full, and its debt.
func TestBucket(t *testing.T) {
	now := time.Unix(1_800_000_000, 0)
	b := newBucket(100, 500)
	for _, step := range []struct {
		after time.Duration
		n     int
		wait  time.Duration
	}{
		{0, 500, 0}, {0, 1, 10 * time.Millisecond}, {10 * time.Millisecond, 1, 0}, {time.Second, 150, 500 * time.Millisecond},
		{-time.Hour, 100, 0}, {500 * time.Millisecond, 900, 5 * time.Second}, {2 * time.Hour, 900, 0}, {0, 1, 4010 * time.Millisecond},
	} {
		now = now.Add(step.after)
		if got := b.take(now, step.n); got.Round(time.Millisecond) != step.wait {
			t.Errorf("%d events %s later: wait %s, want %s", step.n, step.after, got, step.wait)
		}
	}
}

// TestRatePerKey: one key's flood is turned away with the time to wait, another key's events are taken.
func TestRatePerKey(t *testing.T) {
	c := kafkaCluster(t)
	reg := prometheus.NewRegistry()
	server := start(t, c, Options{Keys: []string{"app:first-key", "second-key"}, Rate: 1, Burst: 10, Metrics: reg})
	ten := strings.Repeat(click(1)+"\n", 10)
	send := func(key string) (int, string) {
		req, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL, strings.NewReader(ten))
		req.Header.Set("Authorization", "Bearer "+key)
		resp, err := server.Client().Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = resp.Body.Close() }()
		_, _ = io.Copy(io.Discard, resp.Body)
		return resp.StatusCode, resp.Header.Get("Retry-After")
	}
	for _, want := range []struct {
		key, wait string
		status    int
	}{{"first-key", "", 202}, {"first-key", "1", 429}, {"second-key", "", 202}, {"wrong-key", "", 401}} {
		if status, wait := send(want.key); status != want.status || wait != want.wait {
			t.Errorf("%s: %d, Retry-After %q, want %d and %q", want.key, status, wait, want.status, want.wait)
		}
	}
	if n := len(held(t, c, event.TopicClick)); n != 20 {
		t.Errorf("%d events in Kafka, want 20", n)
	}
	got := gathered(t, reg)
	for series, want := range map[string]float64{
		`linli_collector_requests_total key=app status=202`: 1, `linli_collector_requests_total key=app status=429`: 1,
		`linli_collector_requests_total key=key2 status=202`: 1, `linli_collector_requests_total key=none status=401`: 1,
		`linli_collector_events_total key=app topic=linli.click`: 10, `linli_collector_bytes_total form=sent`: float64(2 * len(ten)),
	} {
		if got[series] != want {
			t.Errorf("%s is %v, want %v", series, got[series], want)
		}
	}
	for series := range got {
		if strings.Contains(series, "-key") {
			t.Errorf("a key is shown: %s", series)
		}
	}
}

func gathered(t *testing.T, reg *prometheus.Registry) map[string]float64 {
	t.Helper()
	families, err := reg.Gather()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]float64{}
	for _, f := range families {
		for _, m := range f.GetMetric() {
			name := f.GetName()
			for _, l := range m.GetLabel() {
				name += " " + l.GetName() + "=" + l.GetValue()
			}
			out[name] = m.GetCounter().GetValue()
		}
	}
	return out
}

// TestWhoMaySendWithoutKeys: programs of this machine, and nobody who only seems to be one.
func TestWhoMaySendWithoutKeys(t *testing.T) {
	h := New(Options{Log: quiet})
	for _, c := range []struct {
		name, peer, host, header string
		want                     bool
	}{
		{"this machine", "127.0.0.1:5000", "127.0.0.1:8080", "", true},
		{"by name", "[::1]:5000", "localhost:8080", "", true},
		{"mapped", "[::ffff:127.0.0.1]:5000", "[::1]:8080", "", true},
		{"another machine", "192.168.1.7:5000", "192.168.1.2:8080", "", false},
		{"another machine that calls it localhost", "192.168.1.7:5000", "localhost:8080", "", false},
		{"through a proxy", "127.0.0.1:5000", "127.0.0.1:8080", "X-Forwarded-For", false},
		{"a page whose name points here", "127.0.0.1:5000", "evil.example:8080", "", false},
	} {
		r := httptest.NewRequest(http.MethodPost, "/v1/events", nil)
		r.RemoteAddr, r.Host = c.peer, c.host
		if c.header != "" {
			r.Header.Set(c.header, "10.0.0.1")
		}
		if _, no := h.enter(r); (no == nil) != c.want {
			t.Errorf("%s: %+v", c.name, no)
		} else if no != nil && (no.status != http.StatusUnauthorized || !strings.Contains(no.text, "LINLI_COLLECTOR_KEYS")) {
			t.Errorf("%s: %+v does not say what to do", c.name, no)
		}
	}
}

func TestCheckKeys(t *testing.T) {
	for _, keys := range [][]string{{"short"}, {"a:short"}, {"long-enough", "b:long-enough"}, {"a:long-enough-1", "a:long-enough-2"}, {"with a blank"}} {
		if err := CheckKeys(keys); err == nil || strings.Contains(err.Error(), "enough") {
			t.Errorf("%q: %v", keys, err)
		}
	}
	if err := CheckKeys([]string{"app:c2VjcmV0cw==", "c2VjcmV0cy0y=", "Not:a-name-1"}); err != nil {
		t.Error(err)
	}
}

// TestBytesInFlight: many large bodies at once never hold more than the budget, those beyond it are told to come back, and
// nothing stays held.
func TestBytesInFlight(t *testing.T) {
	const clients, size = 50, 2 << 20
	h := New(Options{Log: quiet, InFlight: 8 << 20})
	var start, done sync.WaitGroup
	start.Add(1)
	status := make(chan int, clients)
	least := make(chan int64, clients)
	for range clients {
		done.Go(func() {
			start.Wait()
			r := httptest.NewRequest(http.MethodPost, "/", &slowly{left: size, at: func() { least <- h.bytes.free.Load() }})
			r.Host, r.RemoteAddr = "localhost", "127.0.0.1:1"
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			status <- w.Code
			if w.Code == http.StatusServiceUnavailable && w.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		})
	}
	start.Done()
	done.Wait()
	close(status)
	close(least)
	count := map[int]int{}
	for s := range status {
		count[s]++
	}
	for free := range least {
		if free < 0 {
			t.Fatalf("%d bytes beyond the budget", -free)
		}
	}
	if count[400] == 0 || count[503] == 0 || count[400]+count[503] != clients { // blanks are no event: 400
		t.Errorf("%v, want some taken and some told to come back", count)
	}
	if free := h.bytes.free.Load(); free != 8<<20 {
		t.Errorf("%d bytes are still held", 8<<20-free)
	}
}

// slowly is a body of blanks that comes in pieces.
type slowly struct {
	left int
	at   func()
}

func (s *slowly) Read(p []byte) (int, error) {
	n := min(len(p), s.left, 128<<10)
	copy(p, bytes.Repeat([]byte(" "), n))
	if s.left -= n; s.left <= 0 {
		s.at()
		time.Sleep(20 * time.Millisecond) // so that bodies overlap
		return n, io.EOF
	}
	return n, nil
}

// instant is a Kafka that acknowledges at once.
type instant struct{}

func (instant) Send(context.Context, string, []topic.Message) error { return nil }

// BenchmarkHTTP posts batches of 500 events over loopback from two connections, to a broker and to one that is instant;
// CPU includes the sender's, and the broker's where there is one.
func BenchmarkHTTP(b *testing.B) {
	var lines strings.Builder
	for i := range 500 {
		fmt.Fprintln(&lines, click(i))
	}
	cluster, err := broker.Start(broker.Options{Dir: b.TempDir(), Listen: "127.0.0.1:0", Log: quiet})
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = cluster.Close() }()
	c := topic.Cluster{Brokers: []string{cluster.Addr()}, Partitions: 4}
	if err := c.Ensure(b.Context()); err != nil {
		b.Fatal(err)
	}
	kafka := c.NewProducer()
	defer func() { _ = kafka.Close() }()
	for name, p := range map[string]Producer{"kafka": kafka, "instant": instant{}} {
		b.Run(name, func(b *testing.B) {
			server := httptest.NewServer(New(Options{Producer: p, Log: quiet, Rate: 1e9, Burst: 1e9}))
			defer server.Close()
			b.SetParallelism(2)
			before := cpu()
			b.RunParallel(func(pb *testing.PB) {
				client := &http.Client{Transport: &http.Transport{}}
				defer client.CloseIdleConnections()
				for pb.Next() {
					resp, err := client.Post(server.URL, "application/json", strings.NewReader(lines.String()))
					if err != nil || resp.StatusCode != http.StatusAccepted {
						b.Error(err)
						return
					}
					_, _ = io.Copy(io.Discard, resp.Body)
					_ = resp.Body.Close()
				}
			})
			events := float64(b.N) * 500
			b.ReportMetric(events/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64((cpu()-before).Nanoseconds())/events, "cpu-ns/event")
		})
	}
}

func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkTake decodes and sorts batches of 500, without Kafka.
func BenchmarkTake(b *testing.B) {
	var lines strings.Builder
	for i := range 500 {
		fmt.Fprintln(&lines, click(i))
	}
	body := []byte(lines.String())
	h := New(Options{Log: quiet})
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if a, _ := h.sort(split(body)); a.Accepted != 500 {
			b.Fatal(a)
		}
	}
}
