package event

import (
	"encoding/binary"
	"math/bits"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	ones   = 0x0101010101010101
	highs  = 0x80 * ones
	quotes = '"' * ones
	slants = '\\' * ones
	blanks = ' ' * ones
)

// special marks the bytes that are not plain, which is printable ASCII but quote and backslash: the lowest high bit set is that of
// the first one. Marks above it may be borrows and carries.
func special(x uint64) uint64 {
	return (((x ^ quotes) - ones) | ((x ^ slants) - ones) | (x - blanks) | (x + ones) | x) & highs
}

// plain is the end of the run of plain bytes from i on.
func plain(b []byte, i int) int {
	for ; i+8 <= len(b); i += 8 {
		if m := special(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for i < len(b) && ' ' <= b[i] && b[i] <= '~' && b[i] != '"' && b[i] != '\\' {
		i++
	}
	return i
}

// value reads a text, or null, which counts as absent.
func (s *scanner) value(i int, field string) ([]byte, int) {
	switch s.at(i) {
	case '"':
		v, i := s.text(i)
		if len(v) > maxID {
			s.odd = true
		}
		return v, i
	case 'n':
		return nil, s.literal(i, "null")
	}
	return nil, s.unlike(i, field, "must be a string")
}

// text reads the string that begins at i.
func (s *scanner) text(i int) ([]byte, int) {
	b, from := s.msg, i+1
	for i = from; i+8 <= len(b); i += 8 { // plain, but without the call
		if m := special(binary.LittleEndian.Uint64(b[i:])); m != 0 {
			if i += bits.TrailingZeros64(m) / 8; b[i] == '"' {
				return b[from:i:i], i + 1
			}
			return s.oddText(from, i)
		}
	}
	if i = plain(b, i); i < len(b) && b[i] == '"' {
		return b[from:i:i], i + 1
	}
	return s.oddText(from, i)
}

// oddText reads a string of which the part before i is plain.
func (s *scanner) oddText(from, i int) ([]byte, int) {
	s.odd = true
	b, start, base := s.msg, from, len(s.spare)
	for ; ; i = plain(b, i) {
		if i >= len(b) {
			return nil, s.wrong(i, "")
		}
		switch c := b[i]; {
		case c == '"':
			if len(s.spare) == base { // no escapes
				return b[start:i:i], i + 1
			}
			s.spare = append(s.spare, b[from:i]...)
			return s.spare[base:len(s.spare):len(s.spare)], i + 1
		case c == '\\':
			s.spare = append(s.spare, b[from:i]...)
			if i = s.escape(i); i < 0 {
				return nil, i
			}
			from = i
		case c < ' ':
			return nil, s.wrong(i, "a control character in a string")
		case c < utf8.RuneSelf: // DEL
			i++
		default:
			r, size := utf8.DecodeRune(b[i:])
			if r == utf8.RuneError && size == 1 {
				return nil, s.wrong(i, "no UTF-8")
			}
			i += size
		}
	}
}

// escape undoes the escape that begins at i.
func (s *scanner) escape(i int) int {
	c := s.at(i + 1)
	switch c {
	case '"', '\\', '/':
	case 'b':
		c = '\b'
	case 'f':
		c = '\f'
	case 'n':
		c = '\n'
	case 'r':
		c = '\r'
	case 't':
		c = '\t'
	case 'u':
		r, size := s.unit(i), 6
		if utf16.IsSurrogate(r) {
			low := rune(-1)
			if s.at(i+6) == '\\' && s.at(i+7) == 'u' {
				low = s.unit(i + 6)
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				return s.wrong(i, "half a surrogate pair")
			}
			size = 12
		}
		if r < 0 {
			return s.wrong(i, "no escape of four hexadecimal digits")
		}
		s.spare = utf8.AppendRune(s.spare, r)
		return i + size
	default:
		return s.wrong(i, "no such escape")
	}
	s.spare = append(s.spare, c)
	return i + 2
}

// unit is the UTF-16 unit that the escape at i spells, or -1.
func (s *scanner) unit(i int) rune {
	u := rune(0)
	for _, c := range s.msg[min(i+2, len(s.msg)):min(i+6, len(s.msg))] {
		switch {
		case '0' <= c && c <= '9':
			c -= '0'
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			c = (c | 0x20) - 'a' + 10
		default:
			return -1
		}
		u = u<<4 | rune(c)
	}
	if i+6 > len(s.msg) {
		return -1
	}
	return u
}
