package audit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/segmentio/kafka-go"
	"github.com/twmb/franz-go/pkg/kfake"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestDamageIsNamed makes an exact world, then one damage after the other by hand: each is found, by the checks that should.
func TestDamageIsNamed(t *testing.T) {
	w := newWorld(t)
	w.send(events(0, 300))
	w.store()
	w.transaction(event.TopicOrder, events(300, 20)[event.TopicOrder])
	w.store()
	w.send(events(320, 100))
	w.store()
	r := w.audit(Options{})
	if !r.Exact {
		t.Fatalf("an exact world, with a foreign transaction:\n%s", text(t, r))
	}
	w.keep()
	row := func(table, set string) string { // a row again, with something else
		return "INSERT INTO " + table + " SELECT * REPLACE (" + set + ") FROM (SELECT * FROM " + table + " WHERE event_id = 'e3')"
	}
	middle := "topic = 'linli.order' AND (partition, first_offset) = (SELECT partition, arraySort(groupArray(first_offset))[2] FROM ingest_ledger WHERE topic = 'linli.order' GROUP BY partition HAVING count() >= 3 ORDER BY sum(rejected) DESC LIMIT 1)"
	for _, d := range []struct {
		name, damage string
		checks       string // that find it
		say          string
	}{
		{"a lost order", "DELETE FROM order_event WHERE event_id = 'e3'", "event ids, orders, raw rows", "orders 105 in fact_order_line, 104 in order events"},
		{"a lost click", "DELETE FROM click WHERE event_id = 'e3'", "clicks, event ids, raw rows", "stored by the ledger"},
		{"a lost share", "DELETE FROM share WHERE event_id = 'e3'", "event ids, raw rows, shares", "(sh3)"},
		{"an event at a second place", row("order_event", "_partition + 1 AS _partition"), "event ids, raw rows", `event_id "e3" is stored at 2 places`},
		{"an event in place of another", row("click", "'e4' AS event_id, xxHash64('e4') AS id_hash") + "; DELETE FROM click WHERE event_id = 'e3'", "event ids", `event_id "e4"`},
		{"another event at the same place", row("order_event", "'new' AS event_id, xxHash64('new') AS id_hash"), "event ids, raw rows", "2 different events"},
		{"the same row twice", row("order_event", "event_id AS event_id"), "", "left by a paused process"},
		{"a wrong hash", "ALTER TABLE click UPDATE id_hash = 1 WHERE event_id = 'e3' SETTINGS mutations_sync = 2", "event ids", "would not be recognised"},
		{"a row of another topic", "ALTER TABLE share UPDATE _topic = 'linli.click' WHERE event_id = 'e3' SETTINGS mutations_sync = 2", "event ids, raw rows", "of another topic"},
		{"a lost ledger row", "DELETE FROM ingest_ledger WHERE " + middle, "dead letters, event ids, kafka, raw rows", "in Kafka and in no block"},
		{"a false count", "ALTER TABLE ingest_ledger UPDATE duplicate = duplicate + 1 WHERE " + middle + " SETTINGS mutations_sync = 2", "ledger", "stored + duplicate + rejected is"},
		{"two false counts that add up", "ALTER TABLE ingest_ledger UPDATE stored = stored - 1, duplicate = duplicate + 1 WHERE " + middle + " SETTINGS mutations_sync = 2", "event ids, raw rows", "stored by the ledger"},
		{"a message too few", "ALTER TABLE ingest_ledger UPDATE consumed = consumed - 1, duplicate = duplicate - 1 WHERE topic = 'linli.click' AND duplicate > 0 SETTINGS mutations_sync = 2", "kafka", "says that it consumed"},
		{"a block twice", "INSERT INTO ingest_ledger SELECT * REPLACE (first_offset + 1 AS first_offset) FROM ingest_ledger WHERE topic = 'linli.share' LIMIT 1", "event ids, ledger, raw rows", "in two blocks"},
		{"a lost dead letter", "DELETE FROM dead_letter WHERE (topic, partition, offset) = (SELECT topic, partition, min(offset) FROM dead_letter GROUP BY ALL LIMIT 1)", "dead letters", "linli.dead has not enough waiting"},
		{"a dead letter of nothing", "INSERT INTO dead_letter SELECT * REPLACE (offset + 1 AS offset) FROM dead_letter LIMIT 1", "dead letters", "rejected by the ledger"},
		{"a line of too much money", "ALTER TABLE fact_order_line UPDATE amount = amount + 1 WHERE order_id = 'o3' AND line = 1 SETTINGS mutations_sync = 2", "board, demand, orders, stores", "(o3)"},
		{"money from one order to another", "ALTER TABLE fact_order_line UPDATE amount = amount + if(order_id = 'o3', 1, -1) WHERE order_id IN ('o3', 'o15') AND line = 1 SETTINGS mutations_sync = 2", "orders", "the sums agree, but not one by one"},
		{"a lost fact of a store", "DELETE FROM fact_store WHERE business_day = '2026-11-19' AND store_id = 's1'", "stores", "2026-11-19: orders"},
		{"a lost fact of demand", "ALTER TABLE fact_demand UPDATE quantity = 0 WHERE business_day = '2026-11-20' AND store_id = 's1' SETTINGS mutations_sync = 2", "demand", "(s1)"},
		{"a lost fact of an hour", "ALTER TABLE fact_hour DELETE WHERE business_day = '2026-11-19' AND store_id = 's1' SETTINGS mutations_sync = 2", "board", "2026-11-19: orders"},
		{"a lost buyer", "ALTER TABLE fact_buyer DELETE WHERE buyer_hash = (SELECT min(buyer_hash) FROM fact_buyer) SETTINGS mutations_sync = 2", "board", "buyers"},
		{"a product that nobody ordered", "ALTER TABLE fact_offer UPDATE ordered = bitNot(ordered) WHERE product_id = (SELECT min(product_id) FROM fact_offer) SETTINGS mutations_sync = 2", "board", "products"},
		{"goods of too much money", "ALTER TABLE fact_goods UPDATE amount = amount + 1 WHERE business_day = '2026-11-20' AND product_id = '' SETTINGS mutations_sync = 2", "board", "revenue"},
		{"a lost block", "ALTER TABLE fact_board DROP PARTITION '324'", "board", "board orders"},
		{"a category of too much money in the board", "ALTER TABLE fact_board UPDATE amount = amount + 1 WHERE business_day = '2026-11-20' AND level = 'category' SETTINGS mutations_sync = 2", "board", "board revenue"},
		{"a doubled fact of clicks", "INSERT INTO fact_click SELECT * FROM fact_click WHERE business_day = '2026-11-20'", "clicks", "2026-11-20"},
	} {
		for statement := range strings.SplitSeq(d.damage, "; ") {
			w.exec("%s", statement)
		}
		r := w.audit(Options{})
		out := text(t, r)
		if wrong(r) != d.checks || !strings.Contains(out, d.say) || r.Exact != (d.checks == "") {
			t.Errorf("%s: found by %q, want %q and %q in\n%s", d.name, wrong(r), d.checks, d.say, out)
		}
		w.restore()
	}
	if r := w.audit(Options{}); !r.Exact {
		t.Errorf("restored:\n%s", text(t, r))
	}
}

