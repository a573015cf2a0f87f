package gbdt

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// sampleKeys draws at most n values, one from each equal stretch of rows, and returns the ordered keys of those that
// are not missing.
func sampleKeys(name string, values []float32, n int) ([]int32, error) {
	keys := make([]int32, 0, min(n, len(values)))
	add := func(i int) error {
		v := values[i]
		if math.IsInf(float64(v), 0) {
			return fmt.Errorf("column %q, row %d: %v is not a number to learn from: use NaN for a missing value", name, i, v)
		}
		if v == v {
			keys = append(keys, orderKey(v))
		}
		return nil
	}
	rows := len(values)
	for i := range min(n, rows) {
		at := i
		if rows > n {
			lo, hi := i*rows/n, (i+1)*rows/n
			at = lo + int(mix(uint64(i))%uint64(hi-lo)) // not a fixed step: rows may have a period
		}
		if err := add(at); err != nil {
			return nil, err
		}
	}
	return keys, nil
}

// findEdges chooses at most maxBins-1 inclusive upper bounds of bins of about equal count; a value frequent enough to
// fill a bin gets its own. This is the greedy rule of LightGBM (Ke et al. 2017).
func findEdges(keys []int32, maxBins, minPerBin int) []float32 {
	keys = sortKeys(keys)
	var values []int32
	var counts []int
	for i, k := range keys {
		if i == 0 || k != keys[i-1] {
			values, counts = append(values, k), append(counts, 0)
		}
		counts[len(counts)-1]++
	}
	var edges []float32
	if len(values) <= maxBins {
		held := 0
		for i := range len(values) - 1 {
			if held += counts[i]; held >= minPerBin {
				edges = append(edges, between(values[i], values[i+1]))
				held = 0
			}
		}
		return edges
	}
	maxBins = max(1, min(maxBins, len(keys)/minPerBin))
	large := func(i int) bool { return counts[i]*maxBins >= len(keys) }
	restRows, restBins := len(keys), maxBins
	for i := range counts {
		if large(i) {
			restRows -= counts[i]
			restBins--
		}
	}
	mean := float64(restRows) / float64(max(restBins, 1))
	held := 0
	for i := range len(values) - 1 {
		if len(edges) == maxBins-1 {
			break
		}
		if held += counts[i]; !large(i) {
			restRows -= counts[i]
		}
		if !large(i) && float64(held) < mean && (!large(i+1) || float64(held) < max(1, mean/2)) {
			continue
		}
		edges = append(edges, between(values[i], values[i+1]))
		held = 0
		if !large(i) {
			restBins--
			mean = float64(restRows) / float64(max(restBins, 1))
		}
	}
	return edges
}

// between is the middle of two ordered values, never as great as the second.
func between(a, b int32) float32 {
	lo, hi := keyValue(a), keyValue(b)
	if m := float32((float64(lo) + float64(hi)) / 2); m < hi {
		return m
	}
	return lo
}

func keyValue(k int32) float32 {
	return math.Float32frombits(uint32(k ^ int32(uint32(k>>31)>>1)))
}

// sortKeys is a radix sort in three passes of eleven bits; it returns one of two buffers.
func sortKeys(keys []int32) []int32 {
	if len(keys) < 4096 {
		slices.Sort(keys)
		return keys
	}
	from, to := keys, make([]int32, len(keys))
	for shift := uint(0); shift < 33; shift += 11 {
		var start [2049]int
		for _, k := range from {
			start[(uint32(k)^1<<31)>>shift&2047+1]++
		}
		for i := range 2048 {
			start[i+1] += start[i]
		}
		for _, k := range from {
			b := (uint32(k) ^ 1<<31) >> shift & 2047
			to[start[b]] = k
			start[b]++
		}
		from, to = to, from
	}
	return from
}

// newCategory gives the most frequent codes a bin each.
func newCategory(name string, codes []int32, maxBins int) *feature {
	count := make(map[int32]int)
	last, run := int32(-1), 0 // runs of one code are common and cheaper than the map
	for _, c := range codes {
		if c == last {
			run++
			continue
		}
		if last >= 0 {
			count[last] += run
		}
		last, run = c, 1
	}
	if last >= 0 {
		count[last] += run
	}
	order := make([]int32, 0, len(count))
	for c := range count {
		order = append(order, c)
	}
	slices.SortFunc(order, func(a, b int32) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	f := &feature{name: name, category: true}
	if len(order) > maxBins {
		order = order[:maxBins-1]
		f.other = uint8(maxBins)
	}
	bin := make(map[int32]uint8, len(order))
	for i, c := range order {
		bin[c] = uint8(i + 1)
	}
	f.codes = slices.Sorted(slices.Values(order))
	for _, c := range f.codes {
		f.codeBins = append(f.codeBins, bin[c])
	}
	f.prepare()
	return f
}
