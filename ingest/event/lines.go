package event

import (
	"strconv"

	"github.com/go-json-experiment/json/jsontext"
)

func (f *fields) readLines(d *jsontext.Decoder, unknown *int) *Refusal {
	if d.PeekKind() == 'n' {
		_, err := d.ReadToken()
		return badJSON(err)
	}
	if d.PeekKind() != '[' {
		return refuse(RefuseField, "lines", "must be an array")
	}
	if _, err := d.ReadToken(); err != nil {
		return badJSON(err)
	}
	for d.PeekKind() == '{' {
		if len(f.lines) == MaxLines {
			return refuse(RefuseLines, "lines", "more than %d", MaxLines)
		}
		line, ref := readLine(d, len(f.lines), unknown)
		if ref != nil {
			return ref
		}
		f.lines = append(f.lines, line)
	}
	if k := d.PeekKind(); k != ']' && k > 0 {
		return refuse(RefuseField, lineField(len(f.lines), ""), "must be an object")
	}
	_, err := d.ReadToken()
	return badJSON(err)
}

func readLine(d *jsontext.Decoder, i int, unknown *int) (l Line, ref *Refusal) {
	if _, err := d.ReadToken(); err != nil {
		return l, badJSON(err)
	}
	var hasQuantity, hasPrice bool
	for d.PeekKind() == '"' {
		tok, err := d.ReadToken()
		if err != nil {
			return l, badJSON(err)
		}
		switch name := tok.String(); name {
		case "product_id":
			ref = readString(d, lineField(i, name), &l.ProductID)
		case "quantity":
			hasQuantity = true
			l.Quantity, ref = readNumber(d, lineField(i, name), 3)
		case "unit_price":
			hasPrice = true
			l.UnitPrice, ref = readNumber(d, lineField(i, name), 0)
		case "discount":
			l.Discount, ref = readNumber(d, lineField(i, name), 0)
		default:
			*unknown++
			ref = badJSON(d.SkipValue())
		}
		if ref != nil {
			return l, ref
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return l, badJSON(err)
	}
	switch {
	case l.ProductID == "":
		return l, refuse(RefuseMissing, lineField(i, "product_id"), "is required")
	case !hasQuantity:
		return l, refuse(RefuseMissing, lineField(i, "quantity"), "is required")
	case !hasPrice:
		return l, refuse(RefuseMissing, lineField(i, "unit_price"), "is required")
	}
	return l, nil
}

// readNumber takes a JSON number with at most the given decimal places, as an integer of the smallest unit.
func readNumber(d *jsontext.Decoder, name string, places int) (int64, *Refusal) {
	if d.PeekKind() != '0' {
		return 0, refuse(RefuseField, name, "must be a number")
	}
	v, err := d.ReadValue()
	if err != nil {
		return 0, badJSON(err)
	}
	n, ok := parseDecimal(string(v), places)
	if !ok {
		return 0, refuse(RefuseValue, name, "%s is not a number from 0 to %d with at most %d decimal places", clip(string(v)), maxNumber, places)
	}
	return n, nil
}

func lineField(i int, name string) string {
	s := "lines[" + strconv.Itoa(i) + "]"
	if name == "" {
		return s
	}
	return s + "." + name
}
