package forecast

import (
	"context"
	"errors"

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
		f.castLevel(c)
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

// ratios are quantiles over the mean; of a mean of 0, which a blend may not share, those of which nothing is known.
func ratios(levels [][7]float32, mean []float32) [][7]float32 {
	out := make([][7]float32, len(levels))
	for h := range levels {
		if !(mean[h] > 0) {
			out[h] = wide
			continue
		}
		for j, q := range levels[h] {
			out[h][j] = q / mean[h]
		}
	}
	return out
}

// castLevel asks the level model, whose quantiles are taken where the boosted model has none.
func (f *forecaster) castLevel(c *cast) {
	rows, err := level.OfHistory(f.h, f.kinds, levelDays, level.Options{Origin: c.origin, Horizon: f.o.Horizon, Ended: -1})
	if err != nil {
		return // no series had begun by then: nobody knows anything
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
}

func before(store, product string, s *history.Series) bool {
	return store < s.Store || store == s.Store && product < s.Product
}
