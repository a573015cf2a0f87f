package boost

import (
	"context"
	"errors"
	"fmt"

	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/models/gbdt"
)

// Levels are the quantile levels of every forecast.
var Levels = [7]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Options of all models of a history.
type Options struct {
	Horizon  int    // days ahead, from 1
	Seed     uint64 // of all that is drawn
	Threads  int    // 0 is one
	Progress func(stage string, done, of int)
}

// Size is the effort that goes into a model.
type Size struct {
	Rows   int // learned from
	Rounds int // trees of a mean, at most
}

// Full is the size of a model whose forecasts are used.
var Full = Size{Rows: 1_000_000, Rounds: 300}

// Ground is what models of the same history have in common.
type Ground struct {
	o Options
	m *matrix
}

// NewGround prepares for learning from a history.
func NewGround(h *history.History, o Options) *Ground {
	o.Threads = max(1, o.Threads)
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return &Ground{o, newMatrix(h, o.Threads)}
}

// Kinds numbers the kind of goods of each series: the finest c_* that its product has.
func (g *Ground) Kinds() []int32 { return g.m.g.kind.of }

// Model foretells every series of its history.
type Model struct {
	o      Options
	size   Size
	m      *matrix
	like   *gbdt.Dataset // bins of the features
	means  [2]*gbdt.Model
	spread *gbdt.Dataset // bins of the features that quantiles look at
	levels [7]*gbdt.Model
}

// ErrShort means that the history has too few days, or series, for a model of this kind.
var ErrShort = errors.New("too little history for a boosted model")

// leastRows is what a model is learned from at least.
const leastRows = 2000

// Train learns from all that happened up to last.
func (g *Ground) Train(ctx context.Context, last int32, size Size) (*Model, error) {
	m := &Model{o: g.o, size: size, m: g.m}
	origins := m.m.origins(last, g.o.Horizon)
	for k, origin := range origins {
		m.m.at(origin)
		g.o.Progress("looking back", k+1, len(origins))
	}
	rows := m.m.sample(origins, last, g.o, size.Rows)
	if len(rows) < leastRows {
		return nil, fmt.Errorf("%w: %d days of series to learn from, %d are needed", ErrShort, len(rows), leastRows)
	}
	all, err := m.m.fill(rows, nil, nil)
	if err != nil {
		return nil, err
	}
	m.like = all.Like(0)
	y, base := m.m.sold(rows)
	mean, err := m.fitMeans(ctx, rows, all, y, base)
	if err != nil {
		return nil, err
	}
	return m, m.fitLevels(ctx, rows, y, base, mean)
}

// fitMeans fits one model per half of the series, and gives the mean of each row by the model that has not seen its series.
func (m *Model) fitMeans(ctx context.Context, rows []row, all *gbdt.Dataset, y, base []float32) ([]float32, error) {
	var halves [2][]int32
	for r := range rows {
		k := fold(m.o.Seed, rows[r].series)
		halves[k] = append(halves[k], int32(r))
	}
	var data [2]*gbdt.Dataset
	var target [2]gbdt.Target
	for k, half := range halves {
		data[k] = all.Take(half)
		for _, r := range half {
			target[k].Y = append(target[k].Y, y[r]/base[r])
			target[k].Weight = append(target[k].Weight, base[r])
		}
	}
	mean := make([]float32, len(rows))
	for k := range m.means {
		p := gbdt.Params{Loss: gbdt.Tweedie, Power: 1.3, Rounds: m.size.Rounds, LearningRate: 0.08, RowFraction: 0.7, RowEvery: 1, ColumnFraction: 0.6,
			Seed: m.o.Seed + uint64(k), Threads: m.o.Threads, EarlyStop: 30,
			Progress: func(round int, _, _ float64) {
				m.o.Progress("learning the mean", k*m.size.Rounds+round, 2*m.size.Rounds)
			}}
		p.Leaves, p.MinLeaf = size(len(halves[k]))
		var err error
		if m.means[k], err = gbdt.Train(ctx, data[k], target[k], p, &gbdt.Validation{Data: data[1-k], Target: target[1-k]}); err != nil {
			return nil, fmt.Errorf("learn the mean: %w", err)
		}
		other, err := m.means[k].PredictBinned(data[1-k], nil, m.o.Threads)
		if err != nil {
			return nil, err
		}
		for j, r := range halves[1-k] {
			mean[r] = max(other[j], tiny) * base[r]
		}
	}
	return mean, nil
}

