package tabular

import (
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/apache/arrow/go/v17/parquet/metadata"
)

// The library's reader gives stale bytes behind the end of a column, and goes round for ever where a damaged page sends it
// there. So the heads of all pages are walked before: one small read for each.

const (
	smallHead, largeHead = 4 << 10, 1 << 20
	oldPadding           = 100 // bytes by which files of old writers have longer columns than they say
)

var errPages = errors.New("its pages are damaged or encrypted")

// checkPages refuses a file whose pages do not follow one another to the end of their column with as many values as it says.
func checkPages(path string, md *metadata.FileMetaData) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	rows := int64(0)
	for g := range md.RowGroups {
		group := md.RowGroup(g)
		if group.NumColumns() != md.Schema.NumColumns() || group.NumRows() < 0 {
			return errPages
		}
		rows += group.NumRows()
		for c := range group.NumColumns() {
			chunk, err := group.ColumnChunk(c)
			if err != nil {
				return err
			}
			if err := checkChunk(f, info.Size(), chunk); err != nil {
				return fmt.Errorf("row group %d, column %d: %w", g+1, c+1, err)
			}
		}
	}
	if rows != md.NumRows {
		return fmt.Errorf("it says %d rows, its row groups have %d", md.NumRows, rows)
	}
	return nil
}

func checkChunk(f io.ReaderAt, size int64, chunk *metadata.ColumnChunkMetaData) error {
	if chunk.NumValues() == 0 { // of an empty row group; there may be no page
		return nil
	}
	at := chunk.DataPageOffset()
	if d := chunk.DictionaryPageOffset(); chunk.HasDictionaryPage() && d > 0 && d < at {
		at = d
	}
	length := chunk.TotalCompressedSize()
	if at < 4 || length < 0 || at > size || length > size-at {
		return errPages
	}
	end := min(at+length+oldPadding, size)
	for values := int64(0); values < chunk.NumValues(); {
		p, err := readHead(f, at, end)
		if err != nil {
			return err
		}
		at += p.head + p.size
		if values += p.values; p.values < 0 || p.size < 0 || at > end || values > chunk.NumValues() {
			return errPages
		}
	}
	return nil
}

// pageHead is what the head of a page says.
type pageHead struct {
	head, size, values int64
}

// The numbers of fields, and the kinds of pages, in Parquet's own structures.
const (
	pageType, pageSize             = 1, 3
	pageData, pageDictionary       = 5, 7
	pageDataV2, pageValues         = 8, 1
	kindData, kindDict, kindDataV2 = 0, 2, 3
)

func readHead(f io.ReaderAt, at, end int64) (p pageHead, err error) {
	for _, n := range []int64{smallHead, largeHead} {
		text := make([]byte, max(0, min(n, end-at)))
		if _, err := f.ReadAt(text, at); err != nil && !errors.Is(err, io.EOF) {
			return p, err
		}
		w := walker{text: text}
		if p, err = w.pageHead(); err == nil {
			p.head = int64(len(text) - len(w.text))
			return p, nil
		}
	}
	return p, errPages
}

func (w *walker) pageHead() (p pageHead, err error) {
	kind, counted := int64(-1), map[int16]bool{}
	err = w.fields(func(id int16, typ byte) error {
		switch {
		case id == pageType || id == pageSize:
			n, err := w.varint()
			if v := int64(n>>1) ^ -int64(n&1); id == pageType {
				kind = v
			} else {
				p.size = v
			}
			return err
		case (id == pageData || id == pageDataV2 || id == pageDictionary) && typ == compactStruct:
			counted[id] = true
			return w.fields(func(inner int16, typ byte) error {
				if inner != pageValues || id == pageDictionary {
					return w.value(typ, false, 0)
				}
				n, err := w.varint()
				p.values = int64(n>>1) ^ -int64(n&1)
				return err
			})
		}
		return w.value(typ, false, 0)
	})
	want := map[int64]int16{kindData: pageData, kindDict: pageDictionary, kindDataV2: pageDataV2}[kind]
	if err == nil && (want == 0 || !counted[want] || len(counted) != 1) {
		err = errPages
	}
	return p, err
}
