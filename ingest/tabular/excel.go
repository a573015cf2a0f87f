package tabular

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// Limits of what a workbook may unpack to, in bytes: a small file must not fill the disk. A sheet above the second goes through a
// temporary file.
const (
	excelBytes = 2 << 30
	excelSheet = 64 << 20
)

// excelSource reads the first sheet of a workbook that has rows. Numbers come as they are stored, not as they are shown; a number
// that is shown as a day or a time is one.
type excelSource struct {
	book       *excelize.File
	raw, shown *excelize.Rows
	cols       *columns
	row, rows  int64
}

func openExcel(path string, cols *columns) (rowSource, error) {
	book, err := excelize.OpenFile(path, excelize.Options{UnzipSizeLimit: excelBytes, UnzipXMLSizeLimit: excelSheet})
	if err != nil {
		return nil, fmt.Errorf("%s is not a workbook that can be read (%w): save it as .xlsx without a password, or save it as CSV UTF-8", path, err)
	}
	s := &excelSource{book: book, cols: cols}
	if err := s.header(); err != nil {
		_ = s.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func (s *excelSource) header() (err error) {
	for _, sheet := range s.book.GetSheetList() {
		if s.raw, err = s.book.Rows(sheet); err != nil {
			return err
		}
		if s.shown, err = s.book.Rows(sheet); err != nil {
			return err
		}
		if area, err := s.book.GetSheetDimension(sheet); err == nil {
			_, last, _ := strings.Cut(area, ":")
			if _, rows, err := excelize.CellNameToCoordinates(last); err == nil {
				s.rows = int64(rows)
			}
		}
		titles, _, err := s.cells()
		if errors.Is(err, io.EOF) {
			continue // an empty sheet before the first
		}
		if err != nil {
			return err
		}
		for _, t := range titles {
			if err := s.cols.add(strings.TrimSpace(t)); err != nil {
				return err
			}
		}
		if len(s.cols.index) > 0 {
			return nil
		}
	}
	return errors.New("the first line of the sheet has no column titles")
}

// cells gives the next row that is not empty, as stored and as shown.
func (s *excelSource) cells() (raw, shown []string, err error) {
	for s.raw.Next() && s.shown.Next() {
		s.row++
		if raw, err = s.raw.Columns(excelize.Options{RawCellValue: true}); err != nil {
			return nil, nil, fmt.Errorf("row %d: %w", s.row, err)
		}
		if shown, err = s.shown.Columns(); err != nil {
			return nil, nil, fmt.Errorf("row %d: %w", s.row, err)
		}
		if strings.TrimSpace(strings.Join(raw, "")) != "" {
			return raw, shown, nil
		}
	}
	if err := errors.Join(s.raw.Error(), s.shown.Error()); err != nil {
		return nil, nil, err
	}
	return nil, nil, io.EOF
}

func (s *excelSource) next(row *Row) error {
	row.unit = "row"
	raw, shown, err := s.cells()
	if err != nil {
		return err
	}
	row.Number = s.row
	if len(raw) > len(s.cols.titles) {
		return row.rowErrorf("has %d cells, the header has %d", len(raw), len(s.cols.titles))
	}
	for i, field := range raw {
		v := value{kind: text, text: field}
		if i < len(shown) {
			v = moment(v, shown[i])
		}
		row.set(i, v)
	}
	return nil
}

// moment reads a number that is shown as a day or a time: days since 1900. Of others it mends the digits: 4.35 is stored as
// 4.3499999999999996, the same number.
func moment(v value, shown string) value {
	serial, err := strconv.ParseFloat(v.text, 64)
	if err == nil && len(v.text) > 15 && strings.Contains(v.text, ".") {
		v.text = strconv.FormatFloat(serial, 'f', -1, 64)
	}
	if err != nil || serial < 1 || !strings.ContainsAny(strings.TrimLeft(shown, "-"), "-/:年") {
		return v
	}
	at, err := excelize.ExcelDateToTime(serial, false)
	if err != nil {
		return v
	}
	if serial == float64(int64(serial)) {
		return value{kind: day, at: at}
	}
	return value{kind: local, at: at}
}

func (s *excelSource) position() Position {
	return Position{Done: s.row, Total: max(s.row, s.rows), Unit: "rows"}
}

func (s *excelSource) close() error {
	var errs []error
	for _, rows := range []*excelize.Rows{s.raw, s.shown} {
		if rows != nil {
			errs = append(errs, rows.Close())
		}
	}
	return errors.Join(append(errs, s.book.Close())...)
}
