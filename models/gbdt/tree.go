package gbdt

// maxLeaves is bounded by the 16-bit links of a tree's nodes.
const maxLeaves = 1 << 15

// node is a split in eight bytes. Links from 0 up are nodes, below 0 are leaves: -1-link.
type node struct {
	feature uint16
	test    uint16 // see the bits below
	link    [2]int16
}

// Bits of a node's test. Numbers: the greatest bin that goes left and whether missing values go right. Categories: the
// number of the set that goes left.
const (
	testCategory = 1 << 15
	testRight    = 1 << 8
)

// tree is one round of a model.
type tree struct {
	nodes  []node
	gains  []float32 // per node
	sets   [][4]uint64
	values []float32 // per leaf, the learning rate included
	walk   []place   // the same for prediction
}

// add appends a split; its links are set by the caller.
func (t *tree) add(feature int, r rule, gain float64) int {
	n := node{feature: uint16(feature), test: uint16(r.bin)}
	if r.right {
		n.test |= testRight
	}
	if r.category {
		n.test = testCategory | uint16(len(t.sets))
		t.sets = append(t.sets, r.set)
	}
	t.nodes = append(t.nodes, n)
	t.gains = append(t.gains, float32(gain))
	return len(t.nodes) - 1
}

// rule is the test of a node as it was found.
func (t *tree) rule(n *node) rule {
	if n.test&testCategory != 0 {
		return rule{category: true, set: t.sets[n.test&^testCategory]}
	}
	return rule{bin: uint8(n.test), right: n.test&testRight != 0}
}
