package group

import (
	"context"
	"math"
	"slices"

	"github.com/linli-project/linli/models/gbdt"
)

// itemPrior is how many launches of the usual success are added to an item's own.
const itemPrior = 10

var featureNames = []string{"item_won", "item_lost", "item_rate", "item_rate_of_friends", "joined", "hosts", "joined_item", "likeness", "guests_active", "hosts_active", "hosts_like_item"}

// describe writes the features of a launch.
func (p *past) describe(a, item int32, users func(int32) []int32, out []float32) {
	n := p.won[item] + p.lost[item]
	out[0], out[1] = float32(math.Log1p(p.won[item])), float32(math.Log1p(p.lost[item]))
	out[2] = float32((p.won[item] + itemPrior*p.rate) / (n + itemPrior))
	active := 0.0
	for _, u := range p.buyers[item] {
		active += p.times[u]
	}
	out[8] = float32(active / math.Max(1, float64(len(p.buyers[item]))))
	out[4] = float32(math.Log1p(p.times[a]))
	hosts := slices.Compact(slices.Sorted(slices.Values(p.joined[a])))
	out[5] = float32(len(hosts))
	reach, like := 0.0, 0.0
	for _, h := range hosts {
		reach += p.times[h]
		if slices.Contains(p.liked[h], item) || slices.Contains(p.hosts[item], h) || slices.Contains(p.losers[item], h) {
			like++
		}
	}
	out[9], out[10] = float32(math.Log1p(reach)), float32(like)
	out[6] = 0
	best, rates := 0.0, 0.0
	mine := users(item)
	for _, j := range p.liked[a] {
		if j == item {
			out[6] = 1
			continue
		}
		others := users(j)
		if c := common(mine, others); c > 0 {
			best = math.Max(best, c/math.Sqrt(float64(len(mine))*float64(len(others))))
		}
		rates += (p.won[j] + itemPrior*p.rate) / (p.won[j] + p.lost[j] + itemPrior)
	}
	out[7] = float32(best)
	out[3] = float32(math.NaN())
	if len(p.liked[a]) > 0 {
		out[3] = float32(rates / float64(len(p.liked[a])))
	}
}

// usersOf lists who had to do with each item, sorted.
func (p *past) usersOf() func(int32) []int32 {
	known := make([][]int32, len(p.won))
	return func(i int32) []int32 {
		if known[i] == nil {
			all := slices.Concat(p.hosts[i], p.losers[i], p.buyers[i])
			slices.Sort(all)
			known[i] = slices.Compact(append(all, -1))
		}
		return known[i]
	}
}

// common counts what two sorted lists share, less the marker that both hold.
func common(a, b []int32) float64 {
	n := -1.0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}

// table is features by column and outcomes of some lines.
type table struct {
	lines   []int32
	columns [][]float32
	y       []float32
}

func (g Lines) table(lines []int32, pastOf func(int32) (*past, func(int32) []int32)) table {
	t := table{lines: lines, columns: make([][]float32, len(featureNames)), y: make([]float32, len(lines))}
	for c := range t.columns {
		t.columns[c] = make([]float32, len(lines))
	}
	row := make([]float32, len(featureNames))
	for k, l := range lines {
		p, users := pastOf(g.Initiator[l])
		p.describe(g.Initiator[l], g.Item[l], users, row)
		for c := range row {
			t.columns[c][k] = row[c]
		}
		if len(g.Guests[l]) > 0 {
			t.y[k] = 1
		}
	}
	return t
}

// boost learns success from the table; a tenth of the initiators says when to stop.
func boost(ctx context.Context, g Lines, t table, fold []int8, seed uint64, threads int) (*gbdt.Model, error) {
	d := gbdt.NewDataset(len(t.lines), gbdt.BinOptions{Threads: threads})
	for c, name := range featureNames {
		if err := d.AddNumeric(name, t.columns[c]); err != nil {
			return nil, err
		}
	}
	var fit, stop []int32
	var yFit, yStop []float32
	for k, l := range t.lines {
		if fold[g.Initiator[l]] == 0 {
			stop, yStop = append(stop, int32(k)), append(yStop, t.y[k])
		} else {
			fit, yFit = append(fit, int32(k)), append(yFit, t.y[k])
		}
	}
	params := gbdt.Params{Loss: gbdt.L2, Rounds: 400, Leaves: 31, MinLeaf: 100, LearningRate: .05, RowFraction: .7, ColumnFraction: .8, L2: 5, EarlyStop: 30, Seed: seed, Threads: threads}
	return gbdt.Train(ctx, d.Take(fit), gbdt.Target{Y: yFit}, params, &gbdt.Validation{Data: d.Take(stop), Target: gbdt.Target{Y: yStop}})
}
