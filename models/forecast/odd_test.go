package forecast

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/linli-project/linli/models/forecast/history"
)

// run is one series of so many days.
func run(product string, start, days int, day func(d int) (sold, out float64)) []sale {
	var past []sale
	for d := range days {
		sold, out := day(d)
		past = append(past, sale{store: "s", product: product, kind: "k", day: monday + int32(start+d), sold: sold, out: out})
	}
	return past
}

// TestOddities: whatever comes, forecasts are numbers in order.
func TestOddities(t *testing.T) {
	constant := func(v float64) func(int) (float64, float64) { return func(int) (float64, float64) { return v, 0 } }
	for name, past := range map[string][]sale{
		"one day":          run("a", 0, 1, constant(3)),
		"a sale at last":   run("a", 0, 40, func(d int) (float64, float64) { return float64(max(0, d-38)), 0 }),
		"a sale at first":  run("a", 0, 40, func(d int) (float64, float64) { return float64(max(0, 1-d)), 0 }),
		"all out":          run("a", 0, 40, func(d int) (float64, float64) { return float64(d), 1 }),
		"out of late":      run("a", 0, 60, func(d int) (float64, float64) { return 5, float64(d / 30) }),
		"constant":         run("a", 0, 40, constant(5)),
		"huge":             run("a", 0, 40, func(d int) (float64, float64) { return 3e14 * float64(d%3), 0 }),
		"tiny":             run("a", 0, 40, func(d int) (float64, float64) { return 1e-9 * float64(d%5), 0 }),
		"negative":         run("a", 0, 40, func(d int) (float64, float64) { return float64(d%4) - 2, 0 }),
		"zeros and others": append(run("a", 0, 40, constant(0)), run("b", 0, 40, constant(2))...),
		"one all out":      append(run("a", 0, 40, func(int) (float64, float64) { return 0, 1 }), run("b", 0, 40, constant(2))...),
		"a late one":       append(run("a", 0, 40, constant(2)), run("b", 39, 1, constant(7))...),
		"an early one":     append(run("a", 0, 3, constant(2)), run("b", 30, 40, constant(7))...),
		"two years, rare":  run("a", 0, 730, func(d int) (float64, float64) { return float64(1 - min(1, d%50)), 0 }),
	} {
		h := build(t, past, nil)
		for _, horizon := range []int{1, 14} {
			rows, _, err := Forecast(t.Context(), h, Options{Horizon: horizon})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			valid(t, h, rows, len(h.Series), horizon)
		}
	}
}

// TestEnded: series that ended are counted and left out; where all have, nothing is forecast.
func TestEnded(t *testing.T) {
	constant := func(int) (float64, float64) { return 2, 0 }
	past := append(run("gone", 0, 3, constant), run("on", 0, 60, constant)...)
	rows, report, err := Forecast(t.Context(), build(t, past, nil), Options{Ended: 28})
	if err != nil || len(rows) != 7 || report.Ended != 1 || report.Series != 1 {
		t.Errorf("%d rows, %+v, %v", len(rows), report, err)
	}
	for _, r := range report.Rehearsed {
		if r.Days != 7 {
			t.Errorf("%d days are rehearsed from day %d, want those of the series that was not over by then", r.Days, r.Origin)
		}
	}
	past = append(run("gone", 0, 3, constant), run("never", 3, 60, func(int) (float64, float64) { return 0, 0 })...)
	if rows, report, err = Forecast(t.Context(), build(t, past, nil), Options{Ended: 28}); err != nil || len(rows) != 0 || report.Ended != 2 {
		t.Errorf("%d rows, %+v, %v; want none", len(rows), report, err)
	}
}

// TestRefuses: what cannot be forecast is said in one line.
func TestRefuses(t *testing.T) {
	h := build(t, run("a", 0, 30, func(int) (float64, float64) { return 1, 0 }), nil)
	zeros := build(t, run("a", 0, 30, func(int) (float64, float64) { return 0, 0 }), nil)
	roll := func(h *history.History, n int, o Options) error {
		_, err := Roll(t.Context(), h, n, o, func(Trial) {})
		return err
	}
	forecast := func(h *history.History, o Options) error {
		_, _, err := Forecast(t.Context(), h, o)
		return err
	}
	for want, err := range map[string]error{
		"a horizon of 91 days; 1 to 90 are supported":             forecast(h, Options{Horizon: 91}),
		"a horizon of -1 days":                                    forecast(h, Options{Horizon: -1}),
		"the history holds no sale":                               forecast(zeros, Options{}),
		"5 origins 7 days apart need 36 days of history, there a": roll(h, 5, Options{}),
		"a horizon of 400 days; 1 to 90":                          roll(h, 1, Options{Horizon: 400}),
		"from 2026-03-24: forecast: the history holds no sale":    roll(zeros, 1, Options{}),
	} {
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, _, err := Forecast(ctx, h, Options{}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v after the end of the context", err)
	}
}
