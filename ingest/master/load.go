package master

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/tabular"
)

// load reads the file twice, so that memory stays bounded: to check it, and to write it.
func load[T Row](ctx context.Context, in importer, s spec[T]) (Result, error) {
	r, err := check(ctx, in, s)
	if err != nil {
		return r, err
	}
	if r.Wrong > 0 {
		return r, fmt.Errorf("%s: %d of %d rows are wrong, so nothing was imported; the first: %s", in.path, r.Wrong, r.Rows, r.Problems[0])
	}
	if r.Rows == 0 {
		return r, fmt.Errorf("%s has no rows: export it again", in.path)
	}
	if in.opt.DryRun {
		return r, nil
	}
	r.Written, err = store(ctx, in, s)
	if err == nil && r.Written != r.Rows {
		err = fmt.Errorf("%s: %d rows were checked, but %d written: the file changed meanwhile, import it again", in.path, r.Rows, r.Written)
	}
	return r, err
}

// each calls f with every row, decoded, or with why it is wrong.
func each[T Row](ctx context.Context, in importer, s spec[T], step string, f func(row *tabular.Row, value T, wrong error) error) (ignored []string, err error) {
	rows, err := tabular.Open(in.path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if err := s.columns(rows, in); err != nil {
		return nil, err
	}
	told := time.Now()
	for n := 0; ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return rows.Unknown(s.known()), nil
		}
		if _, one := errors.AsType[*tabular.RowError](err); err != nil && !one {
			return nil, err
		}
		var value T
		if err == nil {
			fields := fields{row: row, in: &in}
			value = s.decode(&fields)
			err = fields.err
		}
		if err := f(row, value, err); err != nil {
			return nil, err
		}
		if n%1000 == 999 {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("import of %s stopped: %w", in.path, err)
			}
			if in.opt.Progress != nil && time.Since(told) > 200*time.Millisecond {
				told = time.Now()
				in.opt.Progress(step, rows.Position())
			}
		}
	}
}

// check counts what is wrong, and finds keys that stand twice: which of two rows would count is nothing to be guessed.
func check[T Row](ctx context.Context, in importer, s spec[T]) (r Result, err error) {
	keys := newKeySet()
	r.Ignored, err = each(ctx, in, s, "check", func(row *tabular.Row, value T, wrong error) error {
		r.Rows++
		if wrong == nil && keys.has(s.key(&value)) {
			wrong = fmt.Errorf("%s: %s stands twice in the file: %s", row.Where(), strings.Join(s.keyColumns, ", "), strings.ReplaceAll(s.key(&value), "\x00", ", "))
		}
		if wrong != nil {
			if r.Wrong++; len(r.Problems) < maxTold {
				r.Problems = append(r.Problems, wrong.Error())
			}
		}
		return nil
	})
	return r, err
}

// store writes the rows in batches.
func store[T Row](ctx context.Context, in importer, s spec[T]) (n int64, err error) {
	batch := make([]T, 0, min(batchRows, 1<<12))
	flush := func() error {
		for i := range batch {
			*stampOf(&batch[i]) = in.opt.Now
		}
		err := Write(ctx, in.db, batch)
		if err == nil {
			n += int64(len(batch))
			batch = batch[:0]
		}
		return err
	}
	_, err = each(ctx, in, s, "write", func(_ *tabular.Row, value T, wrong error) error {
		if wrong != nil {
			return fmt.Errorf("%s changed while it was imported: %w", in.path, wrong)
		}
		if batch = append(batch, value); len(batch) == batchRows {
			return flush()
		}
		return nil
	})
	if err == nil {
		err = flush()
	}
	return n, err
}

// columns names the file's columns as here and refuses a file that lacks one.
func (s *spec[T]) columns(rows *tabular.Reader, in importer) error {
	if err := rows.Rename(in.opt.Columns); err != nil {
		return err
	}
	titles := s.titles()
	for title := range titles { // what a person says counts before what is usual
		for given := range in.opt.Columns {
			if strings.EqualFold(title, given) {
				delete(titles, title)
			}
		}
	}
	if err := rows.Alias(titles); err != nil {
		return err
	}
	for _, name := range s.required {
		if !rows.Has(name) && (!slices.Contains(moneyColumns, name) || !rows.Has(name+"_yuan")) {
			return fmt.Errorf("%s has no column %s (%s), which %s need; it has %s", in.path, name, titleOf[name], in.kind, strings.Join(rows.Columns(), ", "))
		}
	}
	return nil
}
