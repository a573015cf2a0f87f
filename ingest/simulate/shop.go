package simulate

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/master"
)

// Milliseconds of a day.
const (
	minute = int64(60_000)
	hour   = 60 * minute
	night  = 24*hour - 1 // the last instant of a day
)

// shop is a store at work. All that carries over from day to day, besides the world itself, is here.
type shop struct {
	w     *World
	index int
	first int // of the store's users
	lives []life
	level float64 // slow noise of the store's demand, in logs

	// What a day begins with.
	lift  float64 // exp(level)
	moods [kinds]float64
	today string    // the ids of the day begin with it
	date  time.Time // as a Date column takes it

	shelves []shelf
	due     [8][]*booking // by pickup day, modulo 8
	groups  map[int32]*group

	// The day at work.
	day        int
	start      int64 // milliseconds since 1970
	rng        *rand.Rand
	special    special
	season     []float64
	campaignOf []int32
	mixtures   [][kinds]mixture
	visits     []visit
	posts      []post
	lines      []wish
	events     []stamped
	stock      []master.Stock
	clicks     []event.Click
	orders     []event.Order
	serial     int // of the day's sessions, orders and movements
}

// stamped is an event with its place in the day: milliseconds, then the order in which it was made.
type stamped struct {
	at int64
	event.Event
}

func newShop(w *World, index int) *shop {
	st := &w.stores[index]
	first, last := w.communities[st.first].first, w.communities[st.last-1].last
	s := &shop{w: w, index: index, first: first, lives: make([]life, last-first), shelves: make([]shelf, len(w.products)), groups: map[int32]*group{},
		season: make([]float64, len(w.products)), campaignOf: make([]int32, len(w.products)), mixtures: make([][kinds]mixture, st.last-st.first)}
	for i := range s.lives {
		s.lives[i].gone = w.users[first+i].gone
	}
	for c := range s.mixtures {
		for k := range kinds {
			s.mixtures[c][k].lines = make([]float64, len(w.products))
			s.mixtures[c][k].cumulated = make([]float64, len(w.products))
		}
	}
	return s
}

// rewind puts the world back before day 0.
func (w *World) rewind() {
	w.next, w.recent, w.shops = 0, [2]*Day{}, nil
	for i := range w.stores {
		w.shops = append(w.shops, newShop(w, i))
	}
	w.truth.rewind(w)
}

// run lives through one day of the store.
func (s *shop) run(day int) {
	st := &s.w.stores[s.index]
	s.events, s.stock, s.visits, s.posts, s.serial = s.events[:0], s.stock[:0], s.visits[:0], s.posts[:0], 0
	if day < st.opens {
		return
	}
	s.day, s.start = day, s.w.date(day).UnixMilli()
	s.rng = draws(s.w.cfg.Seed, streamShop, day, s.index)
	s.weighSeason()
	s.greet()
	s.weighDemand()
	s.w.truth.expect(s)
	s.receive()
	s.handOut()
	s.share()
	s.comeAlong()
	slices.SortStableFunc(s.visits, func(a, b visit) int { return cmp.Compare(a.at, b.at) })
	for i := range s.visits {
		s.serve(&s.visits[i])
	}
	s.closeGroups()
	s.closeShelves()
}

// greet works out what the whole day shares. A mood is how many more visits than usual a kind of household makes.
func (s *shop) greet() {
	s.lift = math.Exp(s.level)
	for k := range s.moods {
		s.moods[k] = households[k].week[s.w.weekday(s.day)] * s.special.visits * s.lift * (1 + growth*float64(s.day))
	}
	date := s.w.date(s.day)
	s.date, s.today = utcDay(date), date.Format("060102")+s.w.stores[s.index].id+"-"
}

// chance is the probability that a user comes to buy today without being asked; a newcomer does on the first day.
func (s *shop) chance(u *user, l *life, mood float64) float64 {
	switch {
	case l.gone || (!l.joined && int(u.join) > s.day):
		return 0
	case !l.joined && int(u.join) == s.day:
		return 1
	}
	return 1 - math.Exp(-u.rate*mood)
}

// campaign is the index of the campaign that a product is in at this time of the day, or -1.
func (s *shop) campaign(p int, at int64) int32 {
	i := s.campaignOf[p]
	if i >= 0 && at >= campaignEnd*hour && s.w.campaigns[i].to == s.day {
		return -1
	}
	return i
}

// mixture is what households like the user's want today.
func (s *shop) mixture(u *user) *mixture {
	return &s.mixtures[int(u.community)-s.w.stores[s.index].first][u.kind]
}
