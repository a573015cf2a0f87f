package jobs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/models/campaign/outcome"
	"github.com/linli-project/linli/sql"
)

// summaryDays is how far a summary looks back; scoreReach is how far back facts can change what is said of a day: the summary, the
// longest period before it, and the four weeks that this is compared with.
const (
	summaryDays = 28
	scoreReach  = summaryDays + longestAhead + 28
)

type suggestionScore struct {
	Day            time.Time `ch:"day"`
	AsOf           time.Time `ch:"as_of"`
	SuggestionID   string    `ch:"suggestion_id"`
	Kind           string    `ch:"kind"`
	StoreID        string    `ch:"store_id"`
	Decision       string    `ch:"decision"`
	Followed       uint8     `ch:"followed"`
	Verdict        string    `ch:"verdict"`
	Why            string    `ch:"why"`
	Unit           string    `ch:"unit"`
	Expected       float64   `ch:"expected"`
	Actual         float64   `ch:"actual"`
	BaselineActual float64   `ch:"baseline_actual"`
	Gain           float64   `ch:"gain"`
	GainUnit       string    `ch:"gain_unit"`
	ChainGain      *float64  `ch:"chain_gain"`
	DaysOffered    uint8     `ch:"days_offered"`
	Propensity     float64   `ch:"propensity"`
	Weight         float64   `ch:"weight"`
	Counted        uint8     `ch:"counted"`
	TextZh         string    `ch:"text_zh"`
	TextEn         string    `ch:"text_en"`
}

type dueAdvice struct {
	AsOf         time.Time `ch:"as_of"`
	SuggestionID string    `ch:"suggestion_id"`
	Kind         string    `ch:"kind"`
	StoreID      string    `ch:"store_id"`
	FirstDay     time.Time `ch:"first_day"`
	LastDay      time.Time `ch:"last_day"`
	Unit         string    `ch:"unit"`
	Expected     float64   `ch:"expected"`
	Low          float64   `ch:"low"`
	Baseline     float64   `ch:"baseline"`
	GroupSize    uint16    `ch:"group_size"`
	Propensity   float64   `ch:"propensity"`
	StartHour    uint8     `ch:"start_hour"`
	Decision     string    `ch:"decision"`
	Counted      uint8     `ch:"counted"`
}

// runSuggestionScore judges the advice whose period ended on a day, and sums up the last four weeks.
func runSuggestionScore(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	var due []dueAdvice
	if err := db.Select(ctx, &due, "models/suggestion_due", sql.Params{"day": sql.Day(day)}); err != nil {
		return 0, err
	}
	seen, err := outcomes(ctx, db, day)
	if err != nil {
		return 0, fmt.Errorf("read what became of advice: %w", err)
	}
	rows := make([]suggestionScore, len(due))
	for i, a := range due {
		rows[i] = a.judge(day, seen)
	}
	n, err := publish(ctx, db, "suggestion_score", day, rows)
	if err != nil {
		return n, err
	}
	m, err := summarise(ctx, db, day)
	return n + m, err
}

// seenSuggestionScore looks at the advice that was given, at the facts that it is judged by, and at decisions and what was sent.
func seenSuggestionScore(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(scoreReach)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	given, err := r.lastRuns(ctx, "suggestion")
	if err != nil {
		return nil, err
	}
	pools, err := r.lastRuns(ctx, "community")
	if err != nil {
		return nil, err
	}
	for _, day := range days {
		var beside uint64
		if _, err := r.DB.Get(ctx, &beside, "models/suggestion_score_seen", sql.Params{"day": day}); err != nil {
			return nil, err
		}
		out[day] += beside
		for back := range summaryDays {
			out[day] += mix("community", back, pools[before(day, back)].RunID)
		}
		for back := 1; back < summaryDays+longestAhead; back++ {
			out[day] += mix("given", back, given[before(day, back)].RunID)
		}
	}
	return out, nil
}

// dueSuggestionScores finds the closed days on which a period ended and whose facts or advice are not those that were judged, of any age.
func dueSuggestionScores(ctx context.Context, r *Runner, open string) ([]dueDay, error) {
	ended, err := r.dayList(ctx, "models/suggestion_days")
	if err != nil {
		return nil, err
	}
	facts, err := r.lastRuns(ctx, "daily_facts")
	if err != nil {
		return nil, err
	}
	return r.compare(ctx, "suggestion_score", seenSuggestionScore, ended, func(day string, _ bool) bool { return day < open && facts[day].Done })
}

// judge scores one piece of advice.
func (a dueAdvice) judge(day time.Time, seen map[string]outcome.Seen) suggestionScore {
	s, ok := seen[a.SuggestionID]
	if !ok {
		s = outcome.Seen{Exists: true}
	}
	switch a.Kind {
	case "range_add", "range_test", "campaign", "winback", "newcomers", "repurchase", "clearance", "reward":
		s.Baseline = a.Baseline
	}
	days := int(a.LastDay.Sub(a.FirstDay)/(24*time.Hour)) + 1
	v := outcome.Judge(outcome.Advice{Kind: a.Kind, Expected: a.Expected, Low: a.Low, GroupSize: int(a.GroupSize), Days: days, Propensity: a.Propensity, Decision: a.Decision}, s)
	if a.Kind == "push" && a.StartHour == noHour {
		v.Verdict, v.Why, v.Gain, v.ChainGain = outcome.Void, "no_window", 0, nil
	}
	row := suggestionScore{Day: day, AsOf: a.AsOf, SuggestionID: a.SuggestionID, Kind: a.Kind, StoreID: a.StoreID, Decision: a.Decision, Verdict: v.Verdict, Why: v.Why, Unit: a.Unit, Expected: round(v.Expected),
		Actual: round(s.Actual), BaselineActual: round(v.Baseline), Gain: round(v.Gain), GainUnit: a.Unit, DaysOffered: uint8(min(s.Offered, 255)), Propensity: a.Propensity, Weight: v.Weight, Counted: a.Counted} //nolint:gosec // bounded
	if v.Followed {
		row.Followed = 1
	}
	if v.ChainGain != nil {
		g := round(*v.ChainGain)
		row.ChainGain = &g
	}
	row.TextZh, row.TextEn = row.words(days)
	return row
}

// round drops the digits in which sums of the engine may differ.
func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }
