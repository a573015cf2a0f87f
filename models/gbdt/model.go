package gbdt

import (
	"cmp"
	"slices"
)

// Model is a trained sum of trees. It may be used from several goroutines.
type Model struct {
	objective objective
	base      float64
	features  []*feature
	trees     []tree
	used      []bool // columns that some tree asks for
}

func (m *Model) prepare() {
	m.used = make([]bool, len(m.features))
	for i := range m.trees {
		t := &m.trees[i]
		if t.walk == nil {
			t.prepare()
		}
		for _, n := range t.nodes {
			m.used[n.feature] = true
		}
	}
}

// Rounds is the number of trees.
func (m *Model) Rounds() int { return len(m.trees) }

// Features are the names of the columns, in the order that Predict takes them.
func (m *Model) Features() []string { return names(m.features) }

// Importance is how much a feature helped.
type Importance struct {
	Feature string
	Gain    float64 // sum over its splits of the fall of the (second-order) training loss, times two
	Splits  int
}

// Importance lists all features, the most helpful first.
func (m *Model) Importance() []Importance {
	out := make([]Importance, len(m.features))
	for i, f := range m.features {
		out[i].Feature = f.name
	}
	for _, t := range m.trees {
		for i, n := range t.nodes {
			out[n.feature].Gain += float64(t.gains[i])
			out[n.feature].Splits++
		}
	}
	slices.SortStableFunc(out, func(a, b Importance) int { return cmp.Compare(b.Gain, a.Gain) })
	return out
}
