package tabular

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/memory"
	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

const batchRows = 4096

type parquetSource struct {
	file  *file.Reader
	rows  pqarrow.RecordReader
	read  []func(i int) value // the columns of the current batch
	at, n int                 // place in the batch, its length
	done  int64
}

func openParquet(path string, cols *columns) (src rowSource, err error) {
	defer func() {
		if err = caught(recover(), err); err != nil {
			err = fmt.Errorf("%s is no Parquet file that can be read: %w: copy or export it again", path, err)
		}
	}()
	props := parquet.NewReaderProperties(memory.DefaultAllocator)
	props.BufferedStreamEnabled = true // pages as they are needed, not whole columns
	f, err := file.OpenParquetFile(path, false, file.WithReadProps(props))
	if err != nil {
		return nil, err
	}
	s := &parquetSource{file: f}
	if err := s.open(cols); err != nil {
		_ = f.Close()
		return nil, err
	}
	return s, nil
}

func (s *parquetSource) open(cols *columns) error {
	r, err := pqarrow.NewFileReader(s.file, pqarrow.ArrowReadProperties{BatchSize: batchRows}, memory.DefaultAllocator)
	if err != nil {
		return err
	}
	schema, err := r.Schema()
	if err != nil {
		return err
	}
	for _, f := range schema.Fields() {
		if err := cols.add(f.Name); err != nil {
			return err
		}
	}
	if s.file.NumRows() > 0 {
		s.rows, err = r.GetRecordReader(context.Background(), nil, nil)
	}
	return err
}

// caught turns a panic of the Parquet reader, which damaged files can cause, into an error.
func caught(p any, err error) error {
	if p != nil {
		return fmt.Errorf("damaged: %v", p)
	}
	return err
}

func (s *parquetSource) next(row *Row) (err error) {
	row.unit = "row"
	if s.at == s.n {
		if err := s.batch(); err != nil {
			return err
		}
	}
	s.done++
	row.Number = s.done
	defer func() { err = caught(recover(), err) }()
	for i, read := range s.read {
		row.set(i, read(s.at))
	}
	s.at++
	return nil
}

// batch goes to the next batch of rows.
func (s *parquetSource) batch() (err error) {
	defer func() {
		if err = caught(recover(), err); err != nil && !errors.Is(err, io.EOF) {
			err = fmt.Errorf("after row %d the file cannot be read: %w: copy or export it again", s.done, err)
		}
	}()
	if s.rows == nil {
		return io.EOF
	}
	if !s.rows.Next() {
		if err := s.rows.Err(); err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if s.done < s.file.NumRows() {
			return fmt.Errorf("%d rows are missing", s.file.NumRows()-s.done)
		}
		return io.EOF
	}
	return s.columns(s.rows.Record())
}

func (s *parquetSource) columns(rec arrow.Record) error {
	s.read = s.read[:0]
	for i, col := range rec.Columns() {
		read, err := reader(col)
		if err != nil {
			return fmt.Errorf("column %s: %w", rec.ColumnName(i), err)
		}
		s.read = append(s.read, read)
	}
	s.at, s.n = 0, int(rec.NumRows())
	return nil
}

func (s *parquetSource) position() Position {
	return Position{Done: s.done, Total: s.file.NumRows(), Unit: "rows"}
}

func (s *parquetSource) close() (err error) {
	defer func() { err = caught(recover(), err) }()
	if s.rows != nil {
		s.rows.Release()
	}
	return s.file.Close()
}
