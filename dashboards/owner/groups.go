package owner

import (
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// Bought is a line of the purchase list.
type Bought struct {
	Name, Unit, Packs string
	Quantity, Advised float64
	Fen               int64
	Day               time.Time
}

// Changed says whether somebody ordered another quantity than the advised one.
func (b Bought) Changed() bool { return b.Quantity != b.Advised }

// Supplier is what to order of one supplier.
type Supplier struct {
	Name  string
	Lines []Bought
	Fen   int64
}

// Suppliers groups the purchase list, whose rows come by supplier.
func (c ListContent) Suppliers() (out []Supplier) {
	for _, row := range c.Table.Rows {
		name := row[0].(string)
		if len(out) == 0 || out[len(out)-1].Name != name {
			out = append(out, Supplier{Name: name})
		}
		s := &out[len(out)-1]
		b := Bought{
			Name: row[1].(string), Quantity: row[2].(float64), Unit: row[3].(string), Packs: row[4].(string),
			Advised: row[5].(float64), Fen: row[7].(int64), Day: row[8].(time.Time),
		}
		s.Lines, s.Fen = append(s.Lines, b), s.Fen+b.Fen
	}
	return out
}

// Text is what to send to the supplier.
func (s Supplier) Text(p words.Printer, store string) string {
	text := p.T("purchase.text", store)
	for _, l := range s.Lines {
		text += fmt.Sprintf("\n%s %s %s (%s) %s", l.Name, p.Quantity(l.Quantity), l.Unit, l.Packs, p.T("purchase.arrives", p.ShortDay(l.Day)))
	}
	return text
}
