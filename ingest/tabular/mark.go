package tabular

import (
	"errors"
	"fmt"
	"io"
	"strings"
)

// Mark is a place between two rows, from which another reader of the same file can go on.
type Mark struct {
	Offset int64 `json:"offset,omitempty"` // bytes of text before it, unpacked and as UTF-8
	Line   int64 `json:"line,omitempty"`   // lines before it
	Rows   int64 `json:"rows,omitempty"`   // rows of a Parquet file before it
}

// marker is a format that knows its places.
type marker interface {
	mark() Mark
	seek(Mark) error
}

// Mark is the place behind the row that Next gave last. JSON Lines have marks when they are read by OpenLines.
func (r *Reader) Mark() Mark {
	if m, ok := r.src.(marker); ok {
		return m.mark()
	}
	return Mark{}
}

// Seek goes on from a mark of the same file; its columns are those of the header as ever.
func (r *Reader) Seek(to Mark) error {
	m, ok := r.src.(marker)
	if !ok {
		return fmt.Errorf("%s: this format is read from its beginning only", r.path)
	}
	if err := m.seek(to); err != nil {
		return fmt.Errorf("%s: going on where the reading ended: %w", r.path, err)
	}
	r.err = nil
	return nil
}

func (s *csvSource) mark() Mark {
	return Mark{Offset: s.offset + s.csv.InputOffset(), Line: s.lines()}
}

// lines counts the lines before the next row.
func (s *csvSource) lines() int64 {
	if s.failed > 0 {
		return s.failed
	}
	last := len(s.record) - 1
	if last < 0 {
		return s.line
	}
	line, _ := s.csv.FieldPos(last)
	return s.line + int64(line) + int64(strings.Count(s.record[last], "\n"))
}

func (s *csvSource) seek(to Mark) error {
	text, err := openText(s.path)
	if err != nil {
		return err
	}
	text.recode()
	if err := text.skip(to.Offset); err != nil {
		_ = text.close()
		return err
	}
	_ = s.text.close()
	s.text, s.offset, s.line, s.failed, s.record = text, to.Offset, to.Line, 0, nil
	s.csv = s.reader(s.csv.Comma)
	return nil
}

// skip passes over the beginning of the text: at once where the file is the text, else by unpacking it.
func (t *textFile) skip(n int64) error {
	if t.plain && !t.recut {
		if _, err := t.file.Seek(t.begins+n, io.SeekStart); err != nil {
			return err
		}
		t.done = t.begins + n
		t.Reset(readerFunc(t.readFile))
		return nil
	}
	for n > 0 {
		k, err := t.Discard(int(min(n, 1<<30)))
		if n -= int64(k); err != nil && n > 0 {
			if errors.Is(err, io.EOF) {
				return errors.New("the file is shorter than it was")
			}
			return err
		}
	}
	return nil
}

// Mark is the place behind the line that Next gave last.
func (l *Lines) Mark() Mark { return Mark{Offset: l.offset, Line: l.number} }

// Seek goes on from a mark of the same file.
func (l *Lines) Seek(to Mark) error {
	text, err := openText(l.path)
	if err == nil {
		if err = text.skip(to.Offset); err != nil {
			_ = text.close()
		}
	}
	if err != nil {
		return fmt.Errorf("%s: going on where the reading ended: %w", l.path, err)
	}
	_ = l.text.close()
	l.text, l.offset, l.number = text, to.Offset, to.Line
	return nil
}

func (s *parquetSource) mark() Mark { return Mark{Rows: s.done} }

// seek passes over whole row groups, and reads over the rows before the place in its own.
func (s *parquetSource) seek(to Mark) (err error) {
	defer func() { err = caught(recover(), err) }()
	group, before := 0, int64(0)
	for ; group < s.file.NumRowGroups(); group++ {
		n := s.file.MetaData().RowGroup(group).NumRows()
		if before+n > to.Rows {
			break
		}
		before += n
	}
	if err := s.begin(group); err != nil {
		return err
	}
	for s.done = before; s.done < to.Rows; {
		if s.at == s.n {
			if err := s.batch(); err != nil {
				return err
			}
		}
		step := min(int64(s.n-s.at), to.Rows-s.done)
		s.at += int(step)
		s.done += step
	}
	return nil
}
