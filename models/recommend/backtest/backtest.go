package backtest

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/linli-project/linli/models/recommend/demand"
)

// Options of a backtest.
type Options struct {
	Periods  int                // reported, the newest; 0 means 4
	Gate     int                // periods before each that the gate looks at, at most; 0 means 12
	Slots    []int              // lengths of the lists; none: half of what the median store with enough sales sold of before
	MinKnown float64            // a store counts as having enough from so much sold before the first reported period
	Progress func(done, of int) // nil: nobody is told
}

func (o Options) filled() Options {
	if o.Periods == 0 {
		o.Periods = 4
	}
	if o.Gate == 0 {
		o.Gate = 12
	}
	return o
}

// Store is what lists covered of the sales of one store.
type Store struct {
	Store                         int // in Panel.Stores
	Sold, Chain, Own, Ours, Given float64
	Local                         bool // given was ours
	Enough                        bool // it had sold enough before
}

// Line sums up lists of one length over stores.
type Line struct {
	Slots                   int
	Stores                  int
	Local                   int // stores that got a list of their own
	Sold                    float64
	Chain, Own, Ours, Given float64 // coverage, 0 to 1
	// Gain is Given less Chain, with its 95 % interval; OursGain is Ours less Chain.
	Gain, Low, High             float64
	OursGain, OursLow, OursHigh float64
}

// Trial is one period.
type Trial struct {
	Period  int
	Span    int     // of the chain list: 0 its last period, 1 recent, 2 all
	Lean    float64 // how far own sales count beyond the mixture, as past periods advised
	Mixture demand.Mixture
	Lines   []Line // stores with enough sales, one per number of slots
	All     []Line // every store that sold something
	stores  [][]Store
}

// Stores lists the stores of a trial for the k-th number of slots.
func (t Trial) Stores(k int) []Store { return t.stores[k] }

// Gate says of a store what its past lists covered, and so which list it gets next.
type Gate struct {
	Store            int
	Periods          int
	Sold             float64
	Chain, Own, Ours float64 // coverage, 0 to 1
	Local            bool
}

// Report is what a backtest found.
type Report struct {
	Slots  []int
	Trials []Trial
	Pooled []Line // over the trials, stores with enough sales
	All    []Line
	Gates  []Gate // for the period to come, of the first number of slots, one per store
	Last   *demand.Outlook
}

var errShort = errors.New("backtest: there are too few periods: at least three are needed, one to know, one to learn from and one to score")

// Run goes through the past. The panel's last period is the newest that is known whole.
func Run(ctx context.Context, p *demand.Panel, opt Options) (*Report, error) {
	opt = opt.filled()
	if p.Periods < 3 {
		return nil, errShort
	}
	if opt.Periods < 1 || opt.Gate < 1 {
		return nil, fmt.Errorf("backtest: %d periods, gate of %d; both must be at least 1", opt.Periods, opt.Gate)
	}
	opt.Periods = min(opt.Periods, p.Periods-2)
	first := p.Periods - opt.Periods // the first that is reported
	r := &Report{Slots: opt.Slots}
	if len(r.Slots) == 0 {
		r.Slots = []int{Slots(p, first, opt.MinKnown)}
	}
	for _, n := range r.Slots {
		if n < 1 {
			return nil, fmt.Errorf("backtest: lists of %d; give at least 1 slot", n)
		}
	}
	from := max(1, first-opt.Gate)
	w := newWindow(p, r.Slots)
	err := p.Walk(ctx, from, p.Periods, func(o *demand.Outlook) error {
		if opt.Progress != nil {
			opt.Progress(o.Period-from, p.Periods-from)
		}
		if o.Period == p.Periods {
			r.Last = o
			return nil
		}
		scored := w.score(o)
		if o.Period >= first {
			r.Trials = append(r.Trials, w.trial(o, scored, first, opt))
		}
		w.remember(scored, opt.Gate)
		return nil
	})
	if err != nil {
		return nil, err
	}
	r.pool()
	r.Gates = w.gates(p)
	_, lean := w.best(0)
	r.Last.Lean = leans[lean]
	return r, nil
}

// Slots is half of the number of items that the median store with enough sales sold before a period, at least 1.
func Slots(p *demand.Panel, before int, enough float64) int {
	var counts []int
	for s := range p.Stores {
		n, sum := 0, 0.0
		p.Each(s, func(it demand.Item) {
			here := 0.0
			for _, y := range it.Sold[:before] {
				here += float64(y)
			}
			if sum += here; here > 0 {
				n++
			}
		})
		if n > 0 && sum >= enough {
			counts = append(counts, n)
		}
	}
	if len(counts) == 0 {
		return 1
	}
	slices.Sort(counts)
	return max(1, counts[len(counts)/2]/2)
}

func (r *Report) pool() {
	if len(r.Trials) == 0 {
		return
	}
	for k, n := range r.Slots {
		var enough, all []Store
		for _, t := range r.Trials {
			for _, s := range t.stores[k] {
				if all = append(all, s); s.Enough {
					enough = append(enough, s)
				}
			}
		}
		r.Pooled, r.All = append(r.Pooled, line(n, enough)), append(r.All, line(n, all))
	}
}
