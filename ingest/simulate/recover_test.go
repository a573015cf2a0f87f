package simulate

import (
	"math"
	"slices"
	"testing"
	"time"
)

func TestSizes(t *testing.T) {
	o := observe()
	within(t, "clicks", float64(o.count["click"]), 350_000, 550_000)
	within(t, "orders", float64(o.count["placed"]), 45_000, 60_000)
	within(t, "order events per order", float64(o.count["order"])/float64(o.count["placed"]), 3, 4.5)
	within(t, "shares", float64(o.count["share"]), 9_000, 15_000)
	within(t, "users", float64(len(o.world.users)), 5_000, 7_000)
	within(t, "products", float64(len(o.world.products)), 115, 125)
	within(t, "cancelled", float64(o.count["cancelled"])/float64(o.count["placed"]), .04, .09)
	within(t, "refunded", float64(o.count["refunded"])/float64(o.count["placed"]), .02, .08)
	within(t, "orders through shares", float64(o.throughShare)/float64(o.placed), .15, .35)
	within(t, "products that start in the window", float64(len(o.launched())), 2, 8)
	within(t, "seconds", o.took.Seconds(), 0, 120) // race detector, busy machine and all
	var means []float64
	for _, units := range o.units {
		sum := 0.0
		for _, u := range units[14:] {
			sum += u / float64(len(units)-14)
		}
		means = append(means, sum)
	}
	slices.Sort(means)
	within(t, "units a day, median item", means[len(means)/2], .3, 3)
	within(t, "units a day, item at 97 %", means[len(means)*97/100], 15, 60)
}

func (o *seen) launched() (list []*product) {
	for i := range o.world.products {
		if o.world.products[i].launch > 0 {
			list = append(list, &o.world.products[i])
		}
	}
	return list
}

// TestDemandFollowsItsRate: units kept are what the truth expects, by day and by item; what stock-outs took away is known.
func TestDemandFollowsItsRate(t *testing.T) {
	o := observe()
	var expected, got, lost [2]float64 // presale and services; goods from stock
	var z2, cells float64
	byDay, byDayExpected := make([]float64, len(o.orders)), make([]float64, len(o.orders))
	for i := range o.world.products {
		p := &o.world.products[i]
		stocked := 0
		if p.mode == spot {
			stocked = 1
		}
		for _, st := range o.world.stores {
			k := [2]string{st.id, p.id}
			rates, units, missed := o.byDay["store_product_day"][k], o.units[k], o.byDay["lost_units"][k]
			for d := range o.orders {
				if rates == nil || units == nil {
					break
				}
				if missed != nil {
					lost[stocked] += missed[d] * p.kept()
				}
				expected[stocked], got[stocked] = expected[stocked]+rates[d], got[stocked]+units[d]
				byDay[d], byDayExpected[d] = byDay[d]+units[d], byDayExpected[d]+rates[d]
				if rates[d] > 3 && stocked == 0 {
					z2 += (units[d] - rates[d]) * (units[d] - rates[d]) / rates[d]
					cells++
				}
			}
		}
	}
	within(t, "presale units of those expected", got[0]/expected[0], .96, 1.04)
	within(t, "units from stock and units missed of those expected", (got[1]+lost[1])/expected[1], .96, 1.04)
	within(t, "share of demand from stock lost to stock-outs", lost[1]/expected[1], .005, .06)
	within(t, "by day", correlation(byDay, byDayExpected), .9, 1)
	within(t, "variance over rate", z2/cells, 1, 3.5) // quantities above one, and all of a group's orders when it fails
}

