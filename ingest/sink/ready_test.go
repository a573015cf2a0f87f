package sink

import (
	"testing"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql/sqltest"
)

// TestReadyMeansEveryTopic: while one topic cannot be stored, another that is says nothing about readiness.
func TestReadyMeansEveryTopic(t *testing.T) {
	db, c := sqltest.Open(t), kafkaCluster(t)
	p := c.NewProducer()
	defer func() { _ = p.Close() }()
	s, _, stop := runTold(t, db, c)
	send(t, p, event.TopicOrder, orderMsg(0))
	wait(t, db, event.TopicOrder, 1)
	until(t, "it is ready", s.Ready)
	exec(t, db, "RENAME TABLE order_event TO away")
	send(t, p, event.TopicOrder, orderMsg(1))
	until(t, "it is not ready", func() bool { return !s.Ready() })
	click := &event.Click{Head: event.Head{ID: "c1", Time: at, UserID: "u1", StoreID: "s1", CommunityID: "c1"}, Action: "view", ProductID: "p1"}
	send(t, p, event.TopicClick, topic.Message{Value: click.AppendJSON(nil)})
	wait(t, db, event.TopicClick, 1)
	if s.Ready() {
		t.Error("it says that it is ready while orders cannot be stored")
	}
	exec(t, db, "RENAME TABLE away TO order_event")
	until(t, "it is ready again", s.Ready)
	stop()
}
