package replay

import (
	"errors"
	"hash/maphash"
	"io"

	"github.com/linli-project/linli/ingest/tabular"
)

// orderReader makes one event of the rows that follow each other and belong to one change of one order.
//
// A row that cannot be read may be a line of the order above it or below it. An order short of a line would be counted too low
// and, once stored, never put right, so both are sent marked for refusal: mended, the file can be replayed.
type orderReader struct {
	table
	group  group
	carry  string   // an unreadable row just above, which the next order may lack
	torn   problems // unreadable rows before the first order
	recent [1 << 14]seen
	ended  bool
}

// seen remembers an event by hashes of its key and its content.
type seen struct{ key, content uint64 }

var hashSeed = maphash.MakeSeed()

func (r *orderReader) next() (message, error) {
	for !r.ended {
		row, err := r.rows.Next()
		bad, torn := errors.AsType[*tabular.RowError](err)
		switch {
		case torn:
			if m, ok := r.tornRow(row, bad); ok {
				return m, nil
			}
		case errors.Is(err, io.EOF):
			r.ended = true
		case err != nil:
			return message{}, err
		default:
			if m, ok := r.row(row, ""); ok {
				return m, nil
			}
		}
	}
	if r.group.key != "" {
		return r.finish(), nil
	}
	if r.torn.n > 0 { // a file of nothing but unreadable rows
		m := message{value: stub(r.typ, r.carry, ""), problems: r.torn}
		r.torn = problems{}
		return m, nil
	}
	return message{}, io.EOF
}

// keyOf names the event that a row belongs to; empty when the row does not say.
func keyOf(row *tabular.Row) string {
	if id := row.Text("event_id"); id != "" {
		return id
	}
	if order := row.Text("order_id"); order != "" {
		return order + "\x00" + row.Text("status")
	}
	return ""
}

// tornRow marks the order that an unreadable row belongs to, or those that it may belong to.
func (r *orderReader) tornRow(row *tabular.Row, bad *tabular.RowError) (message, bool) {
	problem := bad.Error()
	if text := cells(row); text != "" {
		problem += ": " + text
	}
	if keyOf(row) != "" && bad.Column != "event_id" && bad.Column != "order_id" {
		return r.row(row, problem)
	}
	if r.carry = problem; r.group.key == "" {
		r.torn.add(problem)
	} else {
		r.group.blame(problem)
	}
	return message{}, false
}

// row adds a row to its event. When that is a new one, the event before it is given.
func (r *orderReader) row(row *tabular.Row, problem string) (m message, ok bool) {
	key := keyOf(row)
	if key == "" {
		key = "\x00" + row.Where()
	}
	if key != r.group.key {
		if r.group.key != "" {
			m, ok = r.finish(), true
		}
		r.begin(key, row)
		if r.carry != "" {
			r.group.blame(row.Where() + ": this order may lack the row above it, which cannot be read")
		}
	}
	r.carry = ""
	g := &r.group
	switch {
	case problem != "":
		g.blame(problem)
	case row.Text("user_id") != g.user || row.Text("store_id") != g.store || row.Text("community_id") != g.community:
		g.blame(row.Where() + ": user_id, store_id or community_id differ from those of the order's first line")
	}
	g.add(row)
	return m, ok
}

func (r *orderReader) begin(key string, row *tabular.Row) {
	g := group{key: key, id: row.Text("event_id"), user: row.Text("user_id"), status: row.Text("status"), store: row.Text("store_id"),
		community: row.Text("community_id"), where: row.Where(), lines: r.group.lines[:0]}
	g.problems, r.torn = r.torn, problems{}
	g.body = r.head(r.group.body[:0], row, &g.problems)
	r.group = g
}

// finish gives the event of the rows so far.
func (r *orderReader) finish() message {
	g := &r.group
	if g.marked == "" {
		r.split(g)
	}
	body := g.body
	switch {
	case g.marked != "" && g.count > 0: // a text among the lines is what the sink refuses
		body = append(append(append(body, `,"lines":[`...), g.lines...), `,"see replay_problem"]`...)
	case g.marked != "":
		body = append(body, `,"lines":["see replay_problem"]`...)
	case g.count > 0:
		body = append(append(append(body, `,"lines":[`...), g.lines...), ']')
	}
	body = appendText(body, "replay_problem", clip(g.marked))
	m := message{key: []byte(g.user), value: withID(g.id, body), where: g.where, problems: g.problems}
	g.body = body
	g.key = ""
	return m
}

// split marks an event whose rows do not stand together: its second part would be taken for a duplicate of the first, or for
// its correction. It is recognised within the last some ten thousand events.
func (r *orderReader) split(g *group) {
	if g.id == "" && g.status != "placed" && g.status != "paid" {
		return // a refund of some lines may be followed by one of others
	}
	now := seen{maphash.String(hashSeed, g.key), maphash.Bytes(hashSeed, append(g.body, g.lines...))}
	place := &r.recent[now.key%uint64(len(r.recent))]
	if place.key == now.key && place.content != now.content {
		g.blame(g.where + ": more rows of an order that was sent with its rows above: sort the file by order and replay it with new event ids")
	}
	*place = now
}
