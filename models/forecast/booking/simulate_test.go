package booking_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/forecast/booking"
	"github.com/linli-project/linli/models/shrink"
)

// span is a stretch of pickup days ready for the model, and what the truth expects
// still to come of each row at each lead.
type span struct {
	booking.History
	pickup []int
	series []series
	due    [][]float64
}

// columns makes the span of the pickup days from, from+1, ... to-1, with the truth as
// base forecast.
func (w *world) columns(from, to int) (s span) {
	s.History = booking.History{Leads: hours, Cutoff: 0, Booked: make([][]float64, len(hours)), Kept: make([][]float64, len(hours))}
	var keys []series
	for key := range w.expected {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b series) int {
		return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.product, b.product))
	})
	for _, key := range keys {
		for d := from; d < to; d++ {
			mean := w.due(key, d, 96)
			if mean == 0 {
				continue
			}
			booked, kept, due := w.booked.at(key, d), w.kept.at(key, d), make([]float64, len(hours))
			for j, lead := range hours {
				s.Booked[j], s.Kept[j] = append(s.Booked[j], booked[j]), append(s.Kept[j], kept[j])
				due[j] = w.due(key, d, lead)
			}
			s.due, s.pickup, s.series = append(s.due, due), append(s.pickup, d), append(s.series, key)
			s.ProductID, s.Category, s.Promotion = append(s.ProductID, key.product), append(s.Category, w.category[key.product]), append(s.Promotion, w.promotion(key, d))
			s.Day = append(s.Day, int32(w.first.AddDate(0, 0, d).Unix()/86_400)+1)
			s.Mean, s.Total, s.Lot = append(s.Mean, mean), append(s.Total, kept[len(hours)-1]), append(s.Lot, w.lot[key.product])
		}
	}
	return s
}

// promotion is "k" for every day of a campaign whose goods are picked up that day.
func (w *world) promotion(key series, pickup int) (days string) {
	for o := max(pickup-3, 0); o < pickup; o++ {
		if w.campaign[key][o] == pickup {
			days += "k"
		}
	}
	return days
}

// calibrate scales the truth to what is kept, by category as the past had it.
func (s span) calibrate(past span) {
	ratio := map[string][2]float64{}
	for i, c := range past.Category {
		r := ratio[c]
		ratio[c] = [2]float64{r[0] + past.Total[i], r[1] + past.Mean[i]}
	}
	mean := slices.Clone(s.Mean)
	for i, c := range s.Category {
		f := ratio[c][0] / ratio[c][1]
		mean[i] *= f
		for j := range s.due[i] {
			s.due[i][j] *= f
		}
	}
	copy(s.Mean, mean)
}

// trailing is an honest base forecast: a forgetting mean of the series up to four
// days before, times what a promotion brought in the past.
func (w *world) trailing(s, past span) []float64 {
	lift := map[bool][2]float64{}
	level := func(key series, d int) float64 {
		sum, weight := .1, .1
		for u, f := d-4, 1.0; u >= 0; u, f = u-1, .93*f {
			if w.promotion(key, u) == "" && u > 4 {
				sum += f * w.kept.at(key, u)[len(hours)-1]
				weight += f
			}
		}
		return sum / weight
	}
	for i, d := range past.pickup {
		promo := past.Promotion[i] != ""
		l := lift[promo]
		lift[promo] = [2]float64{l[0] + past.Total[i], l[1] + level(past.series[i], d)}
	}
	mean := make([]float64, len(s.pickup))
	for i, d := range s.pickup {
		l := lift[s.Promotion[i] != ""]
		mean[i] = level(s.series[i], d) * l[0] / l[1]
	}
	return mean
}

func (s span) now(j int) booking.Now {
	return booking.Now{ProductID: s.ProductID, Category: s.Category, Promotion: s.Promotion, Day: s.Day, Mean: s.Mean, Booked: s.Booked[j]}
}

