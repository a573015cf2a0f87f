package replay

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// head appends all that an event says once, without event_id and the opening brace. What cannot be read goes in as it stands,
// for the sink to refuse, and is named.
func (t *table) head(b []byte, row *tabular.Row, p *problems) []byte {
	typ := string(t.typ)
	if row.Has("type") {
		typ = row.Text("type")
	}
	b = appendText(b, "type", typ)
	when, err := row.Instant("event_time", t.opt.Location)
	if err != nil {
		p.add(err.Error())
		b = appendText(b, "event_time", row.Text("event_time"))
	} else {
		b = appendText(b, "event_time", event.Millis(when).Format("2006-01-02T15:04:05.000Z07:00"))
	}
	for _, name := range headColumns {
		b = appendText(b, name, row.Text(name))
	}
	for _, name := range ownColumns[t.typ] {
		b = appendText(b, name, row.Text(name))
	}
	if t.typ == event.TypeOrder && row.Has("pickup_date") {
		day, err := row.Date("pickup_date")
		if err != nil {
			p.add(err.Error())
			return appendText(b, "pickup_date", row.Text("pickup_date"))
		}
		b = appendText(b, "pickup_date", day.Format(time.DateOnly))
	}
	return b
}

// line appends one line of an order, nothing for a row that names no product, such as the refund of a whole order.
func line(b []byte, row *tabular.Row, p *problems) []byte {
	if !row.Has("product_id") && !row.Has("quantity") {
		return b
	}
	start := len(b)
	b = appendText(b, "product_id", row.Text("product_id"))
	number := func(field, column string, places int) {
		if !row.Has(column) {
			return
		}
		n, err := row.Decimal(column, places)
		if err != nil {
			p.add(err.Error())
			b = appendText(b, field, row.Text(column))
			return
		}
		b = append(appendName(b, field), decimal(n, field)...)
	}
	number("quantity", "quantity", 3)
	for _, field := range []string{"unit_price", "discount"} {
		if !row.Has(field) && row.Has(field+"_yuan") { // what people's spreadsheets hold
			number(field, field+"_yuan", 2)
		} else {
			number(field, field, 0)
		}
	}
	if len(b) == start {
		return b
	}
	b[start] = '{' // in the place of the first comma
	return append(b, '}')
}

// decimal writes a quantity from thousandths, any other number as it is.
func decimal(n int64, field string) string {
	s := strconv.FormatInt(n, 10)
	if field != "quantity" {
		return s
	}
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	for len(s) < 4 {
		s = "0" + s
	}
	whole, frac := s[:len(s)-3], strings.TrimRight(s[len(s)-3:], "0")
	if frac == "" {
		return sign + whole
	}
	return sign + whole + "." + frac
}

// withID writes the event's id and then the body behind b, which is empty; without an id it is derived from the body.
func withID(b []byte, id string, body []byte) []byte {
	if id == "" {
		sum := sha256.Sum256(body)
		b = append(b, `{"event_id":"h-`...)
		b = append(hex.AppendEncode(b, sum[:16]), '"')
	} else {
		b = appendText(b, "event_id", id)
		b[0] = '{'
	}
	return append(append(b, body...), '}')
}

func appendName(b []byte, name string) []byte {
	b = append(b, ',', '"')
	b = append(b, name...)
	return append(b, '"', ':')
}

// appendText leaves an empty text out: on the wire absent and empty are the same.
func appendText(b []byte, name, text string) []byte {
	if text == "" {
		return b
	}
	b, _ = jsontext.AppendQuote(appendName(b, name), text) // fails on invalid UTF-8 only, which it replaces
	return b
}

// appendRaw takes JSON as it is and anything else as text, which the sink refuses.
func appendRaw(b []byte, name, text string) []byte {
	if v := jsontext.Value(text); text != "" && v.IsValid() {
		return append(appendName(b, name), text...)
	}
	return appendText(b, name, text)
}
