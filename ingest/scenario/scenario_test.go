package scenario

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var quiet = slog.New(slog.DiscardHandler)

type station struct {
	db      *sql.DB
	cluster topic.Cluster
	target  Target
}

func open(t *testing.T) *station {
	t.Helper()
	s := &station{db: sqltest.Open(t)}
	s.cluster = kafkatest.Open(t, 2)
	p := s.cluster.NewProducer()
	t.Cleanup(func() { _ = p.Close() })
	s.target = Target{DB: s.db, Producer: p, Log: quiet}
	return s
}

// store runs a sink until everything that Kafka holds is counted, and gives what is stored per table.
func (s *station) store(t *testing.T) map[string]uint64 {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() {
		done <- sink.New(sink.Options{Cluster: s.cluster, DB: s.db, FlushEvery: 100 * time.Millisecond, Log: quiet}).Run(ctx)
	}()
	defer func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}()
	var want int64
	for _, name := range topic.All {
		ends, err := s.cluster.Ends(t.Context(), name)
		if err != nil {
			t.Fatal(err)
		}
		for _, end := range ends {
			want += end
		}
	}
	deadline := time.Now().Add(time.Minute)
	for s.count(t, "SELECT sum(consumed) FROM ingest_ledger FINAL") < uint64(want) {
		if time.Now().After(deadline) {
			t.Fatalf("not all of %d messages are counted", want)
		}
		time.Sleep(50 * time.Millisecond)
	}
	if n := s.count(t, "SELECT count() FROM dead_letter FINAL"); n > 0 {
		t.Errorf("%d events of the world are refused", n)
	}
	got := map[string]uint64{}
	for _, table := range []string{"click", "order_event", "share", "stock"} {
		got[table] = s.count(t, "SELECT count() FROM "+table+map[bool]string{true: " FINAL"}[table == "stock"])
		if ids := s.count(t, "SELECT uniqExact("+map[bool]string{true: "movement_id", false: "event_id"}[table == "stock"]+") FROM "+table); ids != got[table] {
			t.Errorf("%d rows of %d in %s", got[table], ids, table)
		}
	}
	return got
}

func (s *station) count(t *testing.T, query string) (n uint64) {
	t.Helper()
	if _, err := s.db.GetText(t.Context(), &n, query, nil); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLoadKilledAndRepeated stops a load at several places and starts it again: the same world comes out, each event once.
func TestLoadKilledAndRepeated(t *testing.T) {
	now := time.Now()
	whole := open(t)
	w, loaded, err := Open(t.Context(), whole.db, Simulated, Options{Seed: 7, Small: true}, now)
	if err != nil || loaded {
		t.Fatal(loaded, err)
	}
	sent, err := w.Load(t.Context(), whole.target)
	if err != nil || sent < 1000 {
		t.Fatal(sent, err)
	}
	whole.store(t)
	broken := open(t)
	for stop := range 6 {
		w, loaded, err := Open(t.Context(), broken.db, Simulated, Options{Seed: 7 + uint64(stop/2), Small: true}, now) // the first load that begins decides the seed
		if err != nil || loaded {
			t.Fatal(loaded, err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		target, told := broken.target, 0
		target.Tell = func(int64, int64) {
			if told++; told > 1 { // a day or two further each time
				cancel()
			}
		}
		if stop == 0 {
			cancel()
		}
		if _, err := w.Load(ctx, target); err == nil {
			t.Fatal("the load was not stopped")
		}
		if stop%2 == 0 { // the last step was sent, and killed before it was noted
			if err := broken.db.Exec(t.Context(), "ALTER TABLE setting DELETE WHERE name = 'world_sent' SETTINGS mutations_sync = 2", nil); err != nil {
				t.Fatal(err)
			}
		}
		cancel()
	}
	w, _, err = Open(t.Context(), broken.db, Simulated, Options{Seed: 1}, now)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Load(t.Context(), broken.target); err != nil {
		t.Fatal(err)
	}
	if _, loaded, err := Open(t.Context(), broken.db, Simulated, Options{}, now); err != nil || !loaded {
		t.Errorf("loaded %v, %v", loaded, err)
	}
	broken.store(t)
	// The second load ended a moment later: compare what is older than both.
	const print = "SELECT sum(cityHash64(event_id, event_time, user_id, store_id)) FROM %s WHERE event_time < {now:DateTime64(3)}"
	for _, table := range []string{"click", "order_event", "share"} {
		var sums [2]uint64
		for i, s := range []*station{whole, broken} {
			if _, err := s.db.GetText(t.Context(), &sums[i], strings.Replace(print, "%s", table, 1), sql.Params{"now": now}); err != nil {
				t.Fatal(err)
			}
		}
		if sums[0] != sums[1] || sums[0] == 0 {
			t.Errorf("%s differs after a killed load", table)
		}
	}
}

func TestOneWorldPerInstallation(t *testing.T) {
	s := open(t)
	if _, _, err := Open(t.Context(), s.db, "moon", Options{}, time.Now()); err == nil || !strings.Contains(err.Error(), Journey) {
		t.Errorf("a world that is not there: %v", err)
	}
	if err := s.target.set(t.Context(), "world", Journey); err != nil {
		t.Fatal(err)
	}
	if _, _, err := Open(t.Context(), s.db, Simulated, Options{}, time.Now()); err == nil || !strings.Contains(err.Error(), "--dir") {
		t.Errorf("another world: %v", err)
	}
	for _, pair := range [][2]string{{"seed", "x"}, {"world_today", "yesterday"}, {"world_sent", "x"}} {
		s := open(t)
		if err := s.target.set(t.Context(), "seed", "1", pair[0], pair[1]); err != nil {
			t.Fatal(err)
		}
		if pair[0] == "seed" {
			if err := s.target.set(t.Context(), "seed", "x"); err != nil {
				t.Fatal(err)
			}
		}
		if _, _, err := Open(t.Context(), s.db, Simulated, Options{}, time.Now()); err == nil || !strings.Contains(err.Error(), pair[0]) {
			t.Errorf("a damaged %s: %v", pair[0], err)
		}
	}
}

// TestLiveSendsEachEventOnce lets time pass in Kafka's absence too.
func TestLiveSendsEachEventOnce(t *testing.T) {
	s := open(t)
	w, _, err := Open(t.Context(), s.db, Simulated, Options{Seed: 3, Small: true}, time.Now().AddDate(0, 0, -1))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	sim := w.(*simulatedWorld)
	sim.sent = time.Now().Add(-12 * time.Hour)
	from := sim.sent
	if err := w.Live(ctx, s.target); err != nil {
		t.Fatal(err)
	}
	got := s.store(t)
	var want uint64
	for e := range sim.world.Between(from, sim.sent) {
		if e.Type() == event.TypeOrder {
			want++
		}
	}
	if got["order_event"] != want || want == 0 {
		t.Errorf("%d order events, want %d", got["order_event"], want)
	}
}
