package topic

import (
	"fmt"
	"strconv"
)

// Headers of a message on linli.dead: why it was refused and where it stood.
const (
	HeaderReason    = "linli-reason"
	HeaderDetail    = "linli-detail"
	HeaderTopic     = "linli-topic"
	HeaderPartition = "linli-partition"
	HeaderOffset    = "linli-offset"
)

// Bounds of what a dead letter keeps of the refused message. No event is as long, so nothing that could be mended is cut;
// without bounds one that fills its topic's limit would not fit into linli.dead and stop everything behind it.
const (
	deadValueBytes = 1 << 20
	deadKeyBytes   = 4 << 10
)

// Dead wraps a refused message for linli.dead. An empty topic means that it was refused before it reached one.
func Dead(key, value []byte, reason, detail, topic string, partition int, offset int64) Message {
	if len(value) > deadValueBytes {
		detail += fmt.Sprintf(" (only the first %d of %d bytes are kept)", deadValueBytes, len(value))
		value = value[:deadValueBytes]
	}
	key = key[:min(len(key), deadKeyBytes)]
	m := Message{Key: key, Value: value, Headers: []Header{{HeaderReason, reason}, {HeaderDetail, detail}}}
	if topic != "" {
		m.Headers = append(m.Headers, Header{HeaderTopic, topic},
			Header{HeaderPartition, strconv.Itoa(partition)}, Header{HeaderOffset, strconv.FormatInt(offset, 10)})
	}
	return m
}
