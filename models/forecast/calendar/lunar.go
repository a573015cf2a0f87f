package calendar

// lunarYear is a year of the lunar calendar: its first day and the lengths of its
// months, L of 30 and S of 29 days; leap is the month that comes twice, 0 for none.
type lunarYear struct {
	year, month, day int
	leap             int
	months           string
}

var lunarYears = []lunarYear{
	{2014, 1, 31, 9, "SLSLSLSLLSLSL"},
	{2015, 2, 19, 0, "SLSSLSLLLSLS"},
	{2016, 2, 8, 0, "LSLSSLSLLSLL"},
	{2017, 1, 28, 6, "SLSLSSLSLSLLL"},
	{2018, 2, 16, 0, "SLSLSSLSLSLL"},
	{2019, 2, 5, 0, "LSLSLSSLSSLL"},
	{2020, 1, 25, 4, "SLLLSLSSLSLSL"},
	{2021, 2, 12, 0, "SLLSLSLSLSLS"},
	{2022, 2, 1, 0, "LSLSLLSLSLSL"},
	{2023, 1, 22, 2, "SLSSLLSLLSLSL"},
	{2024, 2, 10, 0, "SLSSLSLLSLLS"},
	{2025, 1, 29, 6, "LSLSSLSLSLLLS"},
	{2026, 2, 17, 0, "LSLSSLSSLLLS"},
	{2027, 2, 6, 0, "LLSLSSLSSLLS"},
	{2028, 1, 26, 5, "LLLSLSSLSSLLS"},
	{2029, 2, 13, 0, "LLSLSLSLSSLL"},
	{2030, 2, 3, 0, "SLSLLSLSLSLS"},
	{2031, 1, 23, 0, ""}, // only to know how far it is
}

func (y lunarYear) first() int32 { return number(y.year, y.month, y.day) }

// lunarDate is a date of the lunar calendar; last is the month's last day.
type lunarDate struct {
	month, day int
	leap, last bool
}

// each calls visit with every day of the year.
func (y lunarYear) each(visit func(day int32, d lunarDate)) {
	day := y.first()
	for i, length := range y.months {
		d := lunarDate{month: i + 1}
		if y.leap > 0 && i >= y.leap {
			d.month, d.leap = i, i == y.leap
		}
		n := 29
		if length == 'L' {
			n = 30
		}
		for d.day = 1; d.day <= n; d.day++ {
			d.last = d.day == n
			visit(day, d)
			day++
		}
	}
}

// solarTerms holds, for each year from firstYear, the days on which the 24 terms
// begin: of each month one from the 3rd and one from the 18th, a digit of days later.
var solarTerms = []string{
	"321133223333455565555444",
	"321122112223344544554443",
	"220022122323444545554444",
	"221123222333454555554444",
	"221133223333455555565444",
	"321122112223344444554433",
	"220022122323444545554443",
	"221122222333454545554444",
	"221133223333455555565444",
	"321122112223344444554433",
	"220022122323444545554443",
	"221022222323454545554444",
	"221133223333455555554444",
	"321122112223344444554433",
	"220022122323444545554443",
	"221022222323454545554444",
}

// termDay is the day on which a term, 1 to 24, begins.
func termDay(year int, term Term) int32 {
	i := int(term) - 1
	return number(year, i/2+1, 3+15*(i%2)+int(solarTerms[year-firstYear][i]-'0'))
}
