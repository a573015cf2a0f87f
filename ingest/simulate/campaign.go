package simulate

import (
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/ingest/master"
)

const (
	campaignEnd = 22   // local hour at which every campaign closes
	display     = 1.35 // demand in a campaign is this much higher even at the list price: it stands at the top of the page
	ahead       = 60   // days after today for which campaigns are planned
)

// campaign is an offer of one product at one price. Goods from stock are reduced for one day; presale goods are booked
// over one to three days and picked up on the day after the end.
type campaign struct {
	id        string
	product   int
	store     int // -1: every store
	from, to  int // days, inclusive
	price     int64
	groupSize int
	uplift    [kinds]float64
}

// planCampaigns draws the calendar of campaigns: about one new a day for the chain and one in three days for each store.
func (w *World) planCampaigns() {
	taken := map[[2]int]int{} // product and store (-1: chain) -> last day of the campaign and the week after it
	for d := range w.cfg.Days + ahead {
		rng := draws(w.cfg.Seed, streamCampaign, d, 0)
		plan := func(s int, chance float64, mode uint8, group bool) {
			if rng.Float64() >= chance {
				return
			}
			p := rng.IntN(len(w.products))
			for range 20 {
				if g := &w.products[p]; g.mode == mode && g.popularity >= .8 && rng.Float64()*8 < g.popularity+2 {
					break
				}
				p = rng.IntN(len(w.products))
			}
			g := &w.products[p]
			if g.mode != mode || g.launch > d || taken[[2]int{p, -1}] >= d || taken[[2]int{p, s}] >= d || (s >= 0 && (!w.stores[s].offered[p] || w.stores[s].opens > d)) {
				return
			}
			c := campaign{id: fmt.Sprintf("k%04d", len(w.campaigns)+1), product: p, store: s, from: d, to: d,
				price: int64(math.Round(float64(g.price)*between(rng, .68, .90)/10)) * 10}
			if mode == presale {
				c.to = d + rng.IntN(3)
			}
			if group {
				c.groupSize = 3 + rng.IntN(6)
			}
			for k := range c.uplift {
				ratio := float64(c.price) / float64(g.price)
				c.uplift[k] = display * math.Pow(ratio, -categories[g.category].elasticity*households[k].promo)
			}
			// A chain campaign takes the product everywhere, a store's campaign keeps the chain's away as well.
			for other := -1; other < len(w.stores); other++ {
				if s < 0 || other == s || other == -1 {
					taken[[2]int{p, other}] = c.to + 7
				}
			}
			w.campaigns = append(w.campaigns, c)
		}
		plan(-1, .85, presale, false)
		plan(-1, .25, spot, false)
		for s := range w.stores {
			plan(s, .22, presale, true)
			plan(s, .10, spot, false)
		}
	}
	w.campaignsOf = make([][]int, w.cfg.Days+ahead+3)
	for i, c := range w.campaigns {
		for d := c.from; d <= c.to; d++ {
			w.campaignsOf[d] = append(w.campaignsOf[d], i)
		}
	}
}

// running lists the campaigns of a day at a store, by index.
func (w *World) running(day, s int) (list []int) {
	if day < len(w.campaignsOf) {
		for _, i := range w.campaignsOf[day] {
			if c := &w.campaigns[i]; c.store < 0 || c.store == s {
				list = append(list, i)
			}
		}
	}
	return list
}

func (c *campaign) pickupDay(mode uint8) int {
	if mode == spot {
		return c.to
	}
	return c.to + 1
}

func (w *World) masterCampaigns() []master.Campaign {
	rows := make([]master.Campaign, 0, len(w.campaigns))
	for _, c := range w.campaigns {
		p := &w.products[c.product]
		row := master.Campaign{CampaignID: c.id, Name: "开团·" + p.name, ProductID: p.id, StartsAt: w.date(c.from).UTC(),
			EndsAt: w.date(c.to).Add(campaignEnd * time.Hour).UTC(), PickupDate: utcDay(w.date(c.pickupDay(p.mode))), Price: c.price,
			GroupSize: uint16(c.groupSize), UpdatedAt: w.first}
		if c.store >= 0 {
			row.StoreID = w.stores[c.store].id
		}
		if p.mode == spot {
			row.Name = "今日特价·" + p.name
		}
		rows = append(rows, row)
	}
	return rows
}

// utcDay is the date as midnight UTC, the form in which a Date column takes it whatever the driver's zone.
func utcDay(local time.Time) time.Time {
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, time.UTC)
}
