package simulate

import "github.com/linli-project/linli/ingest/event"

// post is one share of the day.
type post struct {
	id      string
	at      int64
	user    int32
	product int16
}

const longestCascade = 6

// glance is the chance that a recipient whom the sharer does not move has a look all the same: most who open a share buy nothing.
const glance = .06

// share draws the day's shares and the visits that they bring. A post reaches so many neighbours; each of them comes with
// the sharer's pull, who would not have come else, and may pass it on.
func (s *shop) share() {
	for i := range s.lives {
		s.lives[i].touched = 0
	}
	weights := s.shareWeights()
	weekend := 0
	if s.w.weekend(s.day) {
		weekend = 1
	}
	for i := range s.lives {
		u := &s.w.users[s.first+i]
		if u.posts == 0 || !s.lives[i].joined && int(u.join) > s.day {
			continue
		}
		for range poisson(s.rng, u.posts) {
			at := int64(s.w.drawHour(s.rng, u, s.index, weekend))*hour + s.rng.Int64N(hour)
			s.pass(at, s.first+i, pick(s.rng, weights), "", 1)
		}
	}
}

// shareWeights cumulates the products' chances to be shared today.
func (s *shop) shareWeights() []float64 {
	weights, sum := make([]float64, len(s.season)), 0.0
	for p := range weights {
		g := &s.w.products[p]
		if s.day >= g.launch && s.w.stores[s.index].offered[p] && g.mode != notice {
			x := g.popularity
			if s.campaignOf[p] >= 0 {
				x *= shareBoost
			}
			sum += x
		}
		weights[p] = sum
	}
	return weights
}

// pass emits one share and follows it to its recipients.
func (s *shop) pass(at int64, sharer, product int, parent string, depth int) {
	u := &s.w.users[sharer]
	p := post{id: s.name('h'), at: at, user: int32(sharer), product: int16(product)}
	s.posts = append(s.posts, p)
	number := int32(len(s.posts))
	channel := event.Channels[0]
	if s.rng.Float64() < .35 {
		channel = event.Channels[1+s.rng.IntN(3)]
	}
	s.events = append(s.events, stamped{at, &event.Share{Head: s.head(at, u, s.campaign(product, at), p.id),
		ParentShareID: parent, ProductID: s.w.products[product].id, Channel: channel}})
	for range u.reach {
		to := s.recipient(u)
		if to == sharer {
			continue
		}
		s.lives[to-s.first].touched = number
		if s.rng.Float64() >= u.pull {
			if s.rng.Float64() < glance {
				s.visits = append(s.visits, visit{at: s.soon(at, 80*float64(minute)), user: int32(to), browse: true, share: p.id, product: int16(product)})
			}
			continue
		}
		v := visit{at: s.soon(at, 80*float64(minute)), user: int32(to), share: p.id, brought: true, by: int32(sharer), product: int16(product)}
		s.visits = append(s.visits, v)
		if depth < longestCascade && s.rng.Float64() < reshare {
			s.pass(s.soon(v.at, 20*float64(minute)), to, product, p.id, depth+1)
		}
	}
}

// recipient draws a neighbour. Insiders write to the best customers: of three neighbours, the one who comes most often.
func (s *shop) recipient(u *user) int {
	c := &s.w.communities[u.community]
	to := c.first + s.rng.IntN(c.last-c.first)
	if u.insider {
		for range 2 {
			if other := c.first + s.rng.IntN(c.last-c.first); s.w.users[other].rate > s.w.users[to].rate {
				to = other
			}
		}
	}
	return to
}
