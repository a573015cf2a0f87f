package basket

import (
	"context"
	"fmt"

	"github.com/linli-project/linli/models/gbdt"
)

// lesson is users of the crowd with the basket that each is to be told.
type lesson struct {
	list    []asked
	baskets [][]int32
}

// lesson asks for users of the crowd. Those whose next basket the model knows are asked as if it did not.
func (m *Model) lesson(users []int32, baskets [][]int32, where Where) lesson {
	l := m.crowd.log
	out := lesson{}
	for _, u := range users {
		if len(baskets[u]) == 0 {
			continue
		}
		a := asked{log: l, user: int(u), member: u}
		if len(m.crowd.next[u]) > 0 {
			a.hidden = m.crowd.next[u]
		}
		if where.Place != nil {
			a.place = where.Place[u]
		}
		if where.Today != nil {
			a.today = where.Today[u]
		} else if n := l.Count(int(u)); l.Days != nil && n > 0 {
			a.today = l.Day(int(u), n-1) + 1
		}
		out.list = append(out.list, a)
		out.baskets = append(out.baskets, baskets[u])
	}
	return out
}

// Where says of each user of a crowd where the next basket was bought and when. Both may be nil.
type Where struct {
	Place []*Place
	Today []int32 // day of the next basket
}

// params are the settings of a training.
func (o Options) params(seed uint64) gbdt.Params {
	return gbdt.Params{Loss: gbdt.Poisson, Rounds: o.Rounds, Leaves: o.Leaves, LearningRate: o.Rate, MinLeaf: 100, L2: 1,
		ColumnFraction: 0.6, RowFraction: 0.7, Seed: seed, Threads: o.Threads}
}

// minLesson is the number of next baskets from which on a ranker is learned.
const minLesson = 200

// Learn trains the ranker on the next baskets of users of the crowd. With fewer than 200 of them the model stays a blend. With
// Options.Hold a share of them is held out, and training stops where they are told no better.
func (m *Model) Learn(ctx context.Context, users []int32, where Where) error {
	m.ranker = nil
	t := m.lesson(users, m.crowd.next, where)
	if len(t.list) < minLesson {
		return nil
	}
	var held lesson
	if m.o.Hold > 0 {
		t, held = t.part(m.o.Hold)
	}
	x := m.build(t.list, m.o.Thin)
	d, err := x.dataset(nil, m.o.Threads)
	if err != nil {
		return fmt.Errorf("learn to rank baskets: %w", err)
	}
	target := x.target(t.baskets, m.o.Even)
	x.columns = nil // their memory is needed
	var v *gbdt.Validation
	if len(held.list) > 0 {
		hx := m.build(held.list, 1)
		hd, err := hx.dataset(d, m.o.Threads)
		if err != nil {
			return fmt.Errorf("learn to rank baskets: %w", err)
		}
		v = &gbdt.Validation{Data: hd, Target: hx.target(held.baskets, m.o.Even)}
	}
	for b := range m.o.Bags {
		p := m.o.params(m.o.Seed + uint64(b))
		if v != nil {
			p.EarlyStop = patience
		}
		r, err := gbdt.Train(ctx, d, target, p, v)
		if err != nil {
			return fmt.Errorf("learn to rank baskets: %w", err)
		}
		if r.Rounds() > 0 {
			m.ranker = append(m.ranker, r)
		}
	}
	return nil
}

// patience is how many trees may pass without a better loss on what is held out.
const patience = 20

// part holds a share of the users out, by the hash of their numbers.
func (t lesson) part(share float64) (learn, held lesson) {
	for k, a := range t.list {
		to := &learn
		if float64(mix(uint64(a.user)+1<<32)%1000) < 1000*share {
			to = &held
		}
		to.list, to.baskets = append(to.list, a), append(to.baskets, t.baskets[k])
	}
	return learn, held
}

// Learned says whether there is a ranker.
func (m *Model) Learned() bool { return len(m.ranker) > 0 }

// Unlearned is the same model without its ranker: a blend of habit and neighbours, which is TIFU-KNN with a repeat prior.
func (m *Model) Unlearned() *Model {
	c := *m
	c.ranker = nil
	return &c
}
