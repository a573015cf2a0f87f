package chdb

import (
	"bytes"
	"encoding/binary"
	"strings"
)

// joiner says how the pieces of a streamed query, each of which the library
// writes as a whole document, are joined into one document.
type joiner interface {
	// join returns what of the piece to send; first is true for the first one.
	join(piece []byte, first bool) []byte
	// tail is sent after the last piece.
	tail() []byte
}

// joinerFor returns nil for a format whose pieces cannot be joined: its result
// is made whole before it is sent.
func joinerFor(format string) joiner {
	switch f := strings.ToLower(format); f {
	case "native", "tsv", "tabseparated", "tsvraw", "tabseparatedraw", "csv", "rowbinary", "jsoneachrow", "jsonlines", "ndjson",
		"jsoncompacteachrow", "jsonstringseachrow", "jsoncompactstringseachrow", "tskv", "lineasstring", "rawblob", "null":
		return plainJoiner{}
	case "tsvwithnames", "tabseparatedwithnames", "tsvrawwithnames", "tabseparatedrawwithnames",
		"jsoncompacteachrowwithnames":
		return headJoiner{lines: 1}
	case "tsvwithnamesandtypes", "tabseparatedwithnamesandtypes", "jsoncompacteachrowwithnamesandtypes":
		return headJoiner{lines: 2}
	case "csvwithnames":
		return headJoiner{lines: 1, quotes: true}
	case "csvwithnamesandtypes":
		return headJoiner{lines: 2, quotes: true}
	case "arrowstream":
		return arrowJoiner{}
	}
	return nil
}

// plainJoiner is for formats that are a list of rows or blocks and nothing else.
type plainJoiner struct{}

func (plainJoiner) join(piece []byte, _ bool) []byte { return piece }
func (plainJoiner) tail() []byte                     { return nil }

// headJoiner is for formats with lines of names and types on top.
type headJoiner struct {
	lines  int
	quotes bool // a line end may stand between quotes
}

func (h headJoiner) join(piece []byte, first bool) []byte {
	if first {
		return piece
	}
	quoted := false
	lines := h.lines
	for i, b := range piece {
		switch {
		case h.quotes && b == '"': // a doubled quote toggles twice
			quoted = !quoted
		case b == '\n' && !quoted:
			if lines--; lines == 0 {
				return piece[i+1:]
			}
		}
	}
	return nil
}

func (headJoiner) tail() []byte { return nil }

// arrowJoiner makes one Arrow IPC stream out of several: the schema once, the
// end-of-stream mark at the end.
type arrowJoiner struct{}

var arrowEnd = []byte{0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0}

func (arrowJoiner) join(piece []byte, first bool) []byte {
	piece = bytes.TrimSuffix(piece, arrowEnd)
	if first || len(piece) < 8 {
		return piece
	}
	schema := 8 + int(binary.LittleEndian.Uint32(piece[4:8]))
	return piece[min(schema, len(piece)):]
}

func (arrowJoiner) tail() []byte { return arrowEnd }

// contentType of a format's output.
func contentType(format string) string {
	switch f := strings.ToLower(format); {
	case strings.HasPrefix(f, "json") && strings.Contains(f, "eachrow"), f == "ndjson", f == "jsonlines":
		return "application/x-ndjson; charset=UTF-8"
	case strings.HasPrefix(f, "json"):
		return "application/json; charset=UTF-8"
	case strings.HasPrefix(f, "csv"):
		if f == "csv" {
			return "text/csv; charset=UTF-8; header=absent"
		}
		return "text/csv; charset=UTF-8; header=present"
	case strings.HasPrefix(f, "tsv"), strings.HasPrefix(f, "tabseparated"):
		return "text/tab-separated-values; charset=UTF-8"
	case f == "xml":
		return "application/xml; charset=UTF-8"
	case f == "native", f == "parquet", f == "arrow", f == "arrowstream", f == "orc", f == "avro", strings.HasPrefix(f, "rowbinary"):
		return "application/octet-stream"
	}
	return "text/plain; charset=UTF-8"
}
