package customer

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// Book gathers users until everybody is there.
type Book struct {
	day    int32
	opt    Options
	people []person
	names  []string // of communities, stores and categories
	index  map[string]int32
}

// NewBook opens a book as of the close of a day, counted from 1970-01-01.
func NewBook(day int32, opt Options) *Book {
	return &Book{day: day, opt: opt.filled(), index: map[string]int32{}}
}

// name keeps one copy of a name.
func (b *Book) name(s string) int32 {
	i, ok := b.index[s]
	if !ok {
		s = strings.Clone(s)
		i = int32(len(b.names))
		b.names = append(b.names, s)
		b.index[s] = i
	}
	return i
}

// Add enters some users with all that is known of them. Nothing of the columns is kept. Rows of categories, clicks and shares of users
// who did not buy are passed over.
func (b *Book) Add(o Orders, c Categories, k Clicks, s Shares) error {
	from := len(b.people)
	if err := b.addOrders(o); err != nil {
		return err
	}
	at := make(map[string]int, len(b.people)-from)
	for i := from; i < len(b.people); i++ {
		if _, twice := at[b.people[i].id]; twice {
			return fmt.Errorf("customer orders: the rows of user %s do not stand together; order them by user and day", b.people[i].id)
		}
		at[b.people[i].id] = i
	}
	if err := b.addCategories(c, at); err != nil {
		return err
	}
	if len(k.UserID) != len(k.Days) {
		return fmt.Errorf("customer clicks: %d users but %d masks of days", len(k.UserID), len(k.Days))
	}
	for i, id := range k.UserID {
		if j, ok := at[id]; ok {
			b.people[j].clicked |= uint32(k.Days[i]) & (1<<periodDays - 1)
		}
	}
	if n := len(s.UserID); len(s.Shares) != n || len(s.Clicks) != n || len(s.Orders) != n {
		return fmt.Errorf("customer shares: columns of unequal length; all must have the %d rows of user_id", n)
	}
	for i, id := range s.UserID {
		if j, ok := at[id]; ok {
			for x, v := range []int64{s.Shares[i], s.Clicks[i], s.Orders[i]} {
				b.people[j].shares[x] += v
			}
		}
	}
	return nil
}

func (b *Book) addOrders(o Orders) error {
	n := len(o.UserID)
	if len(o.CommunityID) != n || len(o.StoreID) != n || len(o.Day) != n || len(o.Hour) != n || len(o.Orders) != n || len(o.Amount) != n || len(o.Promoted) != n || len(o.Shared) != n {
		return fmt.Errorf("customer orders: columns of unequal length; all must have the %d rows of user_id", n)
	}
	var visits []visit
	for from := 0; from < n; {
		to := from
		p := person{id: strings.Clone(o.UserID[from])}
		visits = visits[:0]
		for ; to < n && o.UserID[to] == p.id; to++ {
			switch {
			case o.Hour[to] < 0 || o.Hour[to] > 23:
				return fmt.Errorf("customer orders: row %d (user %s): hour %d; hours are 0 to 23", to, p.id, o.Hour[to])
			case o.Orders[to] < 1:
				return fmt.Errorf("customer orders: row %d (user %s): %d orders; leave out days without a paid order", to, p.id, o.Orders[to])
			case o.Day[to] > b.day:
				return fmt.Errorf("customer orders: row %d (user %s): an order %d days after the day; leave out what came later", to, p.id, o.Day[to]-b.day)
			case len(visits) > 0 && o.Day[to] < visits[len(visits)-1].day:
				return fmt.Errorf("customer orders: row %d (user %s): an earlier day after a later one; order the rows by user and day", to, p.id)
			}
			if len(visits) == 0 || o.Day[to] > visits[len(visits)-1].day {
				visits = append(visits, visit{day: o.Day[to]})
			}
			v := &visits[len(visits)-1]
			v.orders += o.Orders[to]
			v.amount += o.Amount[to]
			v.promoted += o.Promoted[to]
			v.shared = v.shared || o.Shared[to] > 0
			if int(b.day-o.Day[to]) < b.opt.Window {
				p.hours[o.Hour[to]] = saturate32(int64(p.hours[o.Hour[to]]) + o.Orders[to])
			}
		}
		place := latest(o, from, to)
		p.community, p.store = b.name(o.CommunityID[place]), b.name(o.StoreID[place])
		p.take(b.day, b.opt.Window, visits)
		b.people = append(b.people, p)
		from = to
	}
	return nil
}

// latest is the row of the latest order; of two in one hour that with the greater names, so that it does not matter how they stand.
func latest(o Orders, from, to int) int {
	best := from
	for i := from + 1; i < to; i++ {
		if cmp.Or(cmp.Compare(o.Day[i], o.Day[best]), cmp.Compare(o.Hour[i], o.Hour[best]),
			cmp.Compare(o.CommunityID[i], o.CommunityID[best]), cmp.Compare(o.StoreID[i], o.StoreID[best])) > 0 {
			best = i
		}
	}
	return best
}

// addCategories keeps how many categories a user bought per period, and the largest.
func (b *Book) addCategories(c Categories, at map[string]int) error {
	if n := len(c.UserID); len(c.Category) != n || len(c.Amount) != n || len(c.Periods) != n {
		return fmt.Errorf("customer categories: columns of unequal length; all must have the %d rows of user_id", n)
	}
	type kind struct {
		name   int32
		amount int64
	}
	for from := 0; from < len(c.UserID); {
		to, total := from, int64(0)
		var kinds []kind
		j, ok := at[c.UserID[from]]
		for ; to < len(c.UserID) && c.UserID[to] == c.UserID[from]; to++ {
			if !ok {
				continue
			}
			p := &b.people[j]
			for k := range p.period {
				if c.Periods[to]>>(len(p.period)-1-k)&1 == 1 && p.period[k].kinds < 255 {
					p.period[k].kinds++
				}
			}
			if c.Amount[to] > 0 {
				kinds = append(kinds, kind{b.name(c.Category[to]), c.Amount[to]})
				total += c.Amount[to]
			}
		}
		slices.SortFunc(kinds, func(x, y kind) int {
			if x.amount != y.amount {
				return int(min(1, max(-1, y.amount-x.amount)))
			}
			return strings.Compare(b.names[x.name], b.names[y.name])
		})
		for k := range kinds[:min(topKinds, len(kinds))] {
			b.people[j].kinds[k], b.people[j].kindShare[k] = kinds[k].name, float32(float64(kinds[k].amount)/float64(total))
		}
		from = to
	}
	return nil
}
