package calendar

import "slices"

// Holiday is a public holiday, by its Chinese name; empty on a common day.
type Holiday string

// The public holidays.
const (
	NewYear        Holiday = "元旦"
	SpringFestival Holiday = "春节"
	Qingming       Holiday = "清明节"
	LabourDay      Holiday = "劳动节"
	DragonBoat     Holiday = "端午节"
	MidAutumn      Holiday = "中秋节"
	NationalDay    Holiday = "国庆节"
	VictoryDay     Holiday = "抗战胜利纪念日" // 2015 only
)

// Festival is what is celebrated on the very day, by its Chinese name; empty on a
// common day. Where two meet, it is the one of the lunar calendar.
type Festival string

// The festivals: those of the lunar calendar, of the public, of the shops.
const (
	NewYearsEve    Festival = "除夕"
	LunarNewYear   Festival = "春节"
	Lantern        Festival = "元宵节"
	DragonBoatDay  Festival = "端午节"
	Qixi           Festival = "七夕"
	Ghosts         Festival = "中元节"
	MidAutumnDay   Festival = "中秋节"
	DoubleNinth    Festival = "重阳节"
	Laba           Festival = "腊八节"
	LittleNewYear  Festival = "小年" // of the north; the south keeps it a day later
	NewYearsDay    Festival = "元旦"
	TombSweeping   Festival = "清明节"
	WinterSolstice Festival = "冬至"
	Labour         Festival = "劳动节"
	National       Festival = "国庆节"
	Valentine      Festival = "情人节"
	Women          Festival = "妇女节"
	Children       Festival = "儿童节"
	Teachers       Festival = "教师节"
	Christmas      Festival = "圣诞节"
	Shopping618    Festival = "618"
	DoubleEleven   Festival = "双11"
	DoubleTwelve   Festival = "双12"
)

var holidays = []Holiday{NewYear, SpringFestival, Qingming, LabourDay, DragonBoat, MidAutumn, NationalDay, VictoryDay}

var festivals = []Festival{NewYearsEve, LunarNewYear, Lantern, DragonBoatDay, Qixi, Ghosts, MidAutumnDay, DoubleNinth, Laba,
	LittleNewYear, NewYearsDay, TombSweeping, WinterSolstice, Labour, National, Valentine, Women, Children, Teachers,
	Christmas, Shopping618, DoubleEleven, DoubleTwelve}

var english = map[string]string{
	"元旦": "New Year's Day", "春节": "Spring Festival", "清明节": "Qingming Festival", "劳动节": "Labour Day",
	"端午节": "Dragon Boat Festival", "中秋节": "Mid-Autumn Festival", "国庆节": "National Day", "抗战胜利纪念日": "Victory Day",
	"除夕": "New Year's Eve", "元宵节": "Lantern Festival", "七夕": "Qixi Festival", "中元节": "Ghost Festival",
	"重阳节": "Double Ninth Festival", "腊八节": "Laba Festival", "小年": "Little New Year", "冬至": "Winter Solstice",
	"情人节": "Valentine's Day", "妇女节": "Women's Day", "儿童节": "Children's Day", "教师节": "Teachers' Day",
	"圣诞节": "Christmas", "618": "618 shopping festival", "双11": "Double Eleven", "双12": "Double Twelve",
}

// English is the English name; empty on a common day.
func (h Holiday) English() string { return english[string(h)] }

// English is the English name; empty on a common day.
func (f Festival) English() string { return english[string(f)] }

// Code numbers the holidays from 1, for use as a feature; 0 on a common day.
func (h Holiday) Code() int { return slices.Index(holidays, h) + 1 }

// Code numbers the festivals from 1, for use as a feature; 0 on a common day.
func (f Festival) Code() int { return slices.Index(festivals, f) + 1 }

// Term is a solar term (节气), 1 (小寒, in January) to 24 (冬至, in December); 0 on a
// day on which none begins.
type Term uint8

var terms = [24][2]string{
	{"小寒", "Minor Cold"}, {"大寒", "Major Cold"}, {"立春", "Start of Spring"}, {"雨水", "Rain Water"},
	{"惊蛰", "Awakening of Insects"}, {"春分", "Spring Equinox"}, {"清明", "Pure Brightness"}, {"谷雨", "Grain Rain"},
	{"立夏", "Start of Summer"}, {"小满", "Grain Buds"}, {"芒种", "Grain in Ear"}, {"夏至", "Summer Solstice"},
	{"小暑", "Minor Heat"}, {"大暑", "Major Heat"}, {"立秋", "Start of Autumn"}, {"处暑", "End of Heat"},
	{"白露", "White Dew"}, {"秋分", "Autumn Equinox"}, {"寒露", "Cold Dew"}, {"霜降", "Frost's Descent"},
	{"立冬", "Start of Winter"}, {"小雪", "Minor Snow"}, {"大雪", "Major Snow"}, {"冬至", "Winter Solstice"},
}

// Chinese is the Chinese name; empty if no term begins.
func (t Term) Chinese() string { return t.name(0) }

// English is the English name; empty if no term begins.
func (t Term) English() string { return t.name(1) }

func (t Term) name(language int) string {
	if t < 1 || int(t) > len(terms) {
		return ""
	}
	return terms[t-1][language]
}
