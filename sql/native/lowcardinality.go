package native

import "encoding/binary"

// LowCardinality is a column of texts of which few are distinct: a dictionary and each row's place in it.
type LowCardinality struct {
	keys  map[string]uint32
	dict  []byte
	rows  []uint32
	wide  []byte // rows as they go out, when one or two bytes do
	last  []byte // the text before: neighbours are often the same
	place uint32
}

// NewLowCardinality makes an empty column.
func NewLowCardinality() *LowCardinality { return &LowCardinality{keys: map[string]uint32{}} }

// Append adds a text and gives its place in the dictionary of this block.
func (c *LowCardinality) Append(text []byte) uint32 {
	if len(c.rows) > 0 && string(text) == string(c.last) {
		c.rows = append(c.rows, c.place)
		return c.place
	}
	place, known := c.keys[string(text)]
	if !known {
		place = uint32(len(c.keys))
		c.keys[string(text)] = place
		c.dict = binary.AppendUvarint(c.dict, uint64(len(text)))
		c.dict = append(c.dict, text...)
	}
	c.last, c.place = append(c.last[:0], text...), place
	c.rows = append(c.rows, place)
	return place
}

// Fill adds the same text until the column has n rows.
func (c *LowCardinality) Fill(text string, n int) {
	for b := []byte(text); len(c.rows) < n; {
		c.Append(b)
	}
}

// Distinct is the size of the dictionary.
func (c *LowCardinality) Distinct() int { return len(c.keys) }

// Type implements Column.
func (c *LowCardinality) Type() string { return "LowCardinality(String)" }

// Rows implements Column.
func (c *LowCardinality) Rows() int { return len(c.rows) }

// Reset implements Column.
func (c *LowCardinality) Reset() {
	clear(c.keys)
	c.dict, c.rows, c.last, c.place = c.dict[:0], c.rows[:0], c.last[:0], 0
}

// Bytes implements Column.
func (c *LowCardinality) Bytes() int { return 3*len(c.dict) + 6*len(c.rows) }

// The serialisation of SharedDictionariesWithAdditionalKeys: version, then the index type with the flags that keys are added
// and that the dictionary is new.
const (
	dictionaryVersion = 1
	additionalKeys    = 1<<9 | 1<<10
)

func (c *LowCardinality) encode(out [][]byte, scratch *[]byte) [][]byte {
	s := *scratch
	from := len(s)
	s = binary.LittleEndian.AppendUint64(s, dictionaryVersion)
	width := 0 // log2 of the bytes of an index
	switch n := len(c.keys); {
	case n > 1<<16:
		width = 2
	case n > 1<<8:
		width = 1
	}
	s = binary.LittleEndian.AppendUint64(s, uint64(width)|additionalKeys)
	s = binary.LittleEndian.AppendUint64(s, uint64(len(c.keys)))
	middle := len(s)
	s = binary.LittleEndian.AppendUint64(s, uint64(len(c.rows)))
	*scratch = s
	out = append(out, s[from:middle], c.dict, s[middle:])
	c.wide = c.wide[:0]
	switch width {
	case 2:
		return append(out, bytesOf(c.rows))
	case 1:
		for _, r := range c.rows {
			c.wide = append(c.wide, byte(r), byte(r>>8))
		}
	default:
		for _, r := range c.rows {
			c.wide = append(c.wide, byte(r))
		}
	}
	return append(out, c.wide)
}
