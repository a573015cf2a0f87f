package boost

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/linli-project/linli/models/forecast/history"
)

const monday = int32(20_514) // 2026-03-02

// world makes a history of dense series with a weekday profile; day gives the sales and the hours out of stock of day d of a product in a store.
func world(stores, products, days, ahead int, day func(s, p, d int) (sold, out float32)) *history.History {
	h := &history.History{First: monday, Last: monday + int32(days) - 1, Ahead: ahead, Known: []string{"x_price"},
		Static: []history.Static{{Name: "c_kind", Levels: []string{"fruit", "milk"}}, {Name: "c_city", Levels: []string{"here", "there"}}}}
	for s := range stores {
		for p := range products {
			x := history.Series{Store: fmt.Sprintf("s%02d", s), Product: fmt.Sprintf("p%02d", p), Start: monday, Known: make([][]float32, 1)}
			for d := range days + ahead {
				x.Known[0] = append(x.Known[0], float32(1+p+d%3))
				if d < days {
					sold, out := day(s, p, d)
					x.Sold, x.Out = append(x.Sold, sold), append(x.Out, out)
				}
			}
			h.Series = append(h.Series, x)
			h.Static[0].Codes = append(h.Static[0].Codes, int32(p%2))
			h.Static[1].Codes = append(h.Static[1].Codes, int32(s%2))
		}
	}
	return h
}

var shape = [7]float64{0.8, 0.8, 0.85, 0.9, 1.1, 1.4, 1.15} // Monday first

// noisy draws days around level × shape.
func noisy(seed uint64, level func(s, p int) float64) func(s, p, d int) (float32, float32) {
	rng := rand.New(rand.NewPCG(seed, 0))
	return func(s, p, d int) (float32, float32) {
		out := float32(0)
		if rng.IntN(12) == 0 {
			out = 0.25
		}
		return float32(math.Round(level(s, p) * shape[d%7] * (0.5 + rng.Float64()))), out
	}
}
