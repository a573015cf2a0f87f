package tabular

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

var errRowTooLong = fmt.Errorf("a row is longer than %d MiB: is a closing quote missing?", MaxRow>>20)

type csvSource struct {
	path string
	text *textFile
	csv  *csv.Reader
	cols *columns
	read int // bytes taken since the row began

	offset, line int64    // of the text and its lines before where csv began
	record       []string // the last row
	failed       int64    // lines before the next row, where the last one could not be read
}

func openCSV(path, format string, cols *columns) (rowSource, error) {
	text, err := openText(path)
	if err != nil {
		return nil, err
	}
	text.recode()
	s := &csvSource{path: path, text: text, cols: cols}
	comma := '\t'
	if format == "csv" {
		comma = separator(text)
	}
	s.csv = s.reader(comma)
	if err := s.header(); err != nil {
		_ = text.close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

func (s *csvSource) reader(comma rune) *csv.Reader {
	r := csv.NewReader(bufio.NewReaderSize(readerFunc(s.bounded), peekBytes))
	r.FieldsPerRecord = -1 // counted here, for a better message
	r.ReuseRecord = true
	r.Comma = comma
	return r
}

// bounded stops a missing quote from drawing the whole file into one field.
func (s *csvSource) bounded(p []byte) (int, error) {
	if s.read > MaxRow {
		return 0, errRowTooLong
	}
	n, err := s.text.Read(p)
	s.read += n
	return n, err
}

// separator is a comma, or what the header has instead: spreadsheets in some languages write semicolons or tabs.
func separator(text *textFile) rune {
	head, _ := text.Peek(peekBytes)
	head, _, _ = bytes.Cut(head, []byte("\n"))
	for _, c := range ",;\t" {
		if bytes.ContainsRune(head, c) {
			return c
		}
	}
	return ','
}

func (s *csvSource) header() error {
	titles, err := s.csv.Read()
	if err != nil {
		return fmt.Errorf("the header cannot be read: %w", err)
	}
	s.record = titles
	for _, t := range titles {
		if !utf8.ValidString(t) {
			return errors.New("the header is not UTF-8: save the file as CSV UTF-8")
		}
		if err := s.cols.add(strings.TrimSpace(t)); err != nil {
			return err
		}
	}
	if len(s.cols.index) == 0 {
		return errors.New("the first line has no column titles")
	}
	return nil
}

func (s *csvSource) next(row *Row) error {
	for {
		s.read = 0
		record, err := s.csv.Read()
		row.unit = "line"
		s.record, s.failed = record, 0
		if err != nil {
			return s.refuse(row, err)
		}
		line, _ := s.csv.FieldPos(0)
		row.Number = s.line + int64(line)
		empty := true
		for i, field := range record {
			row.set(i, value{kind: text, text: field})
			empty = empty && field == ""
		}
		if empty { // spreadsheets leave lines of nothing but commas
			row.reset()
			continue
		}
		if len(record) != len(s.cols.titles) {
			return row.rowErrorf("has %d fields, the header has %d", len(record), len(s.cols.titles))
		}
		return s.check(row, record)
	}
}

// check refuses text that is not text.
func (s *csvSource) check(row *Row, record []string) error {
	for i, field := range record {
		if !utf8.ValidString(field) || (s.text.recut && strings.ContainsRune(field, utf8.RuneError)) {
			e := row.rowErrorf("is not UTF-8: save the file as CSV UTF-8")
			e.Column = s.cols.titles[i]
			return e
		}
	}
	return nil
}

func (s *csvSource) refuse(row *Row, err error) error {
	parse, ok := errors.AsType[*csv.ParseError](err)
	if !ok || errors.Is(err, io.EOF) {
		return err
	}
	row.Number, s.failed = s.line+int64(parse.StartLine), s.line+int64(parse.Line)
	if errors.Is(parse.Err, csv.ErrQuote) || errors.Is(parse.Err, csv.ErrBareQuote) {
		return row.rowErrorf("a quote is out of place: a quote inside a field is written twice, and the field stands in quotes")
	}
	return row.rowErrorf("%v", parse.Err)
}

func (s *csvSource) position() Position { return s.text.position() }

func (s *csvSource) close() error { return s.text.close() }
