package inventory

import (
	"cmp"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// OrderSheet decides the quantity of every line. Rows are ordered by store, then
// by money at stake, the most first, then by product.
func OrderSheet(lines []Line, opt Options) ([]Row, error) {
	rows, _, err := sheet(lines, 0, opt)
	return rows, err
}

// OrderSheetAndCurves is OrderSheet, and the curve of each line at hardly more than
// the price of one of the two; see Curves.
func OrderSheetAndCurves(lines []Line, points int, opt Options) ([]Row, []Point, error) {
	if points < 2 || points > 1000 {
		return nil, nil, fmt.Errorf("inventory: curves of %d points; give from 2 to 1000", points)
	}
	return sheet(lines, points, opt)
}

// Curves are the curves of all lines, for pages: up to so many quantities each, in
// packs from none to what is enough 19 times of 20 or twice what is advised, the
// advised one among them. They come in the order of the lines, with rising quantity.
func Curves(lines []Line, points int, opt Options) ([]Point, error) {
	_, curves, err := OrderSheetAndCurves(lines, points, opt)
	return curves, err
}

func sheet(lines []Line, points int, opt Options) ([]Row, []Point, error) {
	opt, ready, err := opt.lines(lines)
	if err != nil {
		return nil, nil, err
	}
	rows, curves := make([]Row, len(ready)), make([][]Point, len(ready))
	opt.each(ready, func(v *solver, i int) {
		t := v.trial(&ready[i])
		rows[i] = v.row(t.line, &t.ch)
		curves[i] = t.curve(points)
	})
	slices.SortFunc(rows, func(a, b Row) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(b.StakeFen, a.StakeFen), cmp.Compare(a.ProductID, b.ProductID))
	})
	return rows, slices.Concat(curves...), nil
}

// lines checks options and lines, and returns both made ready.
func (o Options) lines(lines []Line) (Options, []Line, error) {
	o, err := o.filled()
	if err != nil {
		return o, nil, err
	}
	ready := slices.Clone(lines)
	seen := make(map[[2]string]bool, len(lines))
	for i := range ready {
		l := &ready[i]
		if err := l.check(); err != nil {
			return o, nil, fmt.Errorf("inventory: line %d (%s, %s): %w", i, l.StoreID, l.ProductID, err)
		}
		key := [2]string{l.StoreID, l.ProductID}
		if seen[key] {
			return o, nil, fmt.Errorf("inventory: line %d (%s, %s): a second line of this product; give one per store and product", i, l.StoreID, l.ProductID)
		}
		seen[key] = true
	}
	return o, ready, nil
}

// each calls do for all lines, side by side. All solvers draw from one fan, so what
// a line gets does not depend on who decides it or when.
func (o Options) each(lines []Line, do func(v *solver, i int)) {
	n, f := len(lines), o.fan(lines)
	const chunk = 64
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n/chunk+1) {
		wait.Go(func() {
			v := &solver{opt: o, fan: f}
			for {
				from := int(next.Add(chunk)) - chunk
				if from >= n {
					return
				}
				for i := from; i < min(n, from+chunk); i++ {
					do(v, i)
				}
			}
		})
	}
	wait.Wait()
}

// fan that is long enough for all lines.
func (o Options) fan(lines []Line) *fan {
	days := 1
	for i := range lines {
		days = max(days, lines[i].fanDays())
	}
	return newFan(o.Paths, days, o.Correlation, o.Seed)
}
