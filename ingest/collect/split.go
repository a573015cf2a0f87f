package collect

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

const (
	blank     = " \t\r\n"
	maxEvents = 50_000 // of one request: a body full of zeros would make millions of dead letters
)

// split takes a body apart into single messages: the elements of an array, or else values one after another, such as one
// per line. They are pieces of the body, not copies. Nothing of the body goes missing: text that is no JSON is a message too, which is then refused with its reason.
// Outside of an array every line from the first broken one on is a message, so that good lines behind it are still taken.
// It stops at one message more than maxEvents.
func split(body []byte) [][]byte {
	body = bytes.Trim(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")), blank) // some senders put a byte order mark in front
	if bytes.HasPrefix(body, []byte{'['}) {
		return splitArray(body)
	}
	var out [][]byte
	d := decoder(body)
	for len(out) <= maxEvents {
		start := d.InputOffset()
		v, err := d.ReadValue()
		if err != nil {
			if !errors.Is(err, io.EOF) {
				out = splitLines(out, body[start:])
			}
			return out
		}
		out = append(out, v)
	}
	return out
}

// decoder reads values of the body in place: what it gives are pieces of the body, which a Decoder of a bytes.Buffer leaves
// alone. Doubled names and broken text inside a value are the event decoder's to refuse.
func decoder(body []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewBuffer(body), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}

func splitLines(out [][]byte, text []byte) [][]byte {
	for line := range bytes.Lines(text) {
		if line = bytes.Trim(line, blank); len(line) > 0 && len(out) <= maxEvents {
			out = append(out, line)
		}
	}
	return out
}

// splitArray gives an array's elements. Where it breaks, and behind its end, the rest is one message; an array that is
// not closed was cut on its way, so its last message is the missing end.
func splitArray(body []byte) [][]byte {
	var out [][]byte
	d := decoder(body)
	_, _ = d.ReadToken() // the bracket that the caller saw
	start := d.InputOffset()
	for d.PeekKind() != ']' {
		v, err := d.ReadValue()
		if err != nil || len(out) > maxEvents {
			return append(out, bytes.Trim(body[start:], blank+","))
		}
		out = append(out, v)
		start = d.InputOffset()
	}
	_, _ = d.ReadToken()
	if rest := bytes.Trim(body[d.InputOffset():], blank); len(rest) > 0 {
		out = append(out, rest)
	}
	return out
}
