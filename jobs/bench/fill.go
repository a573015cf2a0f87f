// Package bench fills a database with a chain of any size and measures what a night's jobs cost on it.
//
// The chain is drawn inside of ClickHouse, from numbers and hashes alone, so the same size gives the same rows: users who buy and
// look by a power law, favourites that they buy again, hours of their own, shares that are passed on, orders that came by them. One
// event per order and no duplicates; the facts of the days follow from the events, so that jobs find what they would after months.
package bench

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/sql"
)

// Size of a chain.
type Size struct {
	Stores   uint64 `json:"stores"`
	Users    uint64 `json:"users"`
	Lines    uint64 `json:"lines"`
	Clicks   uint64 `json:"clicks"`
	Products uint64 `json:"products"`
	Days     int    `json:"days"`
}

// Full is the size that a night must bear.
var Full = Size{Stores: 1000, Users: 1_000_000, Lines: 50_000_000, Clicks: 200_000_000, Products: 2000, Days: 90}

// Part is the same chain with a share of its stores, users and events; products and days stay.
func (s Size) Part(of uint64) Size {
	s.Stores, s.Users, s.Lines, s.Clicks = max(1, s.Stores/of), max(1, s.Users/of), max(1, s.Lines/of), max(1, s.Clicks/of)
	return s
}

// Check refuses sizes that make no chain.
func (s Size) Check() error {
	switch {
	case s.Stores < 1 || s.Stores > 10_000 || s.Products < 10 || s.Products > 100_000:
		return fmt.Errorf("%d stores and %d products: take 1 to 10,000 stores and 10 to 100,000 products", s.Stores, s.Products)
	case s.Days < 2 || s.Days > 1000:
		return fmt.Errorf("%d days: take 2 to 1000", s.Days)
	case s.Users < 1 || s.Lines < uint64(s.Days)*2 || s.Clicks < uint64(s.Days)*100:
		return fmt.Errorf("%d users, %d lines, %d clicks: take at least 1 user, 2 lines and 100 clicks a day", s.Users, s.Lines, s.Clicks)
	}
	return nil
}

// shares: one to a hundred clicks.
func (s Size) shares() uint64 { return max(uint64(s.Days), s.Clicks/100) }

// Last is the last closed day of the chain.
var Last = time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)

// piece bounds the events that one statement draws, and so its memory.
const piece = 4_000_000

// Fill draws the chain into an empty, migrated database. tell says how far it is.
func Fill(ctx context.Context, db *sql.DB, s Size, tell func(step string, done, total uint64)) error {
	if err := s.Check(); err != nil {
		return err
	}
	p := sql.Params{"stores": s.Stores, "users": s.Users, "products": s.Products, "shares": s.shares(), "days": s.Days, "last": sql.Day(Last)}
	for _, name := range []string{"store", "community", "category", "product"} {
		if err := db.Run(ctx, "bench/scale_"+name, p); err != nil {
			return err
		}
	}
	for _, events := range []struct {
		name string
		n    uint64
	}{{"share", s.shares()}, {"order", s.Lines / 2}, {"click", s.Clicks}} { // an order has two lines on average
		for from := uint64(0); from < events.n; from += piece {
			tell(events.name+"s", from, events.n)
			p["from"], p["count"] = from, min(piece, events.n-from)
			if err := db.Run(ctx, "bench/scale_"+events.name, p); err != nil {
				return err
			}
		}
	}
	return facts(ctx, db, s, p, tell)
}

// facts builds the daily facts, a few days at a time.
func facts(ctx context.Context, db *sql.DB, s Size, p sql.Params, tell func(string, uint64, uint64)) error {
	for back := range s.Days {
		tell("order lines, days", uint64(back), uint64(s.Days))
		p["day"] = sql.Day(Last.AddDate(0, 0, -back))
		if err := db.Run(ctx, "bench/scale_order_line", p); err != nil {
			return err
		}
	}
	const together = 3
	for _, f := range []struct{ table, query string }{
		{"fact_click", "facts/clicks"}, {"fact_share", "facts/shares"}, {"fact_demand", "facts/demand"}, {"fact_store", "facts/stores"},
		{"fact_hour", "facts/hours"}, {"fact_buyer", "facts/buyers"}, {"fact_goods", "facts/goods"}, {"fact_offer", "facts/offer"}, {"fact_board", "facts/board"}} {
		for back := 0; back < s.Days; back += together {
			tell(f.table+", days", uint64(back), uint64(s.Days))
			var days []time.Time
			for i := back; i < min(back+together, s.Days); i++ {
				days = append(days, Last.AddDate(0, 0, -i))
			}
			p["from"], p["to"] = sql.Day(days[len(days)-1]), sql.Day(days[0])
			if _, err := db.PublishQuery(ctx, f.table, sql.FactPartitions(f.table, days), f.query, p); err != nil {
				return err
			}
		}
	}
	if err := db.Run(ctx, "bench/scale_run", p); err != nil {
		return err
	}
	return advice(ctx, db, s, p, tell)
}

// advice fills what pages show of forecasts and sheets, made up; the jobs that make them have benchmarks of their own.
func advice(ctx context.Context, db *sql.DB, s Size, p sql.Params, tell func(string, uint64, uint64)) error {
	days := min(s.Days, 28)
	for back := range days {
		tell("scores, days", uint64(back), uint64(days))
		p["day"] = sql.Day(Last.AddDate(0, 0, -back))
		for _, name := range []string{"forecast_score", "forecast_accuracy", "order_sheet", "sheet_score"} {
			if err := db.Run(ctx, "bench/scale_"+name, p); err != nil {
				return err
			}
		}
	}
	for _, name := range []string{"forecast", "order_option", "demand_outlook"} {
		if err := db.Run(ctx, "bench/scale_"+name, p); err != nil {
			return err
		}
	}
	return nil
}
