package calendar

// lunarFestivals by month·100 + day; New Year's Eve is the last day of the year.
var lunarFestivals = map[int]Festival{
	101: LunarNewYear, 115: Lantern, 505: DragonBoatDay, 707: Qixi, 715: Ghosts, 815: MidAutumnDay, 909: DoubleNinth,
	1208: Laba, 1223: LittleNewYear,
}

// solarFestivals by month·100 + day; Qingming and the solstice are solar terms.
var solarFestivals = map[int]Festival{
	101: NewYearsDay, 214: Valentine, 308: Women, 501: Labour, 601: Children, 618: Shopping618, 910: Teachers, 1001: National,
	1111: DoubleEleven, 1212: DoubleTwelve, 1225: Christmas,
}

// public are the festivals for which a public holiday is held.
var public = map[Festival]bool{
	NewYearsDay: true, LunarNewYear: true, TombSweeping: true, Labour: true, DragonBoatDay: true, MidAutumnDay: true, National: true,
}

const (
	qingmingTerm Term = 7
	solsticeTerm Term = 24
)

// lunar enters the lunar date of a day and its festival.
func (b *builder) lunar(day int32, l lunarDate) {
	d := b.at(day)
	d.LunarMonth, d.LunarDay, d.Leap = l.month, l.day, l.leap
	if l.leap {
		return
	}
	d.Festival = lunarFestivals[100*l.month+l.day]
	if l.month == 12 && l.last {
		d.Festival = NewYearsEve
	}
}

// solar enters the solar terms of a year and the festivals that no lunar one takes
// the place of.
func (b *builder) solar(year int) {
	enter := func(day int32, f Festival) {
		if d := b.at(day); d.Festival == "" {
			d.Festival = f
		}
	}
	for t := Term(1); t <= 24; t++ {
		b.at(termDay(year, t)).Term = t
	}
	for md, f := range solarFestivals {
		enter(on(year, md), f)
	}
	enter(termDay(year, qingmingTerm), TombSweeping)
	enter(termDay(year, solsticeTerm), WinterSolstice)
}

// lunarDays finds the days of a year's lunar holidays.
func (b *builder) lunarDays(year int) (spring, dragon, moon int32) {
	for day := on(year, 101); day <= on(year, 1231); day++ {
		switch b.at(day).Festival {
		case LunarNewYear:
			spring = day
		case DragonBoatDay:
			dragon = day
		case MidAutumnDay:
			moon = day
		}
	}
	return spring, dragon, moon
}

// rows measures the rows of days off and gives weekend days the holiday that they
// join.
func (b *builder) rows() {
	for i := 0; i < len(b.days); i++ {
		if !b.days[i].Off {
			continue
		}
		end := i
		for end < len(b.days) && b.days[end].Off {
			end++
		}
		row := b.days[i:end]
		for k := range row {
			row[k].Run, row[k].RunDay = len(row), k+1
			if k > 0 && row[k].Holiday == "" {
				row[k].Holiday = row[k-1].Holiday
			}
		}
		for k := len(row) - 2; k >= 0; k-- {
			if row[k].Holiday == "" {
				row[k].Holiday = row[k+1].Holiday
			}
		}
		i = end
	}
}

// distances counts the days to and from what the days are told from.
func (b *builder) distances() {
	since := margin
	for i := range b.days {
		d := &b.days[i]
		if since++; d.Off {
			since = 0
		}
		d.SinceOff, d.ToSpringFestival = since, farSpring
	}
	until, festival := margin, farFestival
	for i := len(b.days) - 1; i >= 0; i-- {
		d := &b.days[i]
		if until++; d.Off {
			until = 0
		}
		if festival = min(festival+1, farFestival); public[d.Festival] {
			festival = 0
		}
		d.UntilOff, d.ToFestival = until, festival
	}
	b.springs()
}

// springs counts the days to the nearest lunar new year's day.
func (b *builder) springs() {
	for i := range b.days {
		nearest := int32(1 << 30)
		for _, y := range lunarYears {
			if to := y.first() - b.first - int32(i); max(to, -to) < max(nearest, -nearest) {
				nearest = to
			}
		}
		b.days[i].ToSpringFestival = int(min(max(nearest, -farSpring), farSpring))
	}
}
