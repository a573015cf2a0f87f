// Package jobs turns stored events into what people read: read columns from ClickHouse, run a model, publish the result.
//
// A job works on one business day, the day whose close is its data cut-off. It publishes by writing beside the table and
// swapping whole partitions, so a reader never sees half a day and a second run changes nothing. Each run is entered in the
// ledger (table job_run): what ran for which day, when, how long, how many rows, and how it ended.
//
// The order of a night is daily_facts, profile, recommend, forecast, order_sheet, forecast_score: each reads what the
// earlier ones published. Runs never overlap; one worker takes them in turn. Days missed while the process was down are
// caught up at start; days whose events arrived late are found by comparing ingest times with the ledger, and built anew.
package jobs

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/linli-project/linli/sql"
)

// Job is a kind of work that is done per business day.
type Job struct {
	Name     string
	TitleZh  string
	TitleEn  string
	Schedule string // cron expression in the default time zone
	Model    string // version of the method, entered with each run
	together int    // days built as one piece of work; 0 is 1
	closed   bool   // takes a day's sales for whole, so the day must be over

	// run publishes some consecutive days and tells the rows of each.
	run func(ctx context.Context, db *sql.DB, days []time.Time) ([]uint64, error)
	// days finds what is due up to and including the last closed day; open is today, which daily_facts also builds.
	due func(ctx context.Context, db *sql.DB, open time.Time) ([]time.Time, error)
}

// All lists the jobs in the order of a night.
var All = []Job{
	{Name: "daily_facts", TitleZh: "每日事实", TitleEn: "Daily facts", Schedule: "*/5 * * * *", Model: "facts-1", together: 31, run: runFacts, due: dueFacts},
	{Name: "profile", closed: true, TitleZh: "社区画像", TitleEn: "Community profiles", Schedule: "10 2 * * *", Model: "profile-1", run: eachDay(runProfile), due: dueDaily("profile")},
	{Name: "recommend", closed: true, TitleZh: "选品建议", TitleEn: "Product selection", Schedule: "15 2 * * *", Model: "recommend-1", run: eachDay(runRecommend), due: dueDaily("recommend")},
	{Name: "forecast", closed: true, TitleZh: "销量预测", TitleEn: "Demand forecast", Schedule: "20 2 * * *", Model: "forecast-1", run: eachDay(runForecast), due: dueDaily("forecast")},
	{Name: "order_sheet", TitleZh: "订货单", TitleEn: "Order sheet", Schedule: "25 * * * *", Model: "inventory-1", run: eachDay(runOrderSheet), due: dueSheets},
	{Name: "forecast_score", closed: true, TitleZh: "预测评分", TitleEn: "Forecast scores", Schedule: "30 2 * * *", Model: "score-1", run: eachDay(runScore), due: dueScores},
}

// Find gives the job of that name.
func Find(name string) (Job, error) {
	i := slices.IndexFunc(All, func(j Job) bool { return j.Name == name })
	if i < 0 {
		return Job{}, fmt.Errorf("no job %q: there are %s", name, strings.Join(Names(), ", "))
	}
	return All[i], nil
}

// Names lists the jobs' names in the order of a night.
func Names() []string {
	names := make([]string, len(All))
	for i, j := range All {
		names[i] = j.Name
	}
	return names
}

// eachDay makes a range of days out of single ones.
func eachDay(one func(context.Context, *sql.DB, time.Time) (uint64, error)) func(context.Context, *sql.DB, []time.Time) ([]uint64, error) {
	return func(ctx context.Context, db *sql.DB, days []time.Time) ([]uint64, error) {
		rows := make([]uint64, len(days))
		for i, d := range days {
			n, err := one(ctx, db, d)
			if err != nil {
				return rows[:i], err
			}
			rows[i] = n
		}
		return rows, nil
	}
}

// Runner runs jobs and keeps the ledger.
type Runner struct {
	DB       *sql.DB
	Location *time.Location   // whose midnight ends a business day
	Now      func() time.Time // nil is time.Now
	Last     time.Time        // last closed day, when the data end in the past; zero: yesterday by the clock
	Log      *slog.Logger
}

func (r *Runner) now() time.Time {
	if r.Now != nil {
		return r.Now()
	}
	return time.Now()
}

// Today is the running business day, as the UTC midnight that ClickHouse's Date means.
func (r *Runner) Today() time.Time {
	if !r.Last.IsZero() {
		return r.Last.AddDate(0, 0, 1)
	}
	y, m, d := r.now().In(r.Location).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}
