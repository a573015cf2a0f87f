package chdb

import (
	"encoding/binary"
	"net/http"
)

// sayHello answers the driver's first query. The driver reads this one answer
// as Native of its own protocol revision, and all later ones as of the revision
// found here: 0, which is what the library writes. So the block below has the
// envelope of a new revision and says zero.
func (d *door) sayHello(w http.ResponseWriter) error {
	var b []byte
	text := func(s string) {
		b = binary.AppendUvarint(b, uint64(len(s)))
		b = append(b, s...)
	}
	column := func(name, kind string) {
		text(name)
		text(kind)
		b = append(b, 0) // no custom serialization
	}
	b = append(b, 1, 0, 2, 0xff, 0xff, 0xff, 0xff, 0) // block info: no overflow, bucket -1
	b = append(b, 4, 1)                               // columns, rows
	column("displayName()", "String")
	text("linli")
	column("version()", "String")
	text(d.engine.version)
	column("revision()", "UInt32")
	b = append(b, 0, 0, 0, 0)
	column("timezone()", "String")
	text("UTC")
	w.Header().Set("X-ClickHouse-Format", "Native")
	w.Header().Set("Content-Type", contentType("Native"))
	_, err := w.Write(b)
	return err
}
