// Package jobs turns stored events into what people read: read columns from ClickHouse, run a model, publish the result.
//
// A job works on one business day, the day whose close is its data cut-off. It publishes by writing beside the table and
// swapping whole partitions, so a reader never sees half a day and a second run changes nothing. Each run is entered in the
// ledger (table job_run): what ran for which day, when, how long, how many rows, and how it ended.
//
// The order of a night is that of All, from daily_facts to suggestion_score: each reads what the earlier ones published. The outlook and the sheet are renewed every hour with what is booked since. Runs never overlap; one worker takes them in turn. Days missed while the process was down are
// caught up at start.
//
// # What makes a day due again
//
// Before it reads anything, a run takes a fingerprint of what it depends on, and the ledger keeps it. A day whose fingerprint is
// no longer that of its last good run is due. Fingerprints are sums of hashes of rows: no clock and no order takes part, so it does
// not matter how late an event is, nor in which order blocks of several writers become visible. What arrives while a run reads is
// at worst read twice. daily_facts depends on two things:
//
//   - the events of the day (seen): its clicks, shares, stock movements and imported history, and the orders that began on it, folded.
//     A refund of today for an order of last month is an event of that order, and reopens the day of last month, not today.
//   - what the day takes from published order lines (seen_lines): who bought for the first time, what was booked earlier for the
//     day, and the shares that brought its orders. A late order that turns out to be a buyer's first reopens the day on which that
//     buyer had been counted as new. This is looked at again after a build, so that such days follow at once.
//
// The catalogue and the stores are no part of it: a changed cost or time zone holds from the next build of a day on.
//
// The other jobs depend on what the facts of the days they look at were when they were last built (made), on forecasts, outlooks and
// sheets, the forecast on campaigns too, the outlook of the open day on the hour. A good run whose fingerprint no longer holds is stale. It is marked so in the ledger after each build of facts, is rerun
// within the hour, and is marked redone then. What is rerun:
//
//   - daily_facts: every day, however long ago.
//   - profiles, ranges, baskets, leaders, forecasts and suggestions: those of yesterday. Older ones are kept as they were given, without hindsight.
//   - forecast_score, forecast_alarm and suggestion_score: every day. The advice was given, what happened is known better.
//   - demand_outlook and order_sheet: those of today. Those of days gone by are what was known and advised, and are kept.
//
// A day without any good run is made good for a week (catchUp), next_basket's for a day, and facts and scores for ever.
//
// # What is kept
//
// Partitions about stores, communities, products and the chain are kept for ever. What is published per person goes when it is older
// than KeepPeople days, dropped by the run of the job that published it: user_profile, user_value, user_window, user_basket,
// leader_score, leader_finding, leader_reward. No day becomes due by that. What would need rows that have gone says so (suggestion), or
// leaves the table as it is (user_value_score).
//
// # Several processes
//
// Of several schedulers on one ClickHouse one leads, see lead.go. A person's `linli run` needs no lead: runs change nothing when
// they are repeated, but two at once for the same day may leave the older result until the day is built again.
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
	Schedule string   // cron expression in the default time zone
	Model    string   // version of the method, entered with each run
	together int      // days built as one piece of work; 0 is 1
	closed   bool     // takes a day's sales for whole, so the day must be over
	people   []string // tables that it publishes per person, see KeepPeople

	// seen takes the fingerprint of what the run is going to read.
	seen seer
	// run publishes some consecutive days and tells of each what came out.
	run func(ctx context.Context, r *Runner, days []time.Time) ([]result, error)
	// due finds what is due up to and including the last closed day; open is today, which daily_facts also builds.
	due func(ctx context.Context, r *Runner, open string) ([]dueDay, error)
}

// result is what a run made of one day.
type result struct {
	rows            uint64
	seenLines, made uint64 // daily_facts only
}

