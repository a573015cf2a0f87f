package sink

import "math/bits"

// bloom is a blocked Bloom filter over 64-bit hashes: a set that may take a stranger for a member but never misses one. Each
// member sets a few bits within one cache line, so that a question costs one access to memory
// (Putze, Sanders, Singler: Cache-, Hash- and Space-Efficient Bloom Filters, 2007).
type bloom struct {
	lines   [][8]uint64
	members int
	room    int // members up to which false answers stay below about one in 500
}

const (
	bloomProbes    = 6
	bitsPerMember  = 16
	membersPerLine = 512 / bitsPerMember
)

func newBloom(members int) *bloom {
	n := max(1, members/membersPerLine)
	return &bloom{lines: make([][8]uint64, n), room: n * membersPerLine}
}

// probe gives the line of a hash and the bits that its six probes would set in it.
func (b *bloom) probe(hash uint64) (line *[8]uint64, mix uint64) {
	at, _ := bits.Mul64(hash, uint64(len(b.lines))) // the upper bits choose the line,
	mix = hash * 0x9e3779b97f4a7c15                 // all of them the places in it
	mix ^= mix >> 32
	return &b.lines[at], mix
}

func (b *bloom) has(hash uint64) bool {
	line, mix := b.probe(hash)
	for range bloomProbes {
		if line[mix>>6&7]&(1<<(mix&63)) == 0 {
			return false
		}
		mix >>= 9
	}
	return true
}

func (b *bloom) add(hash uint64) {
	line, mix := b.probe(hash)
	for range bloomProbes {
		line[mix>>6&7] |= 1 << (mix & 63)
		mix >>= 9
	}
	b.members++
}

func (b *bloom) bytes() int { return 64 * len(b.lines) }
