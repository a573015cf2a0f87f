// Package reward plans who is to get how much of a budget for bringing neighbours.
//
// # What a reward moves
//
// Nobody knows before it was tried. The plan assumes, openly, that a reward x to somebody whose shares will bring a margin V of
// their own accord adds
//
//	g(x) = L·V · x / (x + H·L·V)
//
// more margin: at most the share L of V, half of it at a reward of H·L·V, ever less per yuan. So the first yuan to anybody brings 1/H, and
// what distinguishes people is how soon it fades: much later for those who truly bring much. L and H are assumptions (Options), printed with
// every plan; a trial with some sharers left out at random is how to learn them.
//
// # The plan
//
// Maximise Σ g(x_i) with Σ x_i ≤ budget over whole steps, where a reward is nothing or at least Least: greedy by what the next step brings
// per fen, the lump of Least counted as the first step, from a heap. g is concave, so beyond the lumps that is exact (Fox 1966), and a step that does not bring back
// what it costs is not taken. Sharers with an open finding, and those who bring nothing, get nothing.
//
// # What it says
//
// The expected return, over draws of V from its posterior (gamma), with its 90 % interval; and that of two other plans with the same
// money: the same for everyone, and in proportion to last touch. What these pay to people with an open finding counts as lost: while it
// is open nobody can say what they bring. Units: fen. Errors: negative budget, columns of different length.
package reward

import (
	"container/heap"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/linli-project/linli/models/leader"
)

// Person may get a reward.
type Person struct {
	User      string
	Value     leader.Range // fen of incremental margin in the time that the plan is for
	LastTouch float64      // fen of sales by last touch, for the plan that pays by it
	Held      bool         // a finding is open
}

// Options of Make; zero values take the defaults in brackets.
type Options struct {
	Lift  float64 // most that a reward adds, as a share of the value [.3]
	Half  float64 // reward that moves half of it, as a share of that most [.5]
	Least float64 // smallest reward, fen [100]
	Step  float64 // rewards are whole multiples, fen [100]
	Seed  uint64
	Draws int // [400]
}

func (o *Options) defaults() {
	for _, d := range []struct {
		to   *float64
		from float64
	}{{&o.Lift, .3}, {&o.Half, .5}, {&o.Least, 100}, {&o.Step, 100}} {
		if !(*d.to > 0) {
			*d.to = d.from
		}
	}
	if o.Draws <= 0 {
		o.Draws = 400
	}
	o.Least = math.Ceil(o.Least/o.Step) * o.Step
}

// Plan is what is paid, in the order of the people, and what it is expected to bring.
type Plan struct {
	Reward  []float64      // fen
	Each    []leader.Range // what it adds, per person
	Spent   float64
	People  int
	Held    int
	Returns leader.Range // fen of margin added
	Equal   leader.Range // the same budget, the same to everyone
	Touch   leader.Range // the same budget, by last touch
}

// gain is what a reward adds to somebody's value.
func (o Options) gain(value, x float64) float64 {
	if !(value > 0) || !(x > 0) {
		return 0
	}
	most := o.Lift * value
	return most * x / (x + o.Half*most)
}

// Make plans a budget.
func Make(people []Person, budget float64, o Options) (Plan, error) {
	o.defaults()
	if !(budget >= 0) || math.IsInf(budget, 0) {
		return Plan{}, fmt.Errorf("reward: budget %v fen; it must be a finite amount of 0 or more", budget)
	}
	p := Plan{Reward: make([]float64, len(people)), Each: make([]leader.Range, len(people))}
	open := 0
	for _, x := range people {
		if math.IsNaN(x.Value.Mean) || math.IsInf(x.Value.Mean, 0) {
			return Plan{}, fmt.Errorf("reward: %s has a value of %v fen; give a finite amount", x.User, x.Value.Mean)
		}
		if x.Held {
			p.Held++
		} else {
			open++
		}
	}
	p.fill(people, budget, o)
	equal, touch := make([]float64, len(people)), make([]float64, len(people))
	all := 0.0
	for _, x := range people {
		all += math.Max(0, x.LastTouch)
	}
	for i, x := range people { // what is paid without looking is paid to those with findings too
		equal[i] = p.Spent / math.Max(1, float64(len(people)))
		if all > 0 {
			touch[i] = p.Spent * math.Max(0, x.LastTouch) / all
		}
	}
	p.foresee(people, o, equal, touch)
	return p, nil
}

