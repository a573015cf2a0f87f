package jobs

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/forecast/booking"
	"github.com/linli-project/linli/sql"
)

// outlookDays is how many days ahead bookings are looked at.
const outlookDays = 4

type outlookRow struct {
	AsOf      time.Time `ch:"as_of"`
	StoreID   string    `ch:"store_id"`
	ProductID string    `ch:"product_id"`
	Day       time.Time `ch:"day"`
	Booked    float64   `ch:"booked"`
	Share     float64   `ch:"share"`
	Base      float64   `ch:"base"`
	Mean      float64   `ch:"mean"`
	Q05       float64   `ch:"q05"`
	Q10       float64   `ch:"q10"`
	Q25       float64   `ch:"q25"`
	Q50       float64   `ch:"q50"`
	Q75       float64   `ch:"q75"`
	Q90       float64   `ch:"q90"`
	Q95       float64   `ch:"q95"`
	Open      float64   `ch:"open"`
	OpenQ10   float64   `ch:"open_q10"`
	OpenQ50   float64   `ch:"open_q50"`
	OpenQ90   float64   `ch:"open_q90"`
	Presale   float64   `ch:"presale"`
	Counter   float64   `ch:"counter"`
}

// runOutlook conditions the newest forecast on what is booked: on the open day as far as its hours have passed, on a closed one as
// of its close. Nothing is trained but the booking curves.
func runOutlook(ctx context.Context, r *Runner, days []time.Time) ([]result, error) {
	out := make([]result, len(days))
	for i, day := range days {
		n, err := r.outlook(ctx, day)
		if err != nil {
			return out[:i], err
		}
		out[i].rows = n
	}
	return out, nil
}

// hour is the full hour at which a day's bookings are looked at: that of the clock while the day runs, else its close. So a run that
// is repeated within the hour says the same.
func (r *Runner) hour(day time.Time) time.Time {
	if day.Equal(r.Today()) && r.Last.IsZero() {
		return r.now().Truncate(time.Hour).UTC()
	}
	return day.AddDate(0, 0, 3)
}

func (r *Runner) outlook(ctx context.Context, day time.Time) (n uint64, err error) {
	model, err := r.bookingCurves(ctx, day)
	if err != nil {
		return 0, err
	}
	p := sql.Params{"day": sql.Day(day), "now": r.hour(day), "ahead": outlookDays}
	err = read(ctx, r.DB, "models/booking_now", p, bookingsFromRecord, func(b bookings) error {
		rows, err := b.forecast(model, day)
		if err != nil {
			return err
		}
		n, err = publish(ctx, r.DB, "demand_outlook", day, rows)
		return err
	})
	return n, err
}

// bookings is what is booked now: one row per store, product and day to come.
type bookings struct {
	now   booking.Now
	store []string
	lead  []int64
}

func bookingsFromRecord(rec arrow.Record) (bookings, error) {
	now, err := booking.NowFromRecord(rec)
	if err != nil {
		return bookings{}, err
	}
	r := column.Read("bookings", rec)
	b := bookings{now: now, store: r.Strings("store_id"), lead: r.Ints("lead")}
	return b, r.Err()
}

// forecast gives the rows of all leads, each of which is a decision of its own.
func (b bookings) forecast(m booking.Model, day time.Time) ([]outlookRow, error) {
	byLead := map[float64][]int{}
	for i, l := range b.lead {
		lead := min(max(float64(l), bookingLeads[len(bookingLeads)-1]), bookingLeads[0])
		byLead[lead] = append(byLead[lead], i)
	}
	out := make([]outlookRow, 0, len(b.lead))
	for _, lead := range slices.Sorted(maps.Keys(byLead)) {
		rows := byLead[lead]
		d := booking.Decision{Moment: booking.AfterCutoff, Lead: lead}
		if lead > 0 {
			d.Moment = booking.PreCommit
		}
		said, err := m.Forecast(b.only(rows), d)
		if err != nil {
			return nil, err
		}
		for k, i := range rows {
			q, open := said.Q[k], said.OpenQ[k]
			out = append(out, outlookRow{
				AsOf: day, StoreID: b.store[i], ProductID: b.now.ProductID[i], Day: time.Unix(int64(b.now.Day[i])*86_400, 0).UTC(),
				Booked: b.now.Booked[i], Share: said.Share[k], Base: b.now.Mean[i], Mean: said.Mean[k],
				Q05: q[0], Q10: q[1], Q25: q[2], Q50: q[3], Q75: q[4], Q90: q[5], Q95: q[6],
				Open: said.Open[k], OpenQ10: open[1], OpenQ50: open[3], OpenQ90: open[5], Presale: said.Presale[k], Counter: said.Counter[k],
			})
		}
	}
	slices.SortFunc(out, func(a, b outlookRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(a.ProductID, b.ProductID), a.Day.Compare(b.Day))
	})
	return out, nil
}

// only is some of the rows.
func (b bookings) only(rows []int) booking.Now {
	n := booking.Now{}
	for _, i := range rows {
		n.ProductID, n.Category, n.Promotion = append(n.ProductID, b.now.ProductID[i]), append(n.Category, b.now.Category[i]), append(n.Promotion, b.now.Promotion[i])
		n.Day, n.Mean, n.Variance, n.Booked = append(n.Day, b.now.Day[i]), append(n.Mean, b.now.Mean[i]), append(n.Variance, b.now.Variance[i]), append(n.Booked, b.now.Booked[i])
	}
	return n
}
