package audit

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
	"github.com/twmb/franz-go/pkg/kmsg"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/kafkatest"
	"github.com/linli-project/linli/ingest/sink"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
	"github.com/linli-project/linli/sql/sqltest"
)

// noon of the first business day; today is the day after the last.
var (
	noon  = time.Date(2026, 11, 18, 12, 0, 0, 0, time.UTC)
	today = time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)
	quiet = slog.New(slog.DiscardHandler)
)

// world is an installation: broker, engine, and the facts of what it stored.
type world struct {
	t       *testing.T
	db      *sql.DB
	cluster topic.Cluster
	tables  []string // of which a copy is kept
	touched string   // statements since then

	transactions bool // were sent: their ends take offsets
}

func newWorld(t *testing.T) *world {
	t.Helper()
	db := sqltest.Open(t)
	return worldOn(t, db, kafkatest.Open(t, 3).Brokers...)
}

func worldOn(t *testing.T, db *sql.DB, brokers ...string) *world {
	t.Helper()
	w := &world{t: t, db: db, cluster: topic.Cluster{Brokers: brokers, Partitions: 3}}
	if err := w.cluster.Ensure(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w *world) exec(query string, args ...any) {
	w.t.Helper()
	query = fmt.Sprintf(query, args...)
	w.touched += query
	if err := w.db.Exec(w.t.Context(), query, nil); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) number(query string) (n int64) {
	w.t.Helper()
	if _, err := w.db.GetText(w.t.Context(), &n, query, nil); err != nil {
		w.t.Fatal(err)
	}
	return n
}

// events are n of each type over four days: orders of two lines with cancellations and refunds, some deliveries doubled, some broken.
func events(from, n int) map[string][]topic.Message {
	out := map[string][]topic.Message{}
	put := func(name, user string, value []byte) {
		out[name] = append(out[name], topic.Message{Key: []byte(user), Value: value})
	}
	for i := from; i < from+n; i++ {
		at := noon.Add(time.Duration(i%4) * 24 * time.Hour).Add(time.Duration(i) * time.Second)
		head := event.Head{ID: fmt.Sprintf("e%d", i), Time: at, UserID: fmt.Sprintf("u%d", i%37), StoreID: fmt.Sprintf("s%d", i%3), CommunityID: "c1"}
		share := &event.Share{Head: head, Channel: "direct"}
		share.ShareID = fmt.Sprintf("sh%d", i)
		click := &event.Click{Head: head, Action: "view", ProductID: "p1"}
		click.ShareID = fmt.Sprintf("sh%d", i/2)
		order := &event.Order{Head: head, OrderID: fmt.Sprintf("o%d", i), Status: "paid", PickupDate: at.AddDate(0, 0, i%2).Format(time.DateOnly),
			Lines: []event.Line{{ProductID: "p1", Quantity: 3333, UnitPrice: 1299, Discount: 7}, {ProductID: "p1", Quantity: 2000, UnitPrice: 500}}}
		put(event.TopicShare, head.UserID, share.AppendJSON(nil))
		put(event.TopicClick, head.UserID, click.AppendJSON(nil))
		put(event.TopicOrder, head.UserID, order.AppendJSON(nil))
		if i%5 == 0 {
			put(event.TopicClick, "other", click.AppendJSON(nil))
			put(event.TopicOrder, "other", order.AppendJSON(nil))
			put(event.TopicOrder, "broken", []byte(`{"event_id":`))
		}
		if i%7 == 0 {
			back := *order
			back.ID, back.Time, back.Status = fmt.Sprintf("b%d", i), at.Add(time.Hour), []string{"refunded", "cancelled", "placed", "picked_up"}[i%4]
			back.Lines = []event.Line{{ProductID: "p1", Quantity: 1001, UnitPrice: 1299}}
			if back.Status == "picked_up" || i%3 == 0 && back.Status != "placed" {
				back.Lines = nil
			}
			put(event.TopicOrder, head.UserID, back.AppendJSON(nil))
		}
	}
	return out
}

func (w *world) send(all map[string][]topic.Message) {
	w.t.Helper()
	p := w.cluster.NewProducer()
	defer func() { _ = p.Close() }()
	for name, msgs := range all {
		if err := p.Send(w.t.Context(), name, msgs); err != nil {
			w.t.Fatal(err)
		}
	}
}

// store runs a sink until the ledger reaches the end of Kafka's logs, then builds the facts.
func (w *world) store() {
	w.t.Helper()
	s := sink.New(sink.Options{Cluster: w.cluster, DB: w.db, Location: time.UTC, FlushEvery: 50 * time.Millisecond, FlushRows: 500, Log: quiet})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	ok := false
	for deadline := time.Now().Add(30 * time.Second); !ok && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		ok = w.stored(s)
	}
	cancel()
	if err := <-done; err != nil {
		w.t.Fatal(err)
	}
	if !ok {
		w.t.Fatal("not all was stored")
	}
	job, err := jobs.Find("daily_facts")
	if err != nil {
		w.t.Fatal(err)
	}
	r := &jobs.Runner{DB: w.db, Location: time.UTC, Log: quiet, Now: func() time.Time { return today }}
	if _, err := r.RunDue(w.t.Context(), job, "command"); err != nil {
		w.t.Fatal(err)
	}
}

