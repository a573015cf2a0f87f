package collect

import (
	"bytes"

	"github.com/go-json-experiment/json/jsontext"
)

// split takes a body apart into single messages: the elements of an array, or else objects, one after another. Text that
// is no JSON ends the splitting and counts as one message, which is then refused with its reason.
func split(body []byte) [][]byte {
	var out [][]byte
	d := jsontext.NewDecoder(bytes.NewBuffer(body))
	start := int64(0)
	inArray := d.PeekKind() == '['
	if inArray {
		if _, err := d.ReadToken(); err != nil {
			return [][]byte{body}
		}
		start = d.InputOffset()
	}
	for {
		if inArray && d.PeekKind() == ']' {
			return out
		}
		v, err := d.ReadValue()
		if err != nil {
			if rest := bytes.Trim(body[start:], " \t\r\n,"); len(rest) > 0 {
				out = append(out, rest)
			}
			return out
		}
		out = append(out, bytes.Clone(v))
		start = d.InputOffset()
	}
}
