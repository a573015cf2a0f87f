package sink

import (
	"slices"
	"time"

	"github.com/segmentio/kafka-go"
)

// chunk is a stretch of one partition: the messages' values one behind the other in memory that is used again.
type chunk struct {
	partition int
	base      int64 // what was added to Kafka's offsets
	data      []byte
	ends      []int           // of each value in data
	from      int64           // where reading went on: no message lies between it and the first
	offsets   []int64         // of each message, in the count of ClickHouse
	msgs      []kafka.Message // instead of values: linli.dead, of which key and headers matter too
	highWater int64
	reading   time.Duration
	limit     int         // bytes that it usually holds at most
	home      chan *chunk // where it goes when its messages are taken
}

const (
	firstRoom = 128 << 10 // an idle partition holds no more
	slack     = 64 << 10  // a message is hardly ever longer; one that is makes the chunk grow
)

// room makes space for another message; false means that the chunk is full.
func (c *chunk) room() bool {
	if cap(c.data)-len(c.data) >= slack {
		return true
	}
	if cap(c.data) >= c.limit {
		return false
	}
	c.data = slices.Grow(c.data, max(firstRoom, cap(c.data)))
	return true
}

func (c *chunk) add(n int, offset int64) {
	c.data = c.data[:len(c.data)+n]
	c.ends = append(c.ends, len(c.data))
	c.offsets = append(c.offsets, offset)
}

func (c *chunk) value(i int) []byte {
	from := 0
	if i > 0 {
		from = c.ends[i-1]
	}
	return c.data[from:c.ends[i]:c.ends[i]]
}

func (c *chunk) len() int { return len(c.offsets) }

// release gives the memory back to the fetcher; what one long message needed is not kept.
func (c *chunk) release() {
	if cap(c.data) > 2*c.limit {
		c.data = nil
	}
	clear(c.msgs)
	c.data, c.ends, c.offsets, c.msgs, c.reading = c.data[:0], c.ends[:0], c.offsets[:0], c.msgs[:0], 0
	c.home <- c
}
