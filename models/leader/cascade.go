package leader

import "slices"

// longestChain bounds how far up credit goes: longer chains do not occur among people.
const longestChain = 16

// cascade is the shares as trees. Positions are rows of Shares; -1 is none.
type cascade struct {
	row    map[int64]int32
	parent []int32
	sharer []int32 // number of the sharer
	people []int32 // a share of each sharer: whose User and so on to take

	Orphans int // shares whose parent is not known: they begin a tree of their own
	Cycles  int // shares that descend from themselves: the link back is cut
}

// climb builds the trees. Of two rows with the same id the first counts.
func climb(s Shares) *cascade {
	c := &cascade{row: make(map[int64]int32, len(s.ID)), parent: make([]int32, len(s.ID)), sharer: make([]int32, len(s.ID))}
	number := map[int64]int32{}
	for i, id := range s.ID {
		if _, twice := c.row[id]; !twice {
			c.row[id] = int32(i)
		}
		n, known := number[s.Sharer[i]]
		if !known {
			n = int32(len(number))
			number[s.Sharer[i]] = n
			c.people = append(c.people, int32(i))
		}
		c.sharer[i] = n
	}
	for i := range s.ID {
		c.parent[i] = -1
		if p := s.Parent[i]; p != 0 {
			if at, known := c.row[p]; known {
				c.parent[i] = at
			} else {
				c.Orphans++
			}
		}
	}
	c.cut(s)
	return c
}

// cut removes the link that closes a cycle: that of its earliest share, which cannot come from a later one.
func (c *cascade) cut(s Shares) {
	const unseen, open, done = 0, 1, 2
	state := make([]uint8, len(c.parent))
	var path []int32
	for i := range c.parent {
		path = path[:0]
		at := int32(i)
		for at >= 0 && state[at] == unseen {
			state[at] = open
			path = append(path, at)
			at = c.parent[at]
		}
		if at >= 0 && state[at] == open {
			ring := path[slices.Index(path, at):]
			first := slices.MinFunc(ring, func(a, b int32) int {
				if d := s.At[a] - s.At[b]; d != 0 {
					return int(max(-1, min(1, d)))
				}
				return int(a - b)
			})
			c.parent[first] = -1
			c.Cycles++
		}
		for _, p := range path {
			state[p] = done
		}
	}
}

// chain is the sharers from a share up to its root, each once, without the buyer: a purchase needs all of them.
func (c *cascade) chain(share, buyer int32, out []int32) []int32 {
	out = out[:0]
	for n := 0; share >= 0 && n < longestChain; n++ {
		if who := c.sharer[share]; who != buyer && !slices.Contains(out, who) {
			out = append(out, who)
		}
		share = c.parent[share]
	}
	return out
}
