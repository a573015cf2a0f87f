package owner

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// Leaders are those whose shares brought most. Of a person only the pseudonym is shown.
type Leaders struct {
	AsOf  time.Time
	First time.Time // first day that lists are kept of, where the day asked for is before it
	Run   chain.Run
	Lines []Leader
	Plan  Plan
}

// Leader is somebody who shares.
type Leader struct {
	Customer    string  `ch:"customer"`
	Community   string  `ch:"community"`
	Shares      uint32  `ch:"shares"`
	Visitors    uint32  `ch:"visitors"`
	Orders      uint32  `ch:"orders"`
	NewBuyers   uint32  `ch:"new_buyers"`
	Incremental float64 `ch:"incremental"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"`
	Margin      int64   `ch:"margin"`
	Reward      int64   `ch:"reward"`   // fen; 0: none advised
	Findings    uint64  `ch:"findings"` // open questions
	FindingZh   string  `ch:"finding_zh"`
	FindingEn   string  `ch:"finding_en"`
}

// Plan is the rewards of the store as a whole.
type Plan struct {
	Budget   int64  `ch:"budget"`
	Spent    int64  `ch:"spent"`
	People   uint32 `ch:"people"`
	HeldBack uint32 `ch:"held_back"`
	TextZh   string `ch:"text_zh"`
	TextEn   string `ch:"text_en"`
	Sharers  uint64 `ch:"sharers"`
	Days     uint16 `ch:"days"`
}

func loadLeaders(ctx context.Context, db *sql.DB, store string, asOf, asked time.Time) (Leaders, error) {
	l := Leaders{AsOf: asOf}
	if asOf.IsZero() {
		first, err := chain.LeadersFrom(ctx, db)
		if first.After(asked) {
			l.First = first
		}
		return l, err
	}
	if err := db.Select(ctx, &l.Lines, "owner/leaders", at(store, asOf)); err != nil {
		return l, fmt.Errorf("leaders: %w", err)
	}
	if _, err := db.Get(ctx, &l.Plan, "owner/leader_plan", at(store, asOf)); err != nil {
		return l, fmt.Errorf("plan of rewards: %w", err)
	}
	var err error
	l.Run, err = chain.MadeBy(ctx, db, asOf, "leader")
	return l, err
}

// latest are the newest days of what other jobs of the night made; zero when there is none.
type latest struct {
	Leaders  time.Time `ch:"leaders"`
	Messages time.Time `ch:"messages"`
	Summary  time.Time `ch:"summary"`
}

func loadLatest(ctx context.Context, db *sql.DB, store string, day time.Time) (latest, error) {
	var n latest
	if _, err := db.Get(ctx, &n, "owner/newest", sql.Params{"store": store, "day": chain.Date(day)}); err != nil {
		return n, fmt.Errorf("newest days: %w", err)
	}
	for _, t := range []*time.Time{&n.Leaders, &n.Messages, &n.Summary} {
		if t.Unix() <= 0 {
			*t = time.Time{}
		}
	}
	return n, nil
}
