package replay

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/tabular"
)

// The columns of each type, as on the wire. Prices may also be given in yuan, which is what people's spreadsheets hold.
var (
	headColumns  = []string{"user_id", "store_id", "community_id", "campaign_id", "share_id"}
	ownColumns   = map[event.Type][]string{event.TypeClick: {"session_id", "action", "product_id"}, event.TypeOrder: {"order_id", "status"}, event.TypeShare: {"parent_share_id", "product_id", "channel"}}
	lineColumns  = []string{"product_id", "quantity", "unit_price", "unit_price_yuan", "discount", "discount_yuan"}
	needed       = []string{"event_time", "user_id", "store_id", "community_id"}
	neededByType = map[event.Type][]string{event.TypeClick: {"action"}, event.TypeOrder: {"order_id", "status"}, event.TypeShare: {"share_id", "channel"}}
)

// table is what clicks, shares and orders from CSV and Parquet have in common.
type table struct {
	rows *tabular.Reader
	typ  event.Type
	opt  Options
	skip []string // columns that no event of this type has
}

// rowReader makes each row an event.
type rowReader struct {
	table
	body, value []byte // of the message given last
}

func openTable(path string, typ event.Type, opt Options) (reader, error) {
	rows, err := tabular.Open(path)
	if err != nil {
		return nil, err
	}
	t := table{rows: rows, typ: typ, opt: opt}
	if err := t.check(path); err != nil {
		_ = rows.Close()
		return nil, err
	}
	if typ == event.TypeOrder && !rows.Has("lines") {
		return &orderReader{table: t}, nil
	}
	return &rowReader{table: t}, nil
}

// check refuses at once a file none of whose rows could be an event.
func (t *table) check(path string) error {
	if err := t.rows.Rename(t.opt.Columns); err != nil {
		return err
	}
	for _, name := range slices.Concat(needed, neededByType[t.typ]) {
		if !t.rows.Has(name) {
			return fmt.Errorf("%s has no column %s, which %s events need; it has %s: rename one, or check --as",
				path, name, t.typ, strings.Join(t.rows.Columns(), ", "))
		}
	}
	known := slices.Concat([]string{"event_id", "type", "event_time"}, headColumns, ownColumns[t.typ])
	if t.typ == event.TypeOrder {
		known = slices.Concat(known, []string{"pickup_date", "lines"}, lineColumns)
	}
	t.skip = t.rows.Unknown(known)
	return nil
}

func (r *rowReader) next() (message, error) {
	row, err := r.rows.Next()
	if bad, ok := errors.AsType[*tabular.RowError](err); ok {
		return message{value: stub(r.typ, bad.Error(), cells(row)), unit: row.Unit(), row: row.Number, problems: told(bad.Error())}, nil
	}
	if err != nil {
		return message{}, err
	}
	m := message{key: []byte(row.Text("user_id")), unit: row.Unit(), row: row.Number}
	r.body = r.head(r.body[:0], row, &m.problems)
	if r.typ == event.TypeOrder {
		r.body = appendRaw(r.body, "lines", row.Text("lines"))
	}
	r.value = withID(r.value[:0], row.Text("event_id"), r.body)
	m.value = r.value
	return m, nil
}

func (r *rowReader) place() (tabular.Mark, bool) { return r.rows.Mark(), true }

func (t *table) seek(at tabular.Mark) error { return t.rows.Seek(at) }

func (t *table) position() tabular.Position { return t.rows.Position() }

func (t *table) ignored() []string { return t.skip }

func (t *table) close() error { return t.rows.Close() }

func cells(row *tabular.Row) string { return clip(strings.Join(row.Cells(), "|")) }
