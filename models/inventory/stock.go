package inventory

// spread is stock of unknown age: evenly over the days that goods left over from
// the day before can still be sold.
func spread(units float64, life int) []batch {
	most := max(1, life-1)
	ages := min(most, longest)
	out := make([]batch, 0, ages)
	for k := range ages {
		out = append(out, batch{units: units / float64(ages), ends: most - ages + k, own: true})
	}
	return out
}

// shelved are the batches on hand in the first morning.
func (l *Line) shelved() []batch {
	var out []batch
	for _, b := range l.Stock {
		switch {
		case !(b.Units > 0):
		case b.DaysLeft == 0:
			out = append(out, spread(b.Units, l.life())...)
		default:
			out = append(out, batch{units: b.Units, ends: b.DaysLeft - 1, own: true})
		}
	}
	return out
}

// coming are the deliveries under way, by day.
func (l *Line) coming() []inbound {
	var out []inbound
	for _, a := range l.Arrivals {
		left := a.DaysLeft
		if left == 0 {
			left = l.life()
		}
		out = append(out, inbound{day: a.Day, batch: batch{units: a.Units, ends: a.Day + left - 1, own: true}})
	}
	return out
}

// aged reports whether an age of the stock is known, or a delivery under way is not
// there, fresh, on the first morning.
func (l *Line) aged() bool {
	for _, b := range l.Stock {
		if b.DaysLeft > 0 && b.Units > 0 {
			return true
		}
	}
	for _, a := range l.Arrivals {
		if a.Day > 0 || a.DaysLeft > 0 {
			return true
		}
	}
	return false
}

// projected is about what will be there when the order comes, and comes before the
// next one does: stock that lasts so long, less the mean demand until then.
func (l *Line) projected() float64 {
	arrives, cover := l.served()
	have := 0.0
	for _, b := range l.Stock {
		if b.DaysLeft == 0 || b.DaysLeft > arrives {
			have += max(0, b.Units)
		}
	}
	due := l.Arrivals
	for t := range arrives + cover {
		for ; len(due) > 0 && due[0].Day == t; due = due[1:] {
			have += due[0].Units
		}
		if t < arrives {
			have = max(0, have-l.meanOn(t))
		}
	}
	return have
}

func (l *Line) meanOn(t int) float64 {
	if len(l.Daily) > 0 {
		return l.onDay(t).Mean
	}
	return l.Demand.Mean / float64(l.cover())
}
