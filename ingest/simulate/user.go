package simulate

import (
	"math"
	"math/rand/v2"
)

const nFavourites = 8

// user is the member of one household who uses the mini-program.
type user struct {
	id        string
	community int32
	kind      uint8
	habit     uint8      // hour around which most visits fall, on weekdays
	late      [2]float64 // share of visits after the campaigns' end: weekdays, weekends
	join      int32      // day of the first visit, unless a share brings it forward; before 0: an old customer
	gone      bool       // dropped out before the first day
	rate      float64    // visits meant to buy, per day
	dropout   float64    // chance that an order is the last
	scale     float64    // basket size
	favourite [nFavourites]int16
	sharer
}

// sharer is what a user does with shares. Most have few posts and little reach.
type sharer struct {
	posts   float64 // per day
	reach   int     // recipients of a post
	pull    float64 // chance that a recipient visits who else would not have
	claim   float64 // chance that a recipient who comes anyway comes through the post
	insider bool    // posts to those who buy most anyway: last touch flatters, the increment does not follow
}

// life is what changes about a user.
type life struct {
	joined, gone bool
	touched      int32 // share of today that reached the user, index into shop.posts plus 1
}

func (w *World) newUser(rng *rand.Rand, community int, kind uint8, s int) user {
	h := &households[kind]
	u := user{id: w.userName(len(w.users) + 1), community: int32(community), kind: kind,
		habit: uint8(pick(rng, w.stores[s].hoursSummed[kind][0][:])),
		rate:  gamma(rng, bgR) / bgAlpha * h.visits, dropout: beta(rng, bgA, bgB), scale: lognormal(rng, .3) * h.size}
	days := float64(w.cfg.Days)
	switch x := rng.Float64(); {
	case x < .62:
		u.join, u.gone = -1, rng.Float64() < .2
	case x < .88:
		u.join = int32(rng.Float64() * days)
	default:
		u.join = int32(days * between(rng, 1, 4))
	}
	u.join = max(u.join, int32(w.stores[s].opens)-1)
	for i := range u.favourite {
		u.favourite[i] = int16(pick(rng, w.appeal[kind]))
	}
	for e := range u.late {
		u.late[e] = w.hourShare(&u, s, 22, e) + w.hourShare(&u, s, 23, e)
	}
	return u
}

// newSharer makes the first two members of a community its leaders, the next four its KOCs, and a quarter of the rest
// people who share now and then.
func newSharer(rng *rand.Rand, i, members int) sharer {
	sh := sharer{reach: 3 + rng.IntN(6), pull: between(rng, .01, .06), claim: .12}
	switch {
	case i < 2:
		sh.posts, sh.reach, sh.pull = between(rng, .7, 1.8), 22+rng.IntN(36), .012*math.Exp(between(rng, 0, 2))
		sh.insider = rng.Float64() < .4
	case i < 6:
		sh.posts, sh.reach, sh.pull = between(rng, .15, .6), 10+rng.IntN(18), .010*math.Exp(between(rng, 0, 2))
		sh.insider = rng.Float64() < .3
	case rng.Float64() < .25:
		sh.posts = .03 * math.Pow(1-rng.Float64(), .8)
	}
	if sh.insider {
		sh.claim, sh.pull = .6, sh.pull/2
	}
	sh.reach = min(sh.reach, max(1, members/2))
	return sh
}

// hourShare is the share of a user's visits in an hour; e is 1 at weekends.
func (w *World) hourShare(u *user, s, hour, e int) float64 {
	share := (1 - habitual) * w.stores[s].hours[u.kind][e][hour]
	from := (hour - int(u.habit) - weekendShift(u.kind, e == 1) + 2 + 48) % 24
	if from < len(habitKernel) {
		share += habitual * habitKernel[from]
	}
	return share
}

// drawHour draws the hour of a visit.
func (w *World) drawHour(rng *rand.Rand, u *user, s, e int) int {
	if rng.Float64() >= habitual {
		return pick(rng, w.stores[s].hoursSummed[u.kind][e][:])
	}
	x, i := rng.Float64(), 0
	for x > habitKernel[i] && i < len(habitKernel)-1 {
		x -= habitKernel[i]
		i++
	}
	return (int(u.habit) + weekendShift(u.kind, e == 1) + i - 2 + 24) % 24
}
