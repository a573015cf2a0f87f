package words

import (
	"math"
	"strconv"
	"strings"
)

// Printer writes messages and figures in one language and one currency.
type Printer struct {
	Lang     Lang
	Currency string // CNY or USD; empty is CNY
}

func (p Printer) symbol() string {
	if p.Currency == "USD" {
		return "$"
	}
	return "¥"
}

// Yuan names the unit of money for the head of a column.
func (p Printer) Yuan() string {
	if p.Currency == "USD" {
		return p.T("money.usd")
	}
	return p.T("money.cny")
}

// Money writes fen to the cent: ¥12.90.
func (p Printer) Money(fen int64) string {
	sign := ""
	u := uint64(fen) //nolint:gosec // the two's complement of MinInt64 is what is wanted
	if fen < 0 {
		sign, u = "−", -u
	}
	cents := strconv.FormatUint(u%100, 10)
	if len(cents) == 1 {
		cents = "0" + cents
	}
	return sign + p.symbol() + group(strconv.FormatUint(u/100, 10)) + "." + cents
}

// Sum writes large money short: ¥1.29万 in Chinese, ¥12.9k in English; small sums to the cent.
func (p Printer) Sum(fen int64) string {
	yuan := float64(fen) / 100
	sign := ""
	if yuan < 0 {
		sign, yuan = "−", -yuan
	}
	if p.Lang == English {
		switch {
		case yuan >= 999_950:
			return sign + p.symbol() + trim(yuan/1e6, 2) + "M"
		case yuan >= 10_000:
			return sign + p.symbol() + trim(yuan/1e3, 1) + "k"
		}
		return p.Money(fen)
	}
	switch {
	case yuan >= 99_995_000:
		return sign + p.symbol() + trim(yuan/1e8, 2) + "亿"
	case yuan >= 10_000:
		return sign + p.symbol() + trim(yuan/1e4, 2) + "万"
	}
	return p.Money(fen)
}

// Loss is a sum below zero without its sign, where the words say that it is lost.
func (p Printer) Loss(fen int64) string { return p.Sum(-fen) }

// Count writes a whole number with groups: 12,345.
func (p Printer) Count(n any) string {
	switch v := n.(type) {
	case int:
		return signed(int64(v))
	case int64:
		return signed(v)
	case uint8:
		return signed(int64(v))
	case uint16:
		return signed(int64(v))
	case uint32:
		return signed(int64(v))
	case uint64:
		return group(strconv.FormatUint(v, 10))
	case float64:
		return p.Quantity(math.Round(v))
	}
	return "?"
}

// Quantity writes units: whole where they are whole, else with one decimal.
func (p Printer) Quantity(q float64) string {
	if !finite(q) {
		return p.T("none")
	}
	if q == math.Trunc(q) || math.Abs(q) >= 100 {
		return signed(int64(math.Round(q)))
	}
	return minus(trim(q, 1))
}

// Percent writes a share of one: 12.5%.
func (p Printer) Percent(share float64) string {
	if !finite(share) {
		return p.T("none")
	}
	if math.Abs(share) >= 1 {
		return minus(trim(share*100, 0)) + "%"
	}
	return minus(trim(share*100, 1)) + "%"
}

// Signed writes a share with its sign: +3.2%, −1%.
func (p Printer) Signed(share float64) string {
	s := p.Percent(share)
	if finite(share) && share > 0 && s != "0%" {
		return "+" + s
	}
	return s
}

// Range writes an interval as from–to.
func (p Printer) Range(low, high float64) string {
	a, b := p.Quantity(low), p.Quantity(high)
	if a == b {
		return a
	}
	return a + "–" + b
}

// weights are the units of goods that are weighed or measured, where a part of one is sold; all others are counted.
var weights = map[string]bool{
	"斤": true, "公斤": true, "市斤": true, "千克": true, "克": true, "两": true, "钱": true, "吨": true, "磅": true, "升": true, "毫升": true, "公升": true, "米": true, "厘米": true, "尺": true,
	"jin": true, "kg": true, "g": true, "t": true, "lb": true, "lbs": true, "oz": true, "l": true, "ml": true, "m": true, "cm": true,
}

// Goods writes a range of goods as from–to, as the models' reasons do: of goods that are counted the ends are whole, rounded outwards.
func (p Printer) Goods(low, high float64, unit string) string {
	if !weights[strings.ToLower(strings.TrimSpace(unit))] {
		const slack = 1e-6 // a whole number that floating point missed
		low, high = math.Floor(low+slack), math.Ceil(high-slack)
	}
	return p.Range(low, high)
}

func finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

func minus(s string) string {
	if s == "-0" {
		return "0"
	}
	return strings.Replace(s, "-", "−", 1)
}

func trim(v float64, digits int) string {
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if digits > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	return s
}

func signed(n int64) string {
	if n < 0 {
		return "−" + group(strings.TrimPrefix(strconv.FormatInt(n, 10), "-"))
	}
	return group(strconv.FormatInt(n, 10))
}

func group(digits string) string {
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// Decimal writes a small number with two decimals at most: 0.37.
func (p Printer) Decimal(v float64) string {
	if !finite(v) {
		return p.T("none")
	}
	return minus(trim(v, 2))
}
