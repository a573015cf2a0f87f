package level

const (
	creditRounds = 60  // of the fit, far beyond what moves a forecast
	creditWeeks  = 10  // series-weeks that trust in the filter weighs in a class
	creditKeep   = 0.4 // what an earlier week counts, against the week after it
)

// credit is how much of each source a level takes, per class.
type credit [classes][sources]float64

// trusting takes the filter's level as it is.
func trusting() (c credit) {
	for k := range c {
		c[k][0] = 1
	}
	return c
}

func (c *credit) level(l *ladder) float64 {
	v := 0.0
	for j, share := range c[l.class] {
		v += share * l.levels[j]
	}
	return v
}

// lesson is what a series, selected at an earlier origin as it would have been
// then, sold in the weeks after it, and in how many mean days.
type lesson struct {
	*ladder
	sold, days, weight float64
}

// credits finds the shares of non-negative sources that are most likely to have
// made the lessons' sales, as of the Poisson: expectation maximization, which also
// makes the forecasts of a class add up to its sales (Shepp and Vardi 1982). A
// class of few lessons stays near the filter.
func credits(lessons []lesson) credit {
	c := trusting()
	var size credit // what each source alone would have foretold
	var weeks, trust [classes]float64
	for _, l := range lessons {
		weeks[l.class] += l.weight
		for j, v := range l.levels {
			size[l.class][j] += l.weight * v * l.days
		}
	}
	for k := range c {
		if weeks[k] > 0 {
			trust[k] = creditWeeks * size[k][0] / weeks[k]
			if k != steady {
				c[k] = [sources]float64{0.25, 0.25, 0.25, 0.25}
			}
		}
	}
	for range creditRounds {
		var made credit
		for _, l := range lessons {
			if m := c.level(l.ladder); m > 0 && l.sold > 0 {
				for j, v := range l.levels {
					made[l.class][j] += l.weight * l.sold * v / m
				}
			}
		}
		for k := range c {
			for j := range c[k] {
				own := 0.0
				if j == 0 {
					own = trust[k]
				}
				if all := size[k][j] + trust[k]; all > 0 {
					c[k][j] = (c[k][j]*made[k][j] + own) / all
				}
			}
		}
	}
	return c
}
