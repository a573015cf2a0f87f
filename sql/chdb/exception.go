package chdb

import (
	"regexp"
	"strconv"
	"strings"
)

// Exception is an error of the engine, as ClickHouse words it.
type Exception struct {
	Code    int
	Name    string // for example UNKNOWN_TABLE
	Message string // the whole text, "Code: 60. DB::Exception: … (UNKNOWN_TABLE)"
}

func (e *Exception) Error() string { return e.Message }

var (
	exceptionCode = regexp.MustCompile(`^Code: (\d+)\. `)
	exceptionName = regexp.MustCompile(`\(([A-Z][A-Z0-9_]+)\)\s*(?:\(version [^)]*\))?\s*$`)
)

// newException reads the code and the name out of the engine's text.
func newException(msg string) *Exception {
	msg = strings.TrimSpace(msg)
	e := &Exception{Code: 1002, Name: "UNKNOWN_EXCEPTION", Message: msg}
	if m := exceptionCode.FindStringSubmatch(msg); m != nil {
		e.Code, _ = strconv.Atoi(m[1])
	} else {
		e.Message = "Code: 1002. DB::Exception: " + msg
	}
	if m := exceptionName.FindStringSubmatch(msg); m != nil {
		e.Name = m[1]
	}
	return e
}