func TestCampaignsLiftDemand(t *testing.T) {
	o := observe()
	w := o.world
	var in, out, trueIn, trueOut float64
	for _, c := range w.campaigns {
		p := &w.products[c.product]
		for s, st := range w.stores {
			k := [2]string{st.id, p.id}
			units, rates := o.units[k], o.byDay["store_product_day"][k]
			if units == nil || rates == nil || c.store >= 0 || c.to >= w.Today() || c.from < max(st.opens, p.launch, 0)+7 {
				continue
			}
			for d := c.from - 7; d <= c.to; d++ {
				switch i := slices.IndexFunc(w.running(d, s), func(i int) bool { return w.campaigns[i].product == c.product }); {
				case d >= c.from:
					in, trueIn = in+units[d]/float64(c.to-c.from+1), trueIn+rates[d]/float64(c.to-c.from+1)
				case i >= 0:
					t.Fatalf("%s is in two campaigns within a week", p.id)
				default:
					out, trueOut = out+units[d]/7, trueOut+rates[d]/7
				}
			}
		}
	}
	within(t, "units in campaigns over the week before", in/out, 1.5, 3)
	within(t, "the same, over the truth", in/out/(trueIn/trueOut), .93, 1.07)
}

func TestFestivalIsVisible(t *testing.T) {
	o := observe()
	w := o.world
	festival, other, n := 0.0, 0.0, 0.0
	for d, orders := range o.orders {
		switch date := w.Date(d); {
		case w.special(d).name == neighbours.name:
			festival = float64(orders)
		case date.Weekday() == time.Saturday && w.special(d).name == "":
			other += float64(orders)
			n++
		}
	}
	within(t, "orders at the neighbours' festival over other Saturdays", festival/(other/n), 1.2, 1.8)
}

func TestAffinityIsRecovered(t *testing.T) {
	o := observe()
	chain := map[string]float64{}
	buyers := 0.0
	for c := range o.buyers {
		buyers += float64(len(o.buyers[c]))
	}
	for k, users := range o.bought {
		chain[k[1]] += float64(len(users)) / buyers
	}
	var got, want []float64
	inside, all := 0, 0
	for k, index := range o.truth["community_category"] {
		n := float64(len(o.buyers[k[0]]))
		if n < 20 {
			continue
		}
		share := float64(len(o.bought[k])) / n
		got, want = append(got, 100*share/chain[k[1]]), append(want, index)
		if 1.96*100*math.Sqrt(share*(1-share)/n)/chain[k[1]] > math.Abs(100*share/chain[k[1]]-index) {
			inside++
		}
		all++
	}
	within(t, "affinity, correlation with the truth", correlation(got, want), .8, 1)
	within(t, "affinity, share inside the 95 % interval", float64(inside)/float64(all), .9, 1)
}

func TestHoursAreRecovered(t *testing.T) {
	o := observe()
	var got, want []float64
	evening, before := 0.0, 0.0
	for c, hours := range o.visits {
		sum := 0.0
		for _, n := range hours {
			sum += n
		}
		for h, n := range hours {
			got = append(got, n/sum)
			want = append(want, o.truth["push_hour"][[2]string{c, hourName(h)}])
		}
		evening += (hours[20] + hours[21]) / sum
		before += (hours[14] + hours[15]) / sum
	}
	within(t, "hours, correlation with the truth", correlation(got, want), .93, 1)
	within(t, "evening over afternoon", evening/before, 2, 8)
}

// TestLeadersAreNotTheirLastTouch: the order of the leaders by last touch is related to their true effect and not the same.
func TestLeadersAreNotTheirLastTouch(t *testing.T) {
	o := observe()
	var got, want []float64
	top, all := 0.0, 0.0
	for u, n := range o.shares {
		all += n
		if n >= 20 {
			top += n
			got, want = append(got, math.Log(1+o.lastTouch[u]/n)), append(want, math.Log(o.truth["leader_effect"][[2]string{u, "direct"}]))
		}
	}
	within(t, "leaders with 20 shares", float64(len(got)), 50, 250)
	within(t, "their part of all shares", top/all, .5, .95)
	within(t, "last touch against true effect, correlation of logs", correlation(got, want), .3, .9)
}
