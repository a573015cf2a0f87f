package topic

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"sync"

	"github.com/pierrec/lz4/v4"
	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
)

// maxBatch is how much goes out at once, before compression; a longer message goes alone. Kafka's own default takes 1 MiB.
const maxBatch = 1 << 20

// batch gathers messages for one partition, encoded as Kafka's records (version 2).
type batch struct {
	records     []byte
	count       int64
	first, last int64 // Unix milliseconds

	waiting int // senders; guarded by the lane
	cancel  context.CancelFunc
	done    chan struct{}
	err     error // to be read after done
}

var recordBuffers = sync.Pool{New: func() any { return new([]byte) }}

func newBatch(now int64) *batch {
	return &batch{records: (*recordBuffers.Get().(*[]byte))[:0], first: now, last: now, done: make(chan struct{})}
}

func (b *batch) recycle() {
	buf := b.records
	b.records = nil
	recordBuffers.Put(&buf)
}

func (m *Message) size() int {
	n := len(m.Key) + len(m.Value)
	for _, h := range m.Headers {
		n += len(h.Name) + len(h.Value)
	}
	return n
}

func (b *batch) takes(m *Message) bool { return b.count == 0 || len(b.records)+m.size() <= maxBatch }

func varint(n int64) int { // bytes that it takes
	var b [binary.MaxVarintLen64]byte
	return binary.PutVarint(b[:], n)
}

// add appends one record: its length, attributes, time and offset against the batch's, key, value, headers.
func (b *batch) add(m *Message, now int64) {
	now = max(now, b.first)
	b.last = max(b.last, now)
	size := 1 + varint(now-b.first) + varint(b.count) + sizeOfBytes(m.Key) + sizeOfBytes(m.Value) + varint(int64(len(m.Headers)))
	for _, h := range m.Headers {
		size += varint(int64(len(h.Name))) + len(h.Name) + varint(int64(len(h.Value))) + len(h.Value)
	}
	r := binary.AppendVarint(b.records, int64(size))
	r = append(r, 0)
	r = binary.AppendVarint(r, now-b.first)
	r = binary.AppendVarint(r, b.count)
	r = appendBytes(r, m.Key)
	r = appendBytes(r, m.Value)
	r = binary.AppendVarint(r, int64(len(m.Headers)))
	for _, h := range m.Headers {
		r = append(binary.AppendVarint(r, int64(len(h.Name))), h.Name...)
		r = append(binary.AppendVarint(r, int64(len(h.Value))), h.Value...)
	}
	b.records = r
	b.count++
}

// sizeOfBytes and appendBytes tell nil, which is null, from empty.
func sizeOfBytes(v []byte) int {
	if v == nil {
		return 1
	}
	return varint(int64(len(v))) + len(v)
}

func appendBytes(b, v []byte) []byte {
	if v == nil {
		return binary.AppendVarint(b, -1)
	}
	return append(binary.AppendVarint(b, int64(len(v))), v...)
}

// packed is a batch as it travels.
type packed struct {
	buf  bytes.Buffer
	comp *lz4.Writer
}

var packs = sync.Pool{New: func() any { return &packed{comp: lz4.NewWriter(nil)} }}

func (p *packed) recycle() { packs.Put(p) }

func (p *packed) records() protocol.RawRecordSet {
	return protocol.RawRecordSet{Reader: bytes.NewReader(p.buf.Bytes())}
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// Places in the head of a batch.
const (
	sizeBytes = 4 // the length of what follows, before the batch
	headBytes = 61
	atLength  = 8
	atMagic   = 16
	atCRC     = 17
	atAttrs   = 21
)

// pack compresses the records and writes the head in front of them.
func (b *batch) pack() (*packed, error) {
	p := packs.Get().(*packed)
	p.buf.Reset()
	var head [sizeBytes + headBytes]byte
	p.buf.Write(head[:])
	p.comp.Reset(&p.buf)
	// Small blocks stay in the processor's cache here and at the reader; the batch has a checksum of its own.
	if err := p.comp.Apply(lz4.BlockSizeOption(lz4.Block64Kb), lz4.ChecksumOption(false)); err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	_, err := p.comp.Write(b.records)
	if err == nil {
		err = p.comp.Close()
	}
	if err != nil {
		return nil, fmt.Errorf("compress: %w", err)
	}
	all := p.buf.Bytes()
	out, big := all[sizeBytes:], binary.BigEndian
	big.PutUint32(all, uint32(len(out)))
	big.PutUint32(out[atLength:], uint32(len(out)-12))
	big.PutUint32(out[12:], 1<<32-1) // leader epoch: unknown
	out[atMagic] = 2
	big.PutUint16(out[atAttrs:], uint16(kafka.Lz4))
	big.PutUint32(out[23:], uint32(b.count-1))
	big.PutUint64(out[27:], uint64(b.first))
	big.PutUint64(out[35:], uint64(b.last))
	big.PutUint64(out[43:], 1<<64-1) // no producer id, epoch, sequence
	big.PutUint16(out[51:], 1<<16-1)
	big.PutUint32(out[53:], 1<<32-1)
	big.PutUint32(out[57:], uint32(b.count))
	big.PutUint32(out[atCRC:], crc32.Checksum(out[atAttrs:], castagnoli))
	return p, nil
}
