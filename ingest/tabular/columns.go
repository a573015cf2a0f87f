package tabular

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

const maxColumns = 1000

// columns maps names to places in a row. Names are compared without regard to case and surrounding blanks.
type columns struct {
	titles []string       // as in the file
	index  map[string]int // name, after renaming -> place
	exact  map[string]int // title as in the file -> place
	rename map[string]string
}

func newColumns() *columns {
	return &columns{index: map[string]int{}, exact: map[string]int{}, rename: map[string]string{}}
}

func canonical(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// add appends a column; one without a title is kept out of reach.
func (c *columns) add(title string) error {
	if len(c.titles) == maxColumns {
		return fmt.Errorf("more than %d columns: is it the right file?", maxColumns)
	}
	c.titles = append(c.titles, title)
	c.exact[title] = len(c.titles) - 1
	return c.put(title, len(c.titles)-1)
}

func (c *columns) put(title string, place int) error {
	name := canonical(title)
	if name == "" {
		return nil
	}
	if to, ok := c.rename[name]; ok {
		name = to
	}
	if other, ok := c.index[name]; ok && other != place {
		return fmt.Errorf("columns %q and %q both mean %s: remove or rename one", c.titles[other], title, name)
	}
	c.index[name] = place
	return nil
}

// Alias lets columns that are called by a key of the map also be found under its value. Names that the file lacks do no harm.
func (r *Reader) Alias(names map[string]string) error {
	for from, to := range names {
		r.cols.rename[canonical(from)] = canonical(to)
	}
	clear(r.cols.index)
	for i, t := range r.cols.titles {
		if err := r.cols.put(t, i); err != nil {
			return fmt.Errorf("%s: %w", r.path, err)
		}
	}
	return nil
}

// Rename is Alias for names that a person gave: a name that the file lacks is refused.
func (r *Reader) Rename(names map[string]string) error {
	have := make([]string, 0, len(r.cols.titles))
	for _, t := range r.cols.titles {
		have = append(have, canonical(t))
	}
	_, lines := r.src.(*jsonlSource)
	for _, from := range slices.Sorted(maps.Keys(names)) {
		if !lines && !slices.Contains(have, canonical(from)) {
			return fmt.Errorf("%s has no column %q: it has %s", r.path, from, strings.Join(r.cols.titles, ", "))
		}
	}
	return r.Alias(names)
}

// Keep says which columns will be asked for, by their names after renaming, before the first row is read. Those of a Parquet file
// that are not among them are not even unpacked, and are missing from its rows.
func (r *Reader) Keep(names []string) error {
	s, ok := r.src.(*parquetSource)
	if !ok {
		return nil
	}
	kept := make([]bool, len(r.cols.titles))
	for _, name := range names {
		if i, ok := r.cols.index[name]; ok {
			kept[i] = true
		}
	}
	if err := s.keep(kept); err != nil {
		return fmt.Errorf("%s: %w", r.path, err)
	}
	return nil
}

// Has says whether the file has a column of this name; of JSON Lines, whether one was seen so far.
func (r *Reader) Has(name string) bool {
	_, ok := r.cols.index[name]
	return ok
}

// Unknown are the titles of columns that are none of the known names: they are read over.
func (r *Reader) Unknown(known []string) []string {
	var out []string
	for name, i := range r.cols.index {
		if !slices.Contains(known, name) {
			out = append(out, r.cols.titles[i])
		}
	}
	slices.Sort(out)
	return out
}
