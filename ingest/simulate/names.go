package simulate

import (
	"fmt"
	"time"

	"github.com/oklog/ulid/v2"
)

// userName is a user's id: short and readable, or in a world for load tests 28 characters, as a WeChat openid has.
func (w *World) userName(n int) string {
	if !w.cfg.Load {
		return fmt.Sprintf("u%06d", n)
	}
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	rng := draws(w.tag, streamName, n, 0)
	id := [28]byte{'o'}
	for i := 1; i < len(id); i++ {
		id[i] = letters[rng.IntN(len(letters))]
	}
	return string(id[:])
}

// tagOf is the seed of a world's ids: its own, or for load tests one that no world of another shape has, so that the events
// of several may meet in one installation.
func tagOf(c Config) uint64 {
	if !c.Load {
		return c.Seed
	}
	tag := mix(c.Seed)
	for _, x := range []int64{int64(c.Stores), int64(c.CommunitiesPerStore), int64(c.HouseholdsPerCommunity), int64(c.Days), c.Today.Unix()} {
		tag = mix(tag ^ uint64(x))
	}
	return tag
}

// longName is an id of a world for load tests: 20 digits for an order, a ULID for a session or share; none for the rest.
func (s *shop) longName(letter byte) string {
	switch letter {
	case 'o':
		return fmt.Sprintf("%s%04d%05d%05d", s.today[:6], s.index, s.w.tag%100_000, s.serial)
	case 'v', 'h':
		var id ulid.ULID
		_ = id.SetTime(ulid.Timestamp(time.UnixMilli(s.start + int64(s.serial)))) // fails after the year 10889
		place := s.w.tag ^ uint64(s.day)<<40 ^ uint64(s.index)<<24 ^ uint64(s.serial)
		hi, lo := mix(place), mix(place+1<<63)
		for b := range 8 {
			id[6+b] = byte(hi >> (8 * b))
		}
		id[14], id[15] = byte(lo), byte(lo>>8)
		return id.String()
	}
	return ""
}

// mix scatters the bits of a number (SplitMix64).
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
