package classic

// croston smooths the sizes of demands and the days between them, each started at its
// first; scale corrects the ratio for its bias. Days not seen are no days between.
type croston struct{ smooth, scale float64 }

func (m croston) forecast(y []float64, _ int, out []float64) {
	size, interval, gap := 0.0, 0.0, 0.0
	for _, v := range y {
		if v != v {
			continue
		}
		gap++
		if v == 0 {
			continue
		}
		if interval == 0 {
			size, interval = v, gap
		} else {
			size += m.smooth * (v - size)
			interval += m.smooth * (gap - interval)
		}
		gap = 0
	}
	fill(out, m.scale*size/interval)
}

// tsb smooths the size on days with a demand and the chance of one on every day seen,
// each started at its first.
type tsb struct{ size, chance float64 }

func (m tsb) forecast(y []float64, _ int, out []float64) {
	size, chance := 0.0, -1.0
	for _, v := range y {
		if v != v {
			continue
		}
		demand := 0.0
		if v > 0 {
			demand = 1
			if size == 0 {
				size = v
			}
			size += m.size * (v - size)
		}
		if chance < 0 {
			chance = demand
		}
		chance += m.chance * (demand - chance)
	}
	fill(out, size*chance)
}
