package boost

import (
	"context"
	"errors"
	"fmt"

	"github.com/linli-project/linli/models/gbdt"
)

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
	unit := float32(m.m.scale)
	t := gbdt.Target{Y: make([]float32, len(rows)), Weight: make([]float32, len(rows))}
	for r := range rows {
		t.Y[r], t.Weight[r] = y[r]/mean[r], mean[r]/unit
	}
	d, err := m.spreadData(rows, mean, base, nil)
	if err != nil {
		return err
	}
	m.spread = d.Like(0)
	for k, q := range Levels {
		p := gbdt.Params{Loss: gbdt.Pinball, Quantile: q, Rounds: 60, LearningRate: 0.15, RowFraction: 0.3, RowEvery: 1, ColumnFraction: 0.7,
			Seed: m.o.Seed + 100 + uint64(k), Threads: m.o.Threads}
		if q == 0.5 { // the one that is shown, and that orders are compared with
			p.Rounds, p.LearningRate, p.RowFraction = 100, 0.1, 0.5
		}
		p.Progress = func(round int, _, _ float64) {
			m.o.Progress("learning the spread", k*p.Rounds+round, len(Levels)*p.Rounds)
		}
		p.Leaves, p.MinLeaf = size(len(rows))
		p.Leaves, p.MinLeaf = min(p.Leaves, 31), max(p.MinLeaf, min(400, len(rows)/50))
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