// stored says whether the ledger has reached the ends of all logs; the last offset of one may be a transaction's end.
func (w *world) stored(s *sink.Sink) bool {
	for _, name := range topic.All {
		ends, err := w.cluster.Ends(w.t.Context(), name)
		if err != nil {
			w.t.Fatal(err)
		}
		next, err := s.Positions(w.t.Context(), name)
		if err != nil {
			w.t.Fatal(err)
		}
		for partition, end := range ends {
			if next[partition] < end-1 || next[partition] < end && !w.transactions {
				return false
			}
		}
	}
	return true
}

// audit looks at everything unless told otherwise, in many small slices.
func (w *world) audit(o Options) Result {
	w.t.Helper()
	o.DB, o.Today, o.sliceRows = w.db, today, 500
	if o.Kafka == nil {
		o.Kafka = &w.cluster
	}
	r, err := Run(w.t.Context(), o)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

// keep copies the tables, restore puts the copies back.
func (w *world) keep() {
	w.tables = []string{"click", "order_event", "share", "ingest_ledger", "dead_letter", "fact_order_line", "fact_click", "fact_share", "fact_store", "fact_demand", "fact_hour", "fact_buyer", "fact_goods", "fact_offer", "fact_board", "setting"}
	for _, name := range w.tables {
		w.exec("CREATE TABLE kept_%s ENGINE = Memory AS SELECT * FROM %s", name, name)
	}
	w.touched = ""
}

func (w *world) restore() {
	for _, name := range w.tables {
		if strings.Contains(w.touched, name) {
			w.exec("TRUNCATE TABLE %s", name)
			w.exec("INSERT INTO %s SELECT * FROM kept_%s", name, name)
		}
	}
	w.touched = ""
}

// cut drops the messages of a partition before an offset, as retention does.
func (w *world) cut(name string, partition int32, before int64) {
	w.t.Helper()
	cl, err := kgo.NewClient(kgo.SeedBrokers(w.cluster.Brokers...))
	if err != nil {
		w.t.Fatal(err)
	}
	defer cl.Close()
	req := kmsg.NewPtrDeleteRecordsRequest()
	req.TimeoutMillis = 5000
	req.Topics = []kmsg.DeleteRecordsRequestTopic{{Topic: name, Partitions: []kmsg.DeleteRecordsRequestTopicPartition{{Partition: partition, Offset: before}}}}
	resp, err := req.RequestWith(w.t.Context(), cl)
	if err != nil || resp.Topics[0].Partitions[0].ErrorCode != 0 {
		w.t.Fatal(err, resp)
	}
}

// transaction sends messages in a transaction, whose end takes an offset without a message.
func (w *world) transaction(name string, msgs []topic.Message) {
	w.t.Helper()
	w.transactions = true
	cl, err := kgo.NewClient(kgo.SeedBrokers(w.cluster.Brokers...), kgo.TransactionalID("foreign"), kgo.DefaultProduceTopic(name))
	if err != nil {
		w.t.Fatal(err)
	}
	defer cl.Close()
	if err := cl.BeginTransaction(); err != nil {
		w.t.Fatal(err)
	}
	for _, m := range msgs {
		if err := cl.ProduceSync(w.t.Context(), &kgo.Record{Key: m.Key, Value: m.Value}).FirstErr(); err != nil {
			w.t.Fatal(err)
		}
	}
	if err := cl.EndTransaction(w.t.Context(), kgo.TryCommit); err != nil {
		w.t.Fatal(err)
	}
}

// wrong lists the names of the checks that found a difference, each once.
func wrong(r Result) string {
	var names []string
	for _, c := range r.Checks {
		if c.Verdict == Different && !slices.Contains(names, c.Name) {
			names = append(names, c.Name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ", ")
}

// text is the whole result as people read it.
func text(t *testing.T, r Result) string {
	t.Helper()
	var b strings.Builder
	if err := r.WriteText(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
