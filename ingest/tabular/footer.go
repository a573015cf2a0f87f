package tabular

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
)

// A Parquet file ends with a description of its columns and row groups, written in Thrift's compact protocol. The library
// believes it: lists get room for as many elements as they claim, and groups within groups are followed until the stack is
// full, which no Go program survives. So the description is walked here first.

const (
	maxNodes = 10 * maxColumns // columns, and groups around them
	maxDepth = 60              // groups within groups, and structures within structures
)

var errFooter = errors.New("its description of the columns is damaged")

// checkFooter looks at a file's end before the Parquet library does.
func checkFooter(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	var end [8]byte
	if _, err := f.ReadAt(end[:], info.Size()-int64(len(end))); err != nil {
		return errors.New("it is too short")
	}
	if magic := string(end[4:]); magic != "PAR1" {
		return errors.New("it does not end as a Parquet file does")
	}
	n := int64(binary.LittleEndian.Uint32(end[:]))
	switch {
	case n > maxFooter:
		return fmt.Errorf("its description of the columns takes %d MiB, at most %d are read", n>>20, maxFooter>>20)
	case n > info.Size()-int64(len(end)):
		return errFooter
	}
	text := make([]byte, n)
	if _, err := f.ReadAt(text, info.Size()-int64(len(end))-n); err != nil {
		return err
	}
	w := walker{text: text}
	return w.fileMetaData()
}

// walker goes through compact Thrift.
type walker struct{ text []byte }

// The types of the compact protocol that matter here.
const (
	compactTrue, compactFalse = 1, 2
	compactByte               = 3
	compactDouble             = 7
	compactBinary             = 8
	compactList, compactSet   = 9, 10
	compactMap                = 11
	compactStruct             = 12
)

func (w *walker) byte() (byte, error) {
	if len(w.text) == 0 {
		return 0, errFooter
	}
	b := w.text[0]
	w.text = w.text[1:]
	return b, nil
}

func (w *walker) varint() (uint64, error) {
	n, size := binary.Uvarint(w.text)
	if size <= 0 {
		return 0, errFooter
	}
	w.text = w.text[size:]
	return n, nil
}

func (w *walker) skip(n uint64) error {
	if n > uint64(len(w.text)) {
		return errFooter
	}
	w.text = w.text[n:]
	return nil
}

// fields calls f with each field of a structure; f passes over its value.
func (w *walker) fields(f func(id int16, typ byte) error) error {
	for id := int16(0); ; {
		b, err := w.byte()
		if err != nil || b == 0 {
			return err
		}
		if delta := int16(b >> 4); delta > 0 {
			id += delta
		} else {
			n, err := w.varint()
			if err != nil {
				return err
			}
			id = int16(n>>1) ^ -int16(n&1)
		}
		if err := f(id, b&15); err != nil {
			return err
		}
	}
}

// list gives the type of its elements and how many there are, which is no more than the bytes that are left.
func (w *walker) list() (typ byte, n uint64, err error) {
	b, err := w.byte()
	if err != nil {
		return 0, 0, err
	}
	if n = uint64(b >> 4); n == 15 {
		if n, err = w.varint(); err != nil {
			return 0, 0, err
		}
	}
	if n > uint64(len(w.text)) {
		return 0, 0, errFooter
	}
	return b & 15, n, nil
}

// value passes over one.
func (w *walker) value(typ byte, inList bool, depth int) error {
	if depth > maxDepth {
		return errFooter
	}
	switch typ {
	case compactTrue, compactFalse:
		if inList {
			return w.skip(1)
		}
		return nil
	case compactByte:
		return w.skip(1)
	case compactDouble:
		return w.skip(8)
	case compactBinary:
		n, err := w.varint()
		if err != nil {
			return err
		}
		return w.skip(n)
	case compactList, compactSet:
		elem, n, err := w.list()
		for ; err == nil && n > 0; n-- {
			err = w.value(elem, true, depth+1)
		}
		return err
	case compactMap:
		return errFooter // Parquet has none
	case compactStruct:
		return w.fields(func(_ int16, typ byte) error { return w.value(typ, false, depth+1) })
	default: // the integers
		_, err := w.varint()
		return err
	}
}

// The numbers of fields in Parquet's own structures.
const (
	fileSchema      = 2
	elementChildren = 5
)

// fileMetaData walks the whole description, and follows the tree of columns that its list of elements means.
func (w *walker) fileMetaData() error {
	return w.fields(func(id int16, typ byte) error {
		if id != fileSchema || typ != compactList {
			return w.value(typ, false, 0)
		}
		elem, n, err := w.list()
		if err == nil && elem != compactStruct {
			err = errFooter
		}
		if err != nil {
			return err
		}
		if n > maxNodes {
			return fmt.Errorf("it has %d columns and groups, at most %d are read: is it the right file?", n, maxNodes)
		}
		var open []uint64 // children still to come, of each group that the next element stands in
		for range n {
			children, err := w.element()
			if err != nil {
				return err
			}
			for len(open) > 0 && open[len(open)-1] == 0 {
				open = open[:len(open)-1]
			}
			if len(open) > 0 {
				open[len(open)-1]--
			}
			if children > n {
				return errFooter
			}
			if children > 0 {
				if open = append(open, children); len(open) > maxDepth {
					return fmt.Errorf("its columns are nested more than %d deep", maxDepth)
				}
			}
		}
		return nil
	})
}

// element passes over one node of the tree and gives the number of its children.
func (w *walker) element() (children uint64, err error) {
	err = w.fields(func(id int16, typ byte) error {
		if id == elementChildren {
			n, err := w.varint()
			children = n >> 1 // zigzag; a negative number is none
			return err
		}
		return w.value(typ, false, 0)
	})
	return children, err
}
