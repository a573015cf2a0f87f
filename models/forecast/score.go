package forecast

import (
	"github.com/linli-project/linli/models/forecast/history"
	"github.com/linli-project/linli/models/forecast/level"
)

// ScoreRow compares one forecast with what happened.
type ScoreRow = level.ScoreRow

// Summary is the accuracy over days without stock-out.
type Summary = level.Summary

// Summarize sums up the scores of days without stock-out. Shares of sales are 0 where nothing was sold.
func Summarize(rows []ScoreRow) Summary { return level.Summarize(rows) }

func score(r *Row, actual, stockout float64) ScoreRow { return level.ScoreOf(r, actual, stockout) }

// Score compares forecasts, a series' days one after the other, with the days that a history holds; days that it does not hold
// are left out.
func Score(rows []Row, h *history.History) []ScoreRow {
	at := make(map[[2]string]int, len(h.Series))
	for i := range h.Series {
		at[[2]string{h.Series[i].Store, h.Series[i].Product}] = i
	}
	out := make([]ScoreRow, 0, len(rows))
	for from := 0; from < len(rows); {
		to := from + 1
		for to < len(rows) && rows[to].StoreID == rows[from].StoreID && rows[to].ProductID == rows[from].ProductID {
			to++
		}
		if i, ok := at[[2]string{rows[from].StoreID, rows[from].ProductID}]; ok {
			out = append(out, scoreSeries(rows[from:to], h, &h.Series[i])...)
		}
		from = to
	}
	return out
}

// scoreSeries scores one series' rows; s may be an earlier view of it.
func scoreSeries(rows []Row, h *history.History, s *history.Series) []ScoreRow {
	full := s
	if len(s.Sold) < int(h.Last-s.Start)+1 {
		full = h.Find(s.Store, s.Product)
	}
	out := make([]ScoreRow, 0, len(rows))
	for k := range rows {
		day := history.DayOf(rows[k].Day)
		if full == nil || day > h.Last || day < full.Start {
			continue
		}
		y, seen := full.At(day)
		stockout := 0.0
		if !seen {
			stockout = float64(full.Out[day-full.Start])
		}
		out = append(out, score(&rows[k], float64(y), stockout))
	}
	return out
}
