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

// load reads the file once: rows are checked on their way into a table beside the real one, from where all of them become
// visible in one step, or none. A process that dies leaves the real table as it was.
func load[T Row](ctx context.Context, in importer, s spec[T]) (r Result, err error) {
	if in.opt.DryRun {
		if r, err = check(ctx, in, s, nil); err == nil && r.Rows > maxKeys {
			err = checkKeys(ctx, in, s, &r)
		}
		return r, err
	}
	err = in.db.Append(ctx, tableOf[T](), func(ctx context.Context, staging string) error {
		w := newWriter[T](ctx, in, staging)
		defer func() { _ = w.stop() }()
		if r, err = check(ctx, in, s, w.add); err != nil {
			return err
		}
		return w.end()
	}, func(rows uint64) error {
		if int64(rows) == r.Rows {
			if in.opt.Ready != nil {
				return in.opt.Ready(r)
			}
			return nil
		}
		if err := checkKeys(ctx, in, s, &r); err != nil {
			return err
		}
		return fmt.Errorf("%s: %d rows were read, but %d have keys of their own, so nothing was imported: import it again", in.path, r.Rows, rows)
	})
	if err == nil {
		r.Written = r.Rows
	}
	return r, err
}

// check goes through the file, gives every row to take as long as none is wrong, and ends with an error if one is.
func check[T Row](ctx context.Context, in importer, s spec[T], take func(T) error) (r Result, err error) {
	keys := newKeySet(0, 1)
	r.Ignored, err = each(ctx, in, s, "read", func(row *tabular.Row, value T, wrong error) error {
		r.Rows++
		if wrong == nil {
			wrong = twice(keys, row, s, &value)
		}
		switch {
		case wrong != nil:
			r.wrong(wrong)
			return nil
		case len(r.Preview) < in.opt.Preview:
			r.Preview = append(r.Preview, show(value))
		}
		if take == nil || r.Wrong > 0 {
			return nil
		}
		return take(value)
	})
	switch {
	case err == nil && r.Wrong > 0:
		err = r.refusal(in)
	case err == nil && r.Rows == 0:
		err = &FileError{NoRows, "", fmt.Errorf("%s has no rows: export it again", in.path)}
	}
	return r, err
}

// checkKeys looks for rows that stand twice where there are too many keys to remember at a time: at a part of them per pass.
func checkKeys[T Row](ctx context.Context, in importer, s spec[T], r *Result) error {
	passes := int(r.Rows*5/4/maxKeys) + 1 // a quarter more, since the parts are never quite of one size
	for pass := range passes {
		keys := newKeySet(pass, passes)
		if _, err := each(ctx, in, s, "look for rows that stand twice", func(row *tabular.Row, value T, wrong error) error {
			if wrong == nil {
				wrong = twice(keys, row, s, &value)
			}
			if wrong != nil {
				r.wrong(wrong)
			}
			return nil
		}); err != nil {
			return err
		}
	}
	if r.Wrong > 0 {
		return r.refusal(in)
	}
	return nil
}

func (r *Result) refusal(in importer) error {
	return fmt.Errorf("%s: %d of %d rows are wrong, so nothing was imported; the first: %w", in.path, r.Wrong, r.Rows, r.first)
}

func (r *Result) wrong(err error) {
	if r.Wrong++; r.Wrong == 1 {
		r.first = err
	}
	if len(r.Problems) < maxTold {
		r.Problems = append(r.Problems, err.Error())
	}
}

// each calls f with every row, decoded, or with why it is wrong.
func each[T Row](ctx context.Context, in importer, s spec[T], step string, f func(row *tabular.Row, value T, wrong error) error) (ignored []string, err error) {
	rows, err := tabular.Open(in.path)
	if err != nil {
		return nil, &FileError{Unreadable, "", err}
	}
	defer func() { _ = rows.Close() }()
	if err := s.columns(rows, in); err != nil {
		return nil, err
	}
	if err := rows.Keep(s.known()); err != nil {
		return nil, err
	}
	told := time.Now()
	for n := int64(1); ; n++ {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return rows.Unknown(s.known()), nil
		}
		if _, one := errors.AsType[*tabular.RowError](err); err != nil && !one {
			return nil, &FileError{Unreadable, "", err}
		}
		if in.opt.MaxRows > 0 && n > in.opt.MaxRows {
			return nil, &FileError{TooLong, "", fmt.Errorf("%s has more than %d rows: split it, or import it with linli import", in.path, in.opt.MaxRows)}
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
		if n%1000 == 0 {
			if err := ctx.Err(); err != nil {
				return nil, fmt.Errorf("import of %s stopped: %w", in.path, err)
			}
			if in.opt.Progress != nil && time.Since(told) > 200*time.Millisecond {
				told = time.Now()
				in.opt.Progress(step, n, rows.Position())
			}
		}
	}
}

// columns names the file's columns as here and refuses a file that lacks one.
func (s *spec[T]) columns(rows *tabular.Reader, in importer) error {
	if err := rows.Rename(in.opt.Columns); err != nil {
		return &FileError{Unreadable, "", err}
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
		return &FileError{Unreadable, "", err}
	}
	for _, name := range s.required {
		if !rows.Has(name) && (!slices.Contains(moneyColumns, name) || !rows.Has(name+"_yuan")) {
			return &FileError{NoColumn, name, fmt.Errorf("%s has no column %s (%s), which %s need; it has %s", in.path, name, titleOf[name], in.kind, strings.Join(rows.Columns(), ", "))}
		}
	}
	return nil
}
