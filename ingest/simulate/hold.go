package simulate

import (
	"bytes"
	"container/heap"
	"math/rand/v2"
)

// held is a wheel of messages that wait for some others to pass.
type held struct {
	slots [delay][]Message
	at    int
}

// hold puts a message in a slot that comes up within one turn; at once, perhaps.
func (h *held) hold(rng *rand.Rand, m Message) {
	m.Value = bytes.Clone(m.Value) // or it would keep its neighbours in memory
	slot := (h.at + rng.IntN(delay)) % delay
	h.slots[slot] = append(h.slots[slot], m)
}

// turn gives what is due now and moves on by one.
func (h *held) turn() []Message {
	due := h.slots[h.at]
	h.slots[h.at] = nil
	h.at = (h.at + 1) % delay
	return due
}

// queue is a heap of messages that wait for a time.
type queue []waiting

type waiting struct {
	Message
	until int64
}

func (q queue) Len() int { return len(q) }
func (q queue) Less(a, b int) bool {
	return q[a].until < q[b].until || q[a].until == q[b].until && q[a].Time < q[b].Time
}
func (q queue) Swap(a, b int) { q[a], q[b] = q[b], q[a] }
func (q *queue) Push(x any)   { *q = append(*q, x.(waiting)) }

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	last := len(*q) - 1
	m := (*q)[last]
	(*q)[last] = waiting{}
	*q = (*q)[:last]
	return m
}

func (q *queue) hold(m Message, until int64) {
	m.Value = bytes.Clone(m.Value)
	heap.Push(q, waiting{m, until})
}

func (q queue) due(now int64) bool { return len(q) > 0 && q[0].until <= now }

func (q *queue) take() Message { return heap.Pop(q).(waiting).Message }
