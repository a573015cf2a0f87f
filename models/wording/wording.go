// Package wording says numbers as a shop owner would, in Chinese and English, so
// that the reasons of all models sound alike. Every phrase holds for the number
// it was given: rounded ones say "about" (约).
//
// Shape: one number in, one phrase out. Errors: none; a comparison with nothing
// (reference not above 0, or not finite) gives the empty string.
package wording

import (
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Number writes a quantity: whole from 100 on and with groups from 1,000 on, else
// with one decimal if it needs one. A quantity too small for that is "<0.1".
func Number(v float64) string {
	switch {
	case v > 0 && v < 0.05:
		return "<0.1"
	case math.Abs(v) >= 100:
		v = math.Round(v)
	default:
		v = math.Round(v*10) / 10
	}
	return grouped(strconv.FormatFloat(v, 'f', -1, 64))
}

// Count writes a whole number: 12,345.
func Count[T interface {
	~int | ~int64 | ~uint8 | ~uint16 | ~uint32 | ~uint64
}](n T) string {
	return grouped(fmt.Sprint(n))
}

// Things writes a quantity with its English noun, which is in the singular for one alone: 1 order, 2 orders, 0.5 orders.
func Things(v float64, one, many string) string {
	if n := Number(v); n != "1" {
		return n + " " + many
	}
	return "1 " + one
}

// Money writes fen as yuan with their sign: ¥1,642.50.
func Money(fen float64) string {
	if fen = math.Round(fen); fen < 0 {
		return "-" + Money(-fen)
	}
	return "¥" + grouped(strconv.FormatFloat(math.Abs(fen)/100, 'f', 2, 64))
}

// Yuan writes fen as yuan for the word 元 to follow: 1,642.5.
func Yuan(fen float64) string {
	return grouped(strconv.FormatFloat(math.Round(fen)/100, 'f', -1, 64))
}

// grouped puts a comma before every three digits of the whole part.
func grouped(s string) string {
	whole, rest := s, ""
	if at := strings.IndexByte(s, '.'); at >= 0 {
		whole, rest = s[:at], s[at:]
	}
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	for at := len(whole) - 3; at > 0; at -= 3 {
		whole = whole[:at] + "," + whole[at:]
	}
	return sign + whole + rest
}

var tenths = [...]string{"", "一", "两", "三", "四", "五", "六", "七", "八", "九"}

// comparison sorts a ratio into a kind of phrase and its figure.
type comparison int

const (
	unknown comparison = iota
	same
	above // figure: tenths more, 1 to 9
	below // figure: tenths less, 1 to 9
	times // figure: how many times
	hardly
)

func compare(value, reference float64) (comparison, float64) {
	ratio := value / reference
	switch {
	case !(reference > 0) || math.IsNaN(ratio) || math.IsInf(ratio, 0) || ratio < 0:
		return unknown, 0
	case ratio < 0.1:
		return hardly, 0
	case ratio < 0.95:
		return below, math.Min(9, math.Max(1, math.Round(10*(1-ratio))))
	case ratio <= 1.05:
		return same, 0
	case ratio < 1.95:
		return above, math.Max(1, math.Round(10*(ratio-1)))
	}
	return times, math.Round(ratio*10) / 10
}

// CompareZh compares value with reference, called by name: 比平时多约三成.
func CompareZh(value, reference float64, name string) string {
	switch kind, n := compare(value, reference); kind {
	case same:
		return "和" + name + "差不多"
	case above:
		return "比" + name + "多约" + tenths[int(n)] + "成"
	case below:
		return "比" + name + "少约" + tenths[int(n)] + "成"
	case times:
		return "约是" + name + "的 " + Number(n) + " 倍"
	case hardly:
		return "不到" + name + "的一成"
	}
	return ""
}

// CompareEn compares value with reference, called by name: about 30% above usual.
func CompareEn(value, reference float64, name string) string {
	switch kind, n := compare(value, reference); kind {
	case same:
		return "about the same as " + name
	case above:
		return "about " + Number(10*n) + "% above " + name
	case below:
		return "about " + Number(10*n) + "% below " + name
	case times:
		return "about " + Number(n) + " times " + name
	case hardly:
		return "less than a tenth of " + name
	}
	return ""
}
