package tabular

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/compress"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

// recordRows is how many rows a record has at most.
const recordRows = 64 << 10

// Records reads a Parquet file piece by piece as Arrow records, which are valid during the call only; of all columns, or of those named
// that there are (all again if there is none of them). A file without a row gives no record.
func Records(ctx context.Context, path string, columns []string, each func(arrow.Record) error) (err error) {
	if err := present(path); err != nil {
		return err
	}
	defer func() {
		if err = caught(recover(), err); err != nil && ctx.Err() == nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}()
	if err := checkFooter(path); err != nil {
		return fmt.Errorf("no Parquet file that can be read: %w", err)
	}
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	if f.NumRows() == 0 { // columns without a value say nothing of use about where they lie
		return nil
	}
	if err := checkPages(path, f.MetaData()); err != nil {
		return err
	}
	r, err := pqarrow.NewFileReader(f, pqarrow.ArrowReadProperties{BatchSize: recordRows}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	var indices []int
	for i := range f.MetaData().Schema.NumColumns() {
		if columns == nil || slices.Contains(columns, f.MetaData().Schema.Column(i).Name()) {
			indices = append(indices, i)
		}
	}
	records, err := r.GetRecordReader(ctx, indices, nil)
	if err != nil {
		return err
	}
	defer records.Release()
	for records.Next() {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := each(records.Record()); err != nil {
			return err
		}
	}
	if err := records.Err(); !errors.Is(err, io.EOF) { // which arrow-go gives after the last record
		return err
	}
	return nil
}

// Columns counts the columns of a Parquet file whose names begin so.
func Columns(path, prefix string) (n int, err error) {
	f, err := file.OpenParquetFile(path, false)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", path, err)
	}
	defer func() { _ = f.Close() }()
	for i := range f.MetaData().Schema.NumColumns() {
		if strings.HasPrefix(f.MetaData().Schema.Column(i).Name(), prefix) {
			n++
		}
	}
	return n, nil
}

// WriteRecords writes a Parquet file, compressed, which appears under its name when all is written.
func WriteRecords(path string, schema *arrow.Schema, all func(write func(arrow.Record) error) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*")
	if err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
			err = fmt.Errorf("write %s: %w", path, err)
		}
	}()
	w, err := pqarrow.NewFileWriter(schema, struct{ io.Writer }{f}, parquet.NewWriterProperties(parquet.WithCompression(compress.Codecs.Zstd)), pqarrow.DefaultWriterProps())
	if err != nil {
		return errors.Join(err, f.Close())
	}
	err = errors.Join(all(w.Write), w.Close(), f.Sync(), f.Close())
	if err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
