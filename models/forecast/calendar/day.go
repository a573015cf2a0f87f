package calendar

import (
	"sync"
	"time"
)

// The years of the table.
const (
	firstYear = 2015
	lastYear  = 2030
)

// Furthest distances told apart.
const (
	farSpring   = 20
	farFestival = 14
)

// Day is what is known of a day.
type Day struct {
	Off    bool // no work: a weekend or a public holiday
	Worked bool // a Saturday or Sunday on which one works (调休)

	Holiday  Holiday  // that the day off belongs to, with the weekend that joins it
	Festival Festival // of the very day
	Term     Term     // solar term that begins on the day

	ToSpringFestival int // days to the nearest lunar new year's day, negative after it; -20 to 20, which stand for all beyond
	ToFestival       int // days to the next day for which a public holiday is held (清明节, 中秋节 ...), 0 on it; 14 stands for all beyond

	SinceOff int // days since the last day off, 0 on one
	UntilOff int // days until the next day off, 0 on one
	Run      int // length of the row of days off that the day is in; 0 on a working day
	RunDay   int // its place in the row, from 1

	LunarMonth int  // 1 to 12, 0 if not known
	LunarDay   int  // 1 to 30, 0 if not known
	Leap       bool // of a leap month, which has no festivals
}

// Of tells what is known of a day, given in days since 1970-01-01.
func Of(day int32) Day {
	days := table()
	if i := int64(day) - int64(number(firstYear, 1, 1)); i >= 0 && i < int64(len(days)) {
		return days[i]
	}
	w := weekday(day)
	d := Day{ToSpringFestival: farSpring, ToFestival: farFestival, Off: w >= 5}
	if d.Off {
		d.Run, d.RunDay = 2, w-4
		return d
	}
	d.SinceOff, d.UntilOff = w+1, 5-w
	return d
}

// table is made once, when first asked for.
var table = sync.OnceValue(build)

// margin is how many days before and after the table are looked at, so that
// distances across its ends are right: longer than any row of days off or of work.
const margin = 21

func build() []Day {
	first := number(firstYear, 1, 1)
	b := builder{first: first - margin, days: make([]Day, number(lastYear+1, 1, 1)-first+2*margin)}
	for i := range b.days {
		b.days[i].Off = weekday(b.first+int32(i)) >= 5
	}
	for _, y := range lunarYears {
		y.each(b.lunar)
	}
	for year := firstYear; year <= lastYear; year++ {
		b.solar(year)
		b.holidays(year)
	}
	next := b.at(number(lastYear+1, 1, 1)) // the only holiday near enough behind the table
	next.Off, next.Holiday, next.Festival = true, NewYear, NewYearsDay
	b.rows()
	b.distances()
	return b.days[margin : len(b.days)-margin]
}

type builder struct {
	first int32
	days  []Day
}

// at is the entry of a day; of one outside the table, an entry that nobody reads.
func (b *builder) at(day int32) *Day {
	if i := day - b.first; i >= 0 && int(i) < len(b.days) {
		return &b.days[i]
	}
	return new(Day)
}

// holidays enters the days off and the working weekends of a year.
func (b *builder) holidays(year int) {
	n, known := notices[year]
	if !known {
		b.statutory(year)
		return
	}
	for _, s := range n.off {
		for day := on(year, s.first); day <= on(year, s.last); day++ {
			d := b.at(day)
			d.Off, d.Holiday = true, s.holiday
		}
	}
	for _, md := range n.worked {
		d := b.at(on(year, md))
		d.Off, d.Worked = false, true
	}
}

// statutory enters the days off by law of a year without notice.
func (b *builder) statutory(year int) {
	spring, dragon, moon := b.lunarDays(year)
	enter := func(h Holiday, first, last int32) {
		lost := 0 // days that were off anyway
		for day := first; day <= last || lost > 0; day++ {
			d := b.at(day)
			switch {
			case !d.Off && day > last:
				lost--
			case d.Off && day <= last:
				lost++
			}
			if d.Off = true; d.Holiday == "" {
				d.Holiday = h
			}
		}
	}
	enter(NewYear, on(year, 101), on(year, 101))
	enter(SpringFestival, spring-1, spring+2)
	enter(Qingming, termDay(year, 7), termDay(year, 7))
	enter(LabourDay, on(year, 501), on(year, 502))
	enter(DragonBoat, dragon, dragon)
	enter(NationalDay, on(year, 1001), on(year, 1003))
	enter(MidAutumn, moon, moon)
}

func weekday(day int32) int { return int((int64(day)+3)%7+7) % 7 } // Monday 0

// number is the day's number since 1970-01-01.
func number(year, month, day int) int32 {
	return int32(time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// on is the day of a year given as month·100 + day.
func on(year, monthDay int) int32 { return number(year, monthDay/100, monthDay%100) }
