package event

import "strconv"

// lines reads the lines of an order, or null, and returns the place behind them.
func (r *Record) lines(i int) int {
	s := &r.in
	switch s.at(i) {
	case 'n':
		return s.literal(i, "null")
	case '[':
	default:
		return s.unlike(i, "lines", "must be an array")
	}
	if i = space(s.msg, i+1); s.at(i) == ']' {
		return i + 1
	}
	for {
		if s.at(i) != '{' {
			return s.unlike(i, lineField(len(r.Lines), ""), "must be an object")
		}
		if len(r.Lines) == MaxLines {
			return s.refuse(RefuseLines, "lines", "more than %d", MaxLines)
		}
		if i = r.line(i); i < 0 {
			return i
		}
		if i = s.after(i, ']'); i < 0 {
			return i
		}
		if s.msg[i] == ']' {
			return i + 1
		}
		i = space(s.msg, i+1)
	}
}

// What a line has said already.
const (
	lineProduct = 1 << iota
	lineQuantity
	linePrice
	lineDiscount
)

// line reads one line and returns the place behind it.
func (r *Record) line(i int) int {
	s, n := &r.in, len(r.Lines)
	r.Lines = append(r.Lines, RecordLine{})
	l := &r.Lines[n]
	object, seen := s.object(), 0
	if i = space(s.msg, i+1); s.at(i) == '}' {
		return s.refuse(RefuseMissing, lineField(n, "product_id"), "is required")
	}
	for {
		var name []byte
		if name, i = s.name(i); i < 0 {
			return i
		}
		bit := 0
		switch string(name) {
		case "product_id":
			bit = lineProduct
		case "quantity":
			bit = lineQuantity
		case "unit_price":
			bit = linePrice
		case "discount":
			bit = lineDiscount
		default:
			if !s.add(object, name) {
				return s.twice(i)
			}
			r.Unknown++
		}
		if seen&bit != 0 {
			return s.twice(i)
		}
		seen |= bit
		if i = s.colon(i); i < 0 {
			return i
		}
		switch bit {
		case lineProduct:
			if c := s.at(i); c != '"' && c != 'n' {
				return s.unlike(i, lineField(n, "product_id"), "must be a string")
			}
			l.ProductID, i = s.value(i, "product_id")
		case lineQuantity:
			l.Quantity, i = s.number(i, n, "quantity", 3)
		case linePrice:
			l.UnitPrice, i = s.number(i, n, "unit_price", 0)
		case lineDiscount:
			l.Discount, i = s.number(i, n, "discount", 0)
		default:
			i = s.skip(i, 3)
		}
		if i < 0 {
			return i
		}
		if i = s.after(i, '}'); i < 0 {
			return i
		}
		if s.msg[i] == '}' {
			break
		}
		i = space(s.msg, i+1)
	}
	switch {
	case len(l.ProductID) == 0:
		return s.refuse(RefuseMissing, lineField(n, "product_id"), "is required")
	case seen&lineQuantity == 0:
		return s.refuse(RefuseMissing, lineField(n, "quantity"), "is required")
	case seen&linePrice == 0:
		return s.refuse(RefuseMissing, lineField(n, "unit_price"), "is required")
	}
	return i + 1
}

func lineField(i int, name string) string {
	s := "lines[" + strconv.Itoa(i) + "]"
	if name == "" {
		return s
	}
	return s + "." + name
}
