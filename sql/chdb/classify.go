package chdb

import (
	"errors"
	"strings"
	"unsafe"
)

// Classes of statements, by what they change.
const (
	classReadOnly = 0
	classControl  = 3 // USE, SET and others that change the session
)

// analysis mirrors chdb_query_analysis_v1.
type analysis struct {
	size, statements, flags, class uint32
}

// check has the engine parse sql without running it. It refuses what does not
// parse and what is more than one statement: given to the library as they are,
// `SELECT 1; DROP TABLE t` would run both.
func (c *conn) check(sql string) (analysis, error) {
	a := analysis{size: uint32(unsafe.Sizeof(analysis{}))}
	b := append([]byte(sql), 0)
	if lib.classify(c.handle, unsafe.Pointer(&b[0]), uintptr(len(sql)), nil, 0, unsafe.Pointer(&a)) != 0 {
		return a, errors.New("the engine could not analyse the statement")
	}
	switch {
	case a.statements > 1:
		return a, &Exception{Code: 62, Name: "SYNTAX_ERROR",
			Message: "Code: 62. DB::Exception: Syntax error (Multi-statements are not allowed): send one statement at a time. (SYNTAX_ERROR)"}
	case a.statements == 0:
		// The insert call parses one statement and words its syntax error; it
		// runs nothing but an INSERT with data, which does not come here.
		s, err := c.insert(sql, "", nil)
		if err == nil {
			s.abort()
			return a, newException("Code: 62. DB::Exception: Syntax error: an INSERT needs VALUES, FORMAT or SELECT. (SYNTAX_ERROR)")
		}
		if !strings.Contains(err.Error(), "requires an INSERT query") {
			return a, err
		}
	}
	return a, nil
}
