package tabular

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"
)

const peekBytes = 64 << 10

// textFile is an opened text file, unpacked, without its byte order mark.
type textFile struct {
	*bufio.Reader
	file  *os.File
	size  int64
	done  int64 // bytes of the file taken, packed ones if it is packed
	recut bool  // converted from GB18030
	plain bool  // not packed

	begins int64 // where the text begins, behind a byte order mark
}

// Read counts what is taken from the file itself.
func (t *textFile) readFile(p []byte) (int, error) {
	n, err := t.file.Read(p)
	t.done += int64(n)
	return n, err
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func openText(path string) (*textFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	t := &textFile{file: f}
	if err := t.begin(); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return t, nil
}

func (t *textFile) begin() error {
	info, err := t.file.Stat()
	if err != nil {
		return err
	}
	t.size = info.Size()
	t.Reader = bufio.NewReaderSize(readerFunc(t.readFile), peekBytes)
	if magic, _ := t.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		gz, err := gzip.NewReader(t.Reader)
		if err != nil {
			return damaged(err)
		}
		t.Reader = bufio.NewReaderSize(readerFunc(func(p []byte) (int, error) {
			n, err := gz.Read(p)
			return n, damaged(err)
		}), peekBytes)
	} else if bytes.HasSuffix([]byte(t.file.Name()), []byte(".gz")) {
		return errors.New("is not compressed, although its name ends in .gz: rename it")
	} else {
		t.plain = true
	}
	head, err := t.Peek(peekBytes)
	switch {
	case err != nil && !errors.Is(err, io.EOF):
		return err
	case len(bytes.TrimSpace(head)) == 0 && err != nil:
		return errors.New("is empty: export it again")
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		t.begins = 3
		_, err := t.Discard(3)
		return err
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return errors.New("is UTF-16: save it as CSV UTF-8")
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return errors.New("is a spreadsheet or archive, not text: save it as CSV UTF-8")
	case bytes.IndexByte(head, 0) >= 0:
		return errors.New("is not text: is it the right file?")
	}
	return nil
}

// recode converts GB18030, if the file's beginning is that and not UTF-8.
func (t *textFile) recode() {
	if head, _ := t.Peek(peekBytes); looksGB18030(head) {
		t.Reader = bufio.NewReaderSize(transform.NewReader(t.Reader, simplifiedchinese.GB18030.NewDecoder()), peekBytes)
		t.recut = true
	}
}

func (t *textFile) position() Position { return Position{Done: t.done, Total: t.size, Unit: "bytes"} }

func (t *textFile) close() error { return t.file.Close() }

// damaged says in words what compressed data can suffer.
func damaged(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF):
		return errors.New("ends in the middle of its compressed data: copy the file again")
	case errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum), errors.As(err, &corrupt):
		return fmt.Errorf("has damaged compressed data (%w): copy the file again", err)
	}
	return err
}

// looksGB18030 is true for bytes that are not UTF-8 and nearly all of whose pairs are everyday Chinese characters (the GB 2312
// plane). Western single-byte text seldom has two high bytes together, so it is refused rather than misread.
func looksGB18030(b []byte) bool {
	for cut := range 4 { // a character cut by the window's end is no fault
		if utf8.Valid(b[:max(0, len(b)-cut)]) {
			return false
		}
	}
	var pairs, usual int
	for i := 0; i+1 < len(b); i++ {
		if b[i] < utf8.RuneSelf {
			continue
		}
		pairs++
		if b[i] >= 0xa1 && b[i] <= 0xf7 && b[i+1] >= 0xa1 && b[i+1] != 0xff {
			usual++
		}
		i++
	}
	return usual*10 >= pairs*9
}
