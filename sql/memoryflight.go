package sql

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"
)

// flight is a question under way, for whoever asks the same meanwhile.
type flight struct {
	done    chan struct{}
	cancel  context.CancelFunc
	waiting int
	value   any
	err     error
}

// once lets one of those who ask the same at the same time do it for all. Each waits no longer than its own context; the question is
// given up some time after nobody waits any more, not when the one who asked first has left.
func (m *Memory) once(ctx context.Context, key string, do func(context.Context) (any, error)) (any, error) {
	m.mu.Lock()
	f, ok := m.flights[key]
	if !ok {
		background, cancel := context.WithCancel(context.WithoutCancel(ctx))
		f = &flight{done: make(chan struct{}), cancel: cancel}
		m.flights[key] = f
		go func() {
			defer cancel()
			defer func() {
				if p := recover(); p != nil {
					f.err = fmt.Errorf("read panicked: %v", p)
				}
				m.mu.Lock()
				if m.flights[key] == f {
					delete(m.flights, key)
				}
				m.mu.Unlock()
				close(f.done)
			}()
			f.value, f.err = do(background)
		}()
	}
	f.waiting++
	m.mu.Unlock()
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		time.AfterFunc(linger, func() { m.giveUp(key, f) })
	}
	return nil, ctx.Err()
}

// linger is how long a question goes on after the last one has left who waited for it: long enough for somebody who reloads the page
// to find the answer, or to join those who wait.
const linger = 8 * time.Second

func (m *Memory) giveUp(key string, f *flight) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if f.waiting > 0 {
		return
	}
	f.cancel()
	if m.flights[key] == f { // who comes now asks anew
		delete(m.flights, key)
	}
}

// lanes keep what is known to run long apart from what is quick: on a machine of few cores ten long statements side by side would
// make every short one ten times longer. Both lanes are wider than the cores, so that one that hangs does not close its lane.
type lanes struct {
	quick, long chan struct{}
	ahead       chan struct{} // one, see [Ahead]
	mu          sync.Mutex
	usual       map[string]time.Duration // by kind, of late
}

// longAfter is from when on a statement is long.
const longAfter = 80 * time.Millisecond

func newLanes(cores int) *lanes {
	return &lanes{quick: make(chan struct{}, cores+2), long: make(chan struct{}, cores+1), ahead: make(chan struct{}, 1), usual: map[string]time.Duration{}}
}

// kindOf tells questions of a name apart by what they leave open: over one store a statement is another than over the chain.
func kindOf(name string, p Params) string {
	kind := name
	for _, k := range slices.Sorted(maps.Keys(p)) {
		if p[k] == "" {
			kind += " " + k
		}
	}
	return kind
}

// run waits for a place in the lane and does it. What is long may use all cores: there are few of it side by side.
func (l *lanes) run(ctx context.Context, kind string, do func(long bool) error) error {
	l.mu.Lock()
	lane, long := l.quick, l.usual[kind] > longAfter
	if long {
		lane = l.long
	}
	l.mu.Unlock()
	select {
	case lane <- struct{}{}:
	case <-ctx.Done():
		return fmt.Errorf("%s: wait for a turn: %w", kind, ctx.Err())
	}
	start := time.Now()
	defer func() {
		<-lane
		took := time.Since(start)
		l.mu.Lock()
		if change := took - l.usual[kind]; change < 0 || l.usual[kind] == 0 {
			l.usual[kind] += change / 2
		} else {
			l.usual[kind] += change / 16 // mostly it was others that took the time
		}
		l.mu.Unlock()
	}()
	return do(long)
}
