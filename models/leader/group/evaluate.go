package group

import (
	"context"

	"github.com/linli-project/linli/models/gbdt"
)

// EvaluateOptions of Evaluate; zero values take the defaults in brackets.
type EvaluateOptions struct {
	Held     float64 // share of the initiators who are scored [.2]
	Seed     uint64
	Threads  int // 0: one per core; the numbers do not depend on it
	Progress func(stage string, done, of int)
}

// Report of Evaluate.
type Report struct {
	Learnt, Scored, Won int // launches learnt from and scored, and how many of these succeeded
	Success             []Success
	Importance          []gbdt.Importance
	Leak                float64 // AUC of a rule that knows from a split by line whether the initiator's success is already seen
	Groups              int     // succeeded groups for which people to invite were looked for
	Known               float64 // part of those who joined who had joined or launched a group that was learnt from: no method finds others
	Invite              []Invite
	Reasons             []Reason
}

// Reason is how often people whom a source names do join.
type Reason struct {
	Name   string
	Named  float64 // people per group
	Joined float64 // part of these who joined
}

// Evaluate learns from some initiators' launches and scores those of the others.
func Evaluate(ctx context.Context, g Lines, o EvaluateOptions) (*Report, error) {
	if !(o.Held > 0 && o.Held < 1) {
		o.Held = .2
	}
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	fold, err := g.split(o.Seed, o.Held)
	if err != nil {
		return nil, err
	}
	r := &Report{}
	var learnt, scored []int32
	for k, a := range g.Initiator {
		if fold[a] >= 0 {
			learnt = append(learnt, int32(k))
		} else {
			scored = append(scored, int32(k))
		}
	}
	var without [nFolds]*past
	var usersOf [nFolds]func(int32) []int32
	for f := range nFolds {
		o.Progress("past launches", f, nFolds)
		without[f] = g.learn(func(a int32) bool { return fold[a] >= 0 && int(fold[a]) != f })
		usersOf[f] = without[f].usersOf()
	}
	whole := g.learn(func(a int32) bool { return fold[a] >= 0 })
	o.Progress("features", 0, 1)
	train := g.table(learnt, func(a int32) (*past, func(int32) []int32) { return without[fold[a]], usersOf[fold[a]] })
	users := whole.usersOf()
	test := g.table(scored, func(int32) (*past, func(int32) []int32) { return whole, users })
	o.Progress("training", 0, 1)
	model, err := boost(ctx, g, train, fold, o.Seed, o.Threads)
	if err != nil {
		return nil, err
	}
	told, err := model.Predict(test.columns, nil, o.Threads)
	if err != nil {
		return nil, err
	}
	r.Importance = model.Importance()
	r.successes(g, scored, test, told, whole, o.Seed)
	r.Learnt = len(learnt)
	r.Leak = g.leak(o.Seed, o.Held)
	return r, r.invitations(ctx, g, fold, without[:], whole, o)
}

func (r *Report) successes(g Lines, scored []int32, test table, told []float32, whole *past, seed uint64) {
	n := len(scored)
	y, base, item, joined, model, who := make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]float64, n), make([]int32, n)
	for k, l := range scored {
		y[k], who[k] = float64(test.y[k]), g.Initiator[l]
		r.Won += int(y[k])
		base[k], item[k], joined[k], model[k] = whole.rate, float64(test.columns[2][k]), float64(test.columns[4][k]), clip(float64(told[k]))
	}
	r.Scored = n
	r.Success = []Success{measure("the same for all", base, y, who, seed), measure("past counts of the item", item, y, who, seed), measure("ours", model, y, who, seed)}
}

// leak is how well a split by line would let one tell success: by whether the initiator's success is among the lines learnt from.
func (g Lines) leak(seed uint64, held float64) float64 {
	fold, err := Lines{Initiator: rows(len(g.Item)), Guests: g.Guests, Users: len(g.Item)}.split(seed, held)
	if err != nil {
		return 0
	}
	won := map[int32]bool{}
	for k, a := range g.Initiator {
		if fold[k] >= 0 && len(g.Guests[k]) > 0 {
			won[a] = true
		}
	}
	var p, y []float64
	for k, a := range g.Initiator {
		if fold[k] < 0 {
			p, y = append(p, 1), append(y, 0)
			if won[a] {
				p[len(p)-1] = 0
			}
			if len(g.Guests[k]) > 0 {
				y[len(y)-1] = 1
			}
		}
	}
	return auc(p, y)
}

func rows(n int) []int32 {
	out := make([]int32, n)
	for i := range out {
		out[i] = int32(i)
	}
	return out
}

func (r *Report) invitations(ctx context.Context, g Lines, fold []int8, without []*past, whole *past, o EvaluateOptions) error {
	v := &inviter{}
	var list []named
	popular := make([][]int32, len(without))
	for f := range without {
		popular[f] = without[f].popularity(50)
	}
	reasons := make([]Reason, len(sourceNames))
	groups := 0.0
	for k, a := range g.Initiator {
		if k%10_000 == 0 {
			o.Progress("who joins", k, len(g.Initiator))
			if err := ctx.Err(); err != nil {
				return err
			}
		}
		if fold[a] < 0 || len(g.Guests[k]) == 0 {
			continue
		}
		p := without[fold[a]]
		list = p.candidates(a, g.Item[k], popular[fold[a]], list)
		v.learn(p, list, g.Guests[k])
		groups++
		for _, x := range list {
			reasons[x.source].Named++
			for _, u := range g.Guests[k] {
				if u == x.user {
					reasons[x.source].Joined++
				}
			}
		}
	}
	for i := range reasons {
		reasons[i].Name = sourceNames[i]
		if reasons[i].Named > 0 {
			reasons[i].Joined /= reasons[i].Named
		}
		reasons[i].Named /= max(1, groups)
	}
	r.Reasons = reasons
	r.scoreInvitations(g, fold, v, whole)
	return nil
}

func (r *Report) scoreInvitations(g Lines, fold []int8, v *inviter, whole *past) {
	launched := map[int32]bool{}
	for k, a := range g.Initiator {
		if fold[a] >= 0 {
			launched[a] = true
		} else if len(g.Guests[k]) > 0 {
			r.Groups++
		}
	}
	often, count, ours := Invite{Name: "who joins most"}, Invite{Name: "past counts of the item"}, Invite{Name: "ours"}
	popular := whole.popularity(50)
	var list []named
	guests, known := 0.0, 0.0
	n := float64(r.Groups)
	for k, a := range g.Initiator {
		if fold[a] >= 0 || len(g.Guests[k]) == 0 {
			continue
		}
		for _, u := range g.Guests[k] {
			guests++
			if launched[u] || whole.times[u] > 0 {
				known++
			}
		}
		list = whole.candidates(a, g.Item[k], popular, list)
		often.score(popular, g.Guests[k], n)
		count.score(whole.byCount(a, g.Item[k], popular, 50), g.Guests[k], n)
		ours.score(v.rank(whole, list, 50), g.Guests[k], n)
	}
	r.Known = known / max(1, guests)
	r.Invite = []Invite{often, count, ours}
}
