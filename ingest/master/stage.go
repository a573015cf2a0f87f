package master

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"time"
)

// writer puts rows into a table, some at a time, while more are read.
type writer[T Row] struct {
	in      importer
	batch   []T
	full    chan []T
	free    chan emptied[T]
	stopped bool
}

// emptied is a batch that was written, to be used again, or why it was not.
type emptied[T Row] struct {
	rows []T
	err  error
}

const stageRows = 100_000 // rows of one insert

func newWriter[T Row](ctx context.Context, in importer, table string) *writer[T] {
	w := &writer[T]{in: in, full: make(chan []T, 1), free: make(chan emptied[T], 3)}
	w.free <- emptied[T]{}
	go func() {
		defer close(w.free)
		var err error
		for rows := range w.full {
			if err == nil {
				names, values := columnsOf(rows)
				err = in.db.InsertColumns(ctx, table, names, values)
			}
			w.free <- emptied[T]{rows[:0], err}
		}
	}()
	return w
}

func (w *writer[T]) add(row T) error {
	*stampOf(&row) = w.in.opt.Now
	if w.batch = append(w.batch, row); len(w.batch) < stageRows {
		return nil
	}
	w.full <- w.batch
	next := <-w.free
	w.batch = next.rows
	return w.in.failed(next.err)
}

// end writes what is left and waits.
func (w *writer[T]) end() error {
	if len(w.batch) > 0 {
		w.full <- w.batch
	}
	return w.stop()
}

func (w *writer[T]) stop() (err error) {
	if w.stopped {
		return nil
	}
	w.stopped = true
	close(w.full)
	for last := range w.free {
		err = last.err
	}
	return w.in.failed(err)
}

func (in importer) failed(err error) error {
	if err != nil {
		return fmt.Errorf("import of %s: %w", in.path, err)
	}
	return nil
}

// show is a row as it will stand in its table, for a person.
func show[T Row](row T) string {
	v := reflect.ValueOf(row)
	var parts []string
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("ch")
		if name == "updated_at" || name == "imported_at" {
			continue
		}
		text := fmt.Sprint(v.Field(i).Interface())
		if at, ok := v.Field(i).Interface().(time.Time); ok {
			if text = at.Format(time.RFC3339); at.Equal(at.Truncate(24 * time.Hour)) {
				text = at.Format(time.DateOnly)
			}
		}
		parts = append(parts, name+"="+text)
	}
	return strings.Join(parts, "  ")
}
