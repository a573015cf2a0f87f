package gbdt

import (
	"fmt"
	"math"
)

// predictRows are walked through all trees together; their bins and a tree stay in the first-level cache.
const predictRows = 256

// PredictBinned predicts the rows of a dataset made by Like from the training data, on the scale of Y. offset may be
// nil; threads 0 takes one per core.
func (m *Model) PredictBinned(d *Dataset, offset []float32, threads int) ([]float32, error) {
	if err := matches(m.features, d.features); err != nil {
		return nil, fmt.Errorf("gbdt: predict: %w", err)
	}
	if err := d.complete(); err != nil {
		return nil, fmt.Errorf("gbdt: predict: %w", err)
	}
	return m.predict(d.rows, offset, threads, d.copyBins)
}

// Predict predicts from raw columns in the order of training, NaN missing, categories as codes. offset may be nil;
// threads 0 takes one per core.
func (m *Model) Predict(columns [][]float32, offset []float32, threads int) ([]float32, error) {
	if len(columns) != len(m.features) {
		return nil, fmt.Errorf("gbdt: predict: %d columns where the model has %d", len(columns), len(m.features))
	}
	rows := 0
	for i, c := range columns {
		if i > 0 && len(c) != rows {
			return nil, fmt.Errorf("gbdt: predict: column %q has %d values, the first %d", m.features[i].name, len(c), rows)
		}
		rows = len(c)
	}
	stride := len(m.features)
	return m.predict(rows, offset, threads, func(to []uint8, lo, hi int) {
		for i, f := range m.features {
			if m.used[i] {
				f.binRaw(to[i:], stride, columns[i][lo:hi])
			}
		}
	})
}

func (f *feature) binRaw(to []uint8, stride int, values []float32) {
	if !f.category {
		for k, v := range values {
			to[k*stride] = numberBin(f.keys, v)
		}
		return
	}
	for k, v := range values {
		switch {
		case !(v >= 0):
			to[k*stride] = 0
		case v > math.MaxInt32/2:
			to[k*stride] = f.other
		default:
			to[k*stride] = f.codeBin(int32(v))
		}
	}
}

func (m *Model) predict(rows int, offset []float32, threads int, bin func(to []uint8, lo, hi int)) ([]float32, error) {
	if offset != nil && len(offset) != rows {
		return nil, fmt.Errorf("gbdt: predict: %d offsets for %d rows", len(offset), rows)
	}
	threads = threadCount(threads)
	out, stride := make([]float32, rows), len(m.features)
	room := make([][]uint8, threads)
	scores := make([][predictRows]float64, threads)
	blocks(rows, predictRows, threads, func(worker, lo, hi int) {
		if room[worker] == nil {
			room[worker] = make([]uint8, predictRows*stride)
		}
		bin(room[worker], lo, hi)
		score := scores[worker][:hi-lo]
		for i := range score {
			score[i] = m.base
			if offset != nil {
				score[i] += float64(offset[lo+i])
			}
		}
		for t := range m.trees {
			m.trees[t].sum(score, room[worker], stride)
		}
		for i, s := range score {
			out[lo+i] = m.objective.output(s)
		}
	})
	return out, nil
}

// copyBins lays the bins of rows lo to hi one row after another.
func (d *Dataset) copyBins(to []uint8, lo, hi int) {
	stride := len(d.columns)
	for k, column := range d.columns {
		at := k
		for _, b := range column[lo:hi] {
			to[at] = b
			at += stride
		}
	}
}

// sum adds trees to the scores of a dataset's rows.
func (d *Dataset) sum(trees []tree, score []float64, threads int) {
	room := make([][]uint8, threads)
	blocks(d.rows, predictRows, threads, func(worker, lo, hi int) {
		if room[worker] == nil {
			room[worker] = make([]uint8, predictRows*len(d.columns))
		}
		d.copyBins(room[worker], lo, hi)
		for t := range trees {
			trees[t].sum(score[lo:hi], room[worker], len(d.columns))
		}
	})
}
