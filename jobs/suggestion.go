package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"math"
	"slices"
	"time"

	"github.com/linli-project/linli/models/campaign"
	"github.com/linli-project/linli/sql"
)

// Periods that advice speaks of, in days.
const (
	rangePeriod  = 7  // goods, campaigns, reminders
	peoplePeriod = 28 // who comes back, who is new, what rewards move
	longestAhead = 40 // days between advice and the end of its period, at most
	noHour       = 255
)

type suggestionRow struct {
	AsOf         time.Time `ch:"as_of"`
	SuggestionID string    `ch:"suggestion_id"`
	Subject      uint64    `ch:"subject"`
	Kind         string    `ch:"kind"`
	Rank         uint16    `ch:"rank"`
	StoreID      string    `ch:"store_id"`
	CommunityID  string    `ch:"community_id"`
	Category     string    `ch:"category"`
	ProductID    string    `ch:"product_id"`
	StartHour    uint8     `ch:"start_hour"`
	EndHour      uint8     `ch:"end_hour"`
	GroupSize    uint16    `ch:"group_size"`
	Audience     string    `ch:"audience"`
	People       uint32    `ch:"people"`
	FirstDay     time.Time `ch:"first_day"`
	LastDay      time.Time `ch:"last_day"`
	Unit         string    `ch:"unit"`
	Expected     float64   `ch:"expected"`
	Low          float64   `ch:"low"`
	High         float64   `ch:"high"`
	Baseline     float64   `ch:"baseline"`
	Against      string    `ch:"against"`
	StakeFen     float64   `ch:"stake_fen"`
	Propensity   float64   `ch:"propensity"`
	Digest       string    `ch:"digest"`
	Evidence     string    `ch:"evidence"`
	TextZh       string    `ch:"text_zh"`
	TextEn       string    `ch:"text_en"`
	MessageZh    string    `ch:"message_zh"`
	MessageEn    string    `ch:"message_en"`
	Template     string    `ch:"template"`
	MessageNote  string    `ch:"message_note"`
}

// suggesting collects the advice of one day.
type suggesting struct {
	db      *sql.DB
	day     time.Time
	book    *campaign.Book
	windows map[string][2]uint8 // by community: hours to push on the day after
	busiest map[string][2]uint8 // by store: those of the community with most orders
	rows    []suggestionRow
}

// runSuggestion gathers what the jobs of the night advise into one table, with messages to send. Advice is stored as it was given: a day
// gone by is never advised anew.
func runSuggestion(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	var own []struct {
		Name     string `ch:"name"`
		Language string `ch:"language"`
		Text     string `ch:"text"`
	}
	if err := db.Select(ctx, &own, "models/suggestion_templates", nil); err != nil {
		return 0, fmt.Errorf("read the templates of messages: %w", err)
	}
	texts := make([]campaign.Own, len(own))
	for i, o := range own {
		texts[i] = campaign.Own(o)
	}
	book, err := campaign.NewBook(texts)
	if err != nil {
		return 0, err
	}
	s := &suggesting{db: db, day: day, book: book, windows: map[string][2]uint8{}, busiest: map[string][2]uint8{}}
	for _, step := range []func(context.Context) error{s.pushes, s.ranges, s.lines, s.tastes, s.rhythms, s.pools, s.newcomers, s.surplus, s.plans, s.decided} {
		if err := step(ctx); err != nil {
			return 0, err
		}
	}
	s.order()
	return publish(ctx, db, "suggestion", day, s.rows)
}

// seenSuggestion looks at what the jobs that advice comes from published, at templates, and at the catalogue that messages repeat.
func seenSuggestion(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(peoplePeriod)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	for _, job := range []string{"profile", "community", "recommend", "leader", "order_sheet"} {
		runs, err := r.lastRuns(ctx, job)
		if err != nil {
			return nil, err
		}
		for _, day := range days {
			out[day] += mix(job, runs[day].RunID)
		}
	}
	for _, day := range days {
		var beside uint64
		if _, err := r.DB.Get(ctx, &beside, "models/suggestion_template_seen", sql.Params{"day": day}); err != nil {
			return nil, err
		}
		out[day] += beside
	}
	return out, nil
}

// evidence is the figures behind a piece of advice: a flat object.
type evidence map[string]any

