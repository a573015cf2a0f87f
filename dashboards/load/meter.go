package load

import (
	"cmp"
	"math"
	"slices"
	"sync"
	"time"
)

// What a row is about.
const (
	Whole = "page"  // a page with all its parts
	Frame = "frame" // a page without them
	Part  = "part"  // one of them
	File  = "file"  // something to take home, which may take its time
)

// Row is how one address did.
type Row struct {
	Kind   string  `json:"kind"`
	Name   string  `json:"name"`
	Role   string  `json:"role"`
	Count  int     `json:"count"`
	P50    float64 `json:"p50_ms"`
	P95    float64 `json:"p95_ms"`
	P99    float64 `json:"p99_ms"`
	Max    float64 `json:"max_ms"`
	Errors int     `json:"errors"`
	Bytes  int64   `json:"bytes"`          // of the middle answer, as sent (compressed)
	Bad    string  `json:"bad,omitempty"`  // the first address that failed, and how
	Slow   string  `json:"slow,omitempty"` // the address that took longest
}

type key struct{ kind, name, role string }

type seen struct {
	times     []time.Duration
	bytes     []int64
	errors    int
	bad, slow string
	longest   time.Duration
}

// meter collects what was seen; many write at once.
type meter struct {
	tell   func(int64)
	mu     sync.Mutex
	clicks int64
	asked  int64
	by     map[key]*seen
}

// sample is one answer.
type sample struct {
	address string
	status  int
	took    time.Duration
	bytes   int64
	body    []byte
	err     error
}

func (m *meter) add(k key, s sample, problem string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.by == nil {
		m.by = map[key]*seen{}
	}
	x := m.by[k]
	if x == nil {
		x = &seen{}
		m.by[k] = x
	}
	x.times, x.bytes = append(x.times, s.took), append(x.bytes, s.bytes)
	if problem != "" {
		x.errors++
		if x.bad == "" {
			x.bad = s.address + ": " + problem
		}
	}
	if s.took > x.longest {
		x.longest, x.slow = s.took, s.address
	}
	if k.kind == Whole || k.kind == File {
		m.clicks++
		if m.tell != nil {
			m.tell(m.clicks)
		}
	}
	if k.kind != Whole {
		m.asked++
	}
}

// rows gives the slowest first.
func (m *meter) rows() []Row {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Row
	for k, x := range m.by {
		slices.Sort(x.times)
		slices.Sort(x.bytes)
		at := func(p float64) float64 { return float64(rank(x.times, p).Microseconds()) / 1000 }
		out = append(out, Row{k.kind, k.name, k.role, len(x.times), at(.5), at(.95), at(.99), at(1), x.errors, rank(x.bytes, .5), x.bad, x.slow})
	}
	slices.SortFunc(out, func(a, b Row) int {
		return cmp.Or(cmp.Compare(b.P95, a.P95), cmp.Compare(b.Max, a.Max), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Role, b.Role), cmp.Compare(a.Kind, b.Kind))
	})
	return out
}

// rank is the smallest value that a share p of the sorted ones does not exceed.
func rank[T any](sorted []T, p float64) T {
	return sorted[max(0, int(math.Ceil(p*float64(len(sorted))))-1)]
}
