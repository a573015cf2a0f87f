package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// told draws days of gamma demand, of so large a shape, with quantiles told as if it was another.
func told(n int, seed uint64, shape, as float64, whole bool) []spot {
	rng := rand.New(rand.NewPCG(seed, 9))
	out := make([]spot, n)
	for i := range out {
		s := &out[i]
		s.h, s.whole, s.mean = 1+i%7, whole, math.Exp(1.5+0.8*rng.NormFloat64())
		s.y = distuv.Gamma{Alpha: shape, Beta: shape / s.mean, Src: rng}.Rand()
		if whole {
			s.y = distuv.Poisson{Lambda: s.y, Src: rng}.Rand()
		}
		for j, p := range Levels {
			s.q[j] = distuv.Gamma{Alpha: as, Beta: as / s.mean}.Quantile(p)
		}
	}
	return out
}

// inside is the share of fresh days within the outer quantiles, and their mean pinball loss.
func inside(c *calibration, fresh []spot) (share, loss float64) {
	for i := range fresh {
		s := &fresh[i]
		q := c.apply(s.q, s.mean, s.h, s.whole)
		if q[0] < 0 || !slices.IsSorted(q[:]) {
			panic("quantiles cross")
		}
		if s.y >= q[0] && s.y <= q[6] {
			share += 1 / float64(len(fresh))
		}
		for j := range q {
			loss += pinball(Levels[j], s.y, q[j]) / float64(len(fresh))
		}
	}
	return share, loss
}

// TestCalibrate: quantiles much too narrow, or too wide, get the coverage that they claim.
func TestCalibrate(t *testing.T) {
	for name, as := range map[string]float64{"too narrow": 16, "right": 4, "too wide": 1.5} {
		c, fresh := calibrate(told(4000, 1, 4, as, false), 7), told(4000, 2, 4, as, false)
		before, _ := inside(calibrate(nil, 7), fresh)
		after, _ := inside(c, fresh)
		if name != "right" && math.Abs(before-0.9) < 0.05 || math.Abs(after-0.9) > 0.02 {
			t.Errorf("%s: coverage of the 90 %% band from %.3f to %.3f", name, before, after)
		}
	}
}

// TestCalibrateFew: a few days correct nothing.
func TestCalibrateFew(t *testing.T) {
	few := told(leastDays-1, 3, 4, 30, true)
	c := calibrate(few, 7)
	for _, s := range few {
		if got := c.apply(s.q, s.mean, s.h, s.whole); got != s.q {
			t.Fatalf("%v becomes %v", s.q, got)
		}
	}
}

// TestRounding: quantiles of goods sold by the piece become whole, which comes nearer to what is sold; those of others do not.
func TestRounding(t *testing.T) {
	c, fresh := calibrate(told(8000, 4, 4, 4, true), 7), told(8000, 5, 4, 4, true)
	_, rounded := inside(c, fresh)
	plain := *c
	plain.round = [7]float64{}
	_, unrounded := inside(&plain, fresh)
	if rounded > 0.997*unrounded {
		t.Errorf("pinball loss %.4f of rounded quantiles, %.4f of others", rounded, unrounded)
	}
	for j, q := range c.apply(fresh[0].q, fresh[0].mean, 1, true) {
		if q != math.Trunc(q) {
			t.Errorf("quantile %d of goods sold by the piece is %v", j, q)
		}
	}
	if q := c.apply(fresh[0].q, fresh[0].mean, 1, false); q[6] == math.Trunc(q[6]) {
		t.Errorf("quantiles of goods sold by weight become whole: %v", q)
	}
}
