package main

import (
	"context"
	"fmt"
	"io"
	"runtime"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/ingest/tabular"
	"github.com/linli-project/linli/models/forecast/history"
)

// historyBytes is the memory that a history may take; of a longer one the earliest days are left out.
const historyBytes = 1500 << 20

// read takes the files in, the history in two passes: the first finds how much there is.
func (e *evalForecast) read(ctx context.Context, p *progress) (*history.History, error) {
	extent := history.NewExtent()
	if err := tabular.Records(ctx, e.history, []string{"store_id", "product_id", "date", "day"}, extent.Add); err != nil {
		return nil, err
	}
	if extent.Rows == 0 {
		return nil, fmt.Errorf("%s holds no row; give the sales of at least one day", e.history)
	}
	columns, err := tabular.Columns(e.history, "x_")
	if err != nil {
		return nil, err
	}
	from := extent.From(int64(historyBytes / (8 + 4*columns)))
	b := history.NewBuilder(from)
	done := int64(0)
	if err := tabular.Records(ctx, e.history, nil, func(rec arrow.Record) error {
		done += rec.NumRows()
		p.at("%s of %s rows", thousands(done), thousands(extent.Rows))
		return b.Add(rec)
	}); err != nil {
		return nil, err
	}
	if e.future != "" {
		if err := tabular.Records(ctx, e.future, nil, b.AddFuture); err != nil {
			return nil, err
		}
	}
	h, err := b.Build()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", e.history, err)
	}
	runtime.GC() // what reading left behind
	return h, nil
}

func tellNotes(w io.Writer, n history.Notes) {
	for _, note := range []struct {
		n    int
		text string
	}{
		{n.Gaps, "days without a row, taken as days without sales"}, {n.Negatives, "negative quantities, taken as 0"},
		{n.Unknown, "quantities that are null, NaN or infinite: the days count as not seen"},
		{n.Capped, "quantities above 20 times their series' usual day, taken as that"},
		{n.Infinite, "infinite x_* numbers, taken as unknown"},
		{n.Early, "rows left out: the history is longer than fits into memory"}, {n.Strangers, "series to come that have no history"},
	} {
		if note.n > 0 {
			fmt.Fprintf(w, "  %s %s\n", thousands(int64(note.n)), note.text)
		}
	}
	for _, x := range n.Missing {
		fmt.Fprintf(w, "  %s is not told of the days to come: taken as unknown\n", x)
	}
}
