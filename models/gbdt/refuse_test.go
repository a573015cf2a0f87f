package gbdt

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
)

func TestEdgeCases(t *testing.T) {
	nan := float32(math.NaN())
	column := func(values ...float32) *Dataset {
		d := NewDataset(len(values), BinOptions{})
		must(t, d.AddNumeric("x", values))
		return d
	}
	for _, c := range everyLoss {
		p := c.p
		p.MinLeaf, p.Rounds = 1, 5
		for name, x := range map[string][]float32{"one row": {3}, "all missing": {nan, nan, nan}, "constant column": {2, 2, 2}, "constant target": {1, 2, 3, 4, 5, 6, 7, 8}} {
			y := make([]float32, len(x))
			for i := range y {
				y[i] = 4
			}
			d := column(x...)
			for i, v := range predict(t, train(t, d, Target{Y: y}, p), d, nil) {
				if !near(float64(v), 4, 1e-5) {
					t.Errorf("%s, %s: prediction %d is %v, want 4", c.name, name, i, v)
				}
			}
		}
		d := column(1, 2, 3, 4)
		got := predict(t, train(t, d, Target{Y: []float32{0, 0, 0, 0}}, p), d, nil)
		if math.Abs(float64(got[0])) > 1e-6 {
			t.Errorf("%s: nothing was ever sold, the prediction is %v", c.name, got[0])
		}
	}
}

func TestRefusals(t *testing.T) {
	inf, nan := float32(math.Inf(1)), float32(math.NaN())
	d := NewDataset(3, BinOptions{})
	for name, err := range map[string]error{
		"infinity":    d.AddNumeric("x", []float32{1, inf, 2}),
		"too short":   d.AddNumeric("x", []float32{1}),
		"set on new":  d.SetNumeric("x", []float32{1, 2, 3}),
		"short codes": d.AddCategory("x", []int32{1}),
	} {
		if err == nil || !strings.Contains(err.Error(), `"x"`) {
			t.Errorf("%s: %v", name, err)
		}
	}
	must(t, d.AddNumeric("x", []float32{1, 2, 3}))
	like := d.Like(2)
	for name, err := range map[string]error{
		"twice":    d.AddNumeric("x", []float32{1, 2, 3}),
		"wrong":    like.SetNumeric("y", []float32{1, 2}),
		"kind":     like.SetCategory("x", []int32{1, 2}),
		"add":      like.AddNumeric("z", []float32{1, 2}),
		"length":   like.SetNumeric("x", []float32{1, 2, 3}),
		"infinity": like.SetNumeric("x", []float32{1, inf}),
		"no values": func() error {
			_, err := train(t, d, Target{Y: []float32{1, 2, 3}}, Params{}).PredictBinned(like, nil, 1)
			return err
		}(),
	} {
		if err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	good := []float32{1, 2, 3}
	for name, c := range map[string]struct {
		d *Dataset
		t Target
		p Params
	}{
		"no rows":           {NewDataset(0, BinOptions{}), Target{}, Params{}},
		"no columns":        {NewDataset(3, BinOptions{}), Target{Y: good}, Params{}},
		"short target":      {d, Target{Y: good[:2]}, Params{}},
		"short weights":     {d, Target{Y: good, Weight: good[:2]}, Params{}},
		"short offset":      {d, Target{Y: good, Offset: good[:2]}, Params{}},
		"zero weights":      {d, Target{Y: good, Weight: make([]float32, 3)}, Params{}},
		"negative weight":   {d, Target{Y: good, Weight: []float32{1, -1, 1}}, Params{}},
		"missing target":    {d, Target{Y: []float32{1, nan, 1}}, Params{}},
		"infinite target":   {d, Target{Y: []float32{1, inf, 1}}, Params{}},
		"infinite offset":   {d, Target{Y: good, Offset: []float32{1, inf, 1}}, Params{}},
		"negative target":   {d, Target{Y: []float32{1, -1, 1}}, Params{Loss: Tweedie}},
		"enormous target":   {d, Target{Y: []float32{3e38, -3e38, 1}}, Params{}},
		"unknown loss":      {d, Target{Y: good}, Params{Loss: 9}},
		"power":             {d, Target{Y: good}, Params{Loss: Tweedie, Power: 2}},
		"quantile":          {d, Target{Y: good}, Params{Loss: Pinball, Quantile: 1}},
		"leaves":            {d, Target{Y: good}, Params{Leaves: 1}},
		"learning rate":     {d, Target{Y: good}, Params{LearningRate: math.NaN()}},
		"unfilled matrix":   {like, Target{Y: good[:2]}, Params{}},
		"negative fraction": {d, Target{Y: good}, Params{RowFraction: -1}},
	} {
		if _, err := Train(context.Background(), c.d, c.t, c.p, nil); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
	other := NewDataset(3, BinOptions{MinPerBin: 1})
	must(t, other.AddNumeric("x", []float32{1, 2, 4}))
	if _, err := Train(context.Background(), d, Target{Y: good}, Params{}, &Validation{Data: other, Target: Target{Y: good}}); err == nil {
		t.Error("validation data with other bins was accepted")
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Train(ctx, d, Target{Y: good}, Params{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	m := train(t, d, Target{Y: good}, Params{})
	if _, err := m.Predict([][]float32{good, good}, nil, 1); err == nil {
		t.Error("two columns for one were accepted")
	}
}
