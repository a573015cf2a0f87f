package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/linli-project/linli/ingest/scenario"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/jobs"
	"github.com/linli-project/linli/sql"
)

// make simulates a world in a folder that is removed again, and runs the jobs on it.
func (e *evalLeaders) make(ctx context.Context, g *shared, p *progress) (rows []leaderTruth, err error) {
	cfg, err := g.load()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "linli-leaders-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the world: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := sql.Open(ctx, "embedded:"+filepath.Join(dir, "clickhouse"), sql.Options{Library: cfg.ClickHouse.Library, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if _, err := sql.Migrate(ctx, db); err != nil {
		return nil, err
	}
	world := simulate.Default()
	world.Seed, world.Fraud = e.world, e.fraud
	if e.small {
		world.Stores = 4
	}
	if rows, err = leadersOf(ctx, db, world, p); err == nil && e.fraud {
		e.cases, err = fraudCases(ctx, db)
	}
	return rows, err
}

// leadersOf loads a world straight into the raw tables, runs the jobs, and reads the board with the truth.
func leadersOf(ctx context.Context, db *sql.DB, cfg simulate.Config, p *progress) ([]leaderTruth, error) {
	w, err := simulate.New(cfg)
	if err != nil {
		return nil, err
	}
	if err := scenario.WriteMaster(ctx, db, w); err != nil {
		return nil, err
	}
	p.begin("simulated events")
	sent, err := wire(ctx, db, w, p)
	if err != nil {
		return nil, err
	}
	p.end("%s events of %d days, seed %d", thousands(sent), w.Today(), cfg.Seed)
	var truth []simulate.Truth
	for _, t := range w.Truth() {
		if strings.HasPrefix(t.Kind, "leader_") || t.Kind == "fraud" {
			truth = append(truth, t)
		}
	}
	if err := db.Insert(ctx, "simulated_truth", truth, ""); err != nil {
		return nil, fmt.Errorf("keep the world's truth: %w", err)
	}
	y, m, d := w.Date(w.Today() - 1).Date()
	r := &jobs.Runner{DB: db, Location: simulate.Zone, Last: time.Date(y, m, d, 0, 0, 0, 0, time.UTC), Log: slog.New(slog.DiscardHandler)}
	if err := runUpTo(ctx, r, "daily_facts", w.Today()-1, p); err != nil {
		return nil, err
	}
	if err := runUpTo(ctx, r, "leader", 0, p); err != nil {
		return nil, err
	}
	return leaderTruths(ctx, db)
}

// runUpTo runs a job for some days back and the last.
func runUpTo(ctx context.Context, r *jobs.Runner, name string, back int, p *progress) error {
	job, err := jobs.Find(name)
	if err != nil {
		return err
	}
	p.begin(name)
	for ; back >= 0; back -= 14 {
		var days []time.Time
		for b := back; b >= max(0, back-13); b-- {
			days = append(days, r.Last.AddDate(0, 0, -b))
		}
		if _, err := r.Run(ctx, job, days, "command"); err != nil {
			return err
		}
		p.at("%d days to go", max(0, back-13))
	}
	p.end("done")
	return nil
}

// wire writes the world's events as messages into a table of its own and from there into the raw tables.
func wire(ctx context.Context, db *sql.DB, w *simulate.World, p *progress) (sent int64, err error) {
	const atOnce = 100_000
	var messages []string
	flush := func() error {
		if len(messages) == 0 {
			return nil
		}
		if err := db.Exec(ctx, "CREATE OR REPLACE TABLE wire (message String) ENGINE = Memory", nil); err != nil {
			return err
		}
		if err := db.InsertColumns(ctx, "wire", []string{"message"}, []any{messages}); err != nil {
			return err
		}
		for _, name := range []string{"models/leader_world_click", "models/leader_world_share", "models/leader_world_order"} {
			if err := db.Run(ctx, name, nil); err != nil {
				return err
			}
		}
		sent += int64(len(messages))
		messages = messages[:0]
		p.at("%s events", thousands(sent))
		return nil
	}
	for day := range w.Today() {
		for _, e := range w.Day(day).Events {
			messages = append(messages, string(e.AppendJSON(nil)))
		}
		if len(messages) >= atOnce {
			if err := flush(); err != nil {
				return sent, err
			}
		}
	}
	if err := flush(); err != nil {
		return sent, err
	}
	return sent, db.Exec(ctx, "DROP TABLE IF EXISTS wire", nil)
}
