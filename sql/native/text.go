package native

import "encoding/binary"

// String is a column of texts.
type String struct {
	buf    []byte
	starts []uint32 // of each text behind its length
}

// Append adds a text, of which a copy is kept.
func (c *String) Append(text []byte) {
	if len(text) < 0x80 {
		c.buf = append(c.buf, byte(len(text)))
	} else {
		c.buf = binary.AppendUvarint(c.buf, uint64(len(text)))
	}
	c.starts = append(c.starts, uint32(len(c.buf)))
	c.buf = append(c.buf, text...)
}

// Equal says whether row i holds the text.
func (c *String) Equal(i int, text []byte) bool {
	from := int(c.starts[i])
	end := len(c.buf)
	if i+1 < len(c.starts) {
		end = int(c.starts[i+1])
	}
	var length [binary.MaxVarintLen64]byte
	n := binary.PutUvarint(length[:], uint64(len(text)))
	return from+len(text) <= end && string(c.buf[from-n:from]) == string(length[:n]) && string(c.buf[from:from+len(text)]) == string(text)
}

// Type implements Column.
func (c *String) Type() string { return "String" }

// Rows implements Column.
func (c *String) Rows() int { return len(c.starts) }

// Reset implements Column.
func (c *String) Reset() { c.buf, c.starts = c.buf[:0], c.starts[:0] }

// Bytes implements Column.
func (c *String) Bytes() int { return len(c.buf) + 4*len(c.starts) }

func (c *String) encode(out [][]byte, _ *[]byte) [][]byte { return append(out, c.buf) }
