package boost

import (
	"slices"

	"github.com/linli-project/linli/models/gbdt"
)

// Forecast is what a model foretells of one series: per day after the origin the mean and the quantiles at Levels.
type Forecast struct {
	Mean   []float32
	Levels [][7]float32
}

// chunk is how many rows are foretold at once, which bounds memory.
const chunk = 200_000

// Forecast foretells the days after an origin, of some series of the history.
func (m *Model) Forecast(origin int32, series []int32) ([]Forecast, error) {
	n, f := len(series), m.m.at(origin)
	out := make([]Forecast, n)
	done := 0
	rows := make([]row, 0, chunk)
	flush := func() error {
		mean, levels, err := m.predict(rows)
		if err != nil {
			return err
		}
		for r := range rows {
			o := &out[done+r/m.o.Horizon]
			o.Mean, o.Levels = append(o.Mean, mean[r]), append(o.Levels, levels[r])
		}
		done += len(rows) / m.o.Horizon
		rows = rows[:0]
		return nil
	}
	for k, i := range series {
		for h := 1; h <= m.o.Horizon; h++ {
			rows = append(rows, row{f, i, int32(h)})
		}
		if len(rows) > chunk-m.o.Horizon || k == n-1 {
			if err := flush(); err != nil {
				return nil, err
			}
			m.o.Progress("foretelling", k+1, n)
		}
	}
	return out, nil
}

func (m *Model) predict(rows []row) (mean []float32, levels [][7]float32, err error) {
	base := make([]float32, len(rows))
	for r := range rows {
		base[r] = rows[r].frame.base[rows[r].series]
	}
	d, err := m.m.fill(rows, m.like, nil)
	if err != nil {
		return nil, nil, err
	}
	mean = make([]float32, len(rows))
	for _, half := range m.means {
		p, err := half.PredictBinned(d, nil, m.o.Threads)
		if err != nil {
			return nil, nil, err
		}
		for r := range mean {
			mean[r] += max(p[r], tiny) * base[r] / 2
		}
	}
	if d, err = m.spreadData(rows, mean, base, m.spread); err != nil {
		return nil, nil, err
	}
	levels = make([][7]float32, len(rows))
	for k, level := range m.levels {
		p, err := level.PredictBinned(d, nil, m.o.Threads)
		if err != nil {
			return nil, nil, err
		}
		for r := range levels {
			levels[r][k] = max(p[r], 0) * mean[r]
		}
	}
	for r := range levels {
		slices.Sort(levels[r][:]) // quantiles that were learned one by one may cross
	}
	return mean, levels, nil
}

// Around gives what the surroundings of a series let expect of day origin + h: the mean of its product elsewhere at the scale of its store,
// mixed with its own days, if there are any, and the weekday profile.
func (g *Ground) Around(origin int32) func(series int32, h int) float64 {
	var f *frame
	return func(series int32, h int) float64 {
		if f == nil { // which is rarely needed
			f = g.m.at(origin)
		}
		return float64(f.base[series] * f.around[series][weekday(f, h)])
	}
}

// Importance tells how much each feature gained the means, the most important first.
func (m *Model) Importance() []gbdt.Importance { return m.means[0].Importance() }
