package gbdt

import (
	"encoding/binary"
	"math"
	"slices"
)

// decoder reads what encoder wrote; after the first impossible thing it is bad and gives zeros.
type decoder struct {
	data []byte
	bad  bool
}

func (d *decoder) take(n int) []byte {
	if d.bad || n < 0 || n > len(d.data) {
		d.bad = true
		return make([]byte, 8) // enough for any number
	}
	b := d.data[:n]
	d.data = d.data[n:]
	return b
}

func (d *decoder) uint() uint64 {
	v, n := binary.Uvarint(d.data)
	d.take(max(n, 1))
	d.bad = d.bad || n <= 0
	return v
}

func (d *decoder) int() int64 {
	v, n := binary.Varint(d.data)
	d.take(max(n, 1))
	d.bad = d.bad || n <= 0
	return v
}

// count reads a length of things of at least size bytes each, so that no more is allocated than the file can hold.
func (d *decoder) count(size int) int {
	n := d.uint()
	if d.bad || n > uint64(len(d.data)/size) {
		d.bad = true
		return 0
	}
	return int(n)
}

func (d *decoder) float32() float32 {
	v := math.Float32frombits(binary.LittleEndian.Uint32(d.take(4)))
	d.bad = d.bad || math.IsNaN(float64(v))
	return v
}

func (d *decoder) float64() float64 {
	v := math.Float64frombits(binary.LittleEndian.Uint64(d.take(8)))
	d.bad = d.bad || math.IsNaN(v) || math.IsInf(v, 0)
	return v
}

func (d *decoder) model() *Model {
	m := &Model{}
	m.objective = objective{loss: Loss(d.uint()), power: d.float64(), quantile: d.float64()}
	d.bad = d.bad || m.objective.loss < L2 || m.objective.loss > Pinball
	m.base = d.float64()
	for range d.count(3) {
		m.features = append(m.features, d.feature())
	}
	d.bad = d.bad || len(m.features) > maxFeatures
	for n := d.count(6); n > 0 && !d.bad; n-- {
		m.trees = append(m.trees, d.tree(m.features))
	}
	return m
}

func (d *decoder) feature() *feature {
	f := &feature{name: string(d.take(d.count(1)))}
	f.category = d.take(1)[0] == 1
	if f.category {
		f.other = d.take(1)[0]
		for n := d.count(2); n > 0 && !d.bad; n-- {
			f.codes = append(f.codes, int32(d.int()))
			f.codeBins = append(f.codeBins, d.take(1)[0])
		}
		d.bad = d.bad || !slices.IsSorted(f.codes) || len(f.codes) > 0 && f.codes[0] < 0
	} else {
		for n := d.count(4); n > 0 && !d.bad; n-- {
			f.edges = append(f.edges, d.float32())
		}
		d.bad = d.bad || !slices.IsSorted(f.edges) || len(f.edges) > 254
	}
	if !d.bad {
		f.prepare()
	}
	return f
}

func (d *decoder) tree(features []*feature) tree {
	t := tree{}
	nodes := d.count(8)
	for i := range nodes {
		n := node{feature: uint16(d.uint()), test: uint16(d.uint())}
		for k := range n.link {
			l := d.int()
			// children come after their parent: no walk is endless
			d.bad = d.bad || l >= 0 && (l <= int64(i) || l >= int64(nodes)) || l < -1-int64(nodes)
			n.link[k] = int16(l)
		}
		t.nodes = append(t.nodes, n)
		t.gains = append(t.gains, d.float32())
	}
	for range d.count(32) {
		var s [4]uint64
		for k := range s {
			s[k] = binary.LittleEndian.Uint64(d.take(8))
		}
		t.sets = append(t.sets, s)
	}
	for _, n := range t.nodes {
		if int(n.feature) >= len(features) {
			d.bad = true
		} else if category := n.test&testCategory != 0; category != features[n.feature].category ||
			category && int(n.test&^testCategory) >= len(t.sets) {
			d.bad = true
		}
	}
	for range nodes + 1 {
		t.values = append(t.values, d.float32())
	}
	d.bad = d.bad || nodes >= maxLeaves
	return t
}
