// Package tabular streams rows out of CSV, JSON Lines, Excel and Parquet files, so that the rest of Linli reads all alike.
//
// Endings decide the format: .csv, .tsv, .jsonl, .ndjson (each also with .gz after it), .xlsx (the first sheet with rows) and .parquet. Text is UTF-8 with or
// without a byte order mark; CSV in GB18030, which Chinese spreadsheets write, is recognised and converted. Memory is bounded
// by the longest row, for Parquet by one row group.
//
// Every row knows where it stands, and typed access says what is wrong in one line: `line 17: column quantity: "abc" is not a
// number`. Decimals are read from their digits, never through a float.
package tabular

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
)

// MaxRow is the length of the longest row that is taken, in bytes.
const MaxRow = 4 << 20

// Position says how far a reader is.
type Position struct {
	Done, Total int64
	Unit        string // "bytes" of the file, or "rows"
}

// String is the share done, such as "63 %".
func (p Position) String() string {
	return fmt.Sprintf("%d %%", p.Done*100/max(1, p.Total))
}

// Reader streams the rows of one file. It is not safe for concurrent use.
type Reader struct {
	path string
	cols *columns
	src  rowSource
	row  Row
	held bool // the first row of JSON Lines is read at Open, for its columns
	err  error
}

// rowSource is one format. next fills the row; a *RowError concerns that row only, any other error ends the reading.
type rowSource interface {
	next(*Row) error
	position() Position
	close() error
}

// Open opens a file by its ending and reads as far as its columns.
func Open(path string) (*Reader, error) {
	format, err := formatOf(path)
	if err != nil {
		return nil, err
	}
	r := &Reader{path: path, cols: newColumns()}
	switch format {
	case "csv", "tsv":
		r.src, err = openCSV(path, format, r.cols)
	case "jsonl":
		r.src, err = openJSONL(path, r.cols)
	case "xlsx":
		r.src, err = openExcel(path, r.cols)
	default:
		r.src, err = openParquet(path, r.cols)
	}
	if err != nil {
		return nil, err
	}
	r.row.cols = r.cols
	if format == "jsonl" {
		r.err, r.held = r.src.next(&r.row), true
	}
	return r, nil
}

// IsLines says whether the file is JSON Lines by its ending, to be read by OpenLines as it is.
func IsLines(path string) bool {
	format, err := formatOf(path)
	return err == nil && format == "jsonl"
}

// present makes sure that there is a file with something in it.
func present(path string) error {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return fmt.Errorf("%s: no such file", path)
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", path, err)
	case info.IsDir():
		return fmt.Errorf("%s is a folder: name one file in it", path)
	case info.Size() == 0:
		return fmt.Errorf("%s is empty: export it again", path)
	}
	return nil
}

// formatOf answers csv, tsv, jsonl or parquet, after making sure that there is a file with something in it.
func formatOf(path string) (string, error) {
	if err := present(path); err != nil {
		return "", err
	}
	name := strings.ToLower(filepath.Base(path))
	switch ext := filepath.Ext(strings.TrimSuffix(name, ".gz")); ext {
	case ".csv", ".tsv":
		return ext[1:], nil
	case ".jsonl", ".ndjson":
		return "jsonl", nil
	case ".parquet":
		if strings.HasSuffix(name, ".gz") {
			return "", fmt.Errorf("%s: Parquet is compressed inside: unpack the .gz first", path)
		}
		return "parquet", nil
	case ".xlsx":
		if strings.HasSuffix(name, ".gz") {
			return "", fmt.Errorf("%s: a workbook is compressed inside: unpack the .gz first", path)
		}
		return "xlsx", nil
	case ".xls":
		return "", fmt.Errorf("%s is an old spreadsheet: save it as .xlsx or CSV UTF-8 and give that file", path)
	default:
		return "", fmt.Errorf("%s: the ending %q is not known: give .csv, .tsv, .jsonl, .ndjson (also with .gz), .xlsx or .parquet", path, ext)
	}
}

// Columns are the titles as they stand in the file; of JSON Lines, the names seen so far.
func (r *Reader) Columns() []string { return r.cols.titles }

// Next gives the next row, valid until the call after it, and io.EOF at the end. After a *RowError, which concerns one row
// only, reading goes on; the row then holds what could be made out.
func (r *Reader) Next() (*Row, error) {
	if r.held {
		r.held = false
	} else if r.err == nil || isRowError(r.err) {
		r.row.reset()
		r.err = r.src.next(&r.row)
	}
	if r.err != nil && !isRowError(r.err) {
		if !errors.Is(r.err, io.EOF) {
			return nil, fmt.Errorf("%s: %w", r.path, r.err)
		}
		return nil, io.EOF
	}
	return &r.row, r.err
}

// Rows goes through all rows. It ends after the first error that is not a *RowError.
func (r *Reader) Rows() iter.Seq2[*Row, error] {
	return func(yield func(*Row, error) bool) {
		for {
			row, err := r.Next()
			if errors.Is(err, io.EOF) || !yield(row, err) || (err != nil && !isRowError(err)) {
				return
			}
		}
	}
}

// Position says how far the reading is.
func (r *Reader) Position() Position { return r.src.position() }

// Close releases the file.
func (r *Reader) Close() error { return r.src.close() }
