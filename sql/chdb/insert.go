package chdb

import (
	"errors"
	"unsafe"
)

// insertStream is a running INSERT that takes its data in pieces.
type insertStream struct {
	c      *conn
	handle uintptr
}

// insert starts `INSERT INTO t (…) SETTINGS …`, without FORMAT and without data.
func (c *conn) insert(sql, format string, params []param) (*insertStream, error) {
	h := c.call(lib.insert, sql, format, params)
	if h == 0 {
		return nil, errors.New("the engine gave no insert")
	}
	if msg := lib.insertError(h); msg != "" {
		c.spoilt = true
		lib.insertDestroy(h)
		return nil, newException(msg)
	}
	return &insertStream{c, h}, nil
}

// write hands over a piece of data, which the library copies. It blocks while
// the engine is behind. False says that the insert has failed: finish tells why.
func (s *insertStream) write(p []byte) bool {
	if len(p) == 0 {
		return true
	}
	return lib.insertAppend(s.handle, unsafe.Pointer(&p[0]), uintptr(len(p))) == 0
}

// finish commits and frees the insert.
func (s *insertStream) finish() (stats, error) {
	defer s.destroy()
	r := lib.insertDone(s.handle)
	if err := s.c.resultErr(r); err != nil {
		return stats{}, err
	}
	defer lib.resultDestroy(r)
	var st stats
	st.add(r)
	return st, nil
}

// abort drops what was not committed and frees the insert.
func (s *insertStream) abort() {
	if s.handle != 0 {
		s.c.spoilt = true // see resultErr
		lib.insertCancel(s.handle)
		s.destroy()
	}
}

func (s *insertStream) destroy() {
	lib.insertDestroy(s.handle)
	s.handle = 0
}
