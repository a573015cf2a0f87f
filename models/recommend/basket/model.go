package basket

import (
	"cmp"
	"runtime"

	"github.com/linli-project/linli/models/gbdt"
)

// Options of a model. Zero values take the defaults in brackets.
type Options struct {
	Fade    float64 // weight of a basket against that of the next one in the long memory of taste, 0 to 1 [0.9]
	Lately  float64 // the same in the short memory; as Fade: there is only one, which saves a third of the time [0.5]
	Few     int     // nearest neighbours [50]
	Many    int     // and more of them [300]
	Posts   int     // pairs of a user and a buyer of the same item that are looked at to find them [25000]
	Own     int     // candidates: own items at most [200]
	Each    int     // candidates of each other view [40]
	Even    float64 // worth of a hit, (1/size of the basket)^Even: 0 ranks by probability, 1 by what recall averages [0]
	Thin    int     // of the candidates neither bought before nor next, the ranker learns from one in so many [3]
	Leaves  int     // of a tree of the ranker [31]
	Rounds  int     // trees [150]
	Rate    float64 // learning rate [0.08]
	Hold    float64 // share of the next baskets that is held out to stop by [0]
	Bags    int     // rankers that are averaged [1]
	Blend   float64 // weight of the user's own habit where too few next baskets are known to learn from [0.5]
	Seed    uint64
	Threads int // 0: one per core; nothing depends on it
}

func (o Options) defaults() Options {
	o.Fade, o.Lately = cmp.Or(o.Fade, 0.9), cmp.Or(o.Lately, 0.5)
	o.Few, o.Many = cmp.Or(o.Few, 50), cmp.Or(o.Many, 300)
	o.Posts = cmp.Or(o.Posts, 25_000)
	o.Own, o.Each = cmp.Or(o.Own, 200), cmp.Or(o.Each, 40)
	o.Leaves, o.Rounds, o.Rate = cmp.Or(o.Leaves, 31), cmp.Or(o.Rounds, 150), cmp.Or(o.Rate, 0.08)
	o.Thin = cmp.Or(o.Thin, 3)
	o.Bags, o.Blend = cmp.Or(o.Bags, 1), cmp.Or(o.Blend, 0.5)
	o.Threads = cmp.Or(o.Threads, runtime.GOMAXPROCS(0))
	return o
}

// Model ranks what users will buy next. It may be used from several goroutines.
type Model struct {
	o         Options
	crowd     *crowd // compared by the long memory
	lately    *crowd // compared by the short one
	items     *items
	together  [][]partner
	follow    [][]partner
	meanPrior float32
	ranker    []*gbdt.Model // none: habit and neighbours are blended
}

const folds = 10

// Prepare counts what a crowd bought and, of users whose next basket is given (not empty), what they bought next. The model then
// ranks by a blend of habit and neighbours until it has learned.
func Prepare(l *Log, next [][]int32, o Options) *Model {
	o = o.defaults()
	fades := [2]float64{o.Fade, o.Lately}
	m := &Model{o: o, crowd: newCrowd(l, next, fades, 0)}
	m.lately = m.crowd
	if o.Lately != o.Fade {
		m.lately = newCrowd(l, next, fades, 1)
	}
	m.items = newItems(m.crowd, folds)
	m.together, m.follow = m.crowd.together(), m.crowd.follow()
	var prior, buyers float64
	for i, n := range m.items.buyers {
		prior += float64(m.items.prior[i] * n)
		buyers += float64(n)
	}
	m.meanPrior = float32(prior / max(buyers, 1e-9))
	return m
}

// blend adds up what is the user's habit and what the neighbours buy: TIFU-KNN with a repeat prior. Where both are silent, what sells
// better comes first.
func (m *Model) blend(x *matrix, own float64) []float32 {
	out := make([]float32, len(x.items))
	a := float32(own)
	for r := range out {
		out[r] = (1-a)*x.columns[columnNear][r] + 1e-4*x.columns[columnBought][r]
		if h := x.columns[columnHabit][r]; h == h && m.meanPrior > 0 {
			out[r] += a * h / m.meanPrior
		}
	}
	return out
}

// score ranks the rows.
func (m *Model) score(x *matrix, threads int) ([]float32, error) {
	if len(m.ranker) == 0 {
		return m.blend(x, m.o.Blend), nil
	}
	var sum []float32
	for _, r := range m.ranker {
		y, err := r.Predict(x.columns, nil, threads)
		if err != nil {
			return nil, err
		}
		if sum == nil {
			sum = y
			continue
		}
		for i := range y {
			sum[i] += y[i]
		}
	}
	for i := range sum {
		sum[i] /= float32(len(m.ranker))
	}
	return sum, nil
}
