package tabular

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Lines reads a text file line by line, bytes unchanged.
type Lines struct {
	text   *textFile
	path   string
	number int64
	offset int64 // bytes of the text before the next line
	buf    []byte
}

// OpenLines opens a text file, packed with gzip or not.
func OpenLines(path string) (*Lines, error) {
	if _, err := formatOf(path); err != nil {
		return nil, err
	}
	text, err := openText(path)
	if err != nil {
		return nil, err
	}
	return &Lines{text: text, path: path}, nil
}

// Next gives the next line that is not blank, without its line end, and its number. It is valid until the next call. Of a line
// longer than MaxRow it gives the beginning and a *RowError, after which reading goes on.
func (l *Lines) Next() (line []byte, number int64, err error) {
	for {
		line, err := l.line()
		if err != nil && !isRowError(err) {
			if !errors.Is(err, io.EOF) {
				err = fmt.Errorf("%s %w", l.path, err)
			}
			return nil, l.number, err
		}
		if err != nil || len(bytes.TrimSpace(line)) > 0 {
			return line, l.number, err
		}
	}
}

func (l *Lines) line() ([]byte, error) {
	l.buf = l.buf[:0]
	l.number++
	tooLong := false
	for {
		part, err := l.text.ReadSlice('\n')
		l.offset += int64(len(part))
		if len(l.buf)+len(part) <= MaxRow+2 {
			l.buf = append(l.buf, part...)
		} else {
			tooLong = true
		}
		switch {
		case err == nil, errors.Is(err, io.EOF) && len(l.buf) > 0:
			if tooLong {
				return l.buf, &RowError{Number: l.number, Unit: "line", Problem: fmt.Sprintf("is longer than %d MiB", MaxRow>>20), Text: string(l.buf[:1000])}
			}
			return trimLineEnd(l.buf), nil
		case errors.Is(err, io.EOF):
			return nil, io.EOF
		case len(part) == 0 || !isFull(err):
			return nil, err
		}
	}
}

func trimLineEnd(b []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimSuffix(b, []byte("\n")), []byte("\r"))
}

// Position says how far the reading is.
func (l *Lines) Position() Position { return l.text.position() }

// Close releases the file.
func (l *Lines) Close() error { return l.text.close() }
