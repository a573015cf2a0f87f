package gbdt

import (
	"fmt"
	"math"
	"slices"
	"sync/atomic"
)

// maxFeatures is bounded by the 16-bit feature number of a tree node.
const maxFeatures = 1 << 16

// feature says how the values of one column become bins.
type feature struct {
	name     string
	category bool
	edges    []float32   // numbers: bin b holds edges[b-2] < v <= edges[b-1], the last bin is open
	keys     *[256]int32 // the edges as ordered integers, padded with the greatest
	codes    []int32     // categories: known codes, ascending, and their bins
	codeBins []uint8
	table    []uint8 // bin by code where codes are small numbers
	other    uint8   // bin of codes not in the list: the rare ones' or that of missing values
	bins     int     // bins in use, that of missing values included
}

// prepare derives what is looked up from what is saved.
func (f *feature) prepare() {
	if !f.category {
		f.bins = len(f.edges) + 2
		f.keys = new([256]int32)
		for i := range f.keys {
			f.keys[i] = math.MaxInt32
		}
		for i, e := range f.edges {
			f.keys[i] = orderKey(e)
		}
		return
	}
	f.bins = 1 + int(f.other)
	for _, b := range f.codeBins {
		f.bins = max(f.bins, int(b)+1)
	}
	if n := len(f.codes); n > 0 && f.codes[n-1] < 1<<20 {
		f.table = make([]uint8, f.codes[n-1]+1)
		for i := range f.table {
			f.table[i] = f.other
		}
		for i, c := range f.codes {
			f.table[c] = f.codeBins[i]
		}
	}
}

// orderKey maps a float to an integer of the same order; both zeros get the same key.
func orderKey(v float32) int32 {
	b := int32(math.Float32bits(v + 0))
	return b ^ int32(uint32(b>>31)>>1)
}

// numberBin finds the bin of a number: one more than the count of keys below its own, by bisection of the padded keys in
// eight steps. They use no branch, which would be mispredicted half of the time.
func numberBin(keys *[256]int32, v float32) uint8 {
	if v != v {
		return 0
	}
	k := int64(orderKey(v))
	i := below(keys[127], k) & 128
	i += below(keys[(i+63)&255], k) & 64
	i += below(keys[(i+31)&255], k) & 32
	i += below(keys[(i+15)&255], k) & 16
	i += below(keys[(i+7)&255], k) & 8
	i += below(keys[(i+3)&255], k) & 4
	i += below(keys[(i+1)&255], k) & 2
	i += below(keys[i&255], k) & 1
	return uint8(i + 1)
}

// below is all ones where a < b, else 0.
func below(a int32, b int64) uint64 { return uint64((int64(a) - b) >> 63) }

// codeBin finds the bin of a category code.
func (f *feature) codeBin(c int32) uint8 {
	if c < 0 {
		return 0
	}
	if f.table != nil {
		if int(c) < len(f.table) {
			return f.table[c]
		}
		return f.other
	}
	if i, ok := slices.BinarySearch(f.codes, c); ok {
		return f.codeBins[i]
	}
	return f.other
}

// fillBlock is the number of rows that a thread bins at a time.
const fillBlock = 1 << 15

// fillNumeric appends the bins of a column; d is unchanged where a value is refused.
func (d *Dataset) fillNumeric(f *feature, values []float32) error {
	column := make([]uint8, d.rows)
	var bad atomic.Int64
	bad.Store(-1)
	blocks(d.rows, fillBlock, d.options.Threads, func(_, lo, hi int) {
		part, keys := column[lo:hi], f.keys
		for i, v := range values[lo:hi] {
			if math.Float32bits(v)&0x7fffffff == 0x7f800000 {
				bad.Store(int64(lo + i))
				return
			}
			part[i] = numberBin(keys, v)
		}
	})
	if at := bad.Load(); at >= 0 {
		return fmt.Errorf("column %q, row %d: %v is not a number to learn from: use NaN for a missing value", f.name, at, values[at])
	}
	d.columns = append(d.columns, column)
	return nil
}

func (d *Dataset) fillCategory(f *feature, codes []int32) {
	column := make([]uint8, d.rows)
	blocks(d.rows, fillBlock, d.options.Threads, func(_, lo, hi int) {
		part := column[lo:hi]
		for i, c := range codes[lo:hi] {
			part[i] = f.codeBin(c)
		}
	})
	d.columns = append(d.columns, column)
}
