package assortment

import "fmt"

// Change is a wish: what if these were locked, those banned, and there were so many slots more.
type Change struct {
	Lock, Ban, Free []string // Free: neither locked nor banned any more
	Slots           int      // more, or fewer if negative
}

// Outcome sets a range beside the one before the change.
type Outcome struct {
	Before, After *Range
	In, Out       []string // what comes in and what goes, in the order of their places
}

// WhatIf chooses again with a change. The items stay as they are.
func WhatIf(items []Item, limits Limits, c Change) (*Outcome, error) {
	at := make(map[string]int, len(items))
	for i, it := range items {
		at[it.ID] = i
	}
	changed := make([]Item, len(items))
	copy(changed, items)
	for _, wish := range []struct {
		ids []string
		set func(*Item)
	}{{c.Free, func(it *Item) { it.Locked, it.Banned = false, false }}, {c.Lock, func(it *Item) { it.Locked, it.Banned = true, false }},
		{c.Ban, func(it *Item) { it.Locked, it.Banned = false, true }}} {
		for _, id := range wish.ids {
			i, ok := at[id]
			if !ok {
				return nil, fmt.Errorf("assortment: %s is no candidate of this store; add it to the candidates first", id)
			}
			wish.set(&changed[i])
		}
	}
	before, err := Choose(items, limits)
	if err != nil {
		return nil, err
	}
	limits.Slots = max(0, limits.Slots+c.Slots)
	after, err := Choose(changed, limits)
	if err != nil {
		return nil, err
	}
	o := &Outcome{Before: before, After: after}
	was, is := before.Offered(len(items)), after.Offered(len(items))
	for _, i := range after.Turn[:after.Size] {
		if !was[i] {
			o.In = append(o.In, items[i].ID)
		}
	}
	for _, i := range before.Turn[:before.Size] {
		if !is[i] {
			o.Out = append(o.Out, items[i].ID)
		}
	}
	return o, nil
}
