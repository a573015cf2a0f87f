package household

import (
	"fmt"
	"math"

	"gonum.org/v1/gonum/mat"
)

// Table holds the households' counts, a row each.
type Table struct {
	Rows   int
	Blocks []Block
}

// Block is one view of the households: n counts by row and column, row after row.
type Block struct {
	Name    string
	Columns int
	Shares  bool // shares of the row's total count, not the counts themselves
	Counts  []float64
}

func (t *Table) check() error {
	if len(t.Blocks) == 0 {
		return fmt.Errorf("household: no block of counts")
	}
	for _, b := range t.Blocks {
		if len(b.Counts) != t.Rows*b.Columns || b.Columns == 0 {
			return fmt.Errorf("household: block %s has %d counts for %d rows of %d columns", b.Name, len(b.Counts), t.Rows, b.Columns)
		}
		for i, n := range b.Counts {
			if !(n >= 0) || math.IsInf(n, 0) {
				return fmt.Errorf("household: block %s, row %d: count %v; counts are 0 or more", b.Name, i/b.Columns, n)
			}
		}
	}
	return nil
}

// Select takes some rows.
func (t *Table) Select(rows []int) *Table {
	out := &Table{Rows: len(rows), Blocks: make([]Block, len(t.Blocks))}
	for k, b := range t.Blocks {
		out.Blocks[k] = Block{Name: b.Name, Columns: b.Columns, Shares: b.Shares, Counts: make([]float64, 0, len(rows)*b.Columns)}
		for _, r := range rows {
			out.Blocks[k].Counts = append(out.Blocks[k].Counts, b.Counts[r*b.Columns:(r+1)*b.Columns]...)
		}
	}
	return out
}

// features turns a row of counts into what is regressed on.
func (b *Block) features(row int, out []float64) {
	counts := b.Counts[row*b.Columns : (row+1)*b.Columns]
	if !b.Shares {
		for j, n := range counts {
			out[j] = math.Log1p(n)
		}
		return
	}
	total := 0.0
	for _, n := range counts {
		total += n
	}
	for j, n := range counts {
		if out[j] = 0; total > 0 {
			out[j] = math.Sqrt(n / total)
		}
	}
}

// scaling is how a block was centred and scaled.
type scaling struct {
	mean  []float64
	scale float64
}

// scaled are the features of a block, centred, with a total variance of 1.
func (b *Block) scaled(rows int) (*mat.Dense, scaling) {
	x := mat.NewDense(rows, b.Columns, nil)
	s := scaling{mean: make([]float64, b.Columns), scale: 1}
	for i := range rows {
		b.features(i, x.RawRowView(i))
		for j, v := range x.RawRowView(i) {
			s.mean[j] += v / float64(rows)
		}
	}
	variance := 0.0
	for i := range rows {
		row := x.RawRowView(i)
		for j := range row {
			row[j] -= s.mean[j]
			variance += row[j] * row[j] / float64(rows)
		}
	}
	if variance > 0 {
		s.scale = 1 / math.Sqrt(variance)
	}
	x.Scale(s.scale, x)
	return x, s
}
