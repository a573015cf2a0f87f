package gbdt

import (
	"testing"

	"go.uber.org/goleak"
)

// Jobs of all sizes, many of them over before a sleeping thread has noticed: each task must be done once, by the time
// that tasks returns.
func TestPoolDoesEachTaskOnce(t *testing.T) {
	defer goleak.VerifyNone(t)
	p := newPool(4)
	defer p.close()
	for trial := range 3000 {
		n := trial % 70
		done := make([]int, n)
		p.tasks(n, func(_, k int) { done[k]++ })
		for k, c := range done {
			if c != 1 {
				t.Fatalf("trial %d: task %d of %d was done %d times", trial, k, n, c)
			}
		}
	}
}

func TestBinsKeepTheOrder(t *testing.T) {
	w := newWorld(5000, 10)
	d := w.dataset(t, 2)
	for k, values := range w.numbers {
		f := d.features[k]
		for i, v := range values {
			want := uint8(0)
			if v == v {
				want = 1
				for _, e := range f.edges {
					if v > e {
						want++
					}
				}
			}
			if got := d.columns[k][i]; got != want {
				t.Fatalf("%s: %v is in bin %d, counting edges gives %d", f.name, v, got, want)
			}
		}
		var count [256]int
		for _, b := range d.columns[k] {
			count[b]++
		}
		for b := 1; b < f.bins; b++ {
			if count[b] < 3 || count[b] > 60 { // 4500 values in 255 bins
				t.Errorf("%s: bin %d holds %d values", f.name, b, count[b])
			}
		}
	}
}

// The packed scan must find the best cut of all, with missing values on either side.
func TestScanAgainstTryingAll(t *testing.T) {
	for trial := range uint64(500) {
		var h bins
		count := 3 + int(mix(trial)%20)
		total := int64(0)
		for b := range count {
			r := mix(trial<<8 + uint64(b))
			if r%5 > 0 {
				h[b] = (int64(r>>8%2001)-1000)<<32 + int64(r>>32%50)
			}
			total += h[b]
		}
		l := limits{hessian: 20, ridge: 3}
		gain := func(left int64) float64 {
			if packedHessian(left) < l.hessian || packedHessian(total-left) < l.hessian {
				return 0
			}
			return parent(left, l.ridge) + parent(total-left, l.ridge) - parent(total, l.ridge)
		}
		best, acc := 0.0, int64(0)
		for b := 1; b < count; b++ {
			acc += h[b]
			best = max(best, gain(acc), gain(acc+h[0]))
		}
		s := numeric(&h, count, total, &l)
		var left int64
		for b := range count {
			if s.rule.left(uint8(b)) {
				left += h[b]
			}
		}
		if !near(s.gain, best, 1e-9) || s.gain > 0 && left != s.left {
			t.Fatalf("trial %d: gain %v, best %v; the rule sends %d left, not %d", trial, s.gain, best, left, s.left)
		}
	}
}
