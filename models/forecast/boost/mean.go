package boost

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/models/gbdt"
)

// fitMeans fits one model per half of the series, and gives the mean of each row by the model that has not seen its series.
func (m *Model) fitMeans(ctx context.Context, rows []row, all *gbdt.Dataset, y, base []float32) ([]float32, error) {
	var halves [2][]int32
	for r := range rows {
		k := fold(m.o.Seed, rows[r].series)
		halves[k] = append(halves[k], int32(r))
	}
	for _, half := range halves {
		if len(half) < leastRows/8 { // a few long series, most of them in the other half
			return nil, fmt.Errorf("%w: too few series to learn from", ErrShort)
		}
	}
	var data [2]*gbdt.Dataset
	var target [2]gbdt.Target
	unit := float32(m.m.scale) // weights of about 1: the ridge of categories is in rows
	for k, half := range halves {
		data[k] = all.Take(half)
		for _, r := range half {
			target[k].Y = append(target[k].Y, y[r]/base[r])
			target[k].Weight = append(target[k].Weight, base[r]/unit)
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
