package calendar

import (
	"testing"
	"time"
)

func of(t *testing.T, date string) Day {
	t.Helper()
	d, err := time.Parse(time.DateOnly, date)
	if err != nil {
		t.Fatal(err)
	}
	return Of(int32(d.Unix() / 86_400))
}

// The days of new year are those published by the Purple Mountain Observatory.
func TestLunarNewYears(t *testing.T) {
	for _, date := range []string{"2015-02-19", "2016-02-08", "2017-01-28", "2018-02-16", "2019-02-05", "2020-01-25", "2021-02-12",
		"2022-02-01", "2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17", "2027-02-06", "2028-01-26", "2029-02-13", "2030-02-03"} {
		d := of(t, date)
		if d.LunarMonth != 1 || d.LunarDay != 1 || d.Leap || d.Festival != LunarNewYear || d.ToSpringFestival != 0 || !d.Off {
			t.Errorf("%s: %+v, want the first of the first month", date, d)
		}
	}
	for i, y := range lunarYears[1:] {
		before := lunarYears[i]
		length := int32(29 * len(before.months))
		for _, m := range before.months {
			if m == 'L' {
				length++
			}
		}
		if got := before.first() + length; got != y.first() {
			t.Errorf("the months of %d end %d days from the new year of %d", before.year, y.first()-got, y.year)
		}
		if (before.leap > 0) != (len(before.months) == 13) {
			t.Errorf("%d has leap month %d and %d months", before.year, before.leap, len(before.months))
		}
	}
	if got := of(t, "2030-12-31").ToSpringFestival; got != farSpring {
		t.Errorf("2030-12-31 is %d days from the new year of 2031-01-23, want %d", got, farSpring)
	}
}

func TestFestivals(t *testing.T) {
	for date, want := range map[string]Festival{
		"2015-02-18": NewYearsEve, "2024-02-09": NewYearsEve, "2025-01-28": NewYearsEve, "2026-02-16": NewYearsEve,
		"2024-02-24": Lantern, "2026-03-03": Lantern, "2020-06-25": DragonBoatDay, "2024-06-10": DragonBoatDay, "2025-05-31": DragonBoatDay,
		"2026-06-19": DragonBoatDay, "2020-08-25": Qixi, "2024-08-10": Qixi, "2025-08-29": Qixi, "2025-09-06": Ghosts,
		"2020-10-01": MidAutumnDay, "2024-09-17": MidAutumnDay, "2025-10-06": MidAutumnDay, "2026-09-25": MidAutumnDay, "2030-09-12": MidAutumnDay,
		"2024-10-11": DoubleNinth, "2025-10-29": DoubleNinth, "2025-01-07": Laba, "2026-01-26": Laba, "2024-02-02": LittleNewYear,
		"2026-02-10": LittleNewYear, "2024-04-04": TombSweeping, "2023-04-05": TombSweeping, "2025-12-21": WinterSolstice,
		"2024-12-21": WinterSolstice, "2026-12-22": WinterSolstice, "2025-11-11": DoubleEleven, "2025-06-18": Shopping618,
		"2025-12-12": DoubleTwelve, "2025-03-08": Women, "2025-06-01": Children, "2025-09-10": Teachers, "2025-12-25": Christmas,
		"2025-05-01": Labour, "2025-10-01": National, "2025-01-01": NewYearsDay, "2025-08-15": "",
	} {
		if got := of(t, date).Festival; got != want {
			t.Errorf("%s: festival %q, want %q", date, got, want)
		}
	}
	for _, f := range festivals {
		if f.English() == "" || f.Code() == 0 {
			t.Errorf("%s has no English name or no code", f)
		}
	}
	for _, h := range holidays {
		if h.English() == "" || h.Code() == 0 {
			t.Errorf("%s has no English name or no code", h)
		}
	}
	if Festival("").Code() != 0 || Holiday("").English() != "" || Term(0).Chinese() != "" || Term(24).Chinese() != "冬至" || Term(1).English() != "Minor Cold" {
		t.Error("a common day has a name or a code, or a term has a wrong one")
	}
}

func TestSolarTerms(t *testing.T) {
	for date, want := range map[string]string{"2024-02-04": "立春", "2024-06-21": "夏至", "2025-02-03": "立春", "2017-02-03": "立春",
		"2024-04-04": "清明", "2026-01-20": "大寒", "2015-12-22": "冬至", "2025-06-01": ""} {
		if got := of(t, date).Term.Chinese(); got != want {
			t.Errorf("%s: term %q, want %q", date, got, want)
		}
	}
	count := map[Term]int{}
	for day := number(firstYear, 1, 1); day < number(lastYear+1, 1, 1); day++ {
		count[Of(day).Term]++
	}
	for term := Term(1); term <= 24; term++ {
		if count[term] != lastYear-firstYear+1 {
			t.Errorf("term %d comes %d times in %d years", term, count[term], lastYear-firstYear+1)
		}
	}
}

