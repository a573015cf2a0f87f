package privacy

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/audit"
	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// messages are orders and clicks of twenty people over three days, and some that are refused.
func messages() map[string][]topic.Message {
	out := map[string][]topic.Message{}
	at := time.Date(2026, 11, 17, 12, 0, 0, 0, time.UTC)
	for i := range 200 {
		user := fmt.Sprintf("member%d", i%20)
		head := event.Head{ID: fmt.Sprintf("e%d", i), Time: at.AddDate(0, 0, i%3), UserID: user, StoreID: "s1", CommunityID: "c1"}
		order := &event.Order{Head: head, OrderID: fmt.Sprintf("o%d", i), Status: "paid", Lines: []event.Line{{ProductID: "p1", Quantity: 2000, UnitPrice: 990}}}
		click := &event.Click{Head: head, Action: "view", ProductID: "p1"}
		out[event.TopicOrder] = append(out[event.TopicOrder], topic.Message{Key: []byte(user), Value: order.AppendJSON(nil)})
		out[event.TopicClick] = append(out[event.TopicClick], topic.Message{Key: []byte(user), Value: click.AppendJSON(nil)})
		if i%40 == 5 {
			out[event.TopicOrder] = append(out[event.TopicOrder], topic.Message{Key: []byte(user), Value: []byte(`{"user_id":"` + user + `"}`)})
		}
	}
	return out
}

// store sends the messages, if there are any, and runs a sink until all is stored.
func store(t *testing.T, db *sql.DB, c topic.Cluster, all map[string][]topic.Message) {
	t.Helper()
	p := c.NewProducer()
	for name, msgs := range all {
		if err := p.Send(t.Context(), name, msgs); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.Close(); err != nil {
		t.Fatal(err)
	}
	s := sink.New(sink.Options{Cluster: c, DB: db, Location: time.UTC, FlushEvery: 50 * time.Millisecond, Log: slog.New(slog.DiscardHandler)})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	deadline := time.Now().Add(60 * time.Second)
	for stored := false; !stored; time.Sleep(20 * time.Millisecond) {
		stored = true
		for _, name := range topic.All {
			ends, err := c.Ends(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			next, err := s.Positions(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			for partition, end := range ends {
				stored = stored && next[partition] >= end
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("not all was stored")
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// TestKafka: an erasure tells when Kafka's copy expires or cuts it off, the audit stays exact, and what comes a second time stays
// without a name.
func TestKafka(t *testing.T) {
	c := kafkatest.Open(t, 2)
	db := sqltest.Open(t)
	store(t, db, c, messages())
	r := runner(db)
	daily, err := jobs.Find("daily_facts")
	if err != nil {
		t.Fatal(err)
	}
	build := func() {
		t.Helper()
		if _, err := r.RunDue(t.Context(), daily, "command"); err != nil {
			t.Fatal(err)
		}
	}
	build()
	exact := func(when string) {
		t.Helper()
		res, err := audit.Run(t.Context(), audit.Options{DB: db, Kafka: &c, Today: time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if !res.Exact {
			var b strings.Builder
			_ = res.WriteText(&b)
			t.Errorf("%s the audit says\n%s", when, b.String())
		}
	}
	exact("before")
	take := func(cut bool, user string) Result {
		t.Helper()
		var res Result
		err := r.Rename(t.Context(), func(ctx context.Context) (err error) {
			res, err = Erase(ctx, Options{DB: db, Key: key, Users: []string{user}, Kafka: &c, Cut: cut})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return res
	}
	of := func(res Result, place string) Step {
		for _, s := range res.Steps {
			if s.Place == place {
				return s
			}
		}
		return Step{}
	}

	res := take(false, "member5")
	if s := of(res, event.TopicOrder); s.Action != "expires" || s.Changed != 10 || s.Until.Before(time.Now().Add(time.Hour)) {
		t.Errorf("orders: %+v", s)
	}
	if s := of(res, event.TopicDead); s.Action != "expires" || s.Changed == 0 {
		t.Errorf("letters: %+v", s)
	}
	if s := of(res, event.TopicShare); s.Action != "gone" || s.Changed != 0 {
		t.Errorf("shares: %+v", s)
	}
	exact("after an erasure")

	// Everything once more: the person's messages are duplicates, and a new one of before is made anonymous before facts see it.
	again := messages()
	late := &event.Click{Head: event.Head{ID: "late", Time: time.Date(2026, 11, 18, 9, 0, 0, 0, time.UTC), UserID: "member5", StoreID: "s1", CommunityID: "c1"}, Action: "view", ProductID: "p1"}
	again[event.TopicClick] = append(again[event.TopicClick], topic.Message{Key: []byte("member5"), Value: late.AppendJSON(nil)})
	store(t, db, c, again)
	build()
	found, err := Prove(t.Context(), db, []string{"member5"})
	if err != nil || Remaining(found) != 0 {
		t.Errorf("after a replay: %v, %v", found, err)
	}
	if n := text(t, db, "SELECT toString(count()) AS s FROM click WHERE event_id = 'late' AND startsWith(user_id, '~')"); n != "1" {
		t.Errorf("%s late clicks are anonymous", n)
	}
	exact("after a replay")

	if s := of(take(true, "member6"), event.TopicOrder); s.Action != "cut" || s.Changed != 10 || s.Note == "" {
		t.Errorf("orders, cut: %+v", s)
	}
	exact("after a cut")
	store(t, db, c, map[string][]topic.Message{event.TopicClick: again[event.TopicClick][:5]})
	exact("going on after a cut")
}
