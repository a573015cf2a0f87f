package basket

import (
	"fmt"
	"slices"
)

// Log holds the baskets of users, the oldest first. Users, baskets and items are numbered from 0.
type Log struct {
	Items   int     // items are 0 to Items-1
	Users   []int32 // the baskets of user u are Users[u] to Users[u+1]
	Baskets []int32 // the items of basket b are Goods[Baskets[b]:Baskets[b+1]], each once
	Goods   []int32
	Days    []int32 // of each basket; nil: only the order is known
}

// NewLog starts a log without users. With days, every user's baskets come with the days on which they were bought.
func NewLog(items int, days bool) *Log {
	l := &Log{Items: items, Users: []int32{0}, Baskets: []int32{0}}
	if days {
		l.Days = []int32{}
	}
	return l
}

// Add appends a user with these baskets. Empty baskets and an item's second mention in a basket are left out.
func (l *Log) Add(baskets [][]int32, days []int32) error {
	u := l.Len()
	if l.Days != nil && len(days) != len(baskets) {
		return fmt.Errorf("user %d: %d days for %d baskets; give one each", u, len(days), len(baskets))
	}
	for b, goods := range baskets {
		from := len(l.Goods)
		var there map[int32]bool // of a large basket, where looking through it would take long
		if len(goods) > 64 {
			there = make(map[int32]bool, len(goods))
		}
		for _, i := range goods {
			if i < 0 || int(i) >= l.Items {
				return fmt.Errorf("user %d, basket %d: item %d is not between 0 and %d", u, b, i, l.Items-1)
			}
			if there[i] || there == nil && slices.Contains(l.Goods[from:], i) {
				continue
			}
			if there != nil {
				there[i] = true
			}
			l.Goods = append(l.Goods, i)
		}
		if len(l.Goods) == from {
			continue
		}
		if l.Days != nil {
			if n := len(l.Days); n > int(l.Users[u]) && days[b] < l.Days[n-1] {
				return fmt.Errorf("user %d, basket %d: day %d is before the basket before; put the oldest first", u, b, days[b])
			}
			l.Days = append(l.Days, days[b])
		}
		l.Baskets = append(l.Baskets, int32(len(l.Goods)))
	}
	l.Users = append(l.Users, int32(len(l.Baskets)-1))
	return nil
}

// Len is the number of users.
func (l *Log) Len() int { return len(l.Users) - 1 }

// Count is the number of baskets of a user.
func (l *Log) Count(u int) int { return int(l.Users[u+1] - l.Users[u]) }

// Basket is the k-th basket of a user, 0 the oldest.
func (l *Log) Basket(u, k int) []int32 {
	b := int(l.Users[u]) + k
	return l.Goods[l.Baskets[b]:l.Baskets[b+1]]
}

// size is the number of items of a basket of any user.
func (l *Log) size(b int32) int { return int(l.Baskets[b+1] - l.Baskets[b]) }

// Day is when a user's k-th basket was bought; its number where days are not known.
func (l *Log) Day(u, k int) int32 {
	if l.Days == nil {
		return int32(k)
	}
	return l.Days[int(l.Users[u])+k]
}
