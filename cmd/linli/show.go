package main

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// newOf makes room for a value of the type that a driver scans.
func newOf(t reflect.Type) any { return reflect.New(t).Interface() }

// shown writes a scanned value for a terminal: one line, without tabs.
func shown(pointer any) string {
	v := reflect.ValueOf(pointer).Elem()
	for v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return "NULL"
		}
		v = v.Elem()
	}
	if t, ok := v.Interface().(time.Time); ok {
		if t.Equal(t.Truncate(24 * time.Hour)) {
			return t.Format(time.DateOnly)
		}
		return t.Format("2006-01-02 15:04:05.000")
	}
	return strings.NewReplacer("\t", " ", "\n", " ").Replace(fmt.Sprint(v.Interface()))
}
