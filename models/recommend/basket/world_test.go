package basket

import (
	"math/rand/v2"
	"testing"
)

const (
	worldItems = 120
	kinds      = 4
)

// world is users of four kinds. Each has six habits, items of the kind that are bought about every second to sixth basket, and now and then takes
// another item of the kind, or any. The last basket is the next one.
func world(t testing.TB, users int, days bool) (l *Log, next [][]int32) {
	t.Helper()
	r := rand.New(rand.NewPCG(7, uint64(users)))
	l = NewLog(worldItems, days)
	for u := range users {
		kind := u % kinds
		ofKind := func() int32 { return int32(kind*worldItems/kinds + r.IntN(worldItems/kinds)) }
		var habits [6]int32
		var every [6]int
		for k := range habits {
			habits[k], every[k] = ofKind(), 2+r.IntN(5)
		}
		n := 4 + r.IntN(20)
		baskets, when := make([][]int32, 0, n), make([]int32, 0, n)
		day := int32(0)
		for b := range n {
			var goods []int32
			for k, h := range habits {
				if (b+k)%every[k] == 0 && r.Float64() < 0.85 {
					goods = append(goods, h)
				}
			}
			if r.Float64() < 0.5 {
				goods = append(goods, ofKind())
			}
			if r.Float64() < 0.3 || len(goods) == 0 {
				goods = append(goods, int32(r.IntN(worldItems)))
			}
			day += 1 + r.Int32N(5)
			baskets, when = append(baskets, goods), append(when, day)
		}
		if !days {
			when = nil
		} else {
			when = when[:n-1]
		}
		if err := l.Add(baskets[:n-1], when); err != nil {
			t.Fatal(err)
		}
		next = append(next, distinct(baskets[n-1]))
	}
	return l, next
}

func distinct(goods []int32) (out []int32) {
	return Fill(nil, goods, len(goods))
}

func numbers(from, to int) (out []int32) {
	for u := from; u < to; u++ {
		out = append(out, int32(u))
	}
	return out
}