// add completes a row and keeps it.
func (s *suggesting) add(r suggestionRow, e evidence) error {
	for name, v := range e {
		if x, ok := v.(float64); ok {
			if math.IsNaN(x) || math.IsInf(x, 0) {
				x = 0
			}
			e[name] = math.Round(x*1e4) / 1e4 // sums of the engine may differ in their last digits
		}
	}
	text, err := json.Marshal(e)
	if err != nil {
		return fmt.Errorf("evidence of %s for store %s: %w", r.Kind, r.StoreID, err)
	}
	for _, x := range []*float64{&r.Expected, &r.Low, &r.High, &r.Baseline, &r.StakeFen, &r.Propensity} {
		if math.IsNaN(*x) || math.IsInf(*x, 0) {
			return fmt.Errorf("%s for store %s rests on a figure that is not finite: %s", r.Kind, r.StoreID, text)
		}
		*x = math.Round(*x*1e6) / 1e6
	}
	r.AsOf, r.Evidence = s.day, string(text)
	r.Subject = mix(r.Kind, r.StoreID, r.CommunityID, r.Category, r.ProductID)
	r.SuggestionID = hex(sql.Day(s.day), r.Kind, r.StoreID, r.CommunityID, r.Category, r.ProductID)
	r.Digest = hex(r.Evidence, r.TextZh, sql.Day(r.FirstDay), sql.Day(r.LastDay))
	s.rows = append(s.rows, r)
	return nil
}

// decided keeps what somebody has accepted, changed or declined as it was given: a rerun of the day must not take it away.
func (s *suggesting) decided(ctx context.Context) error {
	var rows []suggestionRow
	if err := s.db.Select(ctx, &rows, "models/suggestion_decided", sql.Params{"day": sql.Day(s.day)}); err != nil {
		return err
	}
	for _, r := range rows {
		s.rows = slices.DeleteFunc(s.rows, func(x suggestionRow) bool { return x.SuggestionID == r.SuggestionID })
		s.rows = append(s.rows, r)
	}
	return nil
}

// hex is a short digest of some texts.
func hex(parts ...string) string {
	h := fnv.New64a()
	for _, p := range parts {
		_, _ = fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return fmt.Sprintf("%016x", h.Sum64())
}

// order ranks the advice of each store and kind by what is at stake.
func (s *suggesting) order() {
	slices.SortFunc(s.rows, func(a, b suggestionRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(a.Kind, b.Kind), cmp.Compare(b.StakeFen, a.StakeFen), cmp.Compare(a.SuggestionID, b.SuggestionID))
	})
	for i := range s.rows {
		s.rows[i].Rank = 1
		if i > 0 && s.rows[i].StoreID == s.rows[i-1].StoreID && s.rows[i].Kind == s.rows[i-1].Kind {
			s.rows[i].Rank = s.rows[i-1].Rank + 1
		}
	}
}

// period sets the days that advice speaks of: from days after the one that it is given on.
func (r *suggestionRow) period(day time.Time, from, days int) {
	r.FirstDay = day.AddDate(0, 0, from)
	r.LastDay = r.FirstDay.AddDate(0, 0, days-1)
}

// hours sets when to send: within the window of the community, which keeps quiet hours; without one there is no hour.
func (r *suggestionRow) hours(s *suggesting) {
	w, ok := s.windows[r.CommunityID]
	if !ok {
		w, ok = s.busiest[r.StoreID]
	}
	if !ok {
		w = [2]uint8{noHour, noHour}
	}
	r.StartHour, r.EndHour = w[0], w[1]
}

// message writes what to send in both languages.
func (s *suggesting) message(r *suggestionRow, name string, zh, en campaign.Fields) error {
	a, err := s.book.Write(name, "zh", zh)
	if err != nil {
		return err
	}
	b, err := s.book.Write(name, "en", en)
	if err != nil {
		return err
	}
	r.MessageZh, r.MessageEn, r.Template = a.Text, b.Text, cmp.Or(a.Template, b.Template)
	if a.Note != "" {
		r.MessageNote = "zh: " + a.Note
	}
	if b.Note != "" {
		if r.MessageNote != "" {
			r.MessageNote += "; "
		}
		r.MessageNote += "en: " + b.Note
	}
	return nil
}
