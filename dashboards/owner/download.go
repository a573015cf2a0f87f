package owner

import (
	"bytes"
	"fmt"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
)

// Formats that each list can be taken out as.
var Formats = []string{"xlsx", "csv"}

// Download answers /owner/aggregation.xlsx and its sisters: one list as a file.
func (o *Room) Download(kind, format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		store, day, ok := o.Asked(w, r)
		if !ok {
			return
		}
		t, err := List(r.Context(), o.db, o.shell.Printer(r), kind, store.ID, day)
		if err != nil {
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
			return
		}
		o.send(w, r, store, day, kind, format, t)
	}
}

// SettlementFile answers /owner/settlement.xlsx and .csv: a day or a span as a file. The workbook holds everything, a CSV the rows.
func (o *Room) SettlementFile(format string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c, ok := o.settle(w, r)
		if !ok {
			return
		}
		if c.Closing != nil && c.Closing.Orders.Err != nil { // a file is whole or not at all
			o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", c.Closing.Orders.Err)
			return
		}
		p := o.shell.Printer(r)
		tables := c.tables(p)
		if format == "csv" {
			tables = tables[:1]
		}
		o.send(w, r, c.Store, c.Day, "settlement-"+c.Period, format, tables...)
	}
}

// send writes tables as a file; nothing is sent before it is whole.
func (o *Room) send(w http.ResponseWriter, r *http.Request, store chain.Store, day time.Time, kind, format string, tables ...*table.Table) {
	var b bytes.Buffer
	err := tables[0].CSV(&b)
	if format == "xlsx" {
		b.Reset()
		err = table.Excel(&b, tables...)
	}
	if err != nil {
		o.shell.Fail(w, r, http.StatusInternalServerError, "fail.server", err)
		return
	}
	w.Header().Set("Content-Type", table.Kinds[format])
	w.Header().Set("Content-Disposition", fmt.Sprintf(`attachment; filename="linli-%s-%s-%s.%s"`, kind, FileName(store.ID), day.Format("20060102"), format))
	_, _ = w.Write(b.Bytes())
}
