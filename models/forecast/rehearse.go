package forecast

import (
	"context"

	"github.com/linli-project/linli/models/forecast/boost"
)

const (
	rehearsals   = 2      // earlier origins, a horizon apart
	beforeFirst  = 14     // days of history that the earliest of them has
	sampleSeries = 12_000 // series that are rehearsed
)

// rehearse forecasts sampled series from earlier origins, with smaller models.
func (f *forecaster) rehearse(ctx context.Context) (casts []*cast, used []bool, err error) {
	used = make([]bool, firstClassic+len(classicNames()))
	for m := range used {
		used[m] = true
	}
	n := len(f.h.Series)
	short := false
	for k := 1; k <= rehearsals; k++ {
		origin := f.h.Last - int32(k*max(7, f.o.Horizon))
		if origin-f.h.First+1 < beforeFirst {
			break
		}
		var series []int32
		for i := range n {
			s := &f.h.Series[i]
			if s.Start > origin || boost.Scatter(f.o.Seed, uint64(i), 3)*float64(n) >= sampleSeries {
				continue
			}
			if days, _ := idle(s, origin); f.o.Ended == 0 || days < f.o.Ended { // as it would have been forecast then
				series = append(series, int32(i))
			}
		}
		c, err := f.cast(ctx, origin, series, f.rehearsal(), used)
		if err != nil {
			return nil, nil, err
		}
		if c.model == nil {
			if k > 1 && !short { // the later rehearsal says enough, with the boosted model
				break
			}
			short = true
		}
		casts = append(casts, c)
	}
	if short || len(casts) == 0 { // a member is not trusted before it was rehearsed
		used[boosted] = false
		for _, c := range casts {
			c.mean[boosted] = nil
		}
	}
	return casts, used, nil
}

// spots are the rehearsed days in stock under the shares.
func (f *forecaster) spots(casts []*cast, w shares) []spot {
	var out []spot
	for _, c := range casts {
		for k, i := range c.series {
			s := &f.h.Series[i]
			share := w[segmentOf(s, c.origin)]
			for h := range f.o.Horizon {
				day := c.origin + int32(h) + 1
				y, ok := s.At(day)
				if !ok || day > f.h.Last || c.ratio[k] == nil {
					continue
				}
				mean := c.blend(k, h, share)
				if mean <= 0 {
					continue
				}
				sp := spot{h: h + 1, whole: f.whole[i], mean: mean, y: float64(y)}
				for j := range sp.q {
					sp.q[j] = mean * float64(c.ratio[k][h][j])
				}
				out = append(out, sp)
			}
		}
	}
	return out
}

// asked are the members with a share, and the one whose quantiles are taken, as they were in rehearsal.
func asked(w shares, used []bool) []bool {
	out := make([]bool, len(used))
	for m := range out {
		out[m] = w[dense][m]+w[medium][m]+w[sparse][m] > 0
	}
	out[boosted] = used[boosted]
	out[leveled] = out[leveled] || !used[boosted]
	return out
}
