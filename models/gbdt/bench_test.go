package gbdt

import "testing"

// Run with -bench . -cpu 1,2; rows/s of training are rows times trees.

func BenchmarkTrain(b *testing.B) {
	w := newWorld(200_000, 1)
	for _, c := range everyLoss {
		b.Run(c.name, func(b *testing.B) {
			d := w.dataset(b, 0)
			p := c.p
			p.Rounds, p.Leaves = 10, 63
			for b.Loop() {
				train(b, d, Target{Y: w.y}, p)
			}
			b.ReportMetric(float64(p.Rounds*len(w.y)*b.N)/b.Elapsed().Seconds(), "rows/s")
		})
	}
}

func BenchmarkDataset(b *testing.B) {
	w := newWorld(200_000, 1)
	for b.Loop() {
		w.dataset(b, 0)
	}
	b.ReportMetric(float64(len(w.y)*b.N)/b.Elapsed().Seconds(), "rows/s")
}

func BenchmarkPredict(b *testing.B) {
	w := newWorld(50_000, 1)
	d := w.dataset(b, 0)
	m := train(b, d, Target{Y: w.y}, Params{Rounds: 100, Leaves: 63})
	b.Run("raw", func(b *testing.B) {
		columns := w.columns()
		for b.Loop() {
			if _, err := m.Predict(columns, nil, 0); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(w.y)*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
	b.Run("binned", func(b *testing.B) {
		for b.Loop() {
			if _, err := m.PredictBinned(d, nil, 0); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(w.y)*b.N)/b.Elapsed().Seconds(), "rows/s")
	})
}

// BenchmarkAdd is the innermost loop: eight histogram updates per row.
func BenchmarkAdd(b *testing.B) {
	words, sums := make([]uint64, gatherRows), make([]int64, gatherRows)
	for i := range words {
		words[i], sums[i] = mix(uint64(i)), int64(i)
	}
	h := make([]bins, groupWidth)
	p := plan{shifts: make([]uint8, groupWidth)}
	for b.Loop() {
		p.add(h, words, 1, sums)
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*gatherRows*groupWidth), "ns/update")
}
