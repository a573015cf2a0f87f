package level

// week is a profile over the days of the week, Monday first: 1 is the mean day.
type week [7]float64

// pool gathers, per weekday, what was sold and what would have been on mean days.
type pool struct {
	sold, even, square week    // square: of each day's sales
	mean               float64 // per day, of a single series
}

func (a *pool) add(b pool) {
	for d := range a.sold {
		a.sold[d] += b.sold[d]
		a.even[d] += b.even[d]
	}
}

// shrunk is the profile of a pool, pulled towards parent by the weight of so many
// mean days per weekday.
func (a pool) shrunk(parent week, weight float64) week {
	var p week
	for d := range p {
		p[d] = parent[d]
		if a.even[d]+weight > 0 {
			p[d] = (a.sold[d] + weight*parent[d]) / (a.even[d] + weight)
		}
	}
	return p.centred()
}

// centred scales a profile to mean 1.
func (p week) centred() week {
	sum := p.total()
	for d := range p {
		if sum > 0 {
			p[d] *= 7 / sum
		} else {
			p[d] = 1
		}
	}
	return p
}

func (p week) total() float64 {
	sum := 0.0
	for _, v := range p {
		sum += v
	}
	return sum
}

// weekdays gathers one series' days in stock.
func (s *series) weekdays() pool {
	var p pool
	first, n := weekday(s.start), 0.0
	for k, y := range s.y {
		if s.out[k] > 0 {
			continue
		}
		d := (first + k) % 7
		p.sold[d] += y
		p.square[d] += y * y
		p.even[d]++
		n++
	}
	if n > 0 {
		p.mean = p.sold.total() / n
	}
	for d := range p.even {
		p.even[d] *= p.mean
	}
	return p
}

// parentWeights are the candidate weights of a parent's profile.
var parentWeights = [...]float64{1, 2, 4, 8, 16, 32, 64}

// profiles estimates every series' week: category from chain, category in a store
// from category, series from that, each pulled to its parent by the weight that
// foretells best what was left out.
func (t *table) profiles() []week {
	own := make([]pool, len(t.series))
	of := make([]int, t.locals) // the category of each category in a store
	groups, locals := make([]pool, t.groups), make([]pool, t.locals)
	groupOf, localOf := make([]int, len(t.series)), make([]int, len(t.series))
	var chain pool
	for i := range t.series {
		s := &t.series[i]
		own[i] = s.weekdays()
		chain.add(own[i])
		groups[s.group].add(own[i])
		locals[s.local].add(own[i])
		groupOf[i], localOf[i], of[s.local] = s.group, s.local, s.group
	}
	unit := chain.even.total() / 7 / float64(max(1, len(t.series))) // a typical series' weight
	top := []week{chain.shrunk(week{}.centred(), unit)}
	group := settle(own, groups, groupOf, top, make([]int, t.groups), unit)
	local := settle(own, locals, localOf, group, of, unit)
	weight := t.ownWeight(own, local)
	out := make([]week, len(t.series))
	for i := range t.series {
		out[i] = own[i].shrunk(local[localOf[i]], weight*own[i].mean)
	}
	return out
}

// settle shrinks pools, made of the series' own, to their parents. The weight is
// the one with the least error when each series is foretold by the others of its
// pool.
func settle(own, pools []pool, poolOf []int, parents []week, parentOf []int, unit float64) []week {
	best, least := 0.0, 0.0
	for j, c := range parentWeights {
		loss := 0.0
		for i := range own {
			all, parent := &pools[poolOf[i]], parents[parentOf[poolOf[i]]]
			if own[i].mean == 0 {
				continue
			}
			for d := range parent {
				rest := all.even[d] - own[i].even[d] + c*unit
				p := (all.sold[d] - own[i].sold[d] + c*unit*parent[d]) / rest
				miss := (own[i].sold[d] - p*own[i].even[d]) / own[i].mean
				loss += miss * miss
			}
		}
		if j == 0 || loss < least {
			best, least = c, loss
		}
	}
	out := make([]week, len(pools))
	for k := range pools {
		out[k] = pools[k].shrunk(parents[parentOf[k]], best*unit)
	}
	return out
}

// ownWeight finds the weight of the parent, in days per weekday, that best
// foretells each day of a series by the other days.
func (t *table) ownWeight(own []pool, local []week) float64 {
	best, least := 0.0, 0.0
	for j, c := range parentWeights {
		loss := 0.0
		for i := range own {
			a, parent := &own[i], local[t.series[i].local]
			if a.mean == 0 {
				continue
			}
			for d := range parent {
				n := a.even[d] / a.mean
				if n < 1 {
					continue
				}
				// the error of a day y is grow*y - rest
				grow := 1 + 1/(n-1+c)
				rest := (a.sold[d] + c*a.mean*parent[d]) / (n - 1 + c)
				loss += (grow*grow*a.square[d] - 2*grow*rest*a.sold[d] + n*rest*rest) / (a.mean * a.mean)
			}
		}
		if j == 0 || loss < least {
			best, least = c, loss
		}
	}
	return best
}
