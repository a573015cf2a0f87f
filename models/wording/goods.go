package wording

import (
	"math"
	"strconv"
	"strings"
)

// weights are the units of goods that are weighed or measured, where a part of one is sold; all others are counted.
var weights = map[string]bool{
	"斤": true, "公斤": true, "市斤": true, "千克": true, "克": true, "两": true, "钱": true, "吨": true, "磅": true, "升": true, "毫升": true, "公升": true, "米": true, "厘米": true, "尺": true,
	"jin": true, "kg": true, "g": true, "t": true, "lb": true, "lbs": true, "oz": true, "l": true, "ml": true, "m": true, "cm": true,
}

// Weighed tells whether goods of a unit are sold by weight or measure, so that parts of one make sense: 斤, kg, 升. All else
// (份, 盒, 瓶, 枚, no unit) is counted.
func Weighed(unit string) bool { return weights[strings.ToLower(strings.TrimSpace(unit))] }

// AboutZh writes a mean quantity of goods as 约 5 or 不到 1: whole where the unit is counted, else as Number does. People are counted too,
// by the unit 位 or none.
func AboutZh(v float64, unit string) string {
	if few(v, unit) {
		return "不到 1"
	}
	return "约 " + goods(v, unit)
}

// AboutEn writes a mean quantity of goods as about 5 or less than 1; the unit is the Chinese one.
func AboutEn(v float64, unit string) string {
	if few(v, unit) {
		return "less than 1"
	}
	return "about " + goods(v, unit)
}

// few says whether a quantity of what is counted would be rounded to none.
func few(v float64, unit string) bool { return v > 0 && v < 0.5 && !Weighed(unit) }

func goods(v float64, unit string) string {
	if Weighed(unit) {
		return Number(v)
	}
	return whole(v)
}

func whole(v float64) string { return grouped(strconv.FormatFloat(math.Round(v)+0, 'f', -1, 64)) }

// Span writes a range of goods as from–to, or one figure where both ends are alike. Ends of counted goods are rounded outwards, so
// that what is said holds wherever the range did (33–52.4 份 is 33–53 份); those of goods by weight keep one decimal.
func Span(low, high float64, unit string) string {
	a, b := Number(low), Number(high)
	if !Weighed(unit) {
		const slack = 1e-6 // a whole number that floating point missed
		a, b = whole(math.Floor(low+slack)), whole(math.Ceil(high-slack))
	}
	if a == b {
		return a
	}
	return a + "–" + b
}
