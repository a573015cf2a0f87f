package level

import (
	"errors"
	"fmt"
	"math"
)

// Forecast learns from the panel up to the origin and forecasts every series that
// has not ended, for each day of the horizon, by store, product and day.
func Forecast(p Panel, opt Options) ([]Row, Notes, error) {
	opt = opt.filled(p)
	if opt.Horizon > maxHorizon {
		return nil, Notes{}, fmt.Errorf("forecast: horizon of %d days; at most %d are supported", opt.Horizon, maxHorizon)
	}
	t, err := arrange(p, opt.Origin)
	if err != nil {
		return nil, Notes{}, err
	}
	if len(t.series) == 0 {
		return nil, t.notes, errors.New("forecast: no sales up to the origin; import history or choose a later day")
	}
	rows := t.forecast(opt)
	return rows, t.notes, nil
}

func (t *table) forecast(opt Options) []Row {
	whole := t.wholes()
	past, credit := t.earlier(opt)
	q := newQuantiler(calibrate(past, *t, opt, whole))
	on := t.running(opt.Origin, opt.Ended)
	t.notes.Ended = len(t.series) - len(on.series)
	f := learn(on, opt.Origin)
	f.credit = credit
	rows := make([]Row, 0, len(on.series)*opt.Horizon)
	for i := range on.series {
		s := &on.series[i]
		for h := 1; h <= opt.Horizon; h++ {
			mean, variance := f.demand(i, h)
			v := q.quantiles(mean, variance, h, whole[s.group])
			rows = append(rows, Row{
				StoreID: s.store, ProductID: s.product, Day: TimeOf(opt.Origin + int32(h)), Horizon: uint8(h), Mean: mean,
				Q05: v[0], Q10: v[1], Q25: v[2], Q50: v[3], Q75: v[4], Q90: v[5], Q95: v[6], Naive: s.naive(h),
			})
		}
	}
	return rows
}

// wholes tells which categories are sold by the piece: every quantity is whole.
func (t *table) wholes() []bool {
	whole := make([]bool, t.groups)
	for g := range whole {
		whole[g] = true
	}
	for i := range t.series {
		s := &t.series[i]
		for _, y := range s.y {
			if y != math.Trunc(y) {
				whole[s.group] = false
				break
			}
		}
	}
	return whole
}
