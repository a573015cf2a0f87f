package forecast

import (
	"context"
	"errors"
	"math"
	"sync"

	"github.com/linli-project/linli/models/forecast/boost"
	"github.com/linli-project/linli/models/forecast/classic"
	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/models/forecast/level"
)

// The members of the blend: the boosted model, the level model, and the classic ones.
const (
	boosted = iota
	leveled
	firstClassic
)

// memberNames lists the members in the order of their numbers.
func memberNames() []string {
	return append([]string{"boosted", "level"}, classicNames()...)
}

// classicNames leaves out what the others hold already: a median, which is no mean, and the naive forecast, which is the yardstick.
func classicNames() (out []string) {
	for _, n := range classic.Names() {
		if n != "median" && n != "seasonal_naive" {
			out = append(out, n)
		}
	}
	return out
}

const (
	levelDays   = 180 // of history that the level model looks at
	classicDays = 180 // and the classic ones
)

// cast is what the members say of some series at one origin.
type cast struct {
	origin int32
	series []int32        // of the history, ascending
	mean   [][][]float32  // per member, series, day; a member or series without a forecast is nil
	ratio  [][][7]float32 // per series, day: quantiles over the mean of the member that told them; nil: none
	naive  [][]float32    // per series, day
	model  *boost.Model   // nil where there was too little to learn from
}

// cast asks the members that are used.
func (f *forecaster) cast(ctx context.Context, origin int32, series []int32, size boost.Size, used []bool) (*cast, error) {
	c := &cast{origin: origin, series: series, mean: make([][][]float32, len(used)), ratio: make([][][7]float32, len(series))}
	if used[boosted] {
		if err := f.castBoosted(ctx, c, size); err != nil {
			return nil, err
		}
	}
	if used[leveled] {
		if err := f.castLevel(c); err != nil {
			return nil, err
		}
	}
	f.castClassic(c, used)
	return c, ctx.Err()
}

func (f *forecaster) castBoosted(ctx context.Context, c *cast, size boost.Size) error {
	model, err := f.ground.Train(ctx, c.origin, size)
	if errors.Is(err, boost.ErrShort) {
		return nil
	}
	if err != nil {
		return err
	}
	foretold, err := model.Forecast(c.origin, c.series)
	if err != nil {
		return err
	}
	c.model = model
	c.mean[boosted] = make([][]float32, len(c.series))
	for k := range foretold {
		c.mean[boosted][k] = foretold[k].Mean
		c.ratio[k] = ratios(foretold[k].Levels, foretold[k].Mean)
	}
	return nil
}

// ratios are quantiles over the mean.
func ratios(levels [][7]float32, mean []float32) [][7]float32 {
	out := make([][7]float32, len(levels))
	for h := range levels {
		for j, q := range levels[h] {
			if mean[h] > 0 {
				out[h][j] = q / mean[h]
			}
		}
	}
	return out
}

// castLevel asks the level model, whose quantiles are taken where the boosted model has none.
func (f *forecaster) castLevel(c *cast) error {
	rows, err := level.OfHistory(f.h, f.kinds, levelDays, level.Options{Origin: c.origin, Horizon: f.o.Horizon, Ended: -1})
	if err != nil {
		return nil // there was no sale by then: nobody knows anything
	}
	c.mean[leveled] = make([][]float32, len(c.series))
	next := 0
	for k, i := range c.series {
		s := &f.h.Series[i]
		for next < len(rows) && before(rows[next].StoreID, rows[next].ProductID, s) {
			next += f.o.Horizon
		}
		if next >= len(rows) || rows[next].StoreID != s.Store || rows[next].ProductID != s.Product {
			continue
		}
		mean, levels := make([]float32, f.o.Horizon), make([][7]float32, f.o.Horizon)
		for h := range mean {
			r := &rows[next+h]
			mean[h] = float32(r.Mean)
			for j, q := range Quantiles(r) {
				levels[h][j] = float32(q)
			}
		}
		c.mean[leveled][k] = mean
		if c.ratio[k] == nil {
			c.ratio[k] = ratios(levels, mean)
		}
	}
	return nil
}

func before(store, product string, s *history.Series) bool {
	return store < s.Store || store == s.Store && product < s.Product
}

// castClassic asks the classic members, and notes the naive forecast. Days out of stock are not seen.
func (f *forecaster) castClassic(c *cast, used []bool) {
	names := classicNames()
	c.naive = make([][]float32, len(c.series))
	for m := range names {
		if used[firstClassic+m] {
			c.mean[firstClassic+m] = make([][]float32, len(c.series))
		}
	}
	f.share(len(c.series), func() func(int) {
		naive := mustMember("seasonal_naive")
		members := make([]classic.Member, len(names))
		for m, n := range names {
			if used[firstClassic+m] {
				members[m] = mustMember(n)
			}
		}
		out, y := make([]float64, f.o.Horizon), []float64(nil)
		return func(k int) {
			s := &f.h.Series[c.series[k]]
			from := max(s.Start, c.origin-classicDays+1)
			if from > c.origin || len(s.Sold) == 0 {
				c.naive[k] = make([]float32, f.o.Horizon)
				return
			}
			y = seen(s, from, c.origin, y[:0])
			first := history.Weekday(from)
			naive.Forecast(y, first, f.o.Horizon, out)
			c.naive[k] = narrow(out)
			for m, member := range members {
				if member != nil {
					member.Forecast(y, first, f.o.Horizon, out)
					c.mean[firstClassic+m][k] = narrow(out)
				}
			}
		}
	})
}

func mustMember(name string) classic.Member {
	m, err := classic.ByName(name)
	if err != nil {
		panic(err) // the names are classic's own
	}
	return m
}

// seen are the sales of the days from to last, NaN where demand was not seen.
func seen(s *history.Series, from, last int32, to []float64) []float64 {
	for day := from; day <= last; day++ {
		v, ok := s.At(day)
		if !ok {
			to = append(to, math.NaN())
			continue
		}
		to = append(to, float64(v))
	}
	return to
}

func narrow(v []float64) []float32 {
	out := make([]float32, len(v))
	for i, x := range v {
		out[i] = float32(x)
	}
	return out
}

// share calls do for 0 to n-1 on all threads; make gives each thread one of its own.
func (f *forecaster) share(n int, make func() func(i int)) {
	const piece = 256
	var wg sync.WaitGroup
	next := newCounter(n, piece)
	for range f.o.Threads {
		wg.Go(func() {
			do := make()
			for from, to := next(); from < to; from, to = next() {
				for i := from; i < to; i++ {
					do(i)
				}
			}
		})
	}
	wg.Wait()
}

// newCounter hands out 0 to n in pieces.
func newCounter(n, piece int) func() (from, to int) {
	var mu sync.Mutex
	at := 0
	return func() (int, int) {
		mu.Lock()
		defer mu.Unlock()
		from := at
		at = min(at+piece, n)
		return from, at
	}
}
