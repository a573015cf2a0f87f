package basket

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/linli-project/linli/models/gbdt"
)

// Task is users with next baskets to learn from, and others to choose the settings by.
type Task struct {
	Log   *Log
	Next  [][]int32 // of each user of the log; nil where it is not known, and for users that are to be told
	Train []int32
	Valid []int32
}

// Report says what was chosen, and how.
type Report struct {
	Options Options
	Learned int   // next baskets that the final ranker learned from
	Tries   []Try // in the order of trying
	Blend   bool  // no ranker: too few next baskets, or it was beaten
	Beaten  bool  // on Valid habit and neighbours were better than the ranker
	Habit   Try   // the best that habit and neighbours came to there, with memories of their own
	Ranker  Score // what the ranker came to there
}

// Try is one setting with what it came to on the users of Valid.
type Try struct {
	Options Options
	Score   Score // of the first 10
}

const (
	tryUsers  = 1500      // that a try of the memories learns from
	tryRounds = 40        // trees of such a try
	maxRows   = 3_000_000 // of candidates that a ranker learns from
)

// Fit chooses memories, neighbours and trees on Valid, having learned from Train, and then learns from both. The same task and
// seed give the same model, whatever the number of threads.
func Fit(ctx context.Context, t Task, o Options, progress func(stage string, done, of int)) (*Model, Report, error) {
	if progress == nil {
		progress = func(string, int, int) {}
	}
	o = o.defaults()
	known := func(users []int32) (out []int32) {
		for _, u := range users {
			if len(t.Next[u]) > 0 {
				out = append(out, u)
			}
		}
		return out
	}
	train, valid := known(t.Train), known(t.Valid)
	if len(valid) < minLesson/2 && len(train) >= 4*minLesson { // too few to choose by: a tenth of the others
		slices.SortFunc(train, func(a, b int32) int { return compareHash(uint64(a), uint64(b)) })
		cut := len(train) / 10
		valid, train = append(valid, train[:cut]...), train[cut:]
		slices.Sort(train)
		slices.Sort(valid)
	}
	f := fitter{ctx: ctx, t: t, o: o, train: train, valid: valid, progress: progress}
	f.without = make([][]int32, len(t.Next))
	for _, u := range train {
		f.without[u] = t.Next[u]
	}
	var err error
	switch {
	case len(train) >= minLesson && len(valid) > 0:
		err = f.ranker()
	case len(valid)+len(train) > 0:
		f.blend(append(valid, train...))
	}
	if err != nil {
		return nil, f.report, fmt.Errorf("fit next baskets: %w", err)
	}
	progress("learning from all", 0, 1)
	next := make([][]int32, len(t.Next))
	users := slices.Concat(train, valid)
	slices.Sort(users)
	for _, u := range users {
		next[u] = t.Next[u]
	}
	m := Prepare(t.Log, next, f.o)
	if !f.report.Beaten {
		if err := m.Learn(ctx, m.affordable(users), Where{}); err != nil {
			return nil, f.report, fmt.Errorf("fit next baskets: %w", err)
		}
	}
	progress("learning from all", 1, 1)
	f.report.Options, f.report.Learned, f.report.Blend = f.o, len(users), !m.Learned()
	return m, f.report, nil
}

func compareHash(a, b uint64) int {
	if x, y := mix(a), mix(b); x < y {
		return -1
	} else if x > y {
		return 1
	}
	return 0
}

type fitter struct {
	ctx          context.Context
	t            Task
	o            Options
	train, valid []int32
	without      [][]int32 // next baskets of train only
	report       Report
	progress     func(string, int, int)
}

// aim is what settings are chosen by.
func aim(s Score) float64 { return s.Recall + s.NDCG }

// ranker chooses the memories on a part of the users, then the trees on all.
func (f *fitter) ranker() error {
	part := slices.Clone(f.train)
	slices.SortFunc(part, func(a, b int32) int { return compareHash(uint64(a), uint64(b)) })
	part = part[:min(len(part), tryUsers)]
	slices.Sort(part)
	best, at := f.o, math.Inf(-1)
	many := f.o.Many
	changes := []func(*Options){
		func(*Options) {},
		func(o *Options) { o.Fade = 0.75 },
		func(o *Options) { o.Fade = 0.97 },
		func(o *Options) { o.Lately = 0.25 },
		func(o *Options) { o.Many, o.Few = many/2, f.o.Few/2 },
		func(o *Options) { o.Many, o.Few = many*2, f.o.Few*2 },
	}
	tries := len(changes)
	try := func(k int, change func(*Options)) error {
		f.progress("trying memories", k, tries)
		o := best
		change(&o)
		o.Rounds, o.Rate, o.Leaves = tryRounds, 0.12, 31
		m := Prepare(f.t.Log, f.without, o)
		s, err := f.judge(m, part)
		if err != nil {
			return err
		}
		f.report.Tries = append(f.report.Tries, Try{o, s})
		if aim(s) > at {
			at, best = aim(s), o
		}
		return nil
	}
	for k, change := range changes {
		if err := try(k, change); err != nil {
			return err
		}
	}
	f.progress("trying memories", tries, tries)
	best.Rounds, best.Rate, best.Leaves = f.o.Rounds, f.o.Rate, f.o.Leaves
	return f.trees(best)
}

