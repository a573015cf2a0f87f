package recommend

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"slices"

	"github.com/linli-project/linli/models/recommend/assortment"
)

// storeRules are those of all stores, then those of one.
type storeRules []Rule

func (a *adviser) rulesOf(store string) storeRules {
	out := slices.Clone(a.rules[""])
	if store != "" {
		out = append(out, a.rules[store]...)
	}
	return out
}

func (r Rule) names(p *Product) bool {
	return (r.Product == "" || r.Product == p.ID) && (r.Category == "" || r.Category == p.Category)
}

// locked tells whether a product must be offered; a category's lock holds what is there.
func (rules storeRules) locked(p *Product, present bool) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool {
		return r.Kind == Lock && r.names(p) && (r.Product != "" || present)
	})
}

func (rules storeRules) banned(p *Product) bool {
	return slices.ContainsFunc(rules, func(r Rule) bool { return r.Kind == Ban && r.names(p) })
}

// limits of a store: later rules go before earlier ones.
func (a *adviser) limits(s int, rules storeRules) assortment.Limits {
	l := assortment.Unbounded(a.slots[s])
	quotas := map[int]assortment.Quota{}
	for _, r := range rules {
		switch r.Kind {
		case Slots:
			if k := storageNamed(r.Storage); k >= 0 {
				l.Space[k] = int(r.High)
			} else {
				l.Slots = int(r.High)
			}
		case Floor:
			l.Floor = r.Low
		case Quota:
			if c, ok := slices.BinarySearch(a.p.Categories, r.Category); ok {
				q := assortment.Quota{Category: c, Min: int(r.Low), Max: -1}
				if r.High > 0 {
					q.Max = int(r.High)
				}
				quotas[c] = q
			}
		}
	}
	for _, q := range quotas {
		l.Quotas = append(l.Quotas, q)
	}
	slices.SortFunc(l.Quotas, func(a, b assortment.Quota) int { return cmp.Compare(a.Category, b.Category) })
	l.Beyond = a.opt.Beyond
	return l
}

// digestShared is the fingerprint of what all stores' advice rests on.
func (a *adviser) digestShared() uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, a.outlook.Mixture, a.spread, a.thrown, a.lists, a.in.Seed, a.in.WindowDays, a.p.Days, a.p.Periods, a.opt.Candidates, a.opt.Keeps, a.opt.Changes, a.opt.Tests, a.opt.Beyond, a.opt.Enough)
	return h.Sum64()
}

// digest is the fingerprint of everything that a store's advice rests on.
func (a *adviser) digest(s int, hopes []hope, limits assortment.Limits) string {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, a.inputs, a.p.Stores[s], a.local(s), limits)
	for _, x := range hopes {
		_, _ = fmt.Fprintln(h, x.Item, x.typical, x.ownOrders)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// seed of a store's draws.
func (a *adviser) seed(s int) uint64 {
	h := fnv.New64a()
	_, _ = fmt.Fprintln(h, a.in.Seed, a.p.Stores[s])
	return h.Sum64()
}
