package scenario

import (
	"context"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/topic"
)

// batch is how many messages go to Kafka at once.
const batch = 5000

// outbox gathers events per topic and sends them in batches.
type outbox struct {
	t    Target
	msgs map[string][]topic.Message
	sent int64
}

func newOutbox(t Target) *outbox { return &outbox{t: t, msgs: map[string][]topic.Message{}} }

func (o *outbox) add(ctx context.Context, e event.Event) error {
	name := e.Type().Topic()
	o.msgs[name] = append(o.msgs[name], topic.Message{Key: []byte(e.Common().UserID), Value: e.AppendJSON(nil)})
	if len(o.msgs[name]) < batch {
		return nil
	}
	return o.flush(ctx, name)
}

func (o *outbox) flush(ctx context.Context, name string) error {
	if len(o.msgs[name]) == 0 {
		return nil
	}
	if err := o.t.Producer.Send(ctx, name, o.msgs[name]); err != nil {
		return err
	}
	o.sent += int64(len(o.msgs[name]))
	o.msgs[name] = o.msgs[name][:0]
	return nil
}

func (o *outbox) flushAll(ctx context.Context) error {
	for _, name := range topic.All {
		if err := o.flush(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
