package gbdt

import (
	"fmt"
	"slices"
)

// Like makes an empty matrix with the same columns and bin edges for other rows; fill it with SetNumeric and
// SetCategory in the same order.
func (d *Dataset) Like(rows int) *Dataset {
	return &Dataset{rows: max(rows, 0), options: d.options, features: d.features, fixed: true}
}

// SetNumeric fills the next column of a dataset made by Like.
func (d *Dataset) SetNumeric(name string, values []float32) error {
	f, err := d.next(name, len(values), false)
	if err != nil {
		return err
	}
	return d.fillNumeric(f, values)
}

// SetCategory fills the next column of a dataset made by Like; unknown codes share the bin of rare ones.
func (d *Dataset) SetCategory(name string, codes []int32) error {
	f, err := d.next(name, len(codes), true)
	if err != nil {
		return err
	}
	d.fillCategory(f, codes)
	return nil
}

func (d *Dataset) next(name string, n int, category bool) (*feature, error) {
	if !d.fixed {
		return nil, fmt.Errorf("column %q: Set fills a dataset made by Like; use Add here", name)
	}
	if len(d.columns) >= len(d.features) {
		return nil, fmt.Errorf("column %q: all %d columns are filled", name, len(d.columns))
	}
	f := d.features[len(d.columns)]
	if f.name != name || f.category != category {
		return nil, fmt.Errorf("column %q (category: %t) where %q (category: %t) is expected: fill the columns in the order of the first dataset", name, category, f.name, f.category)
	}
	if n != d.rows {
		return nil, fmt.Errorf("column %q has %d values, the dataset %d rows: give one value per row", name, n, d.rows)
	}
	return f, nil
}

// Take copies the given rows, in that order, into a new dataset with the same columns.
func (d *Dataset) Take(rows []int32) *Dataset {
	t := d.Like(len(rows))
	t.columns = make([][]uint8, len(d.columns))
	tasks(len(d.columns), d.options.Threads, func(_, k int) {
		from, to := d.columns[k], make([]uint8, len(rows))
		for i, r := range rows {
			to[i] = from[r]
		}
		t.columns[k] = to
	})
	return t
}

// complete says whether every column has its values.
func (d *Dataset) complete() error {
	if len(d.columns) < len(d.features) {
		return fmt.Errorf("column %q has no values yet: fill all columns first", d.features[len(d.columns)].name)
	}
	return nil
}

// matches says whether two lists describe the same bins.
func matches(a, b []*feature) error {
	if len(a) != len(b) {
		return fmt.Errorf("%d columns where %d are expected", len(b), len(a))
	}
	for i, f := range a {
		if g := b[i]; f != g && (f.name != g.name || f.category != g.category || !slices.Equal(f.edges, g.edges) ||
			!slices.Equal(f.codes, g.codes) || !slices.Equal(f.codeBins, g.codeBins)) {
			return fmt.Errorf("column %d is %q with other bins than %q: make the dataset by Like", i, g.name, f.name)
		}
	}
	return nil
}
