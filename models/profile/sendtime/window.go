package sendtime

import "fmt"

// Quiet are the hours in which nobody is disturbed: from From to Until, past midnight if From is larger. Equal: none.
type Quiet struct {
	From, Until int
}

// DefaultQuiet is the night, from ten in the evening to eight.
var DefaultQuiet = Quiet{From: 22, Until: 8}

// Holds tells whether an hour is quiet.
func (q Quiet) Holds(hour int) bool {
	if q.From <= q.Until {
		return hour >= q.From && hour < q.Until
	}
	return hour >= q.From || hour < q.Until
}

// Window is a stretch of hours and the share of a day's orders expected in it.
type Window struct {
	Start int // hour 0 to 23
	Share float64
}

// End is the hour at which a window of so many hours ends, 1 to 24; past midnight below Start.
func (w Window) End(hours int) int {
	end := w.Start + hours
	if end > Hours {
		end -= Hours
	}
	return end
}

// Holds tells whether an hour lies in a window of so many hours.
func (w Window) Holds(hour, hours int) bool { return (hour-w.Start+Hours)%Hours < hours }

// Share is that of the hours from start on, past midnight if need be.
func (c *Curve) Share(start, hours int) float64 {
	sum := 0.0
	for i := range hours {
		sum += c[(start+i)%Hours]
	}
	return sum
}

// Best is the window with the largest share that keeps clear of quiet hours, the earliest of equals.
func (c *Curve) Best(hours int, quiet Quiet) (Window, error) {
	if hours < 1 || hours > Hours {
		return Window{}, fmt.Errorf("send time: a window of %d hours; it has 1 to 24", hours)
	}
	if quiet.From < 0 || quiet.From > Hours || quiet.Until < 0 || quiet.Until > Hours {
		return Window{}, fmt.Errorf("send time: quiet hours from %d to %d; hours are 0 to 24", quiet.From, quiet.Until)
	}
	best, found := Window{Share: -1}, false
	for s := range Hours {
		free := true
		for i := range hours {
			free = free && !quiet.Holds((s+i)%Hours)
		}
		if !free {
			continue
		}
		if share := c.Share(s, hours); share > best.Share+1e-12 {
			best, found = Window{s, share}, true
		}
	}
	if !found {
		return Window{}, fmt.Errorf("send time: no window of %d hours fits outside the quiet hours from %d to %d; shorten them", hours, quiet.From, quiet.Until)
	}
	return best, nil
}

// anyTime is no quiet hour at all.
var anyTime = Quiet{}
