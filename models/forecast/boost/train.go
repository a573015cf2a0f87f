package boost

import (
	"context"
	"errors"
	"fmt"

	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/models/gbdt"
)

// Levels are the quantile levels of every forecast.
var Levels = [7]float64{0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95}

// Options of all models of a history.
type Options struct {
	Horizon  int    // days ahead, from 1
	Seed     uint64 // of all that is drawn
	Threads  int    // 0 is one
	Progress func(stage string, done, of int)
}

// Size is the effort that goes into a model.
type Size struct {
	Rows   int // learned from
	Rounds int // trees of a mean, at most
}

// Full is the size of a model whose forecasts are used.
var Full = Size{Rows: 2_000_000, Rounds: 300}

// Ground is what models of the same history have in common.
type Ground struct {
	o Options
	m *matrix
}

// NewGround prepares for learning from a history.
func NewGround(h *history.History, o Options) *Ground {
	o.Threads = max(1, o.Threads)
	if o.Progress == nil {
		o.Progress = func(string, int, int) {}
	}
	return &Ground{o, newMatrix(h, o.Threads)}
}

// Kinds numbers the kind of goods of each series: the finest c_* that its product has.
func (g *Ground) Kinds() []int32 { return g.m.g.kind.of }

// Model foretells every series of its history.
type Model struct {
	o      Options
	size   Size
	m      *matrix
	like   *gbdt.Dataset // bins of the features
	means  [2]*gbdt.Model
	spread *gbdt.Dataset // bins of the features that quantiles look at
	levels [7]*gbdt.Model
}

// ErrShort means that the history has too few days, or series, for a model of this kind.
var ErrShort = errors.New("too little history for a boosted model")

// leastRows is what a model is learned from at least.
const leastRows = 2000

// Train learns from all that happened up to last.
func (g *Ground) Train(ctx context.Context, last int32, size Size) (*Model, error) {
	m := &Model{o: g.o, size: size, m: g.m}
	origins := m.m.origins(last, g.o.Horizon)
	for k, origin := range origins {
		m.m.at(origin)
		g.o.Progress("looking back", k+1, len(origins))
	}
	rows := m.m.sample(origins, last, g.o, size.Rows)
	if len(rows) < leastRows {
		return nil, fmt.Errorf("%w: %d days of series to learn from, %d are needed", ErrShort, len(rows), leastRows)
	}
	all, err := m.m.fill(rows, nil, nil)
	if err != nil {
		return nil, err
	}
	m.like = all.Like(0)
	y, base := m.m.sold(rows)
	mean, err := m.fitMeans(ctx, rows, all, y, base)
	if err != nil {
		return nil, err
	}
	return m, m.fitLevels(ctx, rows, y, base, mean)
}
