package jobs

import (
	"context"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/leader/check"
	"github.com/linli-project/linli/sql"
)

type leaderFindingRow struct {
	AsOf        time.Time `ch:"as_of"`
	Kind        string    `ch:"kind"`
	UserID      string    `ch:"user_id"`
	StoreID     string    `ch:"store_id"`
	CommunityID string    `ch:"community_id"`
	Day         time.Time `ch:"day"`
	Others      []string  `ch:"others"`
	Observed    float64   `ch:"observed"`
	Expected    float64   `ch:"expected"`
	Base        float64   `ch:"base"`
	Q           float64   `ch:"q"`
	Amount      int64     `ch:"amount"`
	Commission  int64     `ch:"commission"`
	TextZh      string    `ch:"text_zh"`
	TextEn      string    `ch:"text_en"`
}

// check looks for what is odd. Nothing is published of who opted out; what was found of them still holds their reward back.
func (l *leading) check(ctx context.Context) (uint64, error) {
	p := sql.Params{"day": l.p["day"], "window": leaderWindow}
	var late check.Late
	err := read(ctx, l.db, "models/leader_refunds", p, lateFromRecord, func(x check.Late) error {
		late = check.Late{Sharer: append([]int64{}, x.Sharer...), Orders: append([]float64{}, x.Orders...), Amount: append([]float64{}, x.Amount...)}
		return nil
	})
	if err != nil {
		return 0, err
	}
	err = read(ctx, l.db, "models/leader_days", p, daysFromRecord, func(d check.Days) (err error) {
		l.findings, err = check.Look(l.result, d, late, check.Options{Days: leaderWindow})
		return err
	})
	if err != nil {
		return 0, err
	}
	var rows []leaderFindingRow
	for i := range l.findings {
		f := &l.findings[i]
		s := &l.result.Sharers[f.Sharer]
		if l.hidden[s.User] {
			continue
		}
		row := leaderFindingRow{AsOf: l.day, Kind: f.Kind, UserID: s.User, StoreID: s.Store, CommunityID: s.Community, Day: l.day, Others: []string{}, Observed: f.Observed,
			Expected: f.Expected, Base: f.Base, Q: f.Q, Amount: fen(f.Amount), Commission: fen(f.Amount * l.stores[s.Store].Rate), TextZh: f.TextZh, TextEn: f.TextEn}
		if f.Kind == check.Burst {
			row.Day = time.Unix(int64(f.Day)*86_400, 0).UTC()
		}
		for _, k := range f.Others {
			if other := l.result.Sharers[k].User; !l.hidden[other] {
				row.Others = append(row.Others, other)
			}
		}
		rows = append(rows, row)
	}
	return publish(ctx, l.db, "leader_finding", l.day, rows)
}

func lateFromRecord(rec arrow.Record) (check.Late, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return check.Late{}, nil
	}
	r := column.Read("late refunds", rec)
	x := check.Late{Sharer: r.Ints("sharer"), Orders: r.Floats("orders"), Amount: r.Floats("amount")}
	return x, r.Err()
}

func daysFromRecord(rec arrow.Record) (check.Days, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return check.Days{}, nil
	}
	r := column.Read("days of many orders", rec)
	d := check.Days{Sharer: r.Ints("sharer"), Day: r.Ints("day"), Shares: r.Floats("shares"), Orders: r.Floats("orders"), NewBuyers: r.Floats("new_buyers"), Amount: r.Floats("amount"),
		OwnRest: r.Floats("own_rest"), OwnSquares: r.Floats("own_squares"), OthersDay: r.Floats("others_day"), OthersAll: r.Floats("others_all")}
	return d, r.Err()
}
