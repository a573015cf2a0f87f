package jobs

import (
	"context"
	"time"

	"github.com/linli-project/linli/models/profile/customer"
	"github.com/linli-project/linli/sql"
)

const (
	// userLifetime is how many days of orders are looked at to tell who is a customer and what is to come.
	userLifetime = 728
	// usersAtOnce is how many users are read at a time. Each slice reads all lines, and with twenty hours of orders a user it makes four
	// million groups.
	usersAtOnce = 200_000
)

type userProfile struct {
	AsOf time.Time `ch:"as_of"`
	customer.UserRow
}

type userValue struct {
	AsOf time.Time `ch:"as_of"`
	customer.ValueRow
}

type customerModel struct {
	AsOf          time.Time `ch:"as_of"`
	Users         uint64    `ch:"users"`
	Returned      uint64    `ch:"returned"`
	Model         string    `ch:"model"`
	R             float64   `ch:"r"`
	Alpha         float64   `ch:"alpha"`
	A             float64   `ch:"a"`
	B             float64   `ch:"b"`
	LogLikelihood float64   `ch:"log_likelihood"`
	P             float64   `ch:"p"`
	Q             float64   `ch:"q"`
	V             float64   `ch:"v"`
	Prior         uint8     `ch:"prior"`
	VisitValueFen int64     `ch:"visit_value_fen"`
	PromoShare    float64   `ch:"promo_share"`
	PerVisit      float64   `ch:"orders_per_visit"`
}

// users describes everybody who bought: user_profile, user_value, customer_model, and how well what was said four weeks ago held.
func users(ctx context.Context, db *sql.DB, day time.Time, p sql.Params) (uint64, error) {
	book, err := readUsers(ctx, db, day, p)
	if err != nil {
		return 0, err
	}
	chain, err := book.Finish()
	if err != nil {
		return 0, err
	}
	var total uint64
	for _, step := range []func() (uint64, error){
		func() (uint64, error) {
			return publishEach(ctx, db, "user_profile", day, func(each func(userProfile) error) error {
				return book.Users(chain, func(r customer.UserRow) error { return each(userProfile{day, r}) })
			})
		},
		func() (uint64, error) {
			return publishEach(ctx, db, "user_value", day, func(each func(userValue) error) error {
				return book.Values(chain, func(r customer.ValueRow) error { return each(userValue{day, r}) })
			})
		},
		func() (uint64, error) { return publish(ctx, db, "customer_model", day, modelRow(day, chain)) },
		func() (uint64, error) {
			// What is left of a score whose forecasts have gone by age is the score itself.
			if dropped, err := gone(ctx, db, "user_value", day.AddDate(0, 0, -peoplePeriod)); dropped || err != nil {
				return 0, err
			}
			return db.PublishQuery(ctx, "user_value_score", []string{sql.Day(day)}, "models/customer_score", sql.Params{"day": sql.Day(day)})
		},
	} {
		n, err := step()
		total += n
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

func modelRow(day time.Time, c *customer.Chain) []customerModel {
	if c.Users == 0 {
		return nil
	}
	m := customerModel{AsOf: day, Users: uint64(c.Users), Model: "none", PromoShare: c.Promo, PerVisit: c.PerVisit}
	if f := c.Purchases; f.Customers > 0 {
		m.Model, m.Returned, m.R, m.Alpha, m.A, m.B, m.LogLikelihood = f.Name(), uint64(f.Returned), f.R, f.Alpha, f.A, f.B, f.LogLikelihood
		if f.Prior {
			m.Prior = 1
		}
	}
	if v := c.Value; v.Customers > 0 {
		m.P, m.Q, m.V, m.VisitValueFen = v.P, v.Q, v.V, int64(v.Mean())
	}
	return []customerModel{m}
}

// publishEach is publish for rows that are made one by one, so that they are never all there at once.
func publishEach[T any](ctx context.Context, db *sql.DB, table string, day time.Time, all func(each func(T) error) error) (uint64, error) {
	return db.Publish(ctx, table, []string{sql.Day(day)}, func(ctx context.Context, staging string) error {
		rows := make([]T, 0, rowsAtOnce)
		flush := func() error {
			err := db.Insert(ctx, staging, rows, "")
			rows = rows[:0]
			return err
		}
		err := all(func(r T) error {
			if rows = append(rows, r); len(rows) < rowsAtOnce {
				return nil
			}
			return flush()
		})
		if err != nil {
			return err
		}
		return flush()
	})
}
