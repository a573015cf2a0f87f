package replay

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/linli-project/linli/ingest/event"
)

const orderHead = "event_time,order_id,status,user_id,store_id,community_id,product_id,quantity,unit_price,discount\n"

// row is a line of order o of product p.
func row(o, p string) string {
	return fmt.Sprintf("2026-11-22T10:30:00Z,%s,paid,u1,s1,c1,%s,1.5,1290,100\n", o, p)
}

// short says of each event its order and products, or why it is refused.
func short(t *testing.T, content string) (got []string, r Result) {
	t.Helper()
	k, r := send(t, file(t, "a.csv", content), event.TypeOrder, Options{})
	for _, e := range events(k, event.TypeOrder) {
		_, rest, ok := strings.Cut(e, `"order_id":"`)
		if !ok {
			got = append(got, e)
			continue
		}
		order, rest, _ := strings.Cut(rest, `"`)
		for _, p := range strings.Split(rest, `"product_id":"`)[1:] {
			id, _, _ := strings.Cut(p, `"`)
			order += " " + id
		}
		got = append(got, order)
	}
	return got, r
}

func TestOrders(t *testing.T) {
	bad := strings.Replace(row("o1", "p2"), "1.5", "abc", 1)
	refused := `bad_field: lines[1]: must be an object`
	for name, c := range map[string]struct {
		rows     string
		want     []string
		problems []string
	}{
		"lines of one order":  {row("o1", "p1") + row("o1", "p2") + row("o2", "p1"), []string{"o1 p1 p2", "o2 p1"}, nil},
		"two states":          {row("o1", "p1") + strings.Replace(row("o1", "p1"), "paid", "refunded", 1), []string{"o1 p1", "o1 p1"}, nil},
		"state without lines": {"2026-11-22T10:30:00Z,o1,ready,u1,s1,c1,,,,\n", []string{"o1"}, nil},
		"text in quantity": {row("o1", "p1") + bad + row("o2", "p1"), []string{`bad_field: lines[1].quantity: must be a number`, "o2 p1"},
			[]string{`line 3: column quantity: "abc" is not a number`}},
		"other buyer": {row("o1", "p1") + strings.Replace(row("o1", "p2"), "u1", "u2", 1), []string{`bad_field: lines[2]: must be an object`},
			[]string{`line 3: user_id, store_id or community_id differ from those of the order's first line`}},
		"too few fields": {row("o1", "p1") + "2026-11-22T10:30:00Z,o1,paid,u1\n" + row("o2", "p1"), []string{refused, "o2 p1"},
			[]string{`line 3: has 4 fields, the header has 10: 2026-11-22T10:30:00Z|o1|paid|u1`}},
		"torn row": {row("o0", "p1") + row("o1", "p1") + "o1,\"x\"y\n" + row("o2", "p1") + row("o3", "p1"), []string{"o0 p1", refused, refused, "o3 p1"},
			[]string{`line 4: a quote is out of place: a quote inside a field is written twice, and the field stands in quotes`, `line 5: this order may lack the row above it, which cannot be read`}},
		"only torn rows": {"\"x\"y\n", []string{`missing_field: event_id: is required`},
			[]string{`line 2: a quote is out of place: a quote inside a field is written twice, and the field stands in quotes`}},
		"torn first": {"\"x\"y\n" + row("o1", "p1"), []string{refused},
			[]string{`line 2: a quote is out of place: a quote inside a field is written twice, and the field stands in quotes`, `line 3: this order may lack the row above it, which cannot be read`}},
		"rows apart": {row("o1", "p1") + row("o2", "p1") + row("o1", "p2"), []string{"o1 p1", "o2 p1", refused},
			[]string{`line 4: more rows of an order that was sent with its rows above: sort the file by order and replay it with new event ids`}},
		"order twice": {row("o1", "p1") + row("o2", "p1") + row("o1", "p1"), []string{"o1 p1", "o2 p1", "o1 p1"}, nil},
		"no order id": {row("", "p1") + row("", "p2"), []string{`missing_field: order_id: is required`, `missing_field: order_id: is required`},
			[]string{`line 2: missing_field: order_id: is required`, `line 3: missing_field: order_id: is required`}},
		"endless order": {strings.Repeat(row("o1", "p1"), 5000), []string{`too_many_lines: lines: more than 1000`}, []string{`line 2: too_many_lines: lines: more than 1000`}},
	} {
		got, r := short(t, orderHead+c.rows)
		if !reflect.DeepEqual(got, c.want) || !reflect.DeepEqual(r.Problems, c.problems) || r.Found != int64(len(c.problems)) {
			t.Errorf("%s:\n got %q\nwant %q\nproblems %q\n    want %q", name, got, c.want, r.Problems, c.problems)
		}
	}
}

func TestOrderIsExact(t *testing.T) {
	head := strings.Replace(orderHead, "unit_price,discount", "unit_price_yuan,discount_yuan,event_id,pickup_date", 1)
	k, r := send(t, file(t, "a.csv", head+"2026-11-22T10:30:00Z,o1,paid,u1,s1,c1,p1,0.335,12.9,0.07,e1,2026/11/23\n"), event.TypeOrder, Options{})
	want := `u1 {"event_id":"e1","type":"order","event_time":"2026-11-22T10:30:00.000Z","user_id":"u1","store_id":"s1","community_id":"c1","order_id":"o1","status":"paid","pickup_date":"2026-11-23","lines":[{"product_id":"p1","quantity":0.335,"unit_price":1290,"discount":7}]}`
	if got := events(k, event.TypeOrder); len(got) != 1 || got[0] != want || r.Err() != nil {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestOrderLinesAsJSON(t *testing.T) {
	content := "event_time,order_id,status,user_id,store_id,community_id,lines\n" +
		`2026-11-22T10:30:00Z,o1,paid,u1,s1,c1,"[{""product_id"":""p1"",""quantity"":1,""unit_price"":5}]"` + "\n" +
		"2026-11-22T10:30:00Z,o2,paid,u1,s1,c1,p1\n"
	got, r := short(t, content)
	if want := []string{"o1 p1", `bad_field: lines: must be an array`}; !reflect.DeepEqual(got, want) || r.Refused != 1 {
		t.Errorf("got %q, want %q", got, want)
	}
}
