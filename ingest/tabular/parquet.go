package tabular

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/apache/arrow/go/v17/parquet"
	"github.com/apache/arrow/go/v17/parquet/file"
	"github.com/apache/arrow/go/v17/parquet/pqarrow"
)

const batchRows = 1024

type parquetSource struct {
	file  *file.Reader
	mem   *bounded
	arrow *pqarrow.FileReader
	cols  []*parquetColumn
	kept  []bool              // by the column's place; nil: all are read
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
	if err := checkFooter(path); err != nil {
		return nil, err
	}
	mem := newBounded()
	props := parquet.NewReaderProperties(mem)
	props.BufferedStreamEnabled = true // pages as they are needed, not whole columns
	f, err := file.OpenParquetFile(path, false, file.WithReadProps(props))
	if err != nil {
		return nil, err
	}
	s := &parquetSource{file: f, mem: mem}
	if err = checkPages(path, f.MetaData()); err == nil {
		err = s.open(cols)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return s, nil
}

func (s *parquetSource) open(cols *columns) error {
	var err error
	if s.arrow, err = pqarrow.NewFileReader(s.file, pqarrow.ArrowReadProperties{BatchSize: batchRows}, s.mem); err != nil {
		return err
	}
	schema, err := s.arrow.Schema()
	if err != nil {
		return err
	}
	for _, f := range schema.Fields() {
		if err := cols.add(f.Name); err != nil {
			return err
		}
	}
	s.mem.share(len(cols.titles))
	return s.begin(0)
}

// keep reads the columns at these places only, unless there are none: rows are counted by a column. Called before the first row.
func (s *parquetSource) keep(kept []bool) (err error) {
	defer func() { err = caught(recover(), err) }()
	if !slices.Contains(kept, true) {
		return nil
	}
	s.kept = kept
	return s.begin(0)
}

// begin reads from a row group on.
func (s *parquetSource) begin(group int) error {
	s.release()
	s.at, s.n = 0, 0
	var groups []int
	for ; group < s.file.NumRowGroups(); group++ {
		groups = append(groups, group)
	}
	if s.file.NumRows() == 0 || len(groups) == 0 {
		return nil
	}
	leaves := map[int]bool{}
	for i := range s.file.MetaData().Schema.NumColumns() {
		leaves[i] = true
	}
	for i := range s.arrow.Manifest.Fields {
		if s.kept != nil && !s.kept[i] {
			continue
		}
		c, err := s.openColumn(i, leaves, groups)
		if err != nil {
			return err
		}
		s.cols = append(s.cols, c)
	}
	return nil
}

func (s *parquetSource) release() {
	for _, c := range s.cols {
		c.close()
	}
	s.cols = s.cols[:0]
}

// caught turns a panic of the Parquet reader, which damaged files can cause, into an error.
func caught(p any, err error) error {
	if e, ok := p.(error); ok && errors.Is(e, errTooMuch) {
		return e
	}
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
		row.set(s.cols[i].place, read(s.at))
	}
	s.at++
	return nil
}

// batch goes to the next batch of rows.
func (s *parquetSource) batch() (err error) {
	defer func() {
		err = caught(recover(), err)
		switch {
		case err == nil || errors.Is(err, io.EOF):
		case errors.Is(err, errTooMuch):
			err = fmt.Errorf("behind row %d: %w", s.done, err)
		default:
			err = fmt.Errorf("after row %d the file cannot be read: %w: copy or export it again", s.done, err)
		}
	}()
	s.at, s.n, s.read = 0, 0, s.read[:0]
	for i, c := range s.cols {
		n, err := c.load(batchRows)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if i > 0 && n != s.n {
			return fmt.Errorf("column %s has %d rows where the first has %d", c.name, n, s.n)
		}
		if s.n = n; n == 0 {
			continue
		}
		read, err := c.reader()
		if err != nil {
			return fmt.Errorf("column %s: %w", c.name, err)
		}
		s.read = append(s.read, read)
	}
	if s.n > 0 {
		return nil
	}
	if s.done < s.file.NumRows() {
		return fmt.Errorf("%d rows are missing", s.file.NumRows()-s.done)
	}
	return io.EOF
}

func (s *parquetSource) position() Position {
	return Position{Done: s.done, Total: s.file.NumRows(), Unit: "rows"}
}

func (s *parquetSource) close() (err error) {
	defer func() { err = caught(recover(), err) }()
	s.release()
	return s.file.Close()
}
