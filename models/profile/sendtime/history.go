package sendtime

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Slots is the number of half hours of a day.
const Slots = 48

// Hours is the number of hours of a day.
const Hours = 24

// History holds the orders of users, each user's by time. Two bytes and an int32 per order.
type History struct {
	Users  []string // in order
	Groups []string // in order
	first  []int32  // orders of user u are first[u] to first[u+1]
	day    []int32
	slot   []uint8
	group  []int32
	store  []string // of user u's newest order
	Last   int32    // newest day
}

// Builder gathers orders. The orders of a user come together.
type Builder struct {
	h      History
	groups map[string]int32
	newest int64 // day and half hour of the newest order of the user at hand
	err    error
}

// NewBuilder starts an empty history.
func NewBuilder() *Builder { return &Builder{groups: map[string]int32{}} }

// Add takes one order; slot is the half hour of the local day.
func (b *Builder) Add(user, group string, day int32, slot int64) {
	h := &b.h
	switch {
	case b.err != nil:
		return
	case slot < 0 || slot >= Slots:
		b.err = fmt.Errorf("send time: order %d (user %s): half hour %d; they are 0 to 47", len(h.day), user, slot)
		return
	}
	if n := len(h.Users); n == 0 || h.Users[n-1] != user {
		h.Users, h.first, h.store = append(h.Users, user), append(h.first, int32(len(h.day))), append(h.store, "")
		b.newest = math.MinInt64
	}
	g, ok := b.groups[group]
	if !ok {
		g = int32(len(h.Groups))
		b.groups[group] = g
		h.Groups = append(h.Groups, group)
	}
	if len(h.day) == 0 || day > h.Last {
		h.Last = day
	}
	h.day, h.slot, h.group = append(h.day, day), append(h.slot, uint8(slot)), append(h.group, g)
}

// at remembers the store of the user's newest order.
func (b *Builder) at(store string, day int32, slot int64) {
	last := len(b.h.store) - 1
	if when := int64(day)*Slots + slot; when > b.newest || when == b.newest && store > b.h.store[last] {
		b.newest, b.h.store[last] = when, store
	}
}

// AddRecord takes rows of user_id, community_id, store_id, day and slot, the rows of a user together.
func (b *Builder) AddRecord(rec arrow.Record) error {
	r := column.Read("order times", rec)
	user, group, store, day, slot := r.Strings("user_id"), r.Strings("community_id"), r.Strings("store_id"), r.Days("day"), r.Ints("slot")
	if err := r.Err(); err != nil {
		return err
	}
	names := map[string]string{} // texts of a record go with it
	keep := func(s string) string {
		kept, ok := names[s]
		if !ok {
			kept = strings.Clone(s)
			names[kept] = kept
		}
		return kept
	}
	for i := range user {
		id := user[i]
		if i > 0 && id == user[i-1] {
			id = b.h.Users[len(b.h.Users)-1]
		} else {
			id = strings.Clone(id)
		}
		b.Add(id, keep(group[i]), day[i], slot[i])
		if b.err != nil {
			return b.err
		}
		b.at(keep(store[i]), day[i], slot[i])
	}
	return nil
}

// Build sorts users and groups by id and each user's orders by time.
func (b *Builder) Build() (*History, error) {
	if b.err != nil {
		return nil, b.err
	}
	in := &b.h
	in.first = append(in.first, int32(len(in.day)))
	groups := slices.Sorted(slices.Values(in.Groups))
	for i, g := range in.group {
		at, _ := slices.BinarySearch(groups, in.Groups[g])
		in.group[i] = int32(at)
	}
	order := make([]int, len(in.Users))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(x, y int) int { return cmp.Compare(in.Users[x], in.Users[y]) })
	out := &History{Users: make([]string, 0, len(in.Users)), Groups: groups, first: make([]int32, 0, len(in.first)), Last: in.Last,
		day: make([]int32, 0, len(in.day)), slot: make([]uint8, 0, len(in.day)), group: make([]int32, 0, len(in.day))}
	var rows []int32
	for k, u := range order {
		if k > 0 && in.Users[u] == in.Users[order[k-1]] {
			return nil, fmt.Errorf("send time: the orders of user %s come in two places; sort them by user", in.Users[u])
		}
		rows = rows[:0]
		for i := in.first[u]; i < in.first[u+1]; i++ {
			rows = append(rows, i)
		}
		slices.SortFunc(rows, func(x, y int32) int {
			return cmp.Or(cmp.Compare(in.day[x], in.day[y]), cmp.Compare(in.slot[x], in.slot[y]), cmp.Compare(in.group[x], in.group[y]))
		})
		out.Users, out.first = append(out.Users, in.Users[u]), append(out.first, int32(len(out.day)))
		out.store = append(out.store, in.store[u])
		for _, i := range rows {
			out.day, out.slot, out.group = append(out.day, in.day[i]), append(out.slot, in.slot[i]), append(out.group, in.group[i])
		}
	}
	out.first = append(out.first, int32(len(out.day)))
	b.h = History{}
	return out, nil
}

// Store is that of a user's newest order.
func (h *History) Store(u int) string { return h.store[u] }

// Orders is the number of orders.
func (h *History) Orders() int { return len(h.day) }

// Weekday is 0 for a Sunday to 6 for a Saturday.
func Weekday(day int32) int { return int(((day+4)%7 + 7) % 7) }

// Weekend tells Saturday and Sunday.
func Weekend(weekday int) bool { return weekday == 0 || weekday == 6 }

// cut says which orders of each user are the past: those before cut[u].
type cut []int32

// whole takes all orders for the past.
func (h *History) whole() cut { return h.first[1:] }

// cutLast leaves the last share of the orders that are before the cut, rounded up, for later.
func (h *History) cutLast(before cut, share float64) cut {
	out := make(cut, len(h.Users))
	for u := range out {
		n := before[u] - h.first[u]
		out[u] = h.first[u] + int32(float64(n)*(1-share)+1e-9)
	}
	return out
}

// cutDay leaves the orders from a day on, such that about the share of those before the cut is later.
func (h *History) cutDay(before cut, share float64) cut {
	var days []int32
	for u := range h.Users {
		days = append(days, h.day[h.first[u]:before[u]]...)
	}
	if len(days) == 0 {
		return slices.Clone(before)
	}
	slices.Sort(days)
	from := days[min(len(days)-1, int(float64(len(days))*(1-share)+1e-9))]
	out := make(cut, len(h.Users))
	for u := range out {
		n, _ := slices.BinarySearch(h.day[h.first[u]:before[u]], from)
		out[u] = h.first[u] + int32(n)
	}
	return out
}