// trees chooses size and number of the trees by the loss on the users of Valid.
func (f *fitter) trees(o Options) error {
	m := Prepare(f.t.Log, f.without, o)
	train, valid := m.lesson(m.affordable(f.train), f.without, Where{}), m.lesson(f.valid, f.t.Next, Where{})
	sizes := []int{31, 63}
	if len(train.list) < 4000 {
		sizes = []int{15, 31}
	}
	x := m.build(train.list, m.o.Thin)
	d, err := x.dataset(nil, o.Threads)
	if err != nil {
		return err
	}
	target := x.target(train.baskets, o.Even)
	x.columns = nil // their memory is needed
	vx := m.build(valid.list, 1)
	vd, err := vx.dataset(d, o.Threads)
	if err != nil {
		return err
	}
	v := &gbdt.Validation{Data: vd, Target: vx.target(valid.baskets, o.Even)}
	at := math.Inf(1)
	for k, leaves := range sizes {
		f.progress("trying trees", k, len(sizes))
		o.Leaves = leaves
		p := o.params(o.Seed)
		p.Rounds, p.EarlyStop = 3*f.o.Rounds, patience
		low := math.Inf(1)
		p.Progress = func(_ int, _, loss float64) { low = min(low, loss) }
		r, err := gbdt.Train(f.ctx, d, target, p, v)
		if err != nil {
			return err
		}
		m.ranker = []*gbdt.Model{r}
		score, err := m.score(vx, o.Threads)
		if err != nil {
			return err
		}
		o.Rounds = max(r.Rounds(), 10)
		s := Judge(vx.best(score, 10), valid.baskets, 10)
		f.report.Tries = append(f.report.Tries, Try{o, s})
		if low < at {
			at, f.o, f.report.Ranker = low, o, s
		}
	}
	f.o.Rounds = f.o.Rounds * 11 / 10 // there is more to learn from in the end
	if h := f.report.Habit; aim(f.report.Ranker) < aim(h.Score) {
		f.o, f.report.Beaten = h.Options, true // a ranker that did not help is not used
	} else {
		f.o.Blend, _ = m.blendOf(vx, valid.baskets, nil)
	}
	f.progress("trying trees", len(sizes), len(sizes))
	return nil
}

// judge learns from some users and judges on Valid.
func (f *fitter) judge(m *Model, users []int32) (Score, error) {
	if err := m.Learn(f.ctx, users, Where{}); err != nil {
		return Score{}, err
	}
	valid := m.lesson(f.valid, f.t.Next, Where{})
	x := m.build(valid.list, 1)
	score, err := m.score(x, m.o.Threads)
	if err != nil {
		return Score{}, err
	}
	f.habit(m, x, valid.baskets)
	return Judge(x.best(score, 10), valid.baskets, 10), nil
}

// habit keeps the memory and weight by which habit and neighbours alone do best: the measure that the ranker has to pass.
func (f *fitter) habit(m *Model, x *matrix, baskets [][]int32) {
	blend, s := m.blendOf(x, baskets, nil)
	if aim(s) > aim(f.report.Habit.Score) || f.report.Habit.Score.Users == 0 {
		o := m.o
		o.Blend, o.Lately = blend, o.Fade // the short memory has no part in it
		f.report.Habit = Try{o, s}
	}
}

// blend chooses memory and weight of habit where there is too little to learn a ranker from.
func (f *fitter) blend(users []int32) {
	for _, fade := range []float64{f.o.Fade, 0.75, 0.97} {
		o := f.o
		o.Fade, o.Lately = fade, fade
		m := Prepare(f.t.Log, make([][]int32, len(f.t.Next)), o)
		t := m.lesson(users, f.t.Next, Where{})
		x := m.build(t.list, 1)
		m.blendOf(x, t.baskets, func(blend float64, s Score) {
			o.Blend = blend
			f.report.Tries = append(f.report.Tries, Try{o, s})
		})
		f.habit(m, x, t.baskets)
	}
	f.o = f.report.Habit.Options
}

// blendOf is the best weight of habit for these users, and what it comes to.
func (m *Model) blendOf(x *matrix, baskets [][]int32, tell func(float64, Score)) (blend float64, best Score) {
	at := math.Inf(-1)
	for k := range 10 {
		b := float64(k+1) / 10
		s := Judge(x.best(m.blend(x, b), 10), baskets, 10)
		if tell != nil {
			tell(b, s)
		}
		if aim(s) > at {
			at, blend, best = aim(s), b, s
		}
	}
	return blend, best
}

// affordable draws users if all were too many rows.
func (m *Model) affordable(users []int32) []int32 {
	n := 1
	l := m.crowd.log
	for _, u := range users {
		goods := 0
		if l.Count(int(u)) > 0 {
			id, _ := m.crowd.tastes.row(u)
			goods = len(id)
		}
		n += min(goods, m.o.Own) + 4*m.o.Each
	}
	if n <= maxRows {
		return users
	}
	out := slices.Clone(users)
	slices.SortFunc(out, func(a, b int32) int { return compareHash(uint64(a), uint64(b)) })
	out = out[:len(out)*maxRows/n]
	slices.Sort(out)
	return out
}
