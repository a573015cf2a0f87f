package sendtime

// Model has the curves of chain and groups, and knows how a user's orders are weighed against them.
type Model struct {
	Params Params
	Chain  Week
	h      *History
	past   cut
	groups []Week  // of group i of the history
	counts []tally // orders of group i
	home   []int32 // group of a user's last order; -1 without a past
	user   *kernels
}

// New makes the curves from all orders.
func New(h *History, p Params) *Model { return newModel(h, h.whole(), p, nil) }

// newModel sees the past only. Tallies that were made for it before are taken over.
func newModel(h *History, past cut, p Params, counted *Model) *Model {
	m := &Model{Params: p, h: h, past: past}
	if counted != nil {
		m.Chain, m.counts, m.home = counted.Chain, counted.counts, counted.home
	} else {
		m.count()
	}
	m.user = newKernels(p.User, &m.Chain)
	if counted != nil && counted.Params.Group == p.Group {
		m.groups = counted.groups
		return m
	}
	k := newKernels(p.Group, &m.Chain)
	m.groups = make([]Week, len(h.Groups))
	for g := range m.groups {
		for d := range m.Chain {
			slots, total := p.Group.blend(&m.counts[g], d)
			m.groups[g][d] = p.Group.shrunk(&k[d], &slots, total, &m.Chain[d])
		}
	}
	return m
}

// count tallies the past.
func (m *Model) count() {
	h := m.h
	m.counts, m.home = make([]tally, len(h.Groups)), make([]int32, len(h.Users))
	for u := range h.Users {
		m.home[u] = -1
		if m.past[u] > h.first[u] {
			m.home[u] = h.group[m.past[u]-1]
		}
		for i := h.first[u]; i < m.past[u]; i++ {
			m.counts[h.group[i]][Weekday(h.day[i])][h.slot[i]]++
		}
	}
	var all tally
	for g := range m.counts {
		for d := range all {
			for s, n := range m.counts[g][d] {
				all[d][s] += n
			}
		}
	}
	m.Chain = chainWeek(&all)
}

// wider is the curve behind a user's.
func (m *Model) wider(u, weekday int) *Curve {
	if g := m.home[u]; g >= 0 {
		return &m.groups[g][weekday]
	}
	return &m.Chain[weekday]
}

// User is the curve of user u of the history for a weekday.
func (m *Model) User(u, weekday int) Curve {
	slots, total := m.Params.User.weigh(m.h, m.h.first[u], m.past[u], weekday)
	return m.Params.User.shrunk(&m.user[weekday], &slots, total, m.wider(u, weekday))
}

// Home is the group of a user's last order, an index into the history's groups.
func (m *Model) Home(u int) int { return int(m.home[u]) }

// Orders is the number of a user's orders.
func (m *Model) Orders(u int) int { return int(m.past[u] - m.h.first[u]) }

// Group is the curve of a group for a weekday.
func (m *Model) Group(g, weekday int) *Curve { return &m.groups[g][weekday] }

// GroupClass is the curve of a group on working days or weekends, and GroupAll that of the whole week: the days weigh as the chain's orders do.
func (m *Model) GroupClass(g int, weekend bool) Curve {
	return m.mean(g, func(weekday int) bool { return Weekend(weekday) == weekend })
}

// GroupAll is the curve of a group over the week.
func (m *Model) GroupAll(g int) Curve { return m.mean(g, func(int) bool { return true }) }

func (m *Model) mean(g int, counts func(weekday int) bool) (c Curve) {
	sum := 0.0
	for d := range m.Chain {
		if !counts(d) {
			continue
		}
		n := 1e-9 // a chain without such days has them all alike
		for i := range m.counts {
			for _, x := range m.counts[i][d] {
				n += x
			}
		}
		sum += n
		for h, x := range m.groups[g][d] {
			c[h] += n * x
		}
	}
	for h := range c {
		c[h] /= sum
	}
	return c
}
