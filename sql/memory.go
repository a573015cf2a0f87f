package sql

import (
	"container/list"
	"context"
	"fmt"
	"maps"
	"reflect"
	"runtime"
	"sync"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// Memory keeps the answers of named queries for as long as the tables behind them are the same, so that twenty readers of a page
// are one query. It never guesses: an answer is kept with the state of its tables (see [Memory.stateOf]), which is that of their
// parts on disk. Whatever is written, published, deleted or swapped, by this process or another, changes the parts and with them
// the state; nothing has to say so. Of tables that hold each day apart, only the days count that a query says it reads (a line in its
// text, see [spansOf]): today's figures are made anew every few minutes, and answers about closed days stay.
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
	reads   map[string]*reading    // by the name of the query
	views   map[string][]string    // with what they read; nil: not looked at yet
	state   map[string]*tableState // of each table with parts
	asked   time.Time              // when state was
	written time.Time              // when this process last wrote through a DB with this memory
	apart   bool                   // the tables are on several machines: their parts here do not tell their state
	hits    uint64
	misses  uint64
}

// NewMemory makes a memory of at most so many bytes. State is asked for again when it is older than fresh; with 0 at each question,
// so that an answer is never older than the question. After a write through the DB itself it is always asked for again.
func NewMemory(most int64, fresh time.Duration) *Memory {
	return &Memory{fresh: fresh, most: most, lanes: newLanes(runtime.NumCPU()), entries: map[string]*list.Element{}, order: list.New(), flights: map[string]*flight{}, reads: map[string]*reading{}}
}

// forReaders are settings for many small answers at once: a statement of milliseconds gains nothing by being compiled, and one
// thread for each costs less than handing over between several.
var forReaders = clickhouse.Settings{"compile_expressions": 0, "compile_aggregate_expressions": 0, "compile_sort_description": 0}

// WithMemory gives the same database for pages: named reads go through the memory and are set up for many small answers. It shares
// the connections, which remain with db; do not close both.
func (db *DB) WithMemory(m *Memory) *DB {
	c := *db
	c.settings = maps.Clone(forReaders)
	c.settings["max_threads"] = 1
	c.memory, c.owned, c.door = m, false, nil
	return &c
}

// forTurn is the same database, with all cores for what runs long.
func (db *DB) forTurn(long bool) *DB {
	if !long {
		return db
	}
	c := *db
	c.settings = maps.Clone(db.settings)
	c.settings["max_threads"] = runtime.NumCPU()
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
	key, keep := keyOf(name, p, dest.Type())
	state := uint64(0)
	if keep && m.keepable(name, query) {
		var err error
		if state, err = m.stateOf(ctx, db, name, p); err != nil {
			return fmt.Errorf("%s: state of its tables: %w", name, err)
		}
	}
	if state == 0 {
		return m.lanes.run(ctx, kindOf(name, p), func(long bool) error {
			return db.forTurn(long).selectText(ctx, dest.Addr().Interface(), name, query, p)
		})
	}
	if rows, ok := m.look(key, state); ok {
		put(dest, rows)
		return nil
	}
	run := m.lanes.run
	if isAhead(ctx) {
		done, err := m.lanes.behind(ctx, name)
		if err != nil {
			return err
		}
		defer done()
		run = hadItsTurn
	}
	rows, err := m.once(ctx, fmt.Sprintf("%s\x00%x", key, state), func(ctx context.Context) (any, error) {
		fresh := reflect.New(dest.Type())
		err := run(ctx, kindOf(name, p), func(long bool) error { return db.forTurn(long).selectText(ctx, fresh.Interface(), name, query, p) })
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
