package basket

import (
	"fmt"
	"sync"
	"sync/atomic"
)

// Lists ranks the k best items for users of the log, in the order given. member gives a user's number in the model's crowd, -1 if
// it is not part of it; nil: the log is the crowd's.
func (m *Model) Lists(l *Log, users []int32, member func(u int32) int32, k int) ([][]int32, error) {
	out := make([][]int32, len(users))
	list := make([]asked, len(users))
	for j, u := range users {
		list[j] = asked{log: l, user: int(u), member: u}
		if member != nil {
			list[j].member = member(u)
		}
		if n := l.Count(int(u)); l.Days != nil && n > 0 {
			list[j].today = l.Day(int(u), n-1) + 1
		}
	}
	err := m.batches(len(list), func(s *scratch, from, to int) error {
		x := s.rank(list[from:to], nil)
		score, err := m.score(x, 1)
		if err != nil {
			return err
		}
		copy(out[from:to], x.best(score, k))
		for j := from; j < to; j++ {
			if list[j].log.Count(list[j].user) == 0 { // nothing is known of the user
				best := m.items.next[folds].popular
				out[j] = best[:min(k, len(best))]
			}
		}
		return nil
	})
	return out, err
}

const atOnce = 64 // users whose candidates are scored together

// batches runs f over 0..n in pieces, side by side.
func (m *Model) batches(n int, f func(s *scratch, from, to int) error) error {
	pieces := (n + atOnce - 1) / atOnce
	errs := make([]error, pieces)
	var at atomic.Int64
	var wait sync.WaitGroup
	for range min(m.o.Threads, pieces) {
		wait.Go(func() {
			s := m.newScratch()
			for k := int(at.Add(1)) - 1; k < pieces; k = int(at.Add(1)) - 1 {
				errs[k] = f(s, k*atOnce, min(n, (k+1)*atOnce))
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return fmt.Errorf("rank baskets: %w", err)
		}
	}
	return nil
}

// rank looks at a few users; tell, if given, is called while what is known of a user is at hand. The matrix holds until the next call.
func (s *scratch) rank(list []asked, tell func(k int)) *matrix {
	x := &s.ranked
	if x.columns == nil {
		x.columns = make([][]float32, len(columnNames))
	}
	x.start, x.items = append(x.start[:0], 0), x.items[:0]
	for j := range x.columns {
		x.columns[j] = x.columns[j][:0]
	}
	for k := range list {
		s.look(&list[k])
		for _, c := range s.candidates {
			x.items = append(x.items, c.item)
		}
		for j := range x.columns { // column by column: each stays in the cache while it grows
			column := x.columns[j]
			for i := j; i < len(s.rows); i += len(columnNames) {
				column = append(column, s.rows[i])
			}
			x.columns[j] = column
		}
		x.start = append(x.start, len(x.items))
		if tell != nil {
			tell(k)
		}
		s.done()
	}
	return x
}
