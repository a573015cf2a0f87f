package jobs

import (
	"context"
	"strings"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/forecast/booking"
	"github.com/linli-project/linli/sql"
)

// Booking curves are learned from so many past days, of a large chain from some rows: they are of categories, weekdays and products.
const (
	bookingDays = 56
	bookingRows = 50_000
	youngDays   = 28
)

// bookingLeads are the moments at which bookings of the past are counted, in hours before the store's cutoff of the evening before the
// goods are handed out: 0 is the cutoff, below it is the counter. models/booking_history has the same.
var bookingLeads = []float64{96, 72, 48, 36, 24, 20, 18, 16, 14, 12, 10, 8, 6, 4, 3, 2, 1, 0, -9, -12, -15, -18, -21, -48}

// curves are the booking curves that were learned last, and from what: the hourly run learns nothing anew.
type curves struct {
	seen  uint64
	model booking.Model
}

// bookingCurves are those for a day: learned from the days before the Monday of its week, in the first four weeks of a chain from all
// days before. They are learned again when what they read has changed, or the process has just started: what they say is the same.
func (r *Runner) bookingCurves(ctx context.Context, day time.Time) (booking.Model, error) {
	facts, err := r.lastRuns(ctx, "daily_facts")
	if err != nil {
		return booking.Model{}, err
	}
	given, err := r.lastRuns(ctx, "forecast")
	if err != nil {
		return booking.Model{}, err
	}
	until := day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
	old := before(sql.Day(until), youngDays)
	young := true
	for d, l := range facts {
		young = young && (d >= old || l.Made == 0)
	}
	if young {
		until = day
	}
	name := sql.Day(until)
	seen := mix(name) + sumOver(facts, []string{before(name, 1)}, bookingDays+60, func(day string, l lastRun) uint64 { return mix(day, l.Made) })[before(name, 1)]
	for back := range bookingDays {
		seen += mix(back, given[before(name, back)].RunID)
	}
	if r.curves.seen == seen {
		return r.curves.model, nil
	}
	p := sql.Params{"day": name, "window": bookingDays, "rows": bookingRows}
	err = read(ctx, r.DB, "models/booking_history", p, historyOfBookings, func(h booking.History) (err error) {
		r.curves.model, err = booking.Learn(h)
		return err
	})
	if err != nil {
		return booking.Model{}, err
	}
	r.curves.seen = seen
	return r.curves.model, nil
}

// historyOfBookings has texts of its own, since the model keeps them.
func historyOfBookings(rec arrow.Record) (booking.History, error) {
	h, err := booking.HistoryFromRecord(rec, bookingLeads, 0)
	own := map[string]string{}
	for _, column := range [][]string{h.ProductID, h.Category, h.Promotion} {
		for i, text := range column {
			if _, there := own[text]; !there {
				own[strings.Clone(text)] = strings.Clone(text)
			}
			column[i] = own[text]
		}
	}
	return h, err
}