// tiny is the least mean, in bases: ratios to it stay finite.
const tiny = 1e-4

// size suits a tree to the rows that it is learned from.
func size(rows int) (leaves, least int) {
	return min(max(rows/3000, 8), 127), min(max(rows/2000, 10), 100)
}

// spreadNames are the features that say how far sales stray from their mean.
var spreadNames = map[string]bool{"base": true, "horizon": true, "weekday": true, "spread28": true, "zeros28": true, "most28": true, "weight5": true,
	"short28": true, "stock28": true, "around": true, "out0": true, "short7": true, "productLevel": true, "storeLevel": true, "cornerLevel": true,
	"fade2": true, "fade30": true, "week1": true, "median7": true, "median28": true, "off": true}

// spreadColumns adds what is known in advance, and what a series always is.
func (m *matrix) spreadColumns() []int {
	var out []int
	for k := range m.list {
		if n := m.list[k].name; spreadNames[n] || len(n) > 2 && (n[:2] == "c_" || n[:2] == "x_") {
			out = append(out, k)
		}
	}
	return out
}

// fitLevels fits the quantiles of sales over their mean. Means are those of the model that has not seen the series, so that
// sales stray from them as they will from a forecast.
func (m *Model) fitLevels(ctx context.Context, rows []row, y, base, mean []float32) error {
	most := 0.4 * float64(m.size.Rows)
	rate := min(1, most/float64(len(rows)))
	var some []row
	var t gbdt.Target
	var means, bases []float32
	for r := range rows {
		if Scatter(m.o.Seed, uint64(r), 7) < rate {
			some = append(some, rows[r])
			t.Y, t.Weight = append(t.Y, y[r]/mean[r]), append(t.Weight, mean[r])
			means, bases = append(means, mean[r]), append(bases, base[r])
		}
	}
	d, err := m.spreadData(some, means, bases, nil)
	if err != nil {
		return err
	}
	m.spread = d.Like(0)
	for k, q := range Levels {
		const rounds = 100
		p := gbdt.Params{Loss: gbdt.Pinball, Quantile: q, Rounds: rounds, LearningRate: 0.1, RowFraction: 0.5, RowEvery: 1, ColumnFraction: 0.7,
			Seed: m.o.Seed + 100 + uint64(k), Threads: m.o.Threads,
			Progress: func(round int, _, _ float64) { m.o.Progress("learning the spread", k*rounds+round, len(Levels)*rounds) }}
		p.Leaves, p.MinLeaf = size(len(some))
		p.Leaves, p.MinLeaf = min(p.Leaves, 31), max(p.MinLeaf, min(400, len(some)/50))
		if m.levels[k], err = gbdt.Train(ctx, d, t, p, nil); err != nil {
			return fmt.Errorf("learn the spread: %w", err)
		}
	}
	return nil
}

// spreadData is the matrix that quantiles are told from.
func (m *Model) spreadData(rows []row, mean, base []float32, like *gbdt.Dataset) (*gbdt.Dataset, error) {
	d, err := m.m.fill(rows, like, m.m.spreadColumns())
	if err != nil {
		return nil, err
	}
	ratio := make([]float32, len(rows))
	for r := range ratio {
		ratio[r] = mean[r] / base[r]
	}
	add := (*gbdt.Dataset).AddNumeric
	if like != nil {
		add = (*gbdt.Dataset).SetNumeric
	}
	return d, errors.Join(add(d, "mean", mean), add(d, "meanToBase", ratio))
}
