package replay

import (
	"context"
	"iter"
	"slices"

	"github.com/linli-project/linli/ingest/tabular"
)

// batch is a piece of the source with all that is known of the source behind it.
type batch struct {
	msgs    []Message
	arena   []byte
	size    int64
	err     error // io.EOF behind the last message; msgs may hold some all the same
	refused int64
	found   problems
	at      tabular.Position
	place   place
	sound   bool // the reading can be taken up at place
	back    chan<- *batch
}

// into enters the batch as done.
func (b *batch) into(r *Result) {
	r.Sent += int64(len(b.msgs))
	r.Bytes += b.size
	r.Refused, r.At = b.refused, b.at
	r.Problems, r.Found = b.found.first, b.found.n
}

// free lets the reader use the batch again.
func (b *batch) free() { b.back <- b }

// batches reads ahead by one batch while another is at work. A batch is valid until it is freed. It ends behind a batch with
// an error, or when ctx does.
func (s *Source) batches(ctx context.Context) iter.Seq[*batch] {
	return func(yield func(*batch) bool) {
		ctx, cancel := context.WithCancel(ctx)
		free, full, done := make(chan *batch, 2), make(chan *batch, 2), make(chan struct{})
		for range cap(free) {
			free <- &batch{back: free}
		}
		go func() {
			defer close(done)
			defer close(full)
			for {
				select {
				case <-ctx.Done():
					return
				case b := <-free:
					s.read(b)
					failed := b.err != nil
					full <- b
					if failed {
						return
					}
				}
			}
		}()
		defer func() { cancel(); <-done }() // the source is not read any more when the loop is over
		for b := range full {
			if ctx.Err() != nil || !yield(b) {
				return
			}
		}
	}
}

// read fills the batch. Its messages lie in memory of its own, since a producer works on them while the next are read.
func (s *Source) read(b *batch) {
	clear(b.msgs)
	b.msgs, b.arena, b.size, b.err = b.msgs[:0], b.arena[:0], 0, nil
	keep := func(p []byte) []byte {
		if len(p) == 0 {
			return nil
		}
		b.arena = append(b.arena, p...) // growing leaves earlier messages in the old arena, where they stay good
		return b.arena[len(b.arena)-len(p) : len(b.arena) : len(b.arena)]
	}
	for len(b.msgs) < batchMessages && b.size < batchBytes {
		key, value, err := s.Next()
		if err != nil {
			b.err = err
			break
		}
		b.msgs = append(b.msgs, Message{Key: keep(key), Value: keep(value)})
		b.size += int64(len(value))
	}
	b.refused, b.found, b.at = s.refused, problems{slices.Clone(s.found.first), s.found.n}, s.Position()
	mark, ok := s.in.place()
	b.place, b.sound = place{mark, s.given}, ok
}
