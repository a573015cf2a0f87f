package sql

import (
	"container/list"
	"maps"
	"reflect"
	"slices"
	"strings"
	"time"
)

// kept is an answer.
type kept struct {
	key   string
	state uint64
	rows  reflect.Value // a slice that nobody else holds
	bytes int64
}

// put gives a copy: readers may change their rows.
func put(dest, rows reflect.Value) {
	own := reflect.MakeSlice(dest.Type(), rows.Len(), rows.Len())
	reflect.Copy(own, rows)
	dest.Set(own)
}

func (m *Memory) look(key string, state uint64) (reflect.Value, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.entries[key]
	if !ok || e.Value.(*kept).state != state {
		m.misses++
		return reflect.Value{}, false
	}
	m.hits++
	m.order.MoveToFront(e)
	return e.Value.(*kept).rows, true
}

// keep stores an answer in the place of the one before it, and forgets what was not used for longest.
func (m *Memory) keep(key string, state uint64, rows reflect.Value) {
	k := &kept{key, state, rows, int64(len(key)) + 256 + weigh(rows)}
	m.mu.Lock()
	defer m.mu.Unlock()
	if e, ok := m.entries[key]; ok {
		m.drop(e)
	}
	if k.bytes > m.most/16 {
		return
	}
	m.entries[key] = m.order.PushFront(k)
	m.bytes += k.bytes
	for m.bytes > m.most {
		m.drop(m.order.Back())
	}
}

func (m *Memory) drop(e *list.Element) {
	k := m.order.Remove(e).(*kept)
	delete(m.entries, k.key)
	m.bytes -= k.bytes
}

// weigh says about how many bytes a value holds.
func weigh(v reflect.Value) int64 {
	switch v.Kind() {
	case reflect.Slice:
		n := int64(24)
		for i := range v.Len() {
			n += weigh(v.Index(i))
		}
		return n
	case reflect.String:
		return 16 + int64(v.Len())
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			return 24
		}
		n := int64(0)
		for i := range v.NumField() {
			n += weigh(v.Field(i))
		}
		return n
	case reflect.Pointer, reflect.Map:
		return 64
	}
	return int64(v.Type().Size())
}

// keyOf names a question; false: it is about an instant, which does not come again.
func keyOf(name string, p Params, dest reflect.Type) (string, bool) {
	var b strings.Builder
	b.WriteString(name + "\x00" + dest.PkgPath() + dest.String())
	for _, k := range slices.Sorted(maps.Keys(p)) {
		if _, instant := p[k].(time.Time); instant {
			return "", false
		}
		value, err := paramText(p[k])
		if err != nil {
			return "", false // the query itself says what is wrong
		}
		b.WriteString("\x00" + k + "\x01" + value)
	}
	return b.String(), true
}
