package community

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

const (
	weekdays  = 7
	hours     = 24
	weekHours = weekdays * hours
)

// HourCounts holds orders and clicks per community, weekday (1 Monday) and local hour.
type HourCounts struct {
	CommunityID                   []string
	Weekday, Hour, Orders, Clicks []int64
}

// HourCountsFromRecord reads community_id, weekday, hour, orders and clicks.
func HourCountsFromRecord(rec arrow.Record) (HourCounts, error) {
	r := column.Read("community hours", rec)
	h := HourCounts{CommunityID: owned(r.Strings("community_id")), Weekday: r.Ints("weekday"), Hour: r.Ints("hour"), Orders: r.Ints("orders"), Clicks: r.Ints("clicks")}
	return h, r.Err()
}

// HourRow is one weekday of a community's active hours.
type HourRow struct {
	CommunityID string    `ch:"community_id"`
	Weekday     uint8     `ch:"weekday"`
	Orders      []uint32  `ch:"orders"`
	Clicks      []uint64  `ch:"clicks"`
	Share       []float64 `ch:"share"`
	ChainShare  []float64 `ch:"chain_share"`
	WeekOrders  uint32    `ch:"week_orders"`
}

// week holds a number per hour of the week, Monday's first.
type week [weekHours]float64

func (w *week) total() (sum float64) {
	for _, v := range w {
		sum += v
	}
	return sum
}

// margins sums a week up by hour of the day and by weekday.
func (w *week) margins() (byHour [hours]float64, byDay [weekdays]float64) {
	for i, v := range w {
		byHour[i%hours] += v
		byDay[i/hours] += v
	}
	return byHour, byDay
}

// smooth spreads each hour over its neighbours around the week: an hour, the next, the one after, triangular.
func (w *week) smooth() (out week) {
	kernel := [...]float64{3.0 / 9, 2.0 / 9, 1.0 / 9}
	for i, v := range w {
		out[i] += kernel[0] * v
		for d := 1; d < len(kernel); d++ {
			out[(i+d)%weekHours] += kernel[d] * v
			out[(i+weekHours-d)%weekHours] += kernel[d] * v
		}
	}
	return out
}

// crowd is a community's week.
type crowd struct {
	id             string
	orders, clicks week
}

// ActiveHours gives the 7 × 24 map of each community of at least k buyers: the orders there were and the share of a week's orders
// to expect in each hour. The chain's shares are smoothed around the week. A community's hours of the day and its weekdays are each
// drawn towards the chain's, its week towards the chain's with these two margins, each as strongly as communities are alike:
// Dirichlet-multinomial (Mosimann 1962), the strengths by maximum likelihood.
func ActiveHours(h HourCounts, buyers Buyers, privacy Privacy) ([]HourRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	all, err := places(buyers)
	if err != nil {
		return nil, err
	}
	crowds, chain, err := h.crowds()
	if err != nil {
		return nil, err
	}
	if chain.total() == 0 {
		return nil, nil
	}
	smooth, n := chain.smooth(), chain.total()
	even := 1.0 / weekHours
	for i := range chain { // many orders keep their detail
		chain[i] = (chain[i] + weekHours*(smooth[i]+even)/(n+1)) / (n + weekHours)
	}
	shares := weeks(crowds, &chain)
	people := map[string]float64{}
	for _, p := range all {
		people[p.id] = p.buyers
	}
	var rows []HourRow
	for c, w := range crowds {
		if people[w.id] < k {
			continue
		}
		total := uint32(w.orders.total())
		for d := range weekdays {
			r := HourRow{CommunityID: w.id, Weekday: uint8(d + 1), Orders: make([]uint32, hours), Clicks: make([]uint64, hours), WeekOrders: total,
				Share: slices.Clone(shares[c][d*hours : (d+1)*hours]), ChainShare: slices.Clone(chain[d*hours : (d+1)*hours])}
			for hour := range hours {
				r.Orders[hour], r.Clicks[hour] = uint32(w.orders[d*hours+hour]), uint64(w.clicks[d*hours+hour])
			}
			rows = append(rows, r)
		}
	}
	return rows, nil
}
