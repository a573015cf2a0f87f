package event

import "hash/maphash"

// nameSet holds the names of all objects of a message, except those that an event has: a hash table with open addressing.
type nameSet struct {
	slots  []nameSlot
	used   int
	first  uint64 // number of the message's first object: slots of lower numbers are free
	latest uint64
}

type nameSlot struct {
	object   uint64
	hash     uint32
	from, to int32 // in scanner.spare
}

const slotBytes = 24

var seed = maphash.MakeSeed() // unknown to those who would choose names that collide

func (n *nameSet) reset() {
	n.used, n.first = 0, n.latest+1
	if len(n.slots) > keepBytes/slotBytes {
		n.slots = nil
	}
}

// next is the slot to look at after this one. A hash goes to the first free slot after its own.
func (n *nameSet) next(at uint32) uint32 { return (at + 1) & uint32(len(n.slots)-1) }

func (n *nameSet) grow() {
	old := n.slots
	n.slots = make([]nameSlot, max(64, 2*len(old)))
	for _, o := range old {
		if o.object >= n.first {
			at := n.next(o.hash)
			for n.slots[at].object != 0 {
				at = n.next(at)
			}
			n.slots[at] = o
		}
	}
}

// object gives a number to the object that begins.
func (s *scanner) object() uint64 {
	s.names.latest++
	return s.names.latest
}

// add notes a name of an object; it is false for one that was there before.
func (s *scanner) add(object uint64, name []byte) bool {
	n := &s.names
	if 4*n.used >= 3*len(n.slots) {
		n.grow()
	}
	hash := uint32(maphash.Bytes(seed, name)) ^ uint32(object)*0x9e3779b1
	at := n.next(hash)
	for ; n.slots[at].object >= n.first; at = n.next(at) {
		if o := &n.slots[at]; o.object == object && o.hash == hash && string(s.spare[o.from:o.to]) == string(name) {
			return false
		}
	}
	from := len(s.spare)
	s.spare = append(s.spare, name...)
	n.slots[at] = nameSlot{object, hash, int32(from), int32(len(s.spare))}
	n.used++
	return true
}
