package simulate

import (
	"fmt"
	"math"
	"time"
)

// Truth is a row of table simulated_truth. Rates are per day; Day is 1970-01-01 where a value holds for the whole window.
//
//	household_mix            community, kind of household: share of the members
//	community_category       community, category: index of the share of buyers who bought it in the history, chain = 100,
//	                         expected from the visits that took place; what community_affinity estimates
//	community_category_rate  community, category: index of lines per visit, chain = 100, from range and taste
//	push_hour                community, hour 00 to 23: share of its visits, five weekdays and two weekend days
//	store_product_day        store, product, day: units expected to be ordered that day and kept (neither cancelled nor
//	                         refunded) if nothing sold out, given who is still a customer that morning
//	lost_units               store, product, day: units that customers wanted and did not find
//	leader_effect            user, direct or cascade: visits with an order per share that would not have been without it
//	leader_rate              user: shares per day
//	leader_brought           user: visits with an order that their shares brought in the history, as it happened
//	campaign_uplift          campaign, kind of household: factor on demand
//	elasticity               category: of demand in price; times the household kind's own factor
//	holiday                  name, visits or treats, day: factor on visits; on snacks, drinks, fruit and meat
//	user_rate, user_dropout  user: visits meant to buy per day, chance that an order is the last
//	fraud                    user, scheme: 1; only with Config.Fraud
//	kept_share               category: share of ordered lines that are kept
type Truth struct {
	Kind  string    `ch:"kind"`
	Key1  string    `ch:"key1"`
	Key2  string    `ch:"key2"`
	Day   time.Time `ch:"day"`
	Value float64   `ch:"value"`
}

// always stands for the whole window.
var always = time.Unix(0, 0).UTC()

// closeDay settles the affinity indexes when the history ends.
func (t *dayTruth) closeDay(w *World, day int) {
	if day == w.cfg.Days-1 {
		t.reach = w.index("community_category", func(u int) (weight float64, values [nCategories]float64) {
			all := 0.0
			for g, x := range t.needs[u] {
				all += x
				values[g] = 1 - math.Exp(-x*(1-unpaid)*(1-withdrawn)*(1-categories[g].refund))
			}
			return 1 - math.Exp(-all*(1-unpaid)*(1-withdrawn)), values
		})
	}
}

// index compares each community's mean value per weight with the chain's, chain = 100.
func (w *World) index(kind string, of func(user int) (weight float64, values [nCategories]float64)) (rows []Truth) {
	type sum struct {
		weight float64
		values [nCategories]float64
	}
	sums, chain := make([]sum, len(w.communities)), sum{}
	for c := range w.communities {
		for u := w.communities[c].first; u < w.communities[c].last; u++ {
			weight, values := of(u)
			sums[c].weight += weight
			chain.weight += weight
			for g, x := range values {
				sums[c].values[g] += x
				chain.values[g] += x
			}
		}
	}
	for c := range w.communities {
		for g := range categories {
			if sums[c].weight > 0 && chain.values[g] > 0 {
				rows = append(rows, Truth{kind, w.communities[c].id, categories[g].code, always,
					100 * sums[c].values[g] / sums[c].weight / (chain.values[g] / chain.weight)})
			}
		}
	}
	return rows
}

// Truth returns what models must find out. It covers the running day, and later days as far as they have been generated;
// if the running day has not, Truth generates up to it.
func (w *World) Truth() []Truth {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.next <= w.cfg.Days {
		w.day(w.cfg.Days)
	}
	rows := w.fixedTruth()
	rows = append(rows, w.truth.reach...)
	for u, n := range w.truth.brought {
		if w.users[u].posts > 0 {
			rows = append(rows, Truth{"leader_brought", w.users[u].id, "", always, float64(n)})
		}
	}
	for day, kept := range w.truth.expected {
		if kept == nil {
			continue
		}
		date := utcDay(w.date(day))
		for s := range w.stores {
			if day < w.stores[s].opens {
				continue
			}
			for p := range w.products {
				at := s*len(w.products) + p
				if g := &w.products[p]; w.stores[s].offered[p] && day >= g.launch && g.mode != notice {
					rows = append(rows, Truth{"store_product_day", w.stores[s].id, g.id, date, float64(w.truth.expected[day][at])})
				}
				if x := w.truth.lost[day][at]; x > 0 {
					rows = append(rows, Truth{"lost_units", w.stores[s].id, w.products[p].id, date, float64(x)})
				}
			}
		}
		if sp := w.special(day); sp.name != "" {
			rows = append(rows, Truth{"holiday", sp.name, "visits", date, sp.visits}, Truth{"holiday", sp.name, "treats", date, sp.treats})
		}
	}
	return rows
}

// fixedTruth is what holds from the start.
func (w *World) fixedTruth() (rows []Truth) {
	add := func(kind, key1, key2 string, value float64) {
		rows = append(rows, Truth{kind, key1, key2, always, value})
	}
	for c := range w.communities {
		co := &w.communities[c]
		for k, share := range co.mix {
			add("household_mix", co.id, kindNames[k], share)
		}
		for h, share := range w.pushHours(co) {
			add("push_hour", co.id, hourName(h), share)
		}
		cascade := 1 / (1 - reshare*co.revisit)
		buys := 1 - (1-sharedBuy)*math.Exp(-sharedBasket*co.basket)
		n := float64(co.last - co.first)
		for _, u := range w.users[co.first:co.last] {
			if u.posts > 0 {
				direct := float64(u.reach) * u.pull * buys * (1 - unpaid) * (1 - withdrawn) * (n - 1) / n
				add("leader_effect", u.id, "direct", direct)
				add("leader_effect", u.id, "cascade", direct*cascade)
				add("leader_rate", u.id, "", u.posts)
			}
			add("user_rate", u.id, "", u.rate)
			add("user_dropout", u.id, "", u.dropout)
		}
	}
	rows = append(rows, w.index("community_category_rate", func(i int) (float64, [nCategories]float64) {
		u := &w.users[i]
		values := w.communities[u.community].plainly[u.kind]
		for g := range values {
			values[g] *= common * u.scale * u.rate
		}
		for _, p := range u.favourite {
			values[w.products[p].category] += favoured * u.scale * u.rate * w.plain(&w.communities[u.community], int(u.kind), int(p))
		}
		return u.rate, values
	})...)
	for _, c := range w.campaigns {
		for k, x := range c.uplift {
			add("campaign_uplift", c.id, kindNames[k], x)
		}
	}
	if w.fraud != nil {
		rows = append(rows, w.fraud.truth...)
	}
	for g := range categories {
		add("elasticity", categories[g].code, "", categories[g].elasticity)
		p := product{category: g, good: good{mode: spot}}
		add("kept_share", categories[g].code, "", p.kept())
	}
	return rows
}

// pushHours is the share of a community's visits in each hour of the day.
func (w *World) pushHours(c *community) (hours [24]float64) {
	sum := 0.0
	for i := c.first; i < c.last; i++ {
		u := &w.users[i]
		for h := range hours {
			x := u.rate * (5*w.hourShare(u, c.store, h, 0) + 2*w.hourShare(u, c.store, h, 1))
			hours[h] += x
			sum += x
		}
	}
	for h := range hours {
		hours[h] /= sum
	}
	return hours
}

func hourName(h int) string { return fmt.Sprintf("%02d", h) }
