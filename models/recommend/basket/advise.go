package basket

import "fmt"

// The kinds of products in a list.
const (
	Repeat  = "repeat"  // bought before
	Explore = "explore" // never bought, but it goes with what was, or people alike buy it
	Popular = "popular" // sells well around the user
)

// The reasons; a Pick holds the figures of each.
const (
	Rhythm   = "rhythm"   // bought Count times in Base days, every Gap days, last Since days ago
	Once     = "once"     // bought once, Since days ago
	Together = "together" // of Base people who bought With, Count bought it too
	Alike    = "alike"    // of the Base people who buy most alike, Count bought it next
	Here     = "here"     // in Count of Base baskets around the user
)

// Pick is a product of a list and why it is there.
type Pick struct {
	Item         int32
	Chance       float32 // that the next basket holds it, 0 to 1
	Kind, Reason string
	Count, Base  int32
	Gap          float32 // days, 0 if unknown
	Since        int32   // days
	With         int32   // -1: none
}

// Ask is a user of a log whose next basket is wanted.
type Ask struct {
	User    int32
	Member  int32  // number of the same user in the crowd of the model, or -1
	Place   *Place // where the user shops; may be nil
	Offered []bool // by item; nil: everything
}

// Advice is what a user will most likely buy next, and a shelf of products never bought that go with what was.
type Advice struct {
	Picks, Shelf []Pick
}

// Advise makes lists of k products and shelves of some more, for the day today; window is how many days the log looks back. A user
// without a basket gets what sells around the place.
func (m *Model) Advise(l *Log, asks []Ask, today, window int32, k, shelf int) ([]Advice, error) {
	if l.Days == nil {
		return nil, fmt.Errorf("advise next baskets: the log has no days; the reasons need them")
	}
	list := make([]asked, len(asks))
	for i, a := range asks {
		list[i] = asked{log: l, user: int(a.User), member: a.Member, today: today, place: a.Place, offered: a.Offered}
	}
	out := make([]Advice, len(list))
	err := m.batches(len(list), func(s *scratch, from, to int) error {
		var facts []Pick
		x := s.rank(list[from:to], func(i int) { facts = s.facts(&list[from+i], window, facts) })
		score, err := m.score(x, 1)
		if err != nil {
			return err
		}
		for i := range to - from {
			rows := facts[x.start[i]:x.start[i+1]]
			for r := range rows {
				rows[r].Chance = min(max(score[x.start[i]+r], 0), 1)
			}
			out[from+i] = s.advice(rows, k, shelf)
			if a := &list[from+i]; a.log.Count(a.user) == 0 && a.place != nil {
				out[from+i] = m.newcomer(a, k)
			}
		}
		return nil
	})
	return out, err
}

// facts says why each candidate might be bought.
func (s *scratch) facts(a *asked, window int32, out []Pick) []Pick {
	for _, c := range s.candidates {
		f := Pick{Item: c.item, With: -1}
		switch {
		case c.own >= 0:
			o := &s.past.items[c.own]
			f.Kind, f.Reason, f.Count, f.Base, f.Since = Repeat, Once, o.count, window, a.today-o.lastDay
			if _, days := o.gap(); o.count > 1 {
				f.Reason, f.Gap = Rhythm, days
			}
		case s.goesWith(c.item, &f):
			f.Kind, f.Reason = Explore, Together
		case s.taste.bought.sum[c.item] >= minBoth && s.alike(c.item) > 1.5:
			f.Kind, f.Reason = Explore, Alike
			f.Count, f.Base = int32(s.taste.bought.sum[c.item]), s.taste.told
		case a.place != nil:
			f.Kind, f.Reason = Popular, Here
			f.Count, f.Base = int32(a.place.Holding[c.item]), int32(a.place.Baskets)
		default:
			f.Kind, f.Reason = Popular, Alike
			f.Count, f.Base = int32(s.taste.bought.sum[c.item]), s.taste.told
		}
		out = append(out, f)
	}
	return out
}

// minBoth is how many people must stand behind a pair of products, or behind what people alike bought.
const minBoth = 5

// alike is how many times likelier the neighbours are to buy the item next than everybody.
func (s *scratch) alike(i int32) float32 {
	in, _, _ := s.next.of(i)
	return s.taste.nextMany.sum[i] / max(in, 1e-4)
}

// goesWith finds the item of the user that another one goes with best, if enough people bought both and more than by chance.
func (s *scratch) goesWith(i int32, f *Pick) bool {
	if s.mateBest.sum[i] == 0 {
		return false
	}
	with := s.because[i]
	for _, p := range s.m.together[with] {
		if p.item != i {
			continue
		}
		base := s.m.buyers(with)
		f.With, f.Count, f.Base = with, p.users, base
		return p.users >= minBoth && float32(p.users) > 1.2*float32(base)*s.m.items.buyers[i]
	}
	return false
}

// buyers is how many of the crowd bought an item.
func (m *Model) buyers(i int32) int32 {
	return int32(m.items.buyers[i]*float32(m.items.users) + 0.5)
}

func (s *scratch) advice(rows []Pick, k, shelf int) (a Advice) {
	s.best.reset(k)
	for r := range rows {
		s.best.offer(int32(r), rows[r].Chance)
	}
	for _, x := range s.best.sorted() {
		a.Picks = append(a.Picks, rows[x.id])
	}
	s.best.reset(shelf)
	for r := range rows {
		if rows[r].Reason == Together {
			s.best.offer(int32(r), rows[r].Chance)
		}
	}
	for _, x := range s.best.sorted() {
		a.Shelf = append(a.Shelf, rows[x.id])
	}
	return a
}

// newcomer is the list of somebody without a basket: what the baskets around hold most often.
func (m *Model) newcomer(a *asked, k int) (out Advice) {
	var t top
	t.reset(k)
	for i := range int32(len(a.place.Prior)) {
		if x := a.place.share(i, 0, 0); x > 0 && a.has(i) {
			t.offer(i, x)
		}
	}
	for _, x := range t.sorted() {
		out.Picks = append(out.Picks, Pick{Item: x.id, Chance: min(x.score, 1), Kind: Popular, Reason: Here,
			Count: int32(a.place.Holding[x.id]), Base: int32(a.place.Baskets), With: -1})
	}
	return out
}

// Partner is a product that the buyers of another buy as well.
type Partner struct {
	Item, With   int32
	Both, Buyers int32   // of the crowd
	Lift         float64 // how many times likelier With is among the buyers of Item than among all
}

// Partners lists the best partners of every item that enough people bought together, k of each at most.
func (m *Model) Partners(k int) (out []Partner) {
	for i, list := range m.together {
		n, buyers := 0, m.buyers(int32(i))
		for _, p := range list {
			if n == k {
				break
			}
			lift := float64(p.users) / float64(max(buyers, 1)) / float64(max(m.items.buyers[p.item], 1e-9))
			if p.users < minBoth || lift <= 1 {
				continue
			}
			out = append(out, Partner{int32(i), p.item, p.users, buyers, lift})
			n++
		}
	}
	return out
}