// pickup foretells by additive or multiplicative pick-up, with a negative binomial
// fitted to what the past brought after the lead.
func pickup(t *testing.T, past, next span, then, now booking.Rows, j int, multiplicative bool) [][7]float64 {
	t.Helper()
	open := func(s span, r booking.Rows, i int) float64 {
		mean := s.Mean[i]
		if multiplicative {
			mean = math.Max(r.Kept[i], .5) / r.Share[i]
		}
		return math.Max(mean*(1-r.Share[i]), 1e-9)
	}
	rest, mean := make([]float64, len(past.Total)), make([]float64, len(past.Total))
	for i, total := range past.Total {
		rest[i], mean[i] = total-past.Kept[j][i], open(past, then, i)
	}
	size, err := shrink.FitRate(rest, mean, nil)
	if err != nil {
		t.Fatal(err)
	}
	q := make([][7]float64, len(next.Total))
	for i := range q {
		shrink.NegBin{Mean: open(next, now, i), Size: size}.Quantiles(booking.Levels[:], q[i][:])
		for k := range q[i] {
			q[i][k] += now.Kept[i]
		}
	}
	return q
}

// oracle knows the rate at which orders are still to come, and how many units an
// order takes.
func oracle(next span, now booking.Rows, j int) [][7]float64 {
	q := make([][7]float64, len(next.Total))
	for i := range q {
		mean := next.due[i][j]
		shrink.NegBin{Mean: mean, Size: mean / math.Max(next.Lot[i]-1, 1e-6)}.Quantiles(booking.Levels[:], q[i][:])
		for k := range q[i] {
			q[i][k] += now.Kept[i]
		}
	}
	return q
}

func loss(q [][7]float64, total []float64) float64 {
	sum := 0.0
	for i, y := range total {
		for k, level := range booking.Levels {
			sum += math.Max(level*(y-q[i][k]), (level-1)*(y-q[i][k]))
		}
	}
	return 2 * sum / float64(7*len(total))
}

// The orders of the simulated world, once with its truth as base forecast, which the
// oracle has too, and once with one that anybody could have made.
func TestSimulatedWorld(t *testing.T) {
	cfg := simulate.Default()
	cfg.Stores = 5
	w := gather(t, cfg)
	past, next := w.columns(12, 38), w.columns(38, 54)
	next.calibrate(past)
	past.calibrate(past)
	for _, base := range []string{"truth", "trailing"} {
		if base == "trailing" {
			next.Mean, past.Mean = w.trailing(next, past), w.trailing(past, past)
		}
		m, err := booking.Learn(past.History)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%-8s lead    ours additive  multipl.    base  oracle", base)
		alone := 0.0
		for j, lead := range hours {
			d := booking.Decision{Moment: booking.PreCommit, Lead: lead}
			if lead == 0 {
				d.Moment = booking.AfterCutoff
			}
			now, err := m.Forecast(next.now(j), d)
			if err != nil {
				t.Fatal(err)
			}
			then, err := m.Forecast(past.now(j), d)
			if err != nil {
				t.Fatal(err)
			}
			if alone == 0 {
				sizes, _ := shrink.FitRate(past.Total, past.Mean, nil)
				q := make([][7]float64, len(next.Total))
				for i, mean := range next.Mean {
					shrink.NegBin{Mean: mean, Size: sizes}.Quantiles(booking.Levels[:], q[i][:])
				}
				alone = loss(q, next.Total)
			}
			ours := loss(now.Q, next.Total)
			additive := loss(pickup(t, past, next, then, now, j, false), next.Total)
			multiplicative := loss(pickup(t, past, next, then, now, j, true), next.Total)
			best := loss(oracle(next, now, j), next.Total)
			t.Logf("%-8s %4v %7.4f  %7.4f  %7.4f %7.4f %7.4f", base, lead, ours, additive, multiplicative, alone, best)
			if ours > additive || ours > multiplicative || ours > alone {
				t.Errorf("%s, lead %v: loss %.4f, additive pick-up %.4f, multiplicative %.4f, base %.4f", base, lead, ours, additive, multiplicative, alone)
			}
			if base == "truth" && ours > 1.03*best {
				t.Errorf("%s, lead %v: loss %.4f, oracle %.4f", base, lead, ours, best)
			}
		}
	}
}
