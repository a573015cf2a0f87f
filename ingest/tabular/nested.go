package tabular

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// parquetColumn reads one column of a Parquet file. The library would read the members of a structure side by side in
// goroutines of its own, where a damaged file's panic ends the program; so they are read one after the other, as if each
// was a column, and put together here. A list of structures, such as the lines of an order, is one list for each member.
type parquetColumn struct {
	name    string
	place   int      // in a row
	members []string // of a structure; nil for a plain column or list
	list    bool     // a list of structures
	readers []*pqarrow.ColumnReader
	arrays  []arrow.Array // of the rows at hand
}

// openColumn opens a column from a row group on.
func (s *parquetSource) openColumn(i int, leaves map[int]bool, groups []int) (*parquetColumn, error) {
	field := s.arrow.Manifest.Fields[i]
	c := &parquetColumn{name: field.Field.Name, place: i}
	parts := []pqarrow.SchemaField{field}
	switch field.Field.Type.ID() {
	case arrow.STRUCT:
		parts = field.Children
	case arrow.LIST, arrow.LARGE_LIST, arrow.MAP:
		if element := field.Children[0]; element.Field.Type.ID() == arrow.STRUCT {
			c.list, parts = true, nil
			for _, member := range element.Children {
				f := *field.Field
				f.Type = arrow.ListOfField(*member.Field)
				parts = append(parts, pqarrow.SchemaField{Field: &f, Children: []pqarrow.SchemaField{member}, ColIndex: -1, LevelInfo: field.LevelInfo})
			}
			for _, member := range element.Children {
				c.members = append(c.members, member.Field.Name)
			}
		}
	}
	if field.Field.Type.ID() == arrow.STRUCT {
		for _, member := range parts {
			c.members = append(c.members, member.Field.Name)
		}
	}
	for _, part := range parts {
		if hasStruct(part.Field.Type) {
			return nil, fmt.Errorf("column %s has structures within structures, which are not read: export it as JSON text", c.name)
		}
		reader, err := s.openPart(part, leaves, groups)
		if err != nil {
			return nil, fmt.Errorf("column %s: %w", c.name, err)
		}
		c.readers = append(c.readers, reader)
	}
	return c, nil
}

// openPart opens what may be a member of a structure: the library opens top-level fields only, so it is one for a moment.
func (s *parquetSource) openPart(part pqarrow.SchemaField, leaves map[int]bool, groups []int) (*pqarrow.ColumnReader, error) {
	m := s.arrow.Manifest
	before := m.Fields
	m.Fields = []pqarrow.SchemaField{part}
	defer func() { m.Fields = before }()
	return s.arrow.GetFieldReader(context.Background(), 0, leaves, groups)
}

func hasStruct(t arrow.DataType) bool {
	switch t := t.(type) {
	case *arrow.StructType, *arrow.MapType:
		return true
	case arrow.ListLikeType:
		return hasStruct(t.Elem())
	}
	return false
}

// load reads the next rows and says how many.
func (c *parquetColumn) load(n int64) (rows int, err error) {
	c.release()
	for i, r := range c.readers {
		chunked, err := r.NextBatch(n)
		if err != nil {
			return 0, fmt.Errorf("column %s: %w", c.name, err)
		}
		a, err := single(chunked)
		if err != nil {
			return 0, fmt.Errorf("column %s: %w", c.name, err)
		}
		c.arrays = append(c.arrays, a)
		if i > 0 && a.Len() != rows {
			return 0, fmt.Errorf("column %s: its members have different numbers of rows", c.name)
		}
		rows = a.Len()
	}
	return rows, nil
}

func single(chunked *arrow.Chunked) (arrow.Array, error) {
	defer chunked.Release()
	switch chunks := chunked.Chunks(); len(chunks) {
	case 0:
		return array.NewNull(0), nil
	case 1:
		chunks[0].Retain()
		return chunks[0], nil
	default:
		return nil, fmt.Errorf("%d rows are too long for one piece: write the file with smaller row groups", chunked.Len())
	}
}

func (c *parquetColumn) release() {
	for _, a := range c.arrays {
		a.Release()
	}
	c.arrays = c.arrays[:0]
}

func (c *parquetColumn) close() {
	c.release()
	for _, r := range c.readers {
		r.Release()
	}
}

// reader gives access to the values of the rows at hand.
func (c *parquetColumn) reader() (func(i int) value, error) {
	if c.members == nil {
		return reader(c.arrays[0])
	}
	if !c.list {
		return func(i int) value {
			for _, a := range c.arrays {
				if !a.IsNull(i) {
					return c.object(c.arrays, i, i+1, false)
				}
			}
			return value{}
		}, nil
	}
	lists, items := make([]*array.List, len(c.arrays)), make([]arrow.Array, len(c.arrays))
	for i, a := range c.arrays {
		list, ok := a.(*array.List)
		if !ok {
			return nil, fmt.Errorf("the type %s is not read: export it as JSON text", a.DataType())
		}
		lists[i], items[i] = list, list.ListValues()
	}
	return func(i int) value {
		if lists[0].IsNull(i) {
			return value{}
		}
		from, to := lists[0].ValueOffsets(i)
		for _, l := range lists[1:] {
			if a, b := l.ValueOffsets(i); a != from || b != to {
				panic(fmt.Errorf("column %s: its members have lists of different lengths", c.name))
			}
		}
		return c.object(items, int(from), int(to), true)
	}, nil
}

// object writes the members' values as JSON objects, in a list or one alone.
func (c *parquetColumn) object(of []arrow.Array, from, to int, list bool) value {
	var b []byte
	if list {
		b = append(b, '[')
	}
	for i := from; i < to; i++ {
		if i > from {
			b = append(b, ',')
		}
		for k, name := range c.members {
			b = append(b, "{,"[min(k, 1)])
			title, _ := json.Marshal(name)
			text, err := json.Marshal(of[k].GetOneForMarshal(i))
			if err != nil {
				text = []byte("null") // a float that is no number
			}
			b = append(append(append(b, title...), ':'), text...)
		}
		b = append(b, '}')
	}
	if list {
		b = append(b, ']')
	}
	return value{kind: nested, text: string(b)}
}
