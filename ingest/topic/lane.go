package topic

import (
	"context"
	"errors"
	"io"
	"net"
	"sync"
	"syscall"
	"time"

	"github.com/segmentio/kafka-go"
)

const (
	attemptTimeout = 10 * time.Second
	sendWithin     = 30 * time.Second // of all attempts together: a cluster needs ten or more to replace a dead leader
	firstPause     = 50 * time.Millisecond
	longestPause   = time.Second
)

// lane is the way to one partition.
type lane struct {
	p         *Producer
	topic     string
	partition int

	mu      sync.Mutex
	queue   []*batch // the last one takes more messages
	sending bool
}

// wait is a sender's part of a batch.
type wait struct {
	lane     *lane
	batch    *batch
	messages int
}

// add puts messages into batches and sees that somebody sends them.
func (l *lane) add(msgs []Message, mine []int32, waits []wait) []wait {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now().UnixMilli()
	var last *batch
	for _, i := range mine {
		m := &msgs[i]
		var b *batch
		if n := len(l.queue); n > 0 && l.queue[n-1].takes(m) {
			b = l.queue[n-1]
		} else {
			b = newBatch(now)
			l.queue = append(l.queue, b)
		}
		b.add(m, now)
		if b != last {
			last = b
			b.waiting++
			waits = append(waits, wait{lane: l, batch: b})
		}
		waits[len(waits)-1].messages++
	}
	if !l.sending {
		l.sending = true
		l.p.work.Add(1)
		go l.run()
	}
	return waits
}

// abandon takes back a sender's interest: what nobody waits for any more need not be sent.
func (l *lane) abandon(b *batch) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if b.waiting--; b.waiting == 0 && b.cancel != nil {
		b.cancel()
	}
}

// run sends batches until there are none.
func (l *lane) run() {
	defer l.p.work.Done()
	for {
		l.mu.Lock()
		if len(l.queue) == 0 {
			l.queue, l.sending = nil, false
			l.mu.Unlock()
			return
		}
		b := l.queue[0]
		l.queue = l.queue[1:]
		ctx, cancel := context.WithTimeout(context.Background(), sendWithin)
		if b.cancel = cancel; b.waiting == 0 {
			cancel()
		}
		l.mu.Unlock()
		b.err = l.send(ctx, b)
		cancel()
		close(b.done)
		b.recycle()
	}
}

// send repeats until the batch is acknowledged, refused for good, given up by all who wait, or the time is over.
func (l *lane) send(ctx context.Context, b *batch) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	packed, err := b.pack()
	if err != nil {
		return err
	}
	var last error
	for pause := firstPause; ; pause = min(2*pause, longestPause) {
		err := l.attempt(ctx, packed)
		if err == nil {
			packed.recycle() // only now: after an error a connection may still be reading it
			return nil
		}
		if last == nil || ctx.Err() == nil { // that the time is over says less than what took it
			last = err
		}
		if !again(err) {
			return last
		}
		select {
		case <-ctx.Done():
			return last
		case <-time.After(pause):
		}
	}
}

func (l *lane) attempt(ctx context.Context, packed *packed) error {
	ctx, cancel := context.WithTimeout(ctx, attemptTimeout)
	defer cancel()
	resp, err := l.p.client.RawProduce(ctx, &kafka.RawProduceRequest{
		Topic: l.topic, Partition: l.partition, RequiredAcks: kafka.RequireAll, RawRecords: packed.records(),
	})
	if err != nil {
		return err
	}
	return resp.Error
}

// again says whether a second attempt may succeed: a leader that moved, a connection that broke.
func again(err error) bool {
	var temporary interface{ Temporary() bool }
	if errors.As(err, &temporary) && temporary.Temporary() {
		return true
	}
	for _, broken := range []error{io.EOF, io.ErrUnexpectedEOF, net.ErrClosed, syscall.ECONNREFUSED, syscall.ECONNRESET, syscall.EPIPE} {
		if errors.Is(err, broken) {
			return true
		}
	}
	return false
}
