package replay

import (
	"errors"
	"fmt"
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
	value  []byte       // of the message given last
	before tabular.Mark // in front of the row at hand
}

// seen remembers an event by hashes of its key and its content.
type seen struct{ key, content uint64 }

var hashSeed = maphash.MakeSeed()

func (r *orderReader) next() (message, error) {
	for !r.ended {
		r.before = r.rows.Mark()
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
	if r.group.open {
		return r.finish(), nil
	}
	if r.torn.n > 0 { // a file of nothing but unreadable rows
		m := message{value: stub(r.typ, r.carry, ""), problems: r.torn}
		r.torn = problems{}
		return m, nil
	}
	return message{}, io.EOF
}

// tornRow marks the order that an unreadable row belongs to, or those that it may belong to.
func (r *orderReader) tornRow(row *tabular.Row, bad *tabular.RowError) (message, bool) {
	problem := bad.Error()
	if text := cells(row); text != "" {
		problem += ": " + text
	}
	if (row.Has("event_id") || row.Has("order_id")) && bad.Column != "event_id" && bad.Column != "order_id" {
		return r.row(row, problem)
	}
	if r.carry = problem; !r.group.open {
		r.torn.add(problem)
	} else {
		r.group.blame(problem)
	}
	return message{}, false
}

// row adds a row to its event. When that is a new one, the event before it is given.
func (r *orderReader) row(row *tabular.Row, problem string) (m message, ok bool) {
	if !r.group.has(row) {
		if r.group.open {
			m, ok = r.finish(), true
		}
		r.begin(row)
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

func (r *orderReader) begin(row *tabular.Row) {
	g := group{open: true, id: row.Text("event_id"), order: row.Text("order_id"), user: row.Text("user_id"), status: row.Text("status"),
		store: row.Text("store_id"), community: row.Text("community_id"), unit: row.Unit(), row: row.Number,
		at: r.before, sound: r.carry == "" && r.torn.n == 0, lines: r.group.lines[:0]}
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
	r.value = withID(r.value[:0], g.id, body)
	m := message{key: []byte(g.user), value: r.value, unit: g.unit, row: g.row, problems: g.problems}
	g.body = body
	g.open = false
	return m
}

// split marks an event whose rows do not stand together: its second part would be taken for a duplicate of the first, or for
// its correction. It is recognised within the last some ten thousand events.
func (r *orderReader) split(g *group) {
	if g.id == "" && (g.order == "" || g.status != "placed" && g.status != "paid") {
		return // a refund of some lines may be followed by one of others
	}
	now := seen{g.hash(), maphash.Bytes(hashSeed, append(g.body, g.lines...))}
	place := &r.recent[now.key%uint64(len(r.recent))]
	if place.key == now.key && place.content != now.content {
		g.blame(fmt.Sprintf("%s %d", g.unit, g.row) + ": more rows of an order that was sent with its rows above: sort the file by order and replay it with new event ids")
	}
	*place = now
}

// hash is that of the event's id, or of its order and status.
func (g *group) hash() uint64 {
	var h maphash.Hash
	h.SetSeed(hashSeed)
	for _, s := range []string{g.id, g.order, g.status} {
		if _ = h.WriteByte(0); g.id == "" || s == g.id {
			_, _ = h.WriteString(s)
		}
	}
	return h.Sum64()
}

// place is in front of the order at hand, whose rows make the next message, if nothing unreadable casts a shadow on it.
func (r *orderReader) place() (tabular.Mark, bool) {
	if !r.group.open {
		return r.before, false
	}
	return r.group.at, r.group.sound
}
