package chdb

import (
	"errors"
	"runtime"
	"unsafe"
)

// param is one {name:Type} value, in ClickHouse's escaped text form.
type param struct{ name, value string }

// conn is one connection of the library. It runs one statement at a time and
// must be used by one goroutine at a time.
type conn struct {
	owner    unsafe.Pointer // what chdb_connect returned, what chdb_close_conn wants
	handle   uintptr        // what every other call wants
	tag      string         // log_comment of its queries, to find and kill them
	database string
	settings map[string]string // those that differ from the engine's
	spoilt   bool              // the session was changed; close instead of reusing
}

// stats are the counters of a finished statement.
type stats struct {
	rowsRead, bytesRead, rowsWritten, bytesWritten, resultRows, resultBytes uint64
	elapsed                                                                 float64
}

// connect opens a connection; the first one of the process boots the engine.
func connect(args []string) (*conn, error) {
	args = append([]string{"linli"}, args...)
	var pin runtime.Pinner
	defer pin.Unpin()
	argv := make([]unsafe.Pointer, len(args)+1)
	for i, a := range args {
		b := append([]byte(a), 0)
		pin.Pin(&b[0])
		argv[i] = unsafe.Pointer(&b[0])
	}
	pin.Pin(&argv[0])
	owner := lib.connect(int32(len(args)), unsafe.Pointer(&argv[0]))
	if owner == nil {
		return nil, errors.New("the engine refused the connection")
	}
	handle := *(*uintptr)(owner)
	if handle == 0 {
		return nil, errors.New("the engine refused the connection")
	}
	return &conn{owner: owner, handle: handle, settings: map[string]string{}}, nil
}

func (c *conn) close() {
	if c.owner != nil {
		lib.closeConn(c.owner)
		c.owner, c.handle = nil, 0
	}
}

// statement is the signature shared by query, stream and insert.
type statement = func(conn uintptr, sql unsafe.Pointer, sqlLen uintptr, format unsafe.Pointer, formatLen uintptr,
	names, nameLens, values, valueLens unsafe.Pointer, n uintptr) uintptr

func (c *conn) call(fn statement, sql, format string, params []param) uintptr {
	var pin runtime.Pinner
	defer pin.Unpin()
	text := func(s string) unsafe.Pointer {
		b := append([]byte(s), 0)
		pin.Pin(&b[0])
		return unsafe.Pointer(&b[0])
	}
	n := len(params)
	names, values := make([]unsafe.Pointer, n+1), make([]unsafe.Pointer, n+1)
	nameLens, valueLens := make([]uintptr, n+1), make([]uintptr, n+1)
	for i, p := range params {
		names[i], nameLens[i] = text(p.name), uintptr(len(p.name))
		values[i], valueLens[i] = text(p.value), uintptr(len(p.value))
	}
	pin.Pin(&names[0])
	pin.Pin(&values[0])
	pin.Pin(&nameLens[0])
	pin.Pin(&valueLens[0])
	return fn(c.handle, text(sql), uintptr(len(sql)), text(format), uintptr(len(format)),
		unsafe.Pointer(&names[0]), unsafe.Pointer(&nameLens[0]),
		unsafe.Pointer(&values[0]), unsafe.Pointer(&valueLens[0]), uintptr(n))
}

// exec runs a statement and returns a copy of its whole output.
func (c *conn) exec(sql, format string) ([]byte, error) {
	o, err := c.whole(sql, format, nil)
	if err != nil {
		return nil, err
	}
	defer o.close()
	b, err := o.next()
	return append([]byte(nil), b...), err
}

// resultBytes is a view of the result's buffer, valid until it is destroyed.
func resultBytes(r uintptr) []byte {
	n := lib.resultLength(r)
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(lib.resultBuffer(r)), n)
}

func (s *stats) add(r uintptr) {
	s.rowsRead += lib.resultStorageRows(r)
	s.bytesRead += lib.resultStorageBytes(r)
	s.rowsWritten += lib.resultRowsWritten(r)
	s.bytesWritten += lib.resultBytesWritten(r)
	s.resultRows += lib.resultRows(r)
	s.resultBytes += uint64(lib.resultLength(r))
	s.elapsed += lib.resultElapsed(r)
}