// TestKafkaCut drops messages from Kafka's log, as retention does: read ones, waiting ones, and such that the ledger misses.
func TestKafkaCut(t *testing.T) {
	w := newWorld(t)
	w.send(events(0, 200))
	w.store()
	w.send(events(200, 100))
	w.store()
	w.keep()
	end := w.number("SELECT max(last_offset) + 1 FROM ingest_ledger WHERE topic = 'linli.click' AND partition = 0")
	w.cut(event.TopicClick, 0, end)
	if r := w.audit(Options{}); !r.Exact {
		t.Errorf("read, then dropped:\n%s", text(t, r))
	}
	w.exec("DELETE FROM ingest_ledger WHERE topic = 'linli.click' AND partition = 0 AND first_offset = 0")
	if r := w.audit(Options{}); !strings.Contains(text(t, r), "in no block of the ledger") || wrong(r) != "event ids, raw rows" {
		t.Errorf("first block gone, found by %q:\n%s", wrong(r), text(t, r))
	}
	w.restore()
	if r := w.audit(Options{Kafka: nil, Topics: []string{event.TopicShare}}); !r.Exact || len(r.Checks) != 3*4+1 {
		t.Errorf("one topic:\n%s", text(t, r))
	}
	more := events(300, 200)
	w.send(more)
	r := w.audit(Options{})
	if got := waiting(r); !r.Exact || got != int64(len(more[event.TopicClick])+len(more[event.TopicOrder])+len(more[event.TopicShare])) {
		t.Errorf("%d waiting:\n%s", got, text(t, r))
	}
	w.cut(event.TopicClick, 0, end+5)
	r = w.audit(Options{})
	if wrong(r) != "kafka" || !strings.Contains(text(t, r), "5 messages lost") {
		t.Errorf("dropped unread, found by %q:\n%s", wrong(r), text(t, r))
	}
	if got := r.Summary(); got != "audit: 1 difference" {
		t.Error(got)
	}
	w.exec("INSERT INTO ingest_ledger (topic, partition, first_offset, last_offset, consumed, duplicate) SELECT 'linli.share', 1, max(last_offset) + 1, 9999, 9999 - max(last_offset), 9999 - max(last_offset) FROM ingest_ledger WHERE topic = 'linli.share' AND partition = 1")
	if r := w.audit(Options{Topics: []string{event.TopicShare}}); wrong(r) != "kafka" || !strings.Contains(text(t, r), "lost its end") {
		t.Errorf("a ledger behind the log's end, found by %q:\n%s", wrong(r), text(t, r))
	}
}

