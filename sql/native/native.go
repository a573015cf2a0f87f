// Package native builds blocks in ClickHouse's Native format: the layout in which ClickHouse itself passes columns on, so
// that it has nothing left to parse. Columns are filled row by row and used again for the next block; filling allocates
// nothing once they have grown.
//
// The format: the numbers of columns and rows, then for each column its name, its type and its values one after the other
// (https://clickhouse.com/docs/interfaces/formats/Native). It is that of protocol revision 0, which HTTP speaks.
package native

import "encoding/binary"

// Column is one column of a block.
type Column interface {
	// Type is ClickHouse's name of the type.
	Type() string
	// Rows is how many values the column holds.
	Rows() int
	// Reset empties the column and keeps its memory.
	Reset()
	// Bytes is about how much memory the values take.
	Bytes() int
	// encode gives the values as they go out, in pieces of which some are the column's own memory.
	encode(out [][]byte, scratch *[]byte) [][]byte
}

// Block is a list of named columns of the same length.
type Block struct {
	names   []string
	columns []Column
	scratch []byte
	out     [][]byte
}

// Add appends a column.
func (b *Block) Add(name string, c Column) {
	b.names, b.columns = append(b.names, name), append(b.columns, c)
}

// Names are the columns' names in their order.
func (b *Block) Names() []string { return b.names }

// Rows is the number of rows; all columns must have as many.
func (b *Block) Rows() int { return b.columns[0].Rows() }

// Bytes is about how much memory the block takes.
func (b *Block) Bytes() int {
	n := 0
	for _, c := range b.columns {
		n += c.Bytes()
	}
	return n
}

// Reset empties all columns.
func (b *Block) Reset() {
	for _, c := range b.columns {
		c.Reset()
	}
}

// Encode gives the block as it goes out, valid until the block is changed.
func (b *Block) Encode() [][]byte {
	// Pieces point into scratch: it must not move while they are gathered.
	need := 20
	for i, c := range b.columns {
		need += 64 + len(b.names[i]) + len(c.Type())
	}
	if cap(b.scratch) < need {
		b.scratch = make([]byte, 0, need)
	}
	s := b.scratch[:0]
	s = binary.AppendUvarint(s, uint64(len(b.columns)))
	s = binary.AppendUvarint(s, uint64(b.Rows()))
	out := b.out[:0]
	out = append(out, s)
	for i, c := range b.columns {
		from := len(s)
		s = appendText(s, b.names[i])
		s = appendText(s, c.Type())
		out = c.encode(append(out, s[from:]), &s)
	}
	b.scratch, b.out = s, out
	return out
}

func appendText(b []byte, s string) []byte {
	b = binary.AppendUvarint(b, uint64(len(s)))
	return append(b, s...)
}
