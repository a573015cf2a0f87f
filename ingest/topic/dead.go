package topic

import "strconv"

// Headers of a message on linli.dead: why it was refused and where it stood.
const (
	HeaderReason    = "linli-reason"
	HeaderDetail    = "linli-detail"
	HeaderTopic     = "linli-topic"
	HeaderPartition = "linli-partition"
	HeaderOffset    = "linli-offset"
)

// Dead wraps a refused message for linli.dead. An empty topic means that it was refused before it reached one.
func Dead(key, value []byte, reason, detail, topic string, partition int, offset int64) Message {
	m := Message{Key: key, Value: value, Headers: []Header{{HeaderReason, reason}, {HeaderDetail, detail}}}
	if topic != "" {
		m.Headers = append(m.Headers, Header{HeaderTopic, topic},
			Header{HeaderPartition, strconv.Itoa(partition)}, Header{HeaderOffset, strconv.FormatInt(offset, 10)})
	}
	return m
}
