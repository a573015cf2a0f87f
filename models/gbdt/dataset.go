package gbdt

import (
	"fmt"
	"runtime"
)

// BinOptions say how columns become bins. Zero values take the defaults.
type BinOptions struct {
	MaxBins   int // bins per column beside the one of missing values, at most 255; 0: 255
	Sample    int // rows looked at for the bin edges of numbers; 0: 200,000
	MinPerBin int // sampled rows that a bin of numbers holds at least; 0: 3
	Threads   int // 0: one per core
}

// Dataset is a binned matrix, column by column, one byte per value: bin 0 is "missing". Raw columns are not kept.
type Dataset struct {
	rows     int
	options  BinOptions
	features []*feature
	columns  [][]uint8 // of the features that have values so far
	fixed    bool      // made by Like: features are known, Set* fills them
}

// NewDataset starts an empty matrix of so many rows; AddNumeric and AddCategory give it columns.
func NewDataset(rows int, o BinOptions) *Dataset {
	if o.MaxBins <= 0 || o.MaxBins > 255 {
		o.MaxBins = 255
	}
	if o.Sample <= 0 {
		o.Sample = 200_000
	}
	if o.MinPerBin <= 0 {
		o.MinPerBin = 3
	}
	if o.Threads <= 0 {
		o.Threads = runtime.GOMAXPROCS(0)
	}
	return &Dataset{rows: max(rows, 0), options: o}
}

// AddNumeric bins a column of numbers; NaN is missing, infinity is refused. The values are not retained.
func (d *Dataset) AddNumeric(name string, values []float32) error {
	if err := d.addable(name, len(values)); err != nil {
		return err
	}
	sample, err := sampleKeys(name, values, d.options.Sample)
	if err != nil {
		return err
	}
	f := &feature{name: name, edges: findEdges(sample, d.options.MaxBins, d.options.MinPerBin)}
	f.prepare()
	if err := d.fillNumeric(f, values); err != nil {
		return err
	}
	d.features = append(d.features, f)
	return nil
}

// AddCategory bins a column of category codes; a negative code is missing. The most frequent codes get a bin each, the
// rest share one.
func (d *Dataset) AddCategory(name string, codes []int32) error {
	if err := d.addable(name, len(codes)); err != nil {
		return err
	}
	f := newCategory(name, codes, d.options.MaxBins)
	d.fillCategory(f, codes)
	d.features = append(d.features, f)
	return nil
}

func (d *Dataset) addable(name string, n int) error {
	if d.fixed {
		return fmt.Errorf("column %q: a dataset made by Like takes SetNumeric and SetCategory, not Add", name)
	}
	if n != d.rows {
		return fmt.Errorf("column %q has %d values, the dataset %d rows: give one value per row", name, n, d.rows)
	}
	if len(d.features) >= maxFeatures {
		return fmt.Errorf("column %q: a dataset holds at most %d columns", name, maxFeatures)
	}
	for _, f := range d.features {
		if f.name == name {
			return fmt.Errorf("column %q was added before: give each column its own name", name)
		}
	}
	return nil
}

// Rows is the number of rows.
func (d *Dataset) Rows() int { return d.rows }

// Features are the names of the columns, in order.
func (d *Dataset) Features() []string { return names(d.features) }

// Bytes is the memory that the bins hold.
func (d *Dataset) Bytes() int { return len(d.columns) * d.rows }

func names(fs []*feature) []string {
	out := make([]string, len(fs))
	for i, f := range fs {
		out[i] = f.name
	}
	return out
}
