package sink

import (
	"context"
	"time"

	"github.com/segmentio/kafka-go"
)

// seek goes to the next message, in a log that may not be the one that we read before.
func (f *fetcher) seek(ctx context.Context, conn *kafka.Conn) error {
	id, err := f.sink.o.Cluster.Identity(ctx, f.topic)
	if err != nil {
		return err
	}
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		return err
	}
	first, last, err := conn.ReadOffsets()
	if err != nil {
		return err
	}
	log := f.sink.o.Log.With("topic", f.topic, "partition", f.partition)
	o := f.origin
	at := f.next - o.base // as Kafka counts
	remade := id != "" && o.id != "" && id != o.id
	switch {
	case f.next == 0:
		at = first
	case remade || at > last:
		log.Error("Kafka's log began anew or lost its end; it is read from its beginning, and what was stored is recognised. "+
			"Events that were in the lost log only are gone: send them again", "stored", at, "log_from", first, "log_end", last)
		at, o.base = first, f.next-first
	case at < first:
		log.Error("events lost: Kafka dropped them by retention before they were read", "from", at, "to", first-1)
		at = first
	}
	if id != "" {
		o.id = id
	}
	if o != f.origin { // before anything is read by it
		if err := f.sink.keepOrigin(ctx, f.claim, f.partition, o); err != nil {
			return err
		}
	}
	f.origin, f.next = o, at+o.base
	_, err = conn.Seek(at, kafka.SeekAbsolute|kafka.SeekDontCheck)
	return err
}
