package tabular

import (
	"math"
	"strconv"
	"strings"
	"time"
)

// String is the value as text: a day as 2026-11-22, an instant with its offset, a list as JSON.
func (v value) String() string {
	switch v.kind {
	case day:
		return v.at.Format(time.DateOnly)
	case instant:
		return v.at.Format(time.RFC3339Nano)
	case local:
		return v.at.Format("2006-01-02 15:04:05.999999999")
	default:
		return v.text
	}
}

// Text is the column as text, empty when it is missing. Blanks around it are cut.
func (r *Row) Text(name string) string { return strings.TrimSpace(r.get(name).String()) }

// Int reads a whole number; 12.0 is one.
func (r *Row) Int(name string) (int64, error) { return r.Decimal(name, 0) }

// Decimal reads a decimal exactly, in units of its last place: with 2 places 12.9 is 1290.
func (r *Row) Decimal(name string, places int) (int64, error) {
	s := r.Text(name)
	if s == "" {
		return 0, r.Errorf(name, "a number is missing")
	}
	n, problem := parseDecimal(s, places)
	if problem != "" {
		return 0, r.Errorf(name, "%s %s", quote(s), problem)
	}
	return n, nil
}

// Float reads a number where rounding does not matter: coordinates, rates, measured amounts.
func (r *Row) Float(name string) (float64, error) {
	s := r.Text(name)
	if s == "" {
		return 0, r.Errorf(name, "a number is missing")
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0, r.Errorf(name, "%s is not a number", quote(s))
	}
	return f, nil
}

// Bool reads true or false, 1 or 0, yes or no, 是 or 否.
func (r *Row) Bool(name string) (bool, error) {
	switch s := strings.ToLower(r.Text(name)); s {
	case "true", "1", "yes", "y", "t", "是":
		return true, nil
	case "false", "0", "no", "n", "f", "否":
		return false, nil
	case "":
		return false, r.Errorf(name, "yes or no is missing")
	default:
		return false, r.Errorf(name, "%s is neither yes nor no: write 1 or 0", quote(s))
	}
}

// parseDecimal is exact: a number with more places than asked for is refused unless they are zeros.
func parseDecimal(s string, places int) (n int64, problem string) {
	const (
		notANumber = "is not a number"
		tooLarge   = "is too large"
	)
	mantissa, exp := s, 0
	if i := strings.IndexAny(s, "eE"); i > 0 {
		e, err := strconv.Atoi(s[i+1:])
		if err != nil {
			return 0, notANumber
		}
		mantissa, exp = s[:i], e
	}
	digits := strings.TrimPrefix(mantissa, "-")
	negative := len(digits) < len(mantissa)
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, frac, _ := strings.Cut(digits, ".")
	digits = whole + frac
	if digits == "" || strings.ContainsFunc(digits, func(c rune) bool { return c < '0' || c > '9' }) {
		return 0, notANumber
	}
	digits = strings.TrimLeft(digits, "0")
	kept := strings.TrimRight(digits, "0")
	// value = kept × 10^shift in units of the last place
	shift := places - len(frac) + len(digits) - len(kept) + exp
	switch {
	case kept == "":
		return 0, ""
	case len(kept)+shift > 18 || exp > 1000:
		return 0, tooLarge
	case shift < 0 && places == 0:
		return 0, "is not a whole number"
	case shift < 0:
		return 0, "has more than " + strconv.Itoa(places) + " decimal places"
	}
	n, err := strconv.ParseInt(kept+strings.Repeat("0", shift), 10, 64)
	if err != nil {
		return 0, tooLarge
	}
	if negative {
		n = -n
	}
	return n, ""
}