// fill spends step by step where the next one brings most per fen.
func (p *Plan) fill(people []Person, budget float64, o Options) {
	q := steps{}
	next := func(i int) {
		x, cost := p.Reward[i], o.Step
		if x == 0 {
			cost = o.Least
		}
		v := people[i].Value.Mean
		if more := (o.gain(v, x+cost) - o.gain(v, x)) / cost; more > 1 {
			heap.Push(&q, step{i, cost, more})
		}
	}
	for i := range people {
		if !people[i].Held {
			next(i)
		}
	}
	for left := budget; q.Len() > 0; {
		s := heap.Pop(&q).(step)
		if s.cost > left {
			continue // a smaller step of somebody else may still fit
		}
		left -= s.cost
		p.Reward[s.who] += s.cost
		p.Spent += s.cost
		next(s.who)
	}
	for _, x := range p.Reward {
		if x > 0 {
			p.People++
		}
	}
}

// foresee draws what everybody's shares will bring and sums up what the rewards add.
func (p *Plan) foresee(people []Person, o Options, equal, touch []float64) {
	rng := rand.New(rand.NewPCG(o.Seed, uint64(len(people))))
	sums := [3][]float64{}
	each := make([][]float64, len(people))
	for range o.Draws {
		var sum [3]float64
		for i, x := range people {
			v := draw(x.Value, rng)
			if x.Held { // while a finding is open nobody can say what they bring
				continue
			}
			g := o.gain(v, p.Reward[i])
			if p.Reward[i] > 0 {
				each[i] = append(each[i], g)
			}
			sum[0] += g
			sum[1] += o.gain(v, equal[i])
			sum[2] += o.gain(v, touch[i])
		}
		for k := range sums {
			sums[k] = append(sums[k], sum[k])
		}
	}
	p.Returns, p.Equal, p.Touch = sumUp(sums[0]), sumUp(sums[1]), sumUp(sums[2])
	for i := range each {
		p.Each[i] = sumUp(each[i])
	}
}

// draw takes a value from the gamma distribution that has its mean and about its interval.
func draw(r leader.Range, rng *rand.Rand) float64 {
	if !(r.Mean > 0) {
		return 0
	}
	deviation := (r.High - r.Low) / (2 * 1.645)
	if !(deviation > 1e-9*r.Mean) {
		return r.Mean
	}
	shape := r.Mean * r.Mean / (deviation * deviation)
	return distuv.Gamma{Alpha: shape, Beta: shape / r.Mean, Src: rng}.Rand()
}

func sumUp(x []float64) leader.Range {
	if len(x) == 0 {
		return leader.Range{}
	}
	mean := 0.0
	for _, v := range x {
		mean += v / float64(len(x))
	}
	slices.Sort(x)
	return leader.Range{Mean: mean, Low: x[len(x)*5/100], High: x[min(len(x)-1, len(x)*95/100)]}
}

type step struct {
	who        int
	cost, more float64 // more: margin per fen
}

// steps is a heap, the step that brings most per fen first.
type steps []step

func (s steps) Len() int { return len(s) }
func (s steps) Less(i, j int) bool {
	if s[i].more != s[j].more {
		return s[i].more > s[j].more
	}
	return s[i].who < s[j].who
}
func (s steps) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *steps) Push(x any)   { *s = append(*s, x.(step)) }
func (s *steps) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}
