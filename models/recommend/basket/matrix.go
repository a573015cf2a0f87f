package basket

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/linli-project/linli/models/gbdt"
)

// matrix is the candidates of some users with what is known of them.
type matrix struct {
	start   []int // of each user's rows
	items   []int32
	weight  []float32 // nil: all count once
	columns [][]float32
}

// each runs f for 0..n-1 side by side, each goroutine with its own scratch. Results must not depend on who does what.
func (m *Model) each(n int, f func(s *scratch, k int)) {
	var at atomic.Int64
	var wait sync.WaitGroup
	for range min(m.o.Threads, n) {
		wait.Go(func() {
			s := m.newScratch()
			for k := int(at.Add(1)) - 1; k < n; k = int(at.Add(1)) - 1 {
				f(s, k)
			}
		})
	}
	wait.Wait()
}

// build looks at users. With thin above 1, of the candidates that were neither bought before nor next one in so many is kept, and
// counts for all of them.
func (m *Model) build(list []asked, thin int) *matrix {
	type block struct {
		items  []int32
		rows   []float32
		weight []float32
	}
	blocks := make([]block, len(list))
	w := len(columnNames)
	m.each(len(list), func(s *scratch, k int) {
		a, b := &list[k], &blocks[k]
		s.look(a)
		for r, c := range s.candidates {
			weight := float32(1)
			if thin > 1 && c.own < 0 && !slices.Contains(a.hidden, c.item) {
				if mix(uint64(a.user)<<32+uint64(c.item))%uint64(thin) > 0 {
					continue
				}
				weight = float32(thin)
			}
			b.items, b.weight, b.rows = append(b.items, c.item), append(b.weight, weight), append(b.rows, s.rows[r*w:(r+1)*w]...)
		}
		s.done()
	})
	x := &matrix{start: []int{0}, columns: make([][]float32, w)}
	for _, b := range blocks {
		x.items = append(x.items, b.items...)
		if thin > 1 {
			x.weight = append(x.weight, b.weight...)
		}
		x.start = append(x.start, len(x.items))
	}
	for c := range x.columns {
		x.columns[c] = make([]float32, len(x.items))
	}
	for k := range blocks {
		x.spread(x.start[k], blocks[k].rows)
		blocks[k].rows = nil
	}
	return x
}

// spread puts rows that lie one after another into the columns.
func (x *matrix) spread(at int, rows []float32) {
	w := len(x.columns)
	for c, column := range x.columns {
		for r := c; r < len(rows); r += w {
			column[at+r/w] = rows[r]
		}
	}
}

// dataset bins the columns, as like does if it is given.
func (x *matrix) dataset(like *gbdt.Dataset, threads int) (*gbdt.Dataset, error) {
	d := gbdt.NewDataset(len(x.items), gbdt.BinOptions{Threads: threads})
	if like != nil {
		d = like.Like(len(x.items))
	}
	add := d.AddNumeric
	if like != nil {
		add = d.SetNumeric
	}
	for c, name := range columnNames {
		if err := add(name, x.columns[c]); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// target is what hits are worth: (mean size of a basket / size of the basket)^even.
func (x *matrix) target(baskets [][]int32, even float64) gbdt.Target {
	t := gbdt.Target{Y: make([]float32, len(x.items)), Weight: x.weight}
	size := 0
	for _, b := range baskets {
		size += len(b)
	}
	mean := float64(size) / float64(max(len(baskets), 1))
	for k, b := range baskets {
		worth := float32(math.Pow(mean/float64(max(len(b), 1)), even))
		for r := x.start[k]; r < x.start[k+1]; r++ {
			if slices.Contains(b, x.items[r]) {
				t.Y[r] = worth
			}
		}
	}
	return t
}

// best gives the k items of each user with the highest scores.
func (x *matrix) best(score []float32, k int) [][]int32 {
	out := make([][]int32, len(x.start)-1)
	var t top
	for u := range out {
		t.reset(k)
		for r := x.start[u]; r < x.start[u+1]; r++ {
			t.offer(x.items[r], score[r])
		}
		for _, s := range t.sorted() {
			out[u] = append(out[u], s.id)
		}
	}
	return out
}
