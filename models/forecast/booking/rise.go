package booking

import "slices"

// rise makes x rise by pooling neighbours that fall (isotonic regression by pool
// adjacent violators, Ayer et al. 1955).
func rise(x []float64) {
	if slices.IsSorted(x) {
		return
	}
	type block struct{ sum, n float64 }
	blocks := make([]block, 0, len(x))
	for _, v := range x {
		blocks = append(blocks, block{v, 1})
		for k := len(blocks) - 1; k > 0 && blocks[k-1].sum/blocks[k-1].n > blocks[k].sum/blocks[k].n; k-- {
			blocks[k-1].sum += blocks[k].sum
			blocks[k-1].n += blocks[k].n
			blocks = blocks[:k]
		}
	}
	x = x[:0]
	for _, b := range blocks {
		for range int(b.n) {
			x = append(x, b.sum/b.n)
		}
	}
}
