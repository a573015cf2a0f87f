package level

import "math"

const firstDays = 14 // history that an earlier origin must have

// earlier fits up to opt.Tests origins, each a horizon or a week before the next,
// to the series that would have been forecast then, and learns from what they sold
// afterwards how much to credit each source of a level.
func (t table) earlier(opt Options) ([]*fit, credit) {
	var past []*fit
	var lessons []lesson
	for k := 1; k <= opt.Tests; k++ {
		day := opt.Origin - int32(k*max(7, opt.Horizon))
		if day-t.first()+1 < firstDays {
			break
		}
		f := learn(t.until(day).running(day, opt.Ended), day)
		past = append(past, f)
		lessons = append(lessons, f.lessons(t, opt.Horizon, math.Pow(creditKeep, float64(k-1)))...)
	}
	c := credits(lessons)
	for _, f := range past {
		f.credit = c
	}
	return past, c
}

// after calls each with the series of f, the horizon and the sales of every day in
// stock after f's origin that truth holds.
func (f *fit) after(truth table, horizon int, each func(i, h int, y float64)) {
	next := 0
	for i := range f.series {
		s := &f.series[i]
		for truth.series[next].store != s.store || truth.series[next].product != s.product {
			next++
		}
		full := &truth.series[next]
		for h := 1; h <= horizon; h++ {
			if at := len(s.y) - 1 + h; at < len(full.y) && full.out[at] == 0 {
				each(i, h, full.y[at])
			}
		}
	}
}

func (f *fit) lessons(truth table, horizon int, weight float64) []lesson {
	out := make([]lesson, len(f.series))
	for i := range out {
		out[i] = lesson{ladder: &f.steps[i], weight: weight}
	}
	f.after(truth, horizon, func(i, h int, y float64) {
		out[i].sold += y
		out[i].days += f.weeks[i][weekday(f.origin+int32(h))]
	})
	return out
}

// until cuts the table at an earlier day; what had not sold by then is gone.
func (t table) until(day int32) table {
	cut := table{groups: t.groups, locals: t.locals}
	for _, s := range t.series {
		if n := int(day-s.start) + 1; n > 0 {
			n = min(n, len(s.y))
			s.y, s.out = s.y[:n], s.out[:n]
			if _, sold := s.idle(); sold {
				cut.series = append(cut.series, s)
			}
		}
	}
	return cut
}

// running leaves out the series that have ended by day, the last of the table: no
// sale for so many days, or no row where nothing ever sold.
func (t table) running(day int32, ended int) table {
	on := table{groups: t.groups, locals: t.locals}
	for _, s := range t.series {
		idle, sold := s.idle()
		if !sold {
			idle = int(day - s.last)
		}
		if ended <= 0 || idle < ended {
			on.series = append(on.series, s)
		}
	}
	return on
}

// idle counts the days since the last sale; sold tells whether there was one.
func (s *series) idle() (days int, sold bool) {
	for k := len(s.y) - 1; k >= 0; k-- {
		if s.y[k] > 0 {
			return days, true
		}
		days++
	}
	return days, false
}

// first returns the earliest day of the table.
func (t table) first() int32 {
	var day int32
	for i, s := range t.series {
		if i == 0 || s.start < day {
			day = s.start
		}
	}
	return day
}
