package basket

import "slices"

// candidate is an item that is looked at for a user.
type candidate struct {
	item int32
	own  int32 // place in past.items; -1: never bought
}

// asked is whose next basket is wanted.
type asked struct {
	log     *Log
	user    int
	member  int32   // number of the same user in the crowd, or -1
	hidden  []int32 // the next basket, if it is to be learned: nothing that is known of it may be used
	today   int32   // day of the next basket
	place   *Place  // may be nil
	offered []bool  // by item; nil: everything
}

func (a *asked) has(i int32) bool { return a.offered == nil || a.offered[i] }

// scratch is what looking at one user after another needs; each goroutine has its own.
type scratch struct {
	m          *Model
	slot       []int32 // item to place in past.items, plus one
	listed     []bool
	past       past
	next       view
	sims       tally
	best       top
	taste      like
	lately     like
	mates      tally
	mateBest   tally
	follows    tally
	followBest tally
	because    []int32 // the own item behind mateBest
	candidates []candidate
	rows       []float32 // of the candidates, one after another
	ranked     matrix    // see rank
}

// like is what the nearest users bought, and bought next: of the few nearest and of many.
type like struct {
	few, many, nextFew, nextMany tally
	bought                       tally // how many of the many bought the item next
	told                         int32 // of how many of them the next basket is known
}

func (m *Model) newScratch() *scratch {
	n := m.crowd.log.Items
	s := &scratch{m: m, slot: make([]int32, n), listed: make([]bool, n), because: make([]int32, n), sims: newTally(m.crowd.log.Len())}
	for _, t := range s.tallies() {
		*t = newTally(n)
	}
	return s
}

func (s *scratch) tallies() [14]*tally {
	return [...]*tally{&s.taste.few, &s.taste.many, &s.taste.nextFew, &s.taste.nextMany, &s.taste.bought,
		&s.lately.few, &s.lately.many, &s.lately.nextFew, &s.lately.nextMany, &s.lately.bought, &s.mates, &s.mateBest, &s.follows, &s.followBest}
}

// look gathers the candidates of a user and what speaks for each; done cleans up.
func (s *scratch) look(a *asked) {
	m := s.m
	from := int32(0)
	if a.place != nil {
		from = a.place.From
	}
	s.past.remember(a.log, a.user, m.crowd.fades, from, s.slot)
	s.next = m.items.seen(a)
	s.taste.told, s.lately.told = 0, 0
	s.neighbours(m.crowd, a.member, &s.taste)
	if m.lately != m.crowd {
		s.neighbours(m.lately, a.member, &s.lately)
	}
	s.partners()
	s.list(a)
	s.rows = slices.Grow(s.rows[:0], len(s.candidates)*len(columnNames))[:len(s.candidates)*len(columnNames)]
	for k := range s.candidates {
		s.row(a, &s.candidates[k], s.rows[k*len(columnNames):][:0])
	}
}

func (s *scratch) done() {
	s.past.forget(s.slot)
	for _, t := range s.tallies() {
		t.clear()
	}
	for _, c := range s.candidates {
		s.listed[c.item] = false
	}
}

// neighbours adds up what the nearest users bought, and bought next.
func (s *scratch) neighbours(c *crowd, member int32, to *like) {
	near := c.near(&s.past, member, s.m.o.Many, s.m.o.Posts, &s.sims, &s.best)
	few := min(s.m.o.Few, len(near))
	a, an := s.listen(c, near[:few], to, &to.few, &to.nextFew)
	b, bn := s.listen(c, near[few:], to, &to.many, &to.nextMany)
	to.many.addAll(&to.few)
	to.nextMany.addAll(&to.nextFew)
	to.few.divide(a)
	to.nextFew.divide(an)
	to.many.divide(a + b)
	to.nextMany.divide(an + bn)
}

// listen adds up what some neighbours say, and their likeness: of all, and of those whose next basket is known.
func (s *scratch) listen(c *crowd, near []scored, to *like, taste, next *tally) (all, known float32) {
	for _, v := range near {
		all += v.score
		id, w := c.tastes.row(v.id)
		for j, i := range id {
			taste.add(i, v.score*w[j])
		}
		goods := c.next[v.id]
		if len(goods) == 0 {
			continue
		}
		known += v.score
		to.told++
		for _, i := range goods {
			next.add(i, v.score)
			to.bought.add(i, 1)
		}
	}
	return all, known
}

// partners adds up what goes with the user's items, and what follows the last two baskets.
func (s *scratch) partners() {
	for k := range s.past.items {
		o := &s.past.items[k]
		for _, p := range s.m.together[o.item] {
			x := o.faded[1] * p.weight
			s.mates.add(p.item, x)
			if s.mateBest.raise(p.item, x) {
				s.because[p.item] = o.item
			}
		}
		age := s.past.baskets - int(o.last)
		if age > 2 {
			continue
		}
		for _, p := range s.m.follow[o.item] {
			s.follows.add(p.item, p.weight/float32(age))
			s.followBest.raise(p.item, p.weight/float32(age))
		}
	}
}

// list makes the candidates: the user's own items, and the best of the others in each view.
func (s *scratch) list(a *asked) {
	o := s.m.o
	s.candidates = s.candidates[:0]
	put := func(i int32) {
		if !s.listed[i] && a.has(i) {
			s.listed[i] = true
			s.candidates = append(s.candidates, candidate{i, s.slot[i] - 1})
		}
	}
	s.best.reset(o.Own)
	for k := range s.past.items {
		if x := &s.past.items[k]; a.has(x.item) {
			s.best.offer(x.item, x.faded[0])
		}
	}
	for _, x := range s.best.heap {
		put(x.id)
	}
	for _, t := range []*tally{&s.taste.many, &s.taste.nextFew, &s.taste.nextMany, &s.lately.nextMany, &s.mates, &s.follows} {
		s.best.reset(o.Each)
		for _, i := range t.touched {
			if s.slot[i] == 0 && a.has(i) {
				s.best.offer(i, t.sum[i])
			}
		}
		for _, x := range s.best.heap {
			put(x.id)
		}
	}
	s.popular(a, put)
	slices.SortFunc(s.candidates, func(a, b candidate) int { return int(a.item - b.item) })
}

// popular puts what sells best, here and everywhere.
func (s *scratch) popular(a *asked, put func(int32)) {
	n := 0
	for _, i := range s.next.popular() {
		if n == s.m.o.Each {
			break
		}
		if a.has(i) {
			put(i)
			n++
		}
	}
	if a.place == nil {
		return
	}
	s.best.reset(s.m.o.Each)
	for i := range int32(len(a.place.Prior)) {
		if a.has(i) {
			if x := s.here(a, &candidate{i, s.slot[i] - 1}); x > 0 {
				s.best.offer(i, x)
			}
		}
	}
	for _, x := range s.best.heap {
		put(x.id)
	}
}
