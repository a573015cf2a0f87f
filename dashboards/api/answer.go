package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/dashboards/table"
)

// longestAnswer is how long a query may take.
const longestAnswer = 30 * time.Second

// Answer answers the address of a set.
func (m *Room) Answer(s Set) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		who, p := m.who(r)
		if p != nil {
			p.answer(w)
			return
		}
		if !s.allows(who.Role) {
			problem(http.StatusForbidden, "forbidden", "this role does not include this table", "这个角色看不到这张表").answer(w)
			return
		}
		q, err := url.ParseQuery(r.URL.RawQuery)
		if err != nil {
			bad("the parameters cannot be read", "参数无法解析").answer(w)
			return
		}
		ctx, cancel := context.WithTimeout(r.Context(), longestAnswer)
		defer cancel()
		in, p := m.read(ctx, s, who, q)
		if p != nil {
			p.answer(w)
			return
		}
		rows, err := m.db.Arrow(ctx, "api/"+s.Name, in.params(s))
		if err != nil {
			m.fail(w, r, err)
			return
		}
		defer rows.Release()
		m.send(ctx, w, r, s, in, q, rows)
	}
}

func (m *Room) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil {
		return // whoever asked has gone
	}
	m.log.Error("api: request failed", "path", r.URL.Path, "error", err)
	unavailable.answer(w)
}

// envelope is a page of rows as JSON.
type envelope struct {
	Table      string          `json:"table"`
	Definition string          `json:"definition"`
	From       string          `json:"from,omitempty"`
	To         string          `json:"to,omitempty"`
	UpTo       string          `json:"up_to,omitempty"`
	Stores     []string        `json:"stores,omitempty"`
	Generated  string          `json:"generated_at"`
	Count      int64           `json:"count"`
	Next       string          `json:"next,omitempty"`
	Rows       json.RawMessage `json:"rows"`
}

// send writes the rows in the form asked for; nothing leaves before all of it stands.
func (m *Room) send(ctx context.Context, w http.ResponseWriter, r *http.Request, s Set, in request, q url.Values, all arrow.Record) {
	next, count := "", all.NumRows()
	if count > int64(in.Limit) { //nolint:gosec // at most mostRows
		count = int64(in.Limit) //nolint:gosec // at most mostRows
		q.Set("offset", strconv.FormatUint(in.Offset+in.Limit, 10))
		next = s.Path() + "?" + q.Encode()
	}
	rows := all.NewSlice(0, count)
	defer rows.Release()
	var b bytes.Buffer
	var err error
	switch in.Format {
	case "csv":
		err = table.WriteCSV(&b, rows)
	case "arrow":
		err = table.WriteArrow(&b, rows)
	case "parquet":
		err = table.WriteParquet(&b, rows)
	default:
		err = m.envelope(ctx, &b, s, in, rows, next)
	}
	if err != nil {
		m.fail(w, r, err)
		return
	}
	h := w.Header()
	h.Set("Content-Type", table.Kinds[in.Format])
	h.Set("X-Row-Count", strconv.FormatInt(count, 10))
	if next != "" {
		h.Set("Link", "<"+next+`>; rel="next"`)
	}
	if in.Format != "json" {
		h.Set("Content-Disposition", `attachment; filename="linli-`+s.Name+"."+in.Format+`"`)
	}
	_, _ = w.Write(b.Bytes())
}

func (m *Room) envelope(ctx context.Context, b *bytes.Buffer, s Set, in request, rows arrow.Record, next string) error {
	d, err := m.described(ctx)
	if err != nil {
		return err
	}
	e := envelope{Table: s.Name, Definition: d.views["v_"+s.Name], Stores: in.Stores, Generated: m.now().UTC().Format(time.RFC3339), Count: rows.NumRows(), Next: next}
	switch {
	case s.Timeless:
	case s.Snapshot:
		e.UpTo = in.Day.Format(time.DateOnly)
	default:
		e.From, e.To = in.From.Format(time.DateOnly), in.To.Format(time.DateOnly)
	}
	if e.Rows, err = table.Objects(rows); err != nil {
		return err
	}
	return json.NewEncoder(b).Encode(e)
}
