package inventory

// deliveries are the days on which an order can come, counted from the first day:
// the one of the order made now, then those of later orders, up to the first one
// at or beyond the given day.
func (l *Line) deliveries(until int) []int {
	day := l.LeadDays
	comes := func(d int) bool { return l.Delivers.Has(l.Start.AddDate(0, 0, d).Weekday()) }
	if l.Delivers == 0 {
		out := []int{day}
		for day < until {
			day += max(1, l.Days)
			out = append(out, day)
		}
		return out
	}
	for !comes(day) {
		day++
	}
	out := []int{day}
	for day++; len(out) < 2 || out[len(out)-1] < until; day++ {
		if comes(day) {
			out = append(out, day)
		}
	}
	return out
}

// served are the days that the order made now is for: from its arrival until the next.
func (l *Line) served() (arrives, cover int) {
	if l.Delivers == 0 {
		return l.LeadDays, max(1, l.Days)
	}
	d := l.deliveries(0)
	return d[0], d[1] - d[0]
}

// given is the day whose demand stands for that of a day: itself, or beyond the days
// given the same one of their last week, or the last one of fewer.
func (l *Line) given(t int) int {
	n := len(l.Daily)
	switch {
	case t < n:
		return t
	case n < 7:
		return n - 1
	}
	return n - 7 + (t-n)%7
}

// onDay is the demand of one day, where demand is given by day.
func (l *Line) onDay(t int) *Demand { return &l.Daily[l.given(t)] }

// bookedOn are the units booked for a day.
func (l *Line) bookedOn(t int) float64 {
	if t < len(l.BookedDaily) {
		return l.BookedDaily[t]
	}
	return 0
}
