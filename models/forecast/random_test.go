package forecast

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestRandomHistories: small histories of all kinds.
func TestRandomHistories(t *testing.T) {
	for seed := range uint64(60) {
		rng := rand.New(rand.NewPCG(seed, 5))
		scale := math.Exp(3 * rng.NormFloat64())
		var past, ahead []sale
		length := 1 + rng.IntN(70)
		for p := range 1 + rng.IntN(8) {
			short := rng.Float64() * rng.Float64()
			if rng.IntN(6) == 0 {
				short = 1
			}
			rate := rng.Float64()
			start := rng.IntN(length)
			for d := start; d < length; d++ {
				if rng.Float64() > 0.9 {
					continue
				}
				x := sale{store: fmt.Sprint("s", p%2), product: fmt.Sprint("p", p), kind: fmt.Sprint("k", p%3), day: monday + int32(d), promo: rng.NormFloat64()}
				if rng.Float64() < rate {
					x.sold = scale * rng.ExpFloat64() * float64(rng.IntN(3))
				}
				if seed%2 == 0 {
					x.sold = math.Round(x.sold)
				}
				if rng.Float64() < short {
					x.out = rng.Float64()
				}
				switch rng.IntN(60) {
				case 0:
					x.sold = []float64{math.NaN(), math.Inf(1), -3, 1e14, 1e300}[rng.IntN(5)]
				case 1:
					x.promo = []float64{math.NaN(), math.Inf(-1), 1e39, 3e38, -3e38}[rng.IntN(5)]
				}
				past = append(past, x)
			}
		}
		if len(past) == 0 {
			continue
		}
		horizon := 1 + rng.IntN(20)
		last := int32(math.MinInt32)
		for _, x := range past {
			last = max(last, x.day)
		}
		for k := range horizon {
			ahead = append(ahead, sale{store: fmt.Sprint("s", rng.IntN(3)), product: "new", kind: "k9", day: last + int32(k) + 1, promo: rng.NormFloat64()})
		}
		h := build(t, past, ahead)
		rows, _, err := Forecast(t.Context(), h, Options{Horizon: horizon})
		if err != nil {
			if !strings.Contains(err.Error(), "holds no sale") {
				t.Errorf("seed %d: %v", seed, err)
			}
			continue
		}
		valid(t, h, rows, len(h.Series), horizon)
	}
}

// TestBoostedOddities: the boosted model meets series of all kinds: few and long ones, and many with numbers that are no numbers.
func TestBoostedOddities(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 7))
	odd := func(series, days int) (past []sale) {
		for p := range series {
			rate, start := rng.Float64(), rng.IntN(days-20)
			if p == 0 {
				start = 0
			}
			for d := start; d < days; d++ {
				x := sale{store: fmt.Sprint("s", p%3), product: fmt.Sprintf("p%02d", p), kind: fmt.Sprint("k", p%4), day: monday + int32(d), promo: 1 + 9*rng.Float64()}
				if rng.Float64() < rate {
					x.sold = math.Floor(5 * rng.ExpFloat64())
				}
				if p == 5 || rng.IntN(20) == 0 {
					x.out = 1
				}
				switch rng.IntN(40) {
				case 0:
					x.sold = []float64{math.NaN(), math.Inf(1), -3, 1e14}[rng.IntN(4)]
				case 1:
					x.promo = []float64{math.NaN(), math.Inf(-1), 3e38, 0}[rng.IntN(4)]
				}
				past = append(past, x)
			}
		}
		return past
	}
	for name, c := range map[string]struct {
		past    []sale
		horizon int
	}{"many": {odd(40, 60), 7}, "few and long": {odd(5, 500), 28}, "one": {odd(1, 800), 90}} {
		h := build(t, c.past, nil)
		rows, report, err := Forecast(t.Context(), h, Options{Horizon: c.horizon, Rows: 9000})
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if report.Boosted != (name != "one") {
			t.Errorf("%s: boosted %t", name, report.Boosted)
		}
		valid(t, h, rows, len(h.Series), c.horizon)
	}
}
