package customer

import (
	"math"
	"slices"
)

// periodDays is the length of a period of the trajectory, periods how many there are at most.
const (
	periodDays = 28
	periods    = 13
	topKinds   = 3
)

// person is what is kept of a user until everybody is known.
type person struct {
	id               string
	community, store int32 // into Book.names
	first, last      int32 // days of the first and the last visit
	visits           int32
	orders           int64
	spend            int64
	gapMedian        float32
	valued           int32 // visits of a value above 0
	value            int64 // their sum
	promoted         float64
	shared           int32 // visits
	windowOrders     int64
	windowSpend      int64
	hours            [24]uint32 // orders of the window
	recent, before   int32      // visits of the last 8 weeks and of the time before; the first not counted
	period           []period   // from that of the first visit to the last
	clicked          uint32
	shares           [3]int64 // made, clicks, orders
	kinds            [topKinds]int32
	kindShare        [topKinds]float32
}

type period struct {
	spend  int64
	orders uint16
	kinds  uint8
}

// visit is one day of a user.
type visit struct {
	day            int32
	amount, orders int64
	promoted       int64
	shared         bool
}

// take sums up a user's visits, which are in order of days.
func (p *person) take(day int32, window int, visits []visit) {
	p.first, p.last, p.visits = visits[0].day, visits[len(visits)-1].day, int32(len(visits))
	p.period = make([]period, min(periods, int(day-p.first)/periodDays+1))
	gaps := make([]int32, 0, len(visits))
	for i, v := range visits {
		ago := int(day - v.day)
		p.orders += v.orders
		p.spend += v.amount
		if v.shared {
			p.shared++
		}
		if v.amount > 0 {
			p.valued++
			p.value += v.amount
			p.promoted += float64(max(0, min(v.promoted, v.amount))) / float64(v.amount)
		}
		if ago < window {
			p.windowOrders += v.orders
			p.windowSpend += v.amount
		}
		if k := len(p.period) - 1 - ago/periodDays; k >= 0 {
			p.period[k].orders = uint16(min(math.MaxUint16, int64(p.period[k].orders)+v.orders))
			p.period[k].spend += v.amount
		}
		if i == 0 {
			continue
		}
		gaps = append(gaps, v.day-visits[i-1].day)
		switch {
		case ago < recentDays:
			p.recent++
		case ago < recentDays+beforeDays:
			p.before++
		}
	}
	if len(gaps) > 0 {
		slices.Sort(gaps)
		p.gapMedian = float32(gaps[(len(gaps)-1)/2]+gaps[len(gaps)/2]) / 2
	}
}

// change of the visits; a first visit within the time before is where that time begins.
func (p *person) change(day int32) Change {
	return Trend(int(p.recent), int(p.before), min(beforeDays, int(day-p.first)-recentDays))
}

// clockOf are the user's orders by hour.
func (p *person) clockOf() (c clock) {
	for h, n := range p.hours {
		c[h] = float64(n)
	}
	return c
}

// mean value of a visit, fen; 0 where none has a value.
func (p *person) mean() float64 {
	if p.valued == 0 {
		return 0
	}
	return float64(p.value) / float64(p.valued)
}

func saturate32(v int64) uint32 { return uint32(min(max(v, 0), math.MaxUint32)) }

func saturate16(v int64) uint16 { return uint16(min(max(v, 0), math.MaxUint16)) }
