package household

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// sample draws households of two kinds, a share of them of the first, who buy the first half of the goods a times as often as the others do.
func sample(n int, share, a float64, columns int, rng *rand.Rand) (*Table, []string) {
	t := &Table{Rows: n, Blocks: []Block{{Name: "goods", Columns: columns, Shares: true}, {Name: "noise", Columns: 4}}}
	labels := make([]string, n)
	for i := range n {
		labels[i] = "b"
		if rng.Float64() < share {
			labels[i] = "a"
		}
		counts := make([]float64, columns)
		for range 10 + rng.IntN(20) {
			j := rng.IntN(columns)
			if (j < columns/2) != (labels[i] == "a") && rng.Float64() > 1/a {
				j = (j + columns/2) % columns
			}
			counts[j]++
		}
		t.Blocks[0].Counts = append(t.Blocks[0].Counts, counts...)
		for range 4 {
			t.Blocks[1].Counts = append(t.Blocks[1].Counts, float64(rng.IntN(5)))
		}
	}
	return t, labels
}

// TestLeaveOneOut: the scores that need no refitting are those of refitting without the row.
func TestLeaveOneOut(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 0))
	for _, columns := range []int{6, 80} { // fewer and more columns than rows
		const n, lambda = 30, 2.
		x, y := mat.NewDense(n, columns, nil), mat.NewDense(n, 1, nil)
		for i := range n {
			for j := range columns {
				x.Set(i, j, rng.NormFloat64())
			}
			y.Set(i, 0, x.At(i, 0)+rng.NormFloat64())
		}
		centred, about := centredAll(x, y, -1)
		u, values, err := newBases([]*mat.Dense{centred}).of([]float64{1})
		if err != nil {
			t.Fatal(err)
		}
		mean := y.At(0, 0) - about.At(0, 0)
		var uy mat.Dense
		uy.Mul(u.T(), about)
		_, loo := leaveOneOut(u, &uy, values, about, lambda)
		for out := range 5 {
			rest, restY := centredAll(x, y, out)
			var a, b, w mat.Dense
			a.Mul(rest.T(), rest)
			for j := range columns {
				a.Set(j, j, a.At(j, j)+lambda)
			}
			b.Mul(rest.T(), restY)
			if err := w.Solve(&a, &b); err != nil {
				t.Fatal(err)
			}
			want, first := 0.0, 0 // the first row that is left, for the means
			if out == 0 {
				first = 1
			}
			at := 0 // its place among the rest
			for j := range columns {
				want += (x.At(out, j) - (x.At(first, j) - rest.At(at, j))) * w.At(j, 0)
			}
			want += y.At(first, 0) - restY.At(at, 0)
			if got := loo.At(out, 0) + mean; math.Abs(got-want) > 1e-6 {
				t.Errorf("%d columns, row %d: left out it scores %.6f, refitted %.6f", columns, out, got, want)
			}
		}
	}
}

// centredAll takes out a row and the means of the rest.
func centredAll(x, y *mat.Dense, without int) (*mat.Dense, *mat.Dense) {
	n, columns := x.Dims()
	var rows []int
	for i := range n {
		if i != without {
			rows = append(rows, i)
		}
	}
	a, b := mat.NewDense(len(rows), columns, nil), mat.NewDense(len(rows), 1, nil)
	for k, i := range rows {
		a.SetRow(k, x.RawRowView(i))
		b.Set(k, 0, y.At(i, 0))
	}
	for _, m := range []*mat.Dense{a, b} {
		r, c := m.Dims()
		for j := range c {
			mean := mat.Sum(m.ColView(j)) / float64(r)
			for i := range r {
				m.Set(i, j, m.At(i, j)-mean)
			}
		}
	}
	return a, b
}

// TestSolveIsTheChosen: what is fitted with everything given is what was chosen.
func TestSolveIsTheChosen(t *testing.T) {
	for _, columns := range []int{8, 200} {
		x, labels := sample(60, .5, 2, columns, rand.New(rand.NewPCG(2, 0)))
		kinds := []string{"a", "b"}
		kind := make([]int, len(labels))
		for i, l := range labels {
			kind[i] = slices.Index(kinds, l)
		}
		chosen, err := train(x, kind, 2, nil)
		if err != nil {
			t.Fatal(err)
		}
		again, err := train(x, kind, 2, &fixed{chosen.ridge, chosen.weight})
		if err != nil {
			t.Fatal(err)
		}
		a, b := chosen.scores(x), again.scores(x)
		if !mat.EqualApprox(a, b, 1e-6) {
			t.Errorf("%d columns: other scores", columns)
		}
	}
}

