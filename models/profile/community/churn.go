package community

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Events are what can have happened to a buyer before, in the order of Expected.Had.
var Events = [...]string{"refund", "sold_out", "price_rise", "sharer_quiet", "moved_store"}

// Expected holds regular buyers who were expected and how many of them did not come, by store, rhythm and what had happened.
type Expected struct {
	StoreID        []string
	Visits, Since  []int64              // classes of the number of visits and of days since the last in own gaps
	Had            [len(Events)][]int64 // 1 or 0
	Users, Missing []int64
}

// ExpectedFromRecord reads store_id, visits, since, the events by their names, users and missing.
func ExpectedFromRecord(rec arrow.Record) (Expected, error) {
	r := column.Read("community churn", rec)
	e := Expected{StoreID: owned(r.Strings("store_id")), Visits: r.Ints("visits"), Since: r.Ints("since"), Users: r.Ints("users"), Missing: r.Ints("missing")}
	for i, name := range Events {
		e.Had[i] = r.Ints(name)
	}
	return e, r.Err()
}

// Append adds the rows of another slice of the users.
func (e *Expected) Append(more Expected) {
	e.StoreID = append(e.StoreID, more.StoreID...)
	e.Visits, e.Since = append(e.Visits, more.Visits...), append(e.Since, more.Since...)
	e.Users, e.Missing = append(e.Users, more.Users...), append(e.Missing, more.Missing...)
	for i := range e.Had {
		e.Had[i] = append(e.Had[i], more.Had[i]...)
	}
}

// ChurnRow compares the expected buyers to whom an event had happened with those to whom it had not.
type ChurnRow struct {
	StoreID         string  `ch:"store_id"`
	Event           string  `ch:"event"`
	Users           uint32  `ch:"users"`
	Missing         uint32  `ch:"missing"`
	Share           float64 `ch:"share"`
	Comparable      float64 `ch:"comparable"`
	Excess          float64 `ch:"excess"`
	Low             float64 `ch:"low"`
	High            float64 `ch:"high"`
	ExcessUsers     float64 `ch:"excess_users"`
	ComparableUsers uint32  `ch:"comparable_users"`
	TextZh          string  `ch:"text_zh"`
	TextEn          string  `ch:"text_en"`
}

// stratum is buyers who are comparable: of one store and rhythm.
type stratum struct {
	store         string
	visits, since int64
}

// pair counts, of a stratum, users and missing without the event [0] and with it [1].
type pair struct{ users, missing [2]float64 }

type group struct {
	stratum
	pair
}

// Churn gives, for the chain (empty id) and each store, who was expected and did not come, and for each event the excess
// of the share missing over comparable buyers without it: the risk difference of Mantel and Haenszel over the strata, its
// variance after Sato (1989), which holds for many small strata and for few large ones. Groups below k are left out.
func Churn(e Expected, privacy Privacy) ([]ChurnRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	if err := e.check(); err != nil {
		return nil, err
	}
	all, usual := map[string]pair{}, map[[2]int64]*pair{}
	for i, s := range e.StoreID {
		for _, id := range []string{"", s} {
			p := all[id]
			p.users[1] += float64(e.Users[i])
			p.missing[1] += float64(e.Missing[i])
			all[id] = p
		}
		at := [2]int64{e.Visits[i], e.Since[i]}
		if usual[at] == nil {
			usual[at] = &pair{}
		}
		usual[at].users[0] += float64(e.Users[i])
		usual[at].missing[0] += float64(e.Missing[i])
	}
	expected := map[string]float64{} // missing at the chain's rates
	for i, s := range e.StoreID {
		p := usual[[2]int64{e.Visits[i], e.Since[i]}]
		x := float64(e.Users[i]) * p.missing[0] / math.Max(1, p.users[0])
		expected[s] += x
		expected[""] += x
	}
	var rows []ChurnRow
	for id, p := range all {
		if p.users[1] < k {
			continue
		}
		n, x := p.users[1], p.missing[1]
		low, high := jeffreys(x, n)
		r := ChurnRow{StoreID: id, Event: "all", Users: uint32(n), Missing: uint32(x), Share: x / n, Comparable: expected[id] / n, ComparableUsers: uint32(all[""].users[1])}
		if id != "" { // the chain is its own measure
			r.Excess, r.Low, r.High = r.Share-r.Comparable, low-r.Comparable, high-r.Comparable
			r.ExcessUsers = r.Excess * n
		}
		rows = append(rows, r.told())
	}
	for event := range Events {
		strata := e.strata(event)
		for _, id := range slices.Sorted(maps.Keys(all)) {
			if r, ok := excess(strata, id, k); ok {
				r.StoreID, r.Event = id, Events[event]
				rows = append(rows, r.told())
			}
		}
	}
	slices.SortFunc(rows, func(a, b ChurnRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(a.Event, b.Event))
	})
	return rows, nil
}

func (e Expected) check() error {
	n := len(e.StoreID)
	for _, c := range append([][]int64{e.Visits, e.Since, e.Users, e.Missing}, e.Had[:]...) {
		if len(c) != n {
			return fmt.Errorf("community: expected buyers: columns of unequal length, %d stores and %d of another", n, len(c))
		}
	}
	for i := range n {
		if e.Missing[i] < 0 || e.Missing[i] > e.Users[i] {
			return fmt.Errorf("community: expected buyers: row %d: %d of %d missing; it must be 0 <= missing <= users", i, e.Missing[i], e.Users[i])
		}
	}
	return nil
}

// strata counts both sides of an event, in a fixed order.
func (e Expected) strata(event int) []group {
	at := map[stratum]pair{}
	for i, s := range e.StoreID {
		key := stratum{s, e.Visits[i], e.Since[i]}
		p := at[key]
		side := min(1, max(0, e.Had[event][i]))
		p.users[side] += float64(e.Users[i])
		p.missing[side] += float64(e.Missing[i])
		at[key] = p
	}
	out := make([]group, 0, len(at))
	for key, p := range at {
		out = append(out, group{key, p})
	}
	slices.SortFunc(out, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.visits, b.visits), cmp.Compare(a.since, b.since))
	})
	return out
}

// excess compares within the strata of a store, or of all for the empty id. Users without a comparable one do not count.
func excess(strata []group, id string, k float64) (r ChurnRow, ok bool) {
	var weight, difference, ps, qs, users, missing, others float64
	for _, s := range strata {
		n1, n0, x1, x0 := s.users[1], s.users[0], s.missing[1], s.missing[0]
		if id != "" && s.store != id || n1 == 0 || n0 == 0 {
			continue
		}
		n := n1 + n0
		weight += n1 * n0 / n
		difference += (x1*n0 - x0*n1) / n
		ps += (n1*n1*x0 - n0*n0*x1 + n1*n0*(n0-n1)/2) / (n * n)
		qs += (x1*(n0-x0) + x0*(n1-x1)) / (2 * n)
		users, missing, others = users+n1, missing+x1, others+n0
	}
	if users < k || others < k {
		return r, false
	}
	d := difference / weight
	half := 1.959964 * math.Sqrt(math.Max(0, d*ps+qs)) / weight
	return ChurnRow{Users: uint32(users), Missing: uint32(missing), Share: missing / users, Comparable: math.Max(0, missing/users-d), Excess: d,
		Low: math.Max(-1, d-half), High: math.Min(1, d+half), ExcessUsers: d * users, ComparableUsers: uint32(others)}, true
}
