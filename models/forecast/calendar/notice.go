package calendar

// span is a holiday's days off, as month·100 + day. Weekends that join it need not be
// in it; a holiday across the turn of the year is split.
type span struct {
	holiday     Holiday
	first, last int
}

// notice is what the State Council decreed for a year: days off, and weekend days
// to be worked.
type notice struct {
	off    []span
	worked []int
}

var notices = map[int]notice{
	2015: {[]span{{NewYear, 101, 103}, {SpringFestival, 218, 224}, {Qingming, 405, 406}, {LabourDay, 501, 501}, {DragonBoat, 620, 622},
		{VictoryDay, 903, 905}, {MidAutumn, 927, 927}, {NationalDay, 1001, 1007}}, []int{104, 215, 228, 906, 1010}},
	2016: {[]span{{NewYear, 101, 101}, {SpringFestival, 207, 213}, {Qingming, 404, 404}, {LabourDay, 501, 502}, {DragonBoat, 609, 611},
		{MidAutumn, 915, 917}, {NationalDay, 1001, 1007}}, []int{206, 214, 612, 918, 1008, 1009}},
	2017: {[]span{{NewYear, 101, 102}, {SpringFestival, 127, 202}, {Qingming, 402, 404}, {LabourDay, 501, 501}, {DragonBoat, 528, 530},
		{NationalDay, 1001, 1008}}, []int{122, 204, 401, 527, 930}},
	2018: {[]span{{NewYear, 101, 101}, {SpringFestival, 215, 221}, {Qingming, 405, 407}, {LabourDay, 429, 501}, {DragonBoat, 618, 618},
		{MidAutumn, 924, 924}, {NationalDay, 1001, 1007}, {NewYear, 1230, 1231}}, []int{211, 224, 408, 428, 929, 930, 1229}},
	2019: {[]span{{NewYear, 101, 101}, {SpringFestival, 204, 210}, {Qingming, 405, 405}, {LabourDay, 501, 504}, {DragonBoat, 607, 607},
		{MidAutumn, 913, 913}, {NationalDay, 1001, 1007}}, []int{202, 203, 428, 505, 929, 1012}},
	2020: {[]span{{NewYear, 101, 101}, {SpringFestival, 124, 202}, {Qingming, 404, 406}, {LabourDay, 501, 505}, {DragonBoat, 625, 627},
		{NationalDay, 1001, 1008}}, []int{119, 426, 509, 628, 927, 1010}},
	2021: {[]span{{NewYear, 101, 103}, {SpringFestival, 211, 217}, {Qingming, 403, 405}, {LabourDay, 501, 505}, {DragonBoat, 612, 614},
		{MidAutumn, 919, 921}, {NationalDay, 1001, 1007}}, []int{207, 220, 425, 508, 918, 926, 1009}},
	2022: {[]span{{NewYear, 101, 103}, {SpringFestival, 131, 206}, {Qingming, 403, 405}, {LabourDay, 430, 504}, {DragonBoat, 603, 605},
		{MidAutumn, 910, 912}, {NationalDay, 1001, 1007}, {NewYear, 1231, 1231}}, []int{129, 130, 402, 424, 507, 1008, 1009}},
	2023: {[]span{{NewYear, 101, 102}, {SpringFestival, 121, 127}, {Qingming, 405, 405}, {LabourDay, 429, 503}, {DragonBoat, 622, 624},
		{MidAutumn, 929, 929}, {NationalDay, 930, 1006}}, []int{128, 129, 423, 506, 625, 1007, 1008}},
	2024: {[]span{{NewYear, 101, 101}, {SpringFestival, 210, 217}, {Qingming, 404, 406}, {LabourDay, 501, 505}, {DragonBoat, 610, 610},
		{MidAutumn, 915, 917}, {NationalDay, 1001, 1007}}, []int{204, 218, 407, 428, 511, 914, 929, 1012}},
	2025: {[]span{{NewYear, 101, 101}, {SpringFestival, 128, 204}, {Qingming, 404, 406}, {LabourDay, 501, 505}, {DragonBoat, 531, 602},
		{NationalDay, 1001, 1008}}, []int{126, 208, 427, 928, 1011}},
	2026: {[]span{{NewYear, 101, 103}, {SpringFestival, 215, 223}, {Qingming, 404, 406}, {LabourDay, 501, 505}, {DragonBoat, 619, 621},
		{MidAutumn, 925, 927}, {NationalDay, 1001, 1007}}, []int{104, 214, 228, 509, 920, 1010}},
}

// Known tells whether the year's notice of days off and working weekends is in the
// table; in other years of it the statutory days are.
func Known(year int) bool {
	_, ok := notices[year]
	return ok
}