// TestShiftedMixes: communities whose mix is far from that of the labelled are told nearly without bias, where sums of probabilities are not.
func TestShiftedMixes(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 0))
	x, labels := sample(400, .5, 1.6, 20, rng)
	c, err := Train(x, labels, Options{Resample: 5, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	e := NewEstimator(c)
	truth := map[string]float64{}
	var sum, held float64
	for g := range 40 {
		share := .05 + .9*float64(g)/39
		table, said := sample(120, share, 1.6, 20, rng)
		name := fmt.Sprintf("g%02d", g)
		group, none := make([]string, 120), make([]string, 120)
		p := c.Posterior(table)
		mean := 0.0
		for i := range group {
			group[i] = name
			mean += p.At(i, 0) / 120
			if said[i] == "a" {
				truth[name] += 1.0 / 120
			}
		}
		sum += math.Abs(mean-truth[name]) / 40
		if err := e.Add(table, group, none); err != nil {
			t.Fatal(err)
		}
	}
	small, _ := sample(MinBuyers-1, .5, 1.6, 20, rng)
	if err := e.Add(small, slices.Repeat([]string{"small"}, MinBuyers-1), make([]string, MinBuyers-1)); err != nil {
		t.Fatal(err)
	}
	r := e.Estimate()
	ours := 0.0
	for _, m := range r.Groups {
		ours += math.Abs(m.Share[0]-truth[m.Group]) / 40
		if m.Low[0] <= truth[m.Group] && truth[m.Group] <= m.High[0] {
			held++
		}
		if math.Abs(m.Share[0]+m.Share[1]-1) > 1e-9 {
			t.Errorf("%s: shares %v", m.Group, m.Share)
		}
	}
	if len(r.Groups) != 40 || ours > .5*sum || ours > .07 {
		t.Errorf("%d groups, error %.3f, of summed probabilities %.3f", len(r.Groups), ours, sum)
	}
	if held < 24 {
		t.Errorf("80 %% intervals hold %v of 40", held)
	}
}

// TestAlike: groups that hardly differ are told about the average, better than by what their households look like alone.
func TestAlike(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 1))
	x, labels := sample(300, .3, 1.15, 20, rng)
	c, err := Train(x, labels, Options{Resample: 6})
	if err != nil {
		t.Fatal(err)
	}
	e := NewEstimator(c)
	truth := map[string]float64{}
	for g := range 30 {
		table, said := sample(60, .3, 1.15, 20, rng)
		name := fmt.Sprintf("g%02d", g)
		for _, l := range said {
			if l == "a" {
				truth[name] += 1.0 / 60
			}
		}
		if err := e.Add(table, slices.Repeat([]string{name}, 60), make([]string, 60)); err != nil {
			t.Fatal(err)
		}
	}
	ours, alone, held := 0.0, 0.0, 0
	r := e.Estimate()
	for g, m := range r.Groups {
		rows := make([]int, 60)
		for i := range rows {
			rows[i] = 60*g + i
		}
		ours += math.Abs(m.Share[0]-truth[m.Group]) / 30
		alone += math.Abs(e.mixOf(0, rows, []float64{.5, .5}, 1)[0]-truth[m.Group]) / 30
		if m.Low[0] <= truth[m.Group] && truth[m.Group] <= m.High[0] {
			held++
		}
	}
	if ours > .07 || ours > .7*alone || held < 20 {
		t.Errorf("error %.3f, of EM alone %.3f, %d of 30 intervals hold; strength %.0f", ours, alone, held, r.Strength)
	}
}

// TestLabelsCount: households that told their kind count as what they told.
func TestLabelsCount(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 0))
	x, labels := sample(300, .3, 1.15, 20, rng)
	c, err := Train(x, labels, Options{})
	if err != nil {
		t.Fatal(err)
	}
	e := NewEstimator(c)
	table, _ := sample(60, .3, 1.15, 20, rng)
	if err := e.Add(table, slices.Repeat([]string{"told"}, 60), slices.Repeat([]string{"a", "a", "a", "b"}, 15)); err != nil {
		t.Fatal(err)
	}
	if m := e.Estimate().Groups[0]; math.Abs(m.Share[0]-.75) > .02 || m.High[0]-m.Low[0] > .05 {
		t.Errorf("three in four told a: %+v", m)
	}
}

