package simulate

import "time"

// holiday is a festival and what it does to demand. The days are those of the State Council's statutory holidays from
// 2024 to 2030; 调休 (working weekends) is left out, since from 2027 on it is not yet decreed.
type holiday struct {
	name             string
	visits           float64 // on visits of the days off
	before           float64 // on visits of the days before
	days, beforeDays int
	treats           float64 // on snacks, drinks, fruit and meat, before and during
}

var (
	newYear     = holiday{"元旦", 1.10, 1.10, 1, 1, 1.15}
	spring      = holiday{"春节", .45, 1.35, 8, 7, 1.40} // from New Year's Eve
	qingming    = holiday{"清明节", .90, 1.05, 1, 1, 1.00}
	labour      = holiday{"劳动节", .78, 1.15, 5, 2, 1.10}
	dragonBoat  = holiday{"端午节", 1.15, 1.15, 1, 2, 1.20}
	midAutumn   = holiday{"中秋节", 1.15, 1.20, 1, 3, 1.35}
	nationalDay = holiday{"国庆节", .78, 1.20, 7, 2, 1.10}
	neighbours  = holiday{"邻里节", 1.50, 1.00, 1, 0, 1.20} // the chain's own, so that every world holds one
)

// festivals lists the first day off of each holiday, month and day, by year.
var festivals = map[int][]struct {
	month, day int
	h          *holiday
}{
	2024: {{1, 1, &newYear}, {2, 9, &spring}, {4, 4, &qingming}, {5, 1, &labour}, {6, 10, &dragonBoat}, {9, 17, &midAutumn}, {10, 1, &nationalDay}},
	2025: {{1, 1, &newYear}, {1, 28, &spring}, {4, 4, &qingming}, {5, 1, &labour}, {5, 31, &dragonBoat}, {10, 1, &nationalDay}, {10, 6, &midAutumn}},
	2026: {{1, 1, &newYear}, {2, 16, &spring}, {4, 5, &qingming}, {5, 1, &labour}, {6, 19, &dragonBoat}, {9, 25, &midAutumn}, {10, 1, &nationalDay}},
	2027: {{1, 1, &newYear}, {2, 5, &spring}, {4, 5, &qingming}, {5, 1, &labour}, {6, 9, &dragonBoat}, {9, 15, &midAutumn}, {10, 1, &nationalDay}},
	2028: {{1, 1, &newYear}, {1, 25, &spring}, {4, 4, &qingming}, {5, 1, &labour}, {5, 28, &dragonBoat}, {10, 1, &nationalDay}, {10, 3, &midAutumn}},
	2029: {{1, 1, &newYear}, {2, 12, &spring}, {4, 4, &qingming}, {5, 1, &labour}, {6, 16, &dragonBoat}, {9, 22, &midAutumn}, {10, 1, &nationalDay}},
	2030: {{1, 1, &newYear}, {2, 2, &spring}, {4, 5, &qingming}, {5, 1, &labour}, {6, 5, &dragonBoat}, {9, 12, &midAutumn}, {10, 1, &nationalDay}},
}

// special is what a day's place in the year does to demand.
type special struct {
	name           string // empty on a common day
	off            bool
	visits, treats float64
}

// special is a day's place in the year; days that shops need are looked up once.
func (w *World) special(day int) special {
	if day >= 0 && day < len(w.almanac) {
		return w.almanac[day]
	}
	return w.lookUp(day)
}

// lookUp finds a day among the festivals; the earlier one wins where two overlap.
func (w *World) lookUp(day int) special {
	date := w.date(day)
	if date.Equal(w.festival) {
		return special{neighbours.name, true, neighbours.visits, neighbours.treats}
	}
	for year := date.Year(); year <= date.AddDate(0, 0, 8).Year(); year++ {
		for _, f := range festivals[year] {
			first := time.Date(year, time.Month(f.month), f.day, 0, 0, 0, 0, Zone)
			n := int(date.Sub(first) / (24 * time.Hour))
			switch {
			case n >= 0 && n < f.h.days:
				return special{f.h.name, true, f.h.visits, f.h.treats}
			case n < 0 && n >= -f.h.beforeDays:
				return special{f.h.name, false, f.h.before, f.h.treats}
			}
		}
	}
	return special{visits: 1, treats: 1}
}

// chooseFestival puts the neighbours' festival on the Saturday about a third of the window before today, unless the
// window holds a public holiday that is neither at its very start nor at its very end.
func (w *World) chooseFestival() {
	if !w.cfg.Festival.IsZero() {
		w.festival = w.cfg.Festival
		return
	}
	for d := w.cfg.Days / 4; d < w.cfg.Days-w.cfg.Days/8; d++ {
		if s := w.special(d); s.off {
			return
		}
	}
	d := w.cfg.Days - (w.cfg.Days+2)/3
	for w.cfg.Days > 14 && w.date(d).Weekday() != time.Saturday {
		d--
	}
	w.festival = w.date(d)
}

// date is the local midnight at which a day begins.
func (w *World) date(day int) time.Time { return w.first.Add(time.Duration(day) * 24 * time.Hour) } // no daylight saving

func (w *World) weekday(day int) time.Weekday { return (w.first.Weekday() + time.Weekday(day)) % 7 }

func (w *World) weekend(day int) bool {
	wd := w.weekday(day)
	return wd == time.Saturday || wd == time.Sunday
}
