package sql

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// TestTableState: the state of some days is that of their parts, in whatever order they come.
func TestTableState(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	held, whole := map[int]uint64{0: 7}, uint64(0)
	first, last, states := []uint16{0}, []uint16{0}, []uint64{7}
	for range 300 {
		day, state := 20000+random.IntN(400), random.Uint64()
		held[day] += state
		whole += state
		first, last, states = append(first, uint16(day)), append(last, uint16(day)), append(states, state)
	}
	blocks := map[[2]int]uint64{}
	for range 9 {
		from := 20000 + random.IntN(400)
		b, state := [2]int{from, from + 1 + random.IntN(64)}, random.Uint64()
		blocks[b] += state
		whole += state
		first, last, states = append(first, uint16(b[0])), append(last, uint16(b[1])), append(states, state)
	}
	s := newTableState(first, last, states)
	if s.rest != 7 || s.all() != whole {
		t.Errorf("rest %d, all %d, want 7 and %d", s.rest, s.all(), whole)
	}
	for range 500 {
		d := days{19990 + random.IntN(420), 19990 + random.IntN(420)}
		want := uint64(0)
		for day := d.from; day <= d.to; day++ {
			want += held[day]
		}
		for b, state := range blocks {
			if b[0] <= d.to && b[1] >= d.from {
				want += state
			}
		}
		if d.from <= d.to && s.of(d) != want {
			t.Fatalf("%v: %d, want %d", d, s.of(d), want)
		}
	}
	if s := newTableState(nil, nil, nil); s.all() != 0 || s.of(days{0, lastDay}) != 0 {
		t.Error("no parts have a state")
	}
}

// TestWithViews: the tables of a view are found through other views, and none twice.
func TestWithViews(t *testing.T) {
	views := map[string][]string{"v": {"t1", "w"}, "w": {"t2", "t1", "v"}}
	if got := fmt.Sprint(withViews([]string{"t0", "v"}, views)); got != "[t0 v t1 w t2]" {
		t.Error(got)
	}
	if got := withViews(nil, views); got == nil || len(got) != 0 {
		t.Error(got)
	}
}

// BenchmarkStateOf is one question to a memory that knows 20 tables of 2,000 days: six tables, two spans.
func BenchmarkStateOf(b *testing.B) {
	m := NewMemory(1<<20, time.Hour)
	m.state, m.views, m.asked = map[string]*tableState{}, map[string][]string{}, time.Now()
	parts, states := make([]uint16, 2000), make([]uint64, 2000)
	for i := range parts {
		parts[i], states[i] = uint16(18000+i), uint64(i)*0x9e3779b97f4a7c15
	}
	r := reading{spans: []span{{end{"from", 0}, end{"to", 0}}, {end{"before", 0}, end{"before_to", 0}}}}
	for i := range 20 {
		name := fmt.Sprint("t", i)
		m.state[name] = newTableState(parts, parts, states)
		if i < 6 {
			r.tables = append(r.tables, name)
		}
	}
	m.reads["q"] = &r
	p := Params{"from": "2024-01-01", "to": "2024-01-28", "before": "2023-12-04", "before_to": "2023-12-31"}
	for b.Loop() {
		if state, err := m.stateOf(context.Background(), nil, "q", p); err != nil || state == 0 {
			b.Fatal(state, err)
		}
	}
}
