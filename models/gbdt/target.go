package gbdt

import (
	"fmt"
	"math"
	"runtime"
)

// Target is what the rows of a dataset are to predict.
type Target struct {
	Y      []float32
	Weight []float32 // nil: 1; rows of weight 0 do not count
	Offset []float32 // nil: 0; added to the score, e.g. the logarithm of a base forecast
}

// Validation is data that early stopping and Progress look at.
type Validation struct {
	Data   *Dataset
	Target Target
}

func (t Target) weight(i int) float64 {
	if t.Weight == nil {
		return 1
	}
	return float64(t.Weight[i])
}

func (t Target) offset(i int) float64 {
	if t.Offset == nil {
		return 0
	}
	return float64(t.Offset[i])
}

// check refuses targets that cannot be learned.
func (t Target) check(d *Dataset, o objective) error {
	if err := d.complete(); err != nil {
		return err
	}
	n := d.rows
	if n == 0 {
		return fmt.Errorf("the dataset has no rows")
	}
	if len(t.Y) != n || t.Weight != nil && len(t.Weight) != n || t.Offset != nil && len(t.Offset) != n {
		return fmt.Errorf("target has %d values, %d weights and %d offsets for %d rows: give one per row", len(t.Y), len(t.Weight), len(t.Offset), n)
	}
	total := 0.0
	for i, y := range t.Y {
		w := t.weight(i)
		if !(w >= 0) || math.IsInf(w, 0) {
			return fmt.Errorf("row %d: weight %v is not a number from 0 up", i, w)
		}
		if off := t.offset(i); math.IsNaN(off) || math.IsInf(off, 0) {
			return fmt.Errorf("row %d: offset %v is not a finite number", i, off)
		}
		total += w
		if math.IsNaN(float64(y)) || math.IsInf(float64(y), 0) {
			return fmt.Errorf("row %d: target %v is not a finite number: leave such rows out", i, y)
		}
		if o.logLink() && y < 0 {
			return fmt.Errorf("row %d: target %v is negative, which this loss cannot learn: use 0 or the L2 loss", i, y)
		}
	}
	if total <= 0 {
		return fmt.Errorf("all %d weights are zero: nothing to learn", n)
	}
	return nil
}

// base is the best constant score.
func (o objective) base(t Target) float64 {
	var a, b float64
	switch o.loss {
	case L2:
		for i, y := range t.Y {
			w := t.weight(i)
			a += w * (float64(y) - t.offset(i))
			b += w
		}
		return a / b
	case Pinball:
		keys, rows := make([]int32, len(t.Y)), make([]int32, len(t.Y))
		for i, y := range t.Y {
			keys[i], rows[i] = orderKey(float32(float64(y)-t.offset(i))), int32(i)
		}
		var s selector
		return float64(s.quantile(keys, rows, t.Weight, o.quantile))
	}
	for i, y := range t.Y {
		w, off := t.weight(i), min(max(t.offset(i), -maxScore), maxScore)
		a += w * float64(y) * math.Exp((1-o.power)*off)
		b += w * math.Exp((2-o.power)*off)
	}
	return math.Log(max(a/b, 1e-9))
}

// fill sets scores to a constant plus the offset.
func (t Target) fill(score []float64, base float64) {
	for i := range score {
		score[i] = base + t.offset(i)
	}
}

// threadCount is the default for callers that leave it 0.
func threadCount(n int) int {
	if n <= 0 {
		return runtime.GOMAXPROCS(0)
	}
	return n
}
