package forecast

import (
	"math"

	"github.com/linli-project/linli/models/forecast/history"
)

// rows are the final forecasts.
func (f *forecaster) rows(c *cast, w shares, cal *calibration) []Row {
	out := make([]Row, 0, len(c.series)*f.o.Horizon)
	around := f.ground.Around(c.origin)
	for k, i := range c.series {
		s := &f.h.Series[i]
		share := w[segmentOf(s, c.origin)]
		for h := range f.o.Horizon {
			r := Row{StoreID: s.Store, ProductID: s.Product, Day: history.TimeOf(c.origin + int32(h) + 1), Horizon: uint8(h + 1), Naive: float64(c.naive[k][h])}
			r.Mean = c.blend(k, h, share)
			ratio := wide
			if c.ratio[k] != nil {
				ratio = c.ratio[k][h]
			}
			if r.Mean < 0 {
				r.Mean, ratio = around(i, h+1), wide
			}
			var q [7]float64
			for j := range q {
				q[j] = r.Mean * float64(ratio[j])
			}
			setQuantiles(&r, cal.apply(q, r.Mean, h+1, f.whole[i]))
			out = append(out, r)
		}
	}
	return out
}

// wide are the quantiles over the mean of an exponential distribution: for series of which nobody knows anything.
var wide = func() (q [7]float32) {
	for j, p := range Levels {
		q[j] = float32(-math.Log(1 - p))
	}
	return q
}()

// judge notes how well the corrected blend did in rehearsal. It was fitted there, so this flatters a little.
func (f *forecaster) judge(casts []*cast, w shares, cal *calibration) {
	for _, c := range casts {
		var scores []ScoreRow
		for k, i := range c.series {
			s := &f.h.Series[i]
			share := w[segmentOf(s, c.origin)]
			for h := range f.o.Horizon {
				day := c.origin + int32(h) + 1
				y, ok := s.At(day)
				mean := c.blend(k, h, share)
				if !ok || day > f.h.Last || c.ratio[k] == nil || mean < 0 {
					continue
				}
				var q [7]float64
				for j := range q {
					q[j] = mean * float64(c.ratio[k][h][j])
				}
				r := Row{StoreID: s.Store, ProductID: s.Product, Day: history.TimeOf(day), Horizon: uint8(h + 1), Mean: mean, Naive: float64(c.naive[k][h])}
				setQuantiles(&r, cal.apply(q, mean, h+1, f.whole[i]))
				scores = append(scores, score(&r, float64(y), 0))
			}
		}
		f.report.Rehearsed = append(f.report.Rehearsed, Rehearsal{c.origin, Summarize(scores)})
	}
}

// release lets go of models that are not used any more.
func (f *forecaster) release(casts []*cast) {
	for _, c := range casts {
		c.model, c.mean, c.ratio = nil, nil, nil
	}
}

// tell completes the report.
func (f *forecaster) tell(w shares, final *cast) {
	for g, name := range segmentNames {
		for m, member := range memberNames() {
			if w[g][m] >= 0.005 {
				f.report.Weights = append(f.report.Weights, Weight{name, member, w[g][m]})
			}
		}
	}
	if f.report.Boosted = final.model != nil; f.report.Boosted {
		gains := final.model.Importance()
		total := math.SmallestNonzeroFloat64
		for _, g := range gains {
			total += g.Gain
		}
		for _, g := range gains {
			f.report.Gains = append(f.report.Gains, Gain{g.Feature, g.Gain / total})
		}
	}
}