// Weekdays off and weekend days worked, per year, as the notices count them.
func TestNotices(t *testing.T) {
	off, worked := map[int]int{}, map[int]int{}
	for day := number(firstYear, 1, 1); day < number(lastYear+1, 1, 1); day++ {
		d, year := Of(day), time.Unix(int64(day)*86_400, 0).UTC().Year()
		if d.Off && d.Worked || d.Worked && weekday(day) < 5 || d.Holiday != "" && !d.Off {
			t.Errorf("%d: off, worked and holiday do not fit each other: %+v", day, d)
		}
		if d.Off && weekday(day) < 5 {
			off[year]++
		}
		if d.Worked {
			worked[year]++
		}
	}
	want := map[int][2]int{2015: {17, 5}, 2016: {17, 6}, 2017: {16, 5}, 2018: {18, 7}, 2019: {17, 6}, 2020: {19, 6}, 2021: {18, 7},
		2022: {18, 7}, 2023: {18, 7}, 2024: {19, 8}, 2025: {18, 5}, 2026: {19, 6}, 2027: {13, 0}, 2028: {13, 0}, 2029: {13, 0}, 2030: {13, 0}}
	for year, n := range want {
		if off[year] != n[0] || worked[year] != n[1] {
			t.Errorf("%d: %d weekdays off, %d weekend days worked, want %v", year, off[year], worked[year], n)
		}
		if Known(year) != (year <= 2026) {
			t.Errorf("Known(%d) is %v", year, Known(year))
		}
	}
}

func TestDays(t *testing.T) {
	for date, want := range map[string]Day{
		"2024-02-04": {Worked: true, Term: 3, ToSpringFestival: 6, ToFestival: 6, SinceOff: 1, UntilOff: 6, LunarMonth: 12, LunarDay: 25},
		"2024-02-09": {Festival: NewYearsEve, ToSpringFestival: 1, ToFestival: 1, SinceOff: 6, UntilOff: 1, LunarMonth: 12, LunarDay: 30},
		"2024-02-12": {Off: true, Holiday: SpringFestival, ToSpringFestival: -2, ToFestival: 14, Run: 8, RunDay: 3, LunarMonth: 1, LunarDay: 3},
		"2023-09-30": {Off: true, Holiday: NationalDay, ToSpringFestival: 20, ToFestival: 1, Run: 8, RunDay: 2, LunarMonth: 8, LunarDay: 16},
		"2024-06-08": {Off: true, Holiday: DragonBoat, ToSpringFestival: -20, ToFestival: 2, Run: 3, RunDay: 1, LunarMonth: 5, LunarDay: 3},
		"2025-07-25": {ToSpringFestival: -20, ToFestival: 14, SinceOff: 5, UntilOff: 1, LunarMonth: 6, LunarDay: 1, Leap: true},
		"2027-02-09": {Off: true, Holiday: SpringFestival, ToSpringFestival: -3, ToFestival: 14, Run: 6, RunDay: 5, LunarMonth: 1, LunarDay: 4},
		"2028-10-03": {Off: true, Holiday: NationalDay, Festival: MidAutumnDay, ToSpringFestival: 20, Run: 6, RunDay: 4, LunarMonth: 8, LunarDay: 15},
		"2030-12-30": {ToSpringFestival: 20, ToFestival: 2, SinceOff: 1, UntilOff: 2, LunarMonth: 12, LunarDay: 6},
	} {
		if got := of(t, date); got != want {
			t.Errorf("%s:\n got %+v\nwant %+v", date, got, want)
		}
	}
}

func TestOutsideTheTable(t *testing.T) {
	for _, date := range []string{"2014-12-26", "2031-01-01", "1969-12-31", "2100-02-09"} {
		d, _ := time.Parse(time.DateOnly, date)
		w := (int(d.Weekday()) + 6) % 7
		got := of(t, date)
		if got.Off != (w >= 5) || got.Holiday != "" || got.Festival != "" || got.LunarMonth != 0 || got.ToFestival != farFestival || got.ToSpringFestival != farSpring {
			t.Errorf("%s: %+v, want the weekend rule and nothing else", date, got)
		}
		if !got.Off && (got.SinceOff != w+1 || got.UntilOff != 5-w) {
			t.Errorf("%s: %d days since and %d until the weekend", date, got.SinceOff, got.UntilOff)
		}
	}
}

// The days without work that the x_holiday column of FreshRetailNet-50K (CC BY 4.0)
// has from 2024-03-28 to 2024-06-18: all of the calendar's; besides, it keeps two
// weekend days that the notice made working days (28 April and 11 May).
func TestFreshRetailNet(t *testing.T) {
	marked := map[string]bool{}
	for _, date := range []string{"03-30", "03-31", "04-04", "04-05", "04-06", "04-13", "04-14", "04-20", "04-21", "04-27", "04-28",
		"05-01", "05-02", "05-03", "05-04", "05-05", "05-11", "05-12", "05-18", "05-19", "05-25", "05-26", "06-01", "06-02", "06-08", "06-09",
		"06-10", "06-15", "06-16"} {
		marked["2024-"+date] = true
	}
	for day := number(2024, 3, 28); day <= number(2024, 6, 18); day++ {
		date := time.Unix(int64(day)*86_400, 0).UTC().Format(time.DateOnly)
		if d := Of(day); (d.Off || d.Worked && date != "2024-04-07") != marked[date] {
			t.Errorf("%s: %+v, in the data %v", date, d, marked[date])
		}
	}
}
