package sql

import (
	"container/list"
	"context"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Memory keeps the answers of named queries for as long as the tables behind them are the same, so that twenty readers of a page
// are one query. It never guesses: an answer is kept with the state of its tables (see [Memory.state]), which is that of their
// parts on disk. Whatever is written, published, deleted or swapped, by this process or another, changes the parts and with them
// the state; nothing has to say so.
//
// Two readers who ask the same at the same time wait for one query. What runs long waits in a lane of its own, so that it does not
// hold up what is quick (see [lanes]).
//
// Not kept: answers of queries with an instant among their parameters or a clock in their text, and answers over a sixteenth of the
// memory.
type Memory struct {
	fresh time.Duration
	most  int64
	lanes *lanes

	mu      sync.Mutex
	entries map[string]*list.Element // of kept
	order   *list.List               // of *kept, the one used last in front
	bytes   int64
	flights map[string]*flight
	reads   map[string][]string // tables that a query reads, by its name; nil value: never kept
	tables  map[string][]string // tables, and views with what they read; nil: not looked at yet
	state   map[string]uint64   // of each table with parts
	asked   time.Time           // when state was
	written time.Time           // when this process last wrote through a DB with this memory
	apart   bool                // the tables are on several machines: their parts here do not tell their state
	hits    uint64
	misses  uint64
}

// kept is an answer.
type kept struct {
	key   string
	state uint64
	rows  reflect.Value // a slice that nobody else holds
	bytes int64
}

// NewMemory makes a memory of at most so many bytes. State is asked for again when it is older than fresh; with 0 at each question,
// so that an answer is never older than the question. After a write through the DB itself it is always asked for again.
func NewMemory(most int64, fresh time.Duration) *Memory {
	return &Memory{fresh: fresh, most: most, lanes: newLanes(runtime.NumCPU()), entries: map[string]*list.Element{}, order: list.New(), flights: map[string]*flight{}, reads: map[string][]string{}}
}

// forReaders are settings for many small answers at once: a statement of milliseconds gains nothing by being compiled, and one
// thread for each costs less than handing over between several.
var forReaders = clickhouse.Settings{"compile_expressions": 0, "compile_aggregate_expressions": 0, "compile_sort_description": 0}

// WithMemory gives the same database for pages: named reads go through the memory and are set up for many small answers. It shares
// the connections, which remain with db; do not close both.
func (db *DB) WithMemory(m *Memory) *DB {
	c := *db
	c.settings = maps.Clone(forReaders)
	c.settings["max_threads"] = max(1, runtime.NumCPU()/2)
	c.memory, c.owned, c.door = m, false, nil
	return &c
}

// Counts tells how many answers were there and how many were asked for.
func (m *Memory) Counts() (hits, misses uint64) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.hits, m.misses
}

// wrote has the state asked for again: who has just written wants to see it.
func (db *DB) wrote() {
	if m := db.memory; m != nil {
		m.mu.Lock()
		m.written = time.Now()
		delete(m.flights, "") // a look at the state that has begun before
		m.mu.Unlock()
	}
}

// read puts the rows of a named query into dest, a slice.
func (m *Memory) read(ctx context.Context, db *DB, dest reflect.Value, name, query string, p Params) error {
	key, ok := keyOf(name, p, dest.Type())
	if !ok || !m.keepable(name, query) {
		return m.lanes.run(ctx, name, func() error { return db.selectText(ctx, dest.Addr().Interface(), name, query, p) })
	}
	state, err := m.stateOf(ctx, db, name)
	if err != nil {
		return fmt.Errorf("%s: state of its tables: %w", name, err)
	}
	if state == 0 {
		return m.lanes.run(ctx, name, func() error { return db.selectText(ctx, dest.Addr().Interface(), name, query, p) })
	}
	if rows, ok := m.look(key, state); ok {
		put(dest, rows)
		return nil
	}
	rows, err := m.once(ctx, fmt.Sprintf("%s\x00%x", key, state), func(ctx context.Context) (any, error) {
		fresh := reflect.New(dest.Type())
		err := m.lanes.run(ctx, name, func() error { return db.selectText(ctx, fresh.Interface(), name, query, p) })
		if err == nil {
			m.keep(key, state, fresh.Elem())
		}
		return fresh.Elem(), err
	})
	if err != nil {
		return err
	}
	put(dest, rows.(reflect.Value))
	return nil
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
