package boost

import (
	"sync"

	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/models/gbdt"
)

// matrix makes features out of a history.
type matrix struct {
	h       *history.History
	g       groups
	scale   float64 // mean sales per series and day
	threads int
	list    []feature
	frames  map[int32]*frame
}

func newMatrix(h *history.History, threads int) *matrix {
	m := &matrix{h: h, g: newGroups(h), threads: threads, frames: map[int32]*frame{}}
	sum, n := 0.0, 0.0
	for i := range h.Series {
		for _, y := range h.Series[i].Sold {
			sum += float64(y)
		}
		n += float64(len(h.Series[i].Sold))
	}
	m.scale = max(sum/max(n, 1), 1e-9)
	m.list = m.features()
	return m
}

// each calls do for 0 to n-1, on all threads. What do writes must depend on i alone.
func (m *matrix) each(n int, do func(i int)) {
	const piece = 512
	var wg sync.WaitGroup
	next := make(chan int)
	for range m.threads {
		wg.Go(func() {
			for from := range next {
				for i := from; i < min(from+piece, n); i++ {
					do(i)
				}
			}
		})
	}
	for from := 0; from < n; from += piece {
		next <- from
	}
	close(next)
	wg.Wait()
}

// at is the frame of an origin, made once.
func (m *matrix) at(origin int32) *frame {
	f := m.frames[origin]
	if f == nil {
		f = m.frame(origin)
		m.frames[origin] = f
	}
	return f
}

// row is one day to come of a series, seen from an origin.
type row struct {
	frame  *frame
	series int32
	h      int32
}

// fill writes the columns of rows into a dataset: a new one, or one like another.
func (m *matrix) fill(rows []row, like *gbdt.Dataset, only []int) (*gbdt.Dataset, error) {
	var d *gbdt.Dataset
	numeric, category := (*gbdt.Dataset).AddNumeric, (*gbdt.Dataset).AddCategory
	if like == nil {
		d = gbdt.NewDataset(len(rows), gbdt.BinOptions{Threads: m.threads})
	} else {
		d = like.Like(len(rows))
		numeric, category = (*gbdt.Dataset).SetNumeric, (*gbdt.Dataset).SetCategory
	}
	values, codes := make([]float32, len(rows)), []int32(nil)
	for k := range m.list {
		if only != nil && !has(only, k) {
			continue
		}
		ft := &m.list[k]
		m.each(len(rows), func(r int) { values[r] = finite(ft.at(rows[r].frame, int(rows[r].series), int(rows[r].h))) })
		var err error
		if ft.category {
			if codes == nil {
				codes = make([]int32, len(rows))
			}
			for r, v := range values {
				codes[r] = int32(v)
			}
			err = category(d, ft.name, codes)
		} else {
			err = numeric(d, ft.name, values)
		}
		if err != nil {
			return nil, err
		}
	}
	return d, nil
}

// finite takes what float32 cannot hold, such as ratios of absurd numbers, for missing.
func finite(v float32) float32 {
	if v-v != 0 {
		return missing
	}
	return v
}

func has(list []int, k int) bool {
	for _, v := range list {
		if v == k {
			return true
		}
	}
	return false
}
