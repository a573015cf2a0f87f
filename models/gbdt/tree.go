package gbdt

// maxLeaves is bounded by the 16-bit links of a tree's nodes.
const maxLeaves = 1 << 15

// node is a split in eight bytes. Links from 0 up are nodes, below 0 are leaves: -1-link.
type node struct {
	feature uint16
	test    uint16 // see the bits below
	link    [2]int16
}

// Bits of a node's test. Numbers: bin-shift > limit goes right in 8-bit arithmetic, where shift 1 turns the missing
// values' bin 0 into 255. Categories: the number of a set.
const (
	testCategory = 1 << 15
	testShift    = 8
)

// tree is one round of a model.
type tree struct {
	nodes  []node
	gains  []float32 // per node
	sets   [][4]uint64
	values []float32 // per leaf, the learning rate included
}

// add appends a split; its links are set by the caller.
func (t *tree) add(feature int, r rule, gain float64) int {
	n := node{feature: uint16(feature)}
	switch {
	case r.category:
		n.test = testCategory | uint16(len(t.sets))
		t.sets = append(t.sets, r.set)
	case r.right:
		n.test = 1<<testShift | uint16(r.bin-1)
	default:
		n.test = uint16(r.bin)
	}
	t.nodes = append(t.nodes, n)
	t.gains = append(t.gains, float32(gain))
	return len(t.nodes) - 1
}

// side is 0 for left, 1 for right.
func (t *tree) side(n *node, bin uint8) int {
	if n.test&testCategory != 0 {
		set := &t.sets[n.test&^testCategory]
		return int(^set[bin>>6] >> (bin & 63) & 1)
	}
	if bin-uint8(n.test>>testShift) > uint8(n.test) {
		return 1
	}
	return 0
}

// lanes is the number of rows that walk down together.
const lanes = 4

// sum adds the tree's values to the scores of rows whose bins lie one after another, stride bytes apart. Four rows walk
// at a time, so that the memory's latency of one hides behind the others'.
func (t *tree) sum(score []float64, rows []uint8, stride int) {
	if len(t.nodes) == 0 {
		for i := range score {
			score[i] += float64(t.values[0])
		}
		return
	}
	i := 0
	if len(t.sets) == 0 {
		for ; i+lanes <= len(score); i += lanes {
			r0 := rows[i*stride:][:stride]
			r1 := rows[(i+1)*stride:][:stride]
			r2 := rows[(i+2)*stride:][:stride]
			r3 := rows[(i+3)*stride:][:stride]
			var a, b, c, d int16
			for a >= 0 || b >= 0 || c >= 0 || d >= 0 {
				a, b, c, d = t.step(a, r0), t.step(b, r1), t.step(c, r2), t.step(d, r3)
			}
			score[i] += float64(t.values[-1-a])
			score[i+1] += float64(t.values[-1-b])
			score[i+2] += float64(t.values[-1-c])
			score[i+3] += float64(t.values[-1-d])
		}
	}
	for ; i < len(score); i++ {
		row, at := rows[i*stride:][:stride], int16(0)
		for at >= 0 {
			n := &t.nodes[at]
			at = n.link[t.side(n, row[n.feature])&1]
		}
		score[i] += float64(t.values[-1-at])
	}
}

// step goes one node down where the test is of a number; a leaf stays.
func (t *tree) step(at int16, row []uint8) int16 {
	if at < 0 {
		return at
	}
	n := &t.nodes[at]
	right := 0
	if row[n.feature]-uint8(n.test>>testShift) > uint8(n.test) {
		right = 1
	}
	return n.link[right]
}