func waiting(r Result) (n int64) {
	for _, c := range r.Checks {
		n += c.Figures["waiting"]
	}
	return n
}

// TestOffsetsWithoutMessages: a compacted log has holes, in the ledger's blocks and between them.
func TestOffsetsWithoutMessages(t *testing.T) {
	b, err := kfake.NewCluster(kfake.NumBrokers(1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	w := worldOn(t, sqltest.Open(t), b.ListenAddrs()...)
	client, done := w.cluster.Client()
	defer done()
	resp, err := client.IncrementalAlterConfigs(t.Context(), &kafka.IncrementalAlterConfigsRequest{Resources: []kafka.IncrementalAlterConfigsRequestResource{{
		ResourceType: kafka.ResourceTypeTopic, ResourceName: event.TopicShare,
		Configs: []kafka.IncrementalAlterConfigsRequestConfig{{Name: "cleanup.policy", Value: "compact", ConfigOperation: kafka.ConfigOperationSet}}}}})
	if err != nil || resp.Resources[0].Error != nil {
		t.Fatal(err, resp)
	}
	var first []topic.Message // of keys of their own: they stay, so that the log begins where it began
	for i, m := range events(1000, 30)[event.TopicShare] {
		first = append(first, topic.Message{Key: fmt.Append(nil, i), Value: m.Value})
	}
	w.send(map[string][]topic.Message{event.TopicShare: first})
	for i := range 3 {
		w.send(events(200*i, 100))
		w.send(events(200*i+100, 100))
		b.Compact() // of each user the last message stays, and the last batch whole
		w.store()
	}
	r := w.audit(Options{})
	if out := text(t, r); !r.Exact || !strings.Contains(out, "without a message") {
		t.Fatalf("holes:\n%s", out)
	}
	// A hole without a reason: a message that Kafka has and the ledger has not.
	w.exec("ALTER TABLE ingest_ledger UPDATE consumed = consumed - 1, stored = stored - 1 WHERE topic = 'linli.share' " +
		"AND (partition, first_offset) IN (SELECT partition, max(first_offset) FROM ingest_ledger WHERE topic = 'linli.share' GROUP BY partition) SETTINGS mutations_sync = 2")
	r = w.audit(Options{Topics: []string{event.TopicShare}})
	if out := text(t, r); !strings.Contains(wrong(r), "kafka") || !strings.Contains(out, "says that it consumed") {
		t.Fatalf("fewer messages than Kafka has, found by %q:\n%s", wrong(r), out)
	}
}

// TestUnderWay: what a running sink and the jobs have not finished is told, and is no difference.
func TestUnderWay(t *testing.T) {
	w := newWorld(t)
	w.send(events(0, 100))
	w.store()
	w.keep()
	// The last block is stored and not yet in the ledger.
	w.exec("DELETE FROM ingest_ledger WHERE topic = 'linli.order' AND partition = 1")
	if r := w.audit(Options{}); !r.Exact || !strings.Contains(text(t, r), "under way: stored, and not yet in the ledger") {
		t.Errorf("no ledger row yet:\n%s", text(t, r))
	}
	w.restore()
	// Another process stored an event of this one's, and has not yet taken it out again.
	w.exec("INSERT INTO order_event SELECT * REPLACE (1000000 AS _offset) FROM (SELECT * FROM order_event WHERE event_id = 'e3')")
	if r := w.audit(Options{}); !r.Exact || !strings.Contains(text(t, r), "1 row under way") {
		t.Errorf("a doubled event under way:\n%s", text(t, r))
	}
	w.restore()
	// Dead letters wait in linli.dead.
	w.exec("DELETE FROM ingest_ledger WHERE topic = 'linli.dead'")
	w.exec("TRUNCATE TABLE dead_letter")
	if r := w.audit(Options{}); !r.Exact || !strings.Contains(text(t, r), "linli.dead has messages that are not consumed yet") {
		t.Errorf("dead letters under way:\n%s", text(t, r))
	}
	w.restore()
	w.exec("INSERT INTO click SELECT * REPLACE ('late' AS event_id, xxHash64('late') AS id_hash, 1000000 AS _offset, now64(3) + 60 AS ingested_at) FROM (SELECT * FROM click WHERE event_id = 'e3')")
	r := w.audit(Options{From: noon, To: today})
	if !r.Exact || !strings.Contains(text(t, r), "to be rebuilt, since newer events are there: 2026-11-21") {
		t.Errorf("a late event:\n%s", text(t, r))
	}
	from := time.Date(2026, 11, 19, 0, 0, 0, 0, time.UTC)
	if r := w.audit(Options{From: from, To: from}); !r.Exact || !strings.Contains(text(t, r), "fact_click as click events: 2026-11-19, ") {
		t.Errorf("one day:\n%s", text(t, r))
	}
}
