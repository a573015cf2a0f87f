package tabular

import (
	"bufio"
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

func isFull(err error) bool { return errors.Is(err, bufio.ErrBufferFull) }

// jsonlSource reads one JSON object a line. Columns appear as their names do.
type jsonlSource struct {
	lines *Lines
	cols  *columns
	buf   bytes.Buffer
	dec   *jsontext.Decoder
}

func openJSONL(path string, cols *columns) (rowSource, error) {
	lines, err := OpenLines(path)
	if err != nil {
		return nil, err
	}
	return &jsonlSource{lines: lines, cols: cols, dec: jsontext.NewDecoder(&bytes.Buffer{})}, nil
}

func (s *jsonlSource) next(row *Row) error {
	row.unit = "line"
	line, number, err := s.lines.Next()
	row.Number = number
	if err != nil {
		return err
	}
	s.buf.Reset()
	s.buf.Write(line)
	s.dec.Reset(&s.buf)
	if s.dec.PeekKind() != '{' {
		return s.refuse(row, line, "is not a JSON object")
	}
	_, err = s.dec.ReadToken()
	for err == nil && s.dec.PeekKind() == '"' {
		err = s.field(row)
	}
	if err == nil {
		_, err = s.dec.ReadToken()
	}
	if err != nil {
		if isRowError(err) {
			return err
		}
		return s.refuse(row, line, "is not valid JSON: "+reason(err))
	}
	if _, err = s.dec.ReadToken(); !errors.Is(err, io.EOF) {
		return s.refuse(row, line, "something follows the JSON object: one object a line")
	}
	return nil
}

func (s *jsonlSource) field(row *Row) error {
	tok, err := s.dec.ReadToken()
	if err != nil {
		return err
	}
	name := tok.String()
	place, ok := s.cols.exact[name]
	if !ok {
		if err := s.cols.add(name); err != nil {
			return row.rowErrorf("%v", err)
		}
		place = len(s.cols.titles) - 1
	}
	v, err := s.value()
	if err == nil {
		row.set(place, v)
	}
	return err
}

func (s *jsonlSource) value() (value, error) {
	switch s.dec.PeekKind() {
	case '"':
		tok, err := s.dec.ReadToken()
		return value{kind: text, text: tok.String()}, err
	case '0':
		v, err := s.dec.ReadValue()
		return value{kind: number, text: string(v)}, err
	case 't', 'f':
		tok, err := s.dec.ReadToken()
		return value{kind: boolean, text: tok.String()}, err
	case 'n':
		_, err := s.dec.ReadToken()
		return value{}, err
	default:
		v, err := s.dec.ReadValue()
		return value{kind: nested, text: string(v)}, err
	}
}

func (s *jsonlSource) refuse(row *Row, line []byte, problem string) error {
	e := row.rowErrorf("%s", problem)
	e.Text = string(line[:min(len(line), 1000)])
	return e
}

// reason is a JSON error without its package's prefix.
func reason(err error) string {
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return "it ends in the middle"
	}
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		return e.Err.Error()
	}
	return err.Error()
}

func (s *jsonlSource) position() Position { return s.lines.Position() }

func (s *jsonlSource) close() error { return s.lines.Close() }
