package gbdt

import (
	"bytes"
	"context"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// world is a small matrix with numbers, categories, missing values and a noisy target.
type world struct {
	numbers [][]float32
	codes   [][]int32
	y       []float32
}

func newWorld(rows int, seed uint64) *world {
	r := rand.New(rand.NewPCG(seed, 1))
	w := &world{y: make([]float32, rows)}
	for range 9 {
		c := make([]float32, rows)
		for i := range c {
			c[i] = float32(r.NormFloat64())
			if r.Float64() < 0.1 {
				c[i] = float32(math.NaN())
			}
		}
		w.numbers = append(w.numbers, c)
	}
	for _, levels := range []int32{3, 40, 600} {
		c := make([]int32, rows)
		for i := range c {
			c[i] = r.Int32N(levels+1) - 1
		}
		w.codes = append(w.codes, c)
	}
	for i := range rows {
		s := 0.0
		for k, c := range w.numbers[:4] {
			if v := float64(c[i]); v == v {
				s += v * float64(k+1) / 4
			} else {
				s += 0.7
			}
		}
		s += float64((w.codes[0][i]*7+3)%5) + math.Sin(float64(w.codes[1][i])*2.4)
		w.y[i] = float32(max(0, s+r.NormFloat64()/2))
	}
	return w
}

func (w *world) dataset(t testing.TB, threads int) *Dataset {
	t.Helper()
	d := NewDataset(len(w.y), BinOptions{Threads: threads})
	for k, c := range w.numbers {
		must(t, d.AddNumeric("n"+string(rune('0'+k)), c))
	}
	for k, c := range w.codes {
		must(t, d.AddCategory("c"+string(rune('0'+k)), c))
	}
	return d
}

// columns are the raw columns in the order of the dataset.
func (w *world) columns() [][]float32 {
	out := append([][]float32(nil), w.numbers...)
	for _, codes := range w.codes {
		c := make([]float32, len(codes))
		for i, v := range codes {
			c[i] = float32(v)
			if v < 0 {
				c[i] = float32(math.NaN())
			}
		}
		out = append(out, c)
	}
	return out
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func train(t testing.TB, d *Dataset, target Target, p Params) *Model {
	t.Helper()
	m, err := Train(context.Background(), d, target, p, nil)
	must(t, err)
	return m
}

func predict(t testing.TB, m *Model, d *Dataset, offset []float32) []float32 {
	t.Helper()
	out, err := m.PredictBinned(d, offset, 1)
	must(t, err)
	return out
}

func saved(t testing.TB, m *Model) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, m.Save(&b))
	return b.Bytes()
}

var everyLoss = []struct {
	name string
	p    Params
}{
	{"L2", Params{Loss: L2}},
	{"Poisson", Params{Loss: Poisson}},
	{"Tweedie", Params{Loss: Tweedie, Power: 1.3}},
	{"Pinball", Params{Loss: Pinball, Quantile: 0.8}},
}

func TestSameModelWithAnyThreads(t *testing.T) {
	w := newWorld(120_000, 1) // enough rows for row-parallel histograms and partitions
	for _, c := range everyLoss {
		var want []byte
		for threads := 1; threads <= 3; threads++ {
			p := c.p
			p.Threads, p.Rounds, p.Leaves, p.RowFraction, p.ColumnFraction, p.Seed = threads, 3, 20, 0.8, 0.7, 5
			got := saved(t, train(t, w.dataset(t, threads), Target{Y: w.y}, p))
			if want == nil {
				want = got
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s: the model of %d threads differs from that of one", c.name, threads)
			}
		}
	}
}

func TestRawAndBinnedAndLoadedAgree(t *testing.T) {
	w := newWorld(6000, 2)
	d := w.dataset(t, 2)
	for _, c := range everyLoss {
		p := c.p
		p.Rounds = 20
		m := train(t, d, Target{Y: w.y}, p)
		want := predict(t, m, d, nil)
		loaded, err := Load(bytes.NewReader(saved(t, m)))
		must(t, err)
		raw, err := loaded.Predict(w.columns(), nil, 2)
		must(t, err)
		for i := range want {
			if raw[i] != want[i] {
				t.Fatalf("%s row %d: raw %v, binned %v", c.name, i, raw[i], want[i])
			}
		}
		if !bytes.Equal(saved(t, loaded), saved(t, m)) {
			t.Errorf("%s: a loaded model saves other bytes", c.name)
		}
	}
}

func TestDamagedModel(t *testing.T) {
	w := newWorld(500, 3)
	good := saved(t, train(t, w.dataset(t, 1), Target{Y: w.y}, Params{Rounds: 3}))
	for n := range len(good) {
		if _, err := Load(bytes.NewReader(good[:n])); err == nil {
			t.Fatalf("a file cut after %d of %d bytes was loaded", n, len(good))
		}
		bad := bytes.Clone(good)
		bad[n] ^= 0x40
		if _, err := Load(bytes.NewReader(bad)); err == nil {
			t.Fatalf("a file with byte %d changed was loaded", n)
		}
	}
	newer := bytes.Clone(good)
	newer[len(magic)] = 9
	if _, err := Load(bytes.NewReader(newer)); err == nil || !strings.Contains(err.Error(), "version 9") {
		t.Errorf("a newer version: %v", err)
	}
}
