package gbdt

import (
	"context"
	"fmt"
	"math"
	"slices"
)

// Train fits a model to a dataset. The same data, target, parameters and seed give the same model to the last bit,
// whatever the number of threads. v may be nil; with EarlyStop the model keeps the rounds up to the best validation loss.
func Train(ctx context.Context, d *Dataset, t Target, p Params, v *Validation) (*Model, error) {
	p, err := p.defaults()
	if err != nil {
		return nil, fmt.Errorf("gbdt: %w", err)
	}
	o := objective{loss: p.Loss, power: p.Power, quantile: p.Quantile}
	if d == nil || len(d.features) == 0 {
		return nil, fmt.Errorf("gbdt: the dataset has no columns: add features to learn from")
	}
	if err := t.check(d, o); err != nil {
		return nil, fmt.Errorf("gbdt: training data: %w", err)
	}
	watch := watcher{best: math.Inf(1), o: o, p: p}
	if v != nil {
		if v.Data == nil {
			return nil, fmt.Errorf("gbdt: validation data: no dataset: make one by Like or Take")
		}
		if err := v.Target.check(v.Data, o); err != nil {
			return nil, fmt.Errorf("gbdt: validation data: %w", err)
		}
		if err := matches(d.features, v.Data.features); err != nil {
			return nil, fmt.Errorf("gbdt: validation data: %w", err)
		}
	} else if p.EarlyStop > 0 {
		return nil, fmt.Errorf("gbdt: EarlyStop = %d needs validation data", p.EarlyStop)
	}
	m := &Model{objective: o, base: o.base(t), features: slices.Clone(d.features)}
	watch.start(v, m.base)
	b := newBooster(d, t, p, o, m.base)
	defer b.pool.close()
	for round := range p.Rounds {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("gbdt: training stopped after %d rounds: %w", round, err)
		}
		again, err := b.round(ctx, round)
		if err != nil {
			return nil, fmt.Errorf("gbdt: round %d: %w", round+1, err)
		}
		if b.tree == nil {
			break
		}
		m.trees = append(m.trees, *b.tree)
		if watch.stop(round, b, &m.trees[round]) || !again {
			break
		}
	}
	if p.EarlyStop > 0 {
		m.trees = m.trees[:watch.rounds]
	}
	m.prepare()
	return m, nil
}

// watcher follows the losses.
type watcher struct {
	o      objective
	p      Params
	v      *Validation
	score  []float64
	best   float64
	rounds int // trees at the best validation loss
}

func (w *watcher) start(v *Validation, base float64) {
	if v != nil {
		w.v, w.score = v, make([]float64, v.Data.rows)
		v.Target.fill(w.score, base)
		w.best = w.o.mean(v.Target, w.score, w.p.Threads)
	}
}

// stop looks at the losses after a round and says whether training is over.
func (w *watcher) stop(round int, b *booster, t *tree) bool {
	valid := math.NaN()
	if w.v != nil {
		w.v.Data.sum([]tree{*t}, w.score, w.p.Threads)
		valid = w.o.mean(w.v.Target, w.score, w.p.Threads)
		if valid < w.best {
			w.best, w.rounds = valid, round+1
		}
	}
	if w.p.Progress != nil {
		w.p.Progress(round+1, w.o.mean(b.target, b.score, w.p.Threads), valid)
	}
	return w.p.EarlyStop > 0 && round+1-w.rounds >= w.p.EarlyStop
}