func TestFewLabels(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 0))
	x, labels := sample(100, .5, 2, 10, rng)
	once := slices.Clone(labels)
	once[7], once[9] = "castle", "ship"
	c, err := Train(x, once, Options{})
	if err != nil || !slices.Equal(c.Kinds, []string{"a", "b"}) || c.Labels != 98 {
		t.Errorf("kinds that were told once: %+v, %v", c, err)
	}
	for i := range 12 {
		once[i] = fmt.Sprint("rare", i%3)
	}
	if c, err = Train(x, once, Options{}); err != nil || !slices.Equal(c.Kinds, []string{"a", "b", Other}) {
		t.Errorf("three rare kinds: %+v, %v", c, err)
	}
	for name, said := range map[string][]string{"one kind": slices.Repeat([]string{"a"}, 100), "no label": make([]string, 100),
		"two few": append(slices.Repeat([]string{"a", "b"}, 10), make([]string, 80)...)} {
		if _, err := Train(x, said, Options{}); !errors.Is(err, ErrFewLabels) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRefuses(t *testing.T) {
	x, labels := sample(50, .5, 2, 10, rand.New(rand.NewPCG(6, 0)))
	bad := *x
	bad.Blocks = slices.Clone(x.Blocks)
	bad.Blocks[1].Counts = slices.Clone(x.Blocks[1].Counts)
	bad.Blocks[1].Counts[9] = math.NaN()
	for want, err := range map[string]error{
		"block noise, row 2":    second(Train(&bad, labels, Options{})),
		"49 labels for 50 rows": second(Train(x, labels[1:], Options{})),
		"no block":              second(Train(&Table{Rows: 50}, labels, Options{})),
		"for 51 rows":           second(Train(&Table{Rows: 51, Blocks: x.Blocks}, append(labels, "a"), Options{})),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	if _, err := CrossValidate(context.Background(), x, labels, "c", nil, CrossOptions{}); !errors.Is(err, ErrFewLabels) {
		t.Errorf("a kind that nobody is: %v", err)
	}
}

func second[T any](_ T, err error) error { return err }

func TestCrossValidate(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 0))
	o := CrossOptions{Repeats: 1, Resample: 3, Groups: 4, Seed: 1}
	x, labels := sample(200, .4, 1.5, 20, rng)
	store := slices.Repeat([]string{"s1", "s2"}, 100)
	q, err := CrossValidate(t.Context(), x, labels, "a", store, o)
	if err != nil || q.AUC < .75 || q.Low > q.AUC || q.High < q.AUC || q.LogLoss > q.BaseLoss-.05 || len(q.Mixes) != 4 || q.Mixes[1].Ours > .7*q.Mixes[1].Average || q.Mixes[2].Ours > .6*q.Mixes[2].Average {
		t.Errorf("kinds that differ: %+v, %v", q, err)
	}
	if again, err := CrossValidate(t.Context(), x, labels, "a", store, o); err != nil || fmt.Sprint(again) != fmt.Sprint(q) {
		t.Errorf("another result of the same seed: %v", err)
	}
	rng.Shuffle(len(labels), func(i, j int) { labels[i], labels[j] = labels[j], labels[i] })
	if q, err = CrossValidate(t.Context(), x, labels, "a", store, o); err != nil || math.Abs(q.AUC-.5) > .12 || q.LogLoss < q.BaseLoss-.02 {
		t.Errorf("labels at random: %+v, %v", q, err)
	}
}

func TestAUC(t *testing.T) {
	if a := auc([]float64{1, 2, 3, 4}, []bool{false, false, true, true}); a != 1 {
		t.Errorf("all in order: %v", a)
	}
	if a := auc([]float64{1, 1, 1, 2}, []bool{false, true, false, true}); a != .75 {
		t.Errorf("with equals: %v", a)
	}
	if a := auc([]float64{1}, []bool{true}); !math.IsNaN(a) {
		t.Errorf("one kind only: %v", a)
	}
}
