package demand

import (
	"math"
	"runtime"
	"sync"
)

// The parts of the mixture, in the order of its weights.
const (
	chainNew = iota
	chainRecent
	chainAll
	ownRecent
	ownAll
	alikeFew
	alikeMany
	taste
	households
	lastYear
	uniform
	parts
)

// Parts names the parts of the mixture, in the order of Mixture.Weights.
var Parts = [parts]string{"chain, last period", "chain, recent", "chain, all", "own, recent", "own, all", "10 alike stores",
	"40 alike stores", "taste by category", "households elsewhere", "last year", "uniform"}

// Half-lives in periods of what counts as recent.
const (
	newHalf    = 0.5
	recentHalf = 2.0
	longHalf   = 4.0
	volumeHalf = 2.0
)

// Origin is what is known at the start of a period.
type Origin struct {
	Period int // the first that is not known

	p      *Panel
	recent []float32 // of each row, with longHalf
	short  []float32 // with recentHalf
	all    []float32
	steady []float32 // of each row: sold per period since the store first sold it
	rates  []float64 // of each store: the sum of these
	volume []float64 // sold per period and store, weighted
	known  []float64 // sold in all
	chain  [3][]float64
	year   []float64
	within []float64 // of each item: chain's share within its category
	cats   []float64 // chain's share of each category
	alike  [][]neighbour
	reach  []float64 // of each item: share of the chain that offers it; nil: not known
}

type neighbour struct {
	store  int
	weight float64
}

func decay(half float64, age int) float64 { return math.Exp2(-float64(age) / half) }

// At stands at the start of period t, 1 to Periods: the latter is the future.
func (p *Panel) At(t int) *Origin {
	o := &Origin{Period: t, p: p, volume: make([]float64, len(p.Stores)), known: make([]float64, len(p.Stores)), rates: make([]float64, len(p.Stores))}
	rows := len(p.item)
	o.recent, o.short, o.all, o.steady = make([]float32, rows), make([]float32, rows), make([]float32, rows), make([]float32, rows)
	for k := range o.chain {
		o.chain[k] = make([]float64, len(p.Items))
	}
	long, short, last, vol := make([]float64, t), make([]float64, t), make([]float64, t), make([]float64, t)
	sum := 0.0
	for k := range t {
		long[k], short[k], last[k], vol[k] = decay(longHalf, t-1-k), decay(recentHalf, t-1-k), decay(newHalf, t-1-k), decay(volumeHalf, t-1-k)
		sum += vol[k]
	}
	for s := range p.Stores {
		for r := p.start[s]; r < p.start[s+1]; r++ {
			i := p.item[r]
			var a, b, c, d, v float64
			since := t
			for k, x := range p.sold[r*p.Periods : r*p.Periods+t] {
				if x := float64(x); x > 0 {
					since = min(since, k)
					a += x * long[k]
					b += x * short[k]
					c += x * last[k]
					d += x
					v += x * vol[k]
				}
			}
			o.recent[r], o.short[r], o.all[r], o.steady[r] = float32(a), float32(b), float32(d), float32(d/float64(max(1, t-since)))
			o.rates[s] += float64(o.steady[r])
			o.chain[0][i] += c
			o.chain[1][i] += b
			o.chain[2][i] += d
			o.volume[s] += v / sum
			o.known[s] += d
		}
	}
	o.season()
	o.categories()
	o.findReach()
	o.findAlike()
	for k := range o.chain {
		scale(o.chain[k])
	}
	return o
}

// season is the chain's choice in the same period a year before.
func (o *Origin) season() {
	p := o.p
	ago := o.Period - int(math.Round(364/float64(p.Days)))
	if ago < 0 || p.Days > 91 {
		return
	}
	o.year = make([]float64, len(p.Items))
	for r, i := range p.item {
		o.year[i] += float64(p.sold[r*p.Periods+ago])
	}
	scale(o.year)
}

// categories settles the chain's shares of categories and within them.
func (o *Origin) categories() {
	o.within, o.cats = make([]float64, len(o.p.Items)), make([]float64, len(o.p.Categories))
	total := 0.0
	for i, v := range o.chain[1] { // recent, not yet a share
		v = .5*v + .5*o.chain[2][i]
		o.within[i] = v
		o.cats[o.p.Category[i]] += v
		total += v
	}
	for i := range o.within {
		if c := o.cats[o.p.Category[i]]; c > 0 {
			o.within[i] /= c
		}
	}
	for c := range o.cats {
		if total > 0 {
			o.cats[c] /= total
		}
	}
}

// findReach sums up which share of the chain offers each item.
func (o *Origin) findReach() {
	if o.p.offered == nil {
		return
	}
	o.reach = make([]float64, len(o.p.Items))
	total := 0.0
	for s, v := range o.volume {
		total += v
		for r := o.p.start[s]; r < o.p.start[s+1]; r++ {
			if o.p.offered[r] || o.short[r] > 0 {
				o.reach[o.p.item[r]] += v
			}
		}
	}
	for i := range o.reach {
		if o.reach[i] /= total; !(o.reach[i] > leastReach) {
			o.reach[i] = leastReach
		}
	}
}

// leastReach bounds what is made of an item that hardly a store offers.
const leastReach = 0.1

func scale(v []float64) {
	sum := 0.0
	for _, x := range v {
		sum += x
	}
	if sum > 0 {
		for i := range v {
			v[i] /= sum
		}
	}
}

// Side runs work for 0 to n-1, side by side: each goroutine makes a worker of its own, whose calls write to places of their own.
func Side(n int, worker func() func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			f := worker()
			for i := w; i < n; i += workers {
				f(i)
			}
		})
	}
	wg.Wait()
}

func side(n int, f func(i int)) { Side(n, func() func(int) { return f }) }