// All lists the jobs in the order of a night.
var All = []Job{
	{Name: "daily_facts", TitleZh: "每日事实", TitleEn: "Daily facts", Schedule: "*/5 * * * *", Model: "facts-2", together: 31, seen: seenFacts, run: runFacts, due: dueFacts},
	{Name: "profile", closed: true, people: []string{"user_profile", "user_value", "user_window"}, TitleZh: "社区画像", TitleEn: "Community profiles", Schedule: "10 2 * * *", Model: "profile-2", seen: seenFactsOf(0), run: eachDay(runProfile), due: dueDaily("profile", seenFactsOf(0), catchUp)},
	{Name: "community", closed: true, TitleZh: "社区与门店画像", TitleEn: "Communities and stores", Schedule: "12 2 * * *", Model: "community-1", seen: seenCommunity, run: eachDay(runCommunity), due: dueDaily("community", seenCommunity, catchUp)},
	{Name: "recommend", closed: true, TitleZh: "选品建议", TitleEn: "Product selection", Schedule: "15 2 * * *", Model: "recommend-3", seen: seenSelection, run: eachDay(runRecommend), due: dueDaily("recommend", seenSelection, catchUp)},
	{Name: "next_basket", closed: true, people: []string{"user_basket"}, TitleZh: "下次会买什么", TitleEn: "Next baskets", Schedule: "18 2 * * *", Model: "basket-1", seen: seenBasket, run: eachDay(runBasket), due: dueDaily("next_basket", seenBasket, 1)},
	{Name: "leader", closed: true, people: []string{"leader_score", "leader_finding", "leader_reward"}, TitleZh: "分享达人", TitleEn: "Leaders: what shares bring", Schedule: "19 2 * * *", Model: "leader-1", seen: seenLeader, run: eachDay(runLeader), due: dueDaily("leader", seenLeader, catchUp)},
	{Name: "forecast", closed: true, TitleZh: "销量预测", TitleEn: "Demand forecast", Schedule: "20 2 * * *", Model: "forecast-2", seen: seenForecast, run: runForecast, due: dueDaily("forecast", seenForecast, catchUp)},
	{Name: "demand_outlook", TitleZh: "预订与余量", TitleEn: "Bookings and what is still to come", Schedule: "22 * * * *", Model: "booking-1", seen: seenOutlook, run: runOutlook, due: dueOpen("demand_outlook", seenOutlook)},
	{Name: "order_sheet", TitleZh: "订货单", TitleEn: "Order sheet", Schedule: "25 * * * *", Model: "inventory-2", seen: seenSheet, run: eachDay(runOrderSheet), due: dueOpen("order_sheet", seenSheet)},
	{Name: "forecast_score", closed: true, TitleZh: "预测评分", TitleEn: "Forecast scores", Schedule: "30 2 * * *", Model: "score-2", seen: seenScored, run: eachDay(runScore), due: dueScores},
	{Name: "forecast_alarm", closed: true, TitleZh: "预测警报", TitleEn: "Forecast alarms", Schedule: "35 2 * * *", Model: "alarm-1", seen: seenAlarm, run: runAlarm, due: dueAlarms},
	{Name: "suggestion", closed: true, TitleZh: "建议与文案", TitleEn: "Suggestions and messages", Schedule: "42 2 * * *", Model: "suggestion-1", seen: seenSuggestion, run: eachDay(runSuggestion), due: dueDaily("suggestion", seenSuggestion, catchUp)},
	{Name: "suggestion_score", closed: true, TitleZh: "建议评分", TitleEn: "Scores of suggestions", Schedule: "44 2 * * *", Model: "suggestion-score-1", seen: seenSuggestionScore, run: eachDay(runSuggestionScore), due: dueSuggestionScores},
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
func eachDay(one func(context.Context, *sql.DB, time.Time) (uint64, error)) func(context.Context, *Runner, []time.Time) ([]result, error) {
	return func(ctx context.Context, r *Runner, days []time.Time) ([]result, error) {
		out := make([]result, len(days))
		for i, d := range days {
			n, err := one(ctx, r.DB, d)
			if err != nil {
				return out[:i], err
			}
			out[i].rows = n
		}
		return out, nil
	}
}

// Runner runs jobs and keeps the ledger. It is for one goroutine at a time.
type Runner struct {
	DB       *sql.DB
	Location *time.Location   // whose midnight ends a business day
	Now      func() time.Time // nil is time.Now
	Nights   int              // how many missed nights daily jobs make good; 0 is a week
	Last     time.Time        // last closed day, when the data end in the past; zero: yesterday by the clock
	Log      *slog.Logger
	Sweep    func(context.Context) error // before facts are built: makes anonymous what came late of people who were erased; nil: nothing

	looks  looks
	curves curves
	last   map[string]map[string]lastRun // by job and day, see readOnce
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
