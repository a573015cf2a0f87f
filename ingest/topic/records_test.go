package topic

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"

	"github.com/segmentio/kafka-go"
	"github.com/segmentio/kafka-go/protocol"
)

// TestBatchesAreKafkas: kafka-go reads from a batch what was put in, to the byte; null is not empty.
func TestBatchesAreKafkas(t *testing.T) {
	text := func() []byte {
		switch rand.IntN(5) {
		case 0:
			return nil
		case 1:
			return []byte{}
		}
		return bytes.Repeat([]byte{byte(rand.Uint32())}, rand.IntN(1+rand.IntN(40_000)))
	}
	for range 40 {
		var msgs []Message
		b := newBatch(1000)
		for i := range 1 + rand.IntN(300) {
			m := Message{Key: text(), Value: text()}
			for h := range rand.IntN(3) {
				m.Headers = append(m.Headers, Header{fmt.Sprint(h), string(text())})
			}
			msgs = append(msgs, m)
			b.add(&m, 1000+int64(i/100)) // the clock goes on
		}
		packed, err := b.pack()
		if err != nil {
			t.Fatal(err)
		}
		var set protocol.RecordSet
		if _, err := set.ReadFrom(packed.records().Reader); err != nil {
			t.Fatal(err)
		}
		packed.recycle()
		b.recycle()
		for i, want := range msgs {
			r, err := set.Records.ReadRecord()
			if err != nil {
				t.Fatalf("record %d of %d: %v", i, len(msgs), err)
			}
			for part, pair := range map[string]struct {
				got  protocol.Bytes
				want []byte
			}{"key": {r.Key, want.Key}, "value": {r.Value, want.Value}} {
				got, err := protocol.ReadAll(pair.got)
				if err != nil || !bytes.Equal(got, pair.want) || (pair.got == nil) != (pair.want == nil) {
					t.Fatalf("record %d: %s of %d bytes, want %d, %v", i, part, len(got), len(pair.want), err)
				}
			}
			if r.Offset != int64(i) || r.Time.UnixMilli() != 1000+int64(i/100) || len(r.Headers) != len(want.Headers) {
				t.Fatalf("record %d: offset %d, %s, %d headers", i, r.Offset, r.Time, len(r.Headers))
			}
			for h, header := range r.Headers {
				if header.Key != want.Headers[h].Name || string(header.Value) != want.Headers[h].Value {
					t.Fatalf("record %d: header %q", i, header.Key)
				}
			}
		}
		if _, err := set.Records.ReadRecord(); !errors.Is(err, io.EOF) {
			t.Fatalf("more records than messages: %v", err)
		}
	}
}

// TestKeysKeepTheirPartition: as kafka.Hash, which earlier versions used.
func TestKeysKeepTheirPartition(t *testing.T) {
	balancer := &kafka.Hash{}
	for n := range 40 {
		var all []int
		for p := range n + 1 {
			all = append(all, p)
		}
		for range 200 {
			key := fmt.Append(nil, rand.Uint64())[:rand.IntN(10)+1]
			if got, want := partition(key, n+1), balancer.Balance(kafka.Message{Key: key}, all...); int(got) != want {
				t.Fatalf("%s in %d of %d, want %d", key, got, n+1, want)
			}
		}
	}
}
