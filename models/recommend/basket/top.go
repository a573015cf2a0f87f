package basket

import "slices"

// scored is an item or a user with a score.
type scored struct {
	id    int32
	score float32
}

// better orders by score, then by number, so that equal scores have one order.
func better(a, b scored) int {
	switch {
	case a.score > b.score:
		return -1
	case a.score < b.score:
		return 1
	}
	return int(a.id) - int(b.id)
}

// top keeps the best n of what it is offered: a heap with the worst at the root.
type top struct {
	n    int
	heap []scored
}

func (t *top) reset(n int) { t.n, t.heap = n, t.heap[:0] }

func (t *top) offer(id int32, score float32) {
	if len(t.heap) == t.n {
		if t.n > 0 && score >= t.heap[0].score {
			t.replace(scored{id, score})
		}
		return
	}
	t.heap = append(t.heap, scored{id, score})
	h := t.heap
	for i := len(h) - 1; i > 0; {
		parent := (i - 1) / 2
		if better(h[parent], h[i]) >= 0 {
			break
		}
		h[parent], h[i] = h[i], h[parent]
		i = parent
	}
}

// replace puts one in the place of the worst, if it is better.
func (t *top) replace(s scored) {
	h := t.heap
	if better(s, h[0]) > 0 {
		return
	}
	i := 0
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if child+1 < len(h) && better(h[child+1], h[child]) > 0 {
			child++
		}
		if better(s, h[child]) >= 0 {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = s
}

// sorted is what was kept, best first; the heap is spent.
func (t *top) sorted() []scored {
	slices.SortFunc(t.heap, better)
	return t.heap
}

// tally is a dense sum over items or users with a list of those that were touched.
type tally struct {
	sum     []float32
	touched []int32
}

func newTally(n int) tally { return tally{sum: make([]float32, n)} }

func (t *tally) add(i int32, x float32) {
	if t.sum[i] == 0 {
		t.touched = append(t.touched, i)
	}
	t.sum[i] += x
}

func (t *tally) clear() {
	for _, i := range t.touched {
		t.sum[i] = 0
	}
	t.touched = t.touched[:0]
}

// raise keeps the greatest value seen, and says whether x is.
func (t *tally) raise(i int32, x float32) bool {
	if x <= t.sum[i] {
		return false
	}
	if t.sum[i] == 0 {
		t.touched = append(t.touched, i)
	}
	t.sum[i] = x
	return true
}

func (t *tally) divide(by float32) {
	if by > 0 {
		for _, i := range t.touched {
			t.sum[i] /= by
		}
	}
}

func (t *tally) addAll(other *tally) {
	for _, i := range other.touched {
		t.add(i, other.sum[i])
	}
}
