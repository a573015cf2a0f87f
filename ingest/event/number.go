package event

import "strings"

// digits passes over a number.
func (s *scanner) digits(i int) int {
	if s.at(i) == '-' {
		i++
	}
	switch c := s.at(i); {
	case c == '0':
		i++
	case '1' <= c && c <= '9':
		for i++; isDigit(s.at(i)); i++ {
		}
	default:
		return s.wrong(i, "expecting a value")
	}
	if s.at(i) == '.' {
		if i++; !isDigit(s.at(i)) {
			return s.wrong(i, "expecting a digit")
		}
		for i++; isDigit(s.at(i)); i++ {
		}
	}
	if s.at(i)|0x20 == 'e' {
		i++
		if c := s.at(i); c == '+' || c == '-' {
			i++
		}
		if !isDigit(s.at(i)) {
			return s.wrong(i, "expecting a digit")
		}
		for i++; isDigit(s.at(i)); i++ {
		}
	}
	return i
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// number reads a number of an order's line with at most the given decimal places, as an integer of the smallest unit.
func (s *scanner) number(i, line int, name string, places int) (int64, int) {
	if c := s.at(i); c != '-' && !isDigit(c) {
		return 0, s.unlike(i, lineField(line, name), "must be a number")
	}
	end := s.digits(i)
	if end < 0 {
		return 0, end
	}
	n, ok := decimal(s.msg[i:end], places)
	if !ok {
		return 0, s.refuse(RefuseValue, lineField(line, name), "%s is not a number from 0 to %d with at most %d decimal places",
			clip(string(s.msg[i:end])), maxNumber, places)
	}
	return n, end
}

const maxNumber = 1_000_000_000 // fen of a price, or units of a line

// decimal is parseDecimal for the usual: few digits, no exponent.
func decimal(b []byte, places int) (n int64, ok bool) {
	if len(b) > 15 {
		return parseDecimal(string(b), places)
	}
	limit, point := int64(maxNumber), -1
	for i, c := range b {
		switch {
		case isDigit(c):
			n = 10*n + int64(c-'0')
		case c == '.':
			point = i
		default:
			return parseDecimal(string(b), places)
		}
	}
	shift := places
	if point >= 0 {
		if shift -= len(b) - 1 - point; shift < 0 {
			return parseDecimal(string(b), places)
		}
	}
	for range places {
		limit *= 10
	}
	for range shift {
		n *= 10
	}
	return n, n <= limit
}

// parseDecimal reads a JSON number exactly: 1.5 with 3 places is 1500. Exponents are taken if the result is exact.
func parseDecimal(s string, places int) (n int64, ok bool) {
	mantissa, exp, hasExp := strings.Cut(strings.ToLower(s), "e")
	shift := places
	if hasExp {
		e, ok := smallInt(exp)
		if !ok {
			return 0, false
		}
		shift += e
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	shift -= len(frac)
	digits := strings.TrimLeft(whole+frac, "0")
	if digits == "" || digits == "-" {
		return 0, true
	}
	for shift < 0 && strings.HasSuffix(digits, "0") {
		digits = digits[:len(digits)-1]
		shift++
	}
	if shift < 0 || len(digits)+shift > 13 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	limit := int64(maxNumber)
	for range places {
		limit *= 10
	}
	for range shift {
		n *= 10
	}
	return n, n <= limit
}

func smallInt(s string) (int, bool) {
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(strings.TrimLeft(s, "+-"), "0")
	if len(s) > 3 {
		return 0, false
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}
