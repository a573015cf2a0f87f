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
	UserID      string  `ch:"user_id"`
	Customer    string  `ch:"customer"`
	CommunityID string  `ch:"community_id"`
	Community   string  // its name
	Shares      uint32  `ch:"shares"`
	Visitors    uint32  `ch:"visitors"`
	Orders      uint32  `ch:"orders"`
	NewBuyers   uint32  `ch:"new_buyers"`
	Incremental float64 `ch:"incremental"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"`
	Margin      int64   `ch:"margin"`

	Remark
}

// Remark is what is advised and asked about somebody who shares.
type Remark struct {
	Reward    int64  `ch:"reward"`   // fen; 0: none advised
	Findings  uint64 `ch:"findings"` // open questions
	FindingZh string `ch:"text_zh"`
	FindingEn string `ch:"text_en"`
}

// Plan is the rewards of the store as a whole.
type Plan struct {
	ofStore
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
	if err := l.loadNotes(ctx, db, store); err != nil {
		return l, err
	}
	plans, err := loadOf[Plan](ctx, db, "owner/leader_plan", sql.Params{"as_of": chain.Date(asOf)}, store)
	if err != nil {
		return l, fmt.Errorf("plan of rewards: %w", err)
	}
	if len(plans) > 0 {
		l.Plan = plans[0]
	}
	l.Run, err = chain.MadeBy(ctx, db, asOf, "leader")
	return l, err
}

// loadNotes adds communities' names, rewards and open questions.
func (l *Leaders) loadNotes(ctx context.Context, db *sql.DB, store string) error {
	if len(l.Lines) == 0 {
		return nil
	}
	communities, err := chain.LoadCommunities(ctx, db)
	if err != nil {
		return err
	}
	var notes []struct { // one of each kind at most
		UserID string `ch:"user_id"`
		Remark
	}
	if err := db.Select(ctx, &notes, "owner/leader_notes", at(store, l.AsOf)); err != nil {
		return fmt.Errorf("rewards and questions: %w", err)
	}
	for i := range l.Lines {
		line := &l.Lines[i]
		line.Community = communities.Of(line.CommunityID).Zh
		for _, n := range notes {
			if n.UserID != line.UserID {
				continue
			}
			line.Reward += n.Reward
			if n.Findings > 0 {
				line.Findings, line.FindingZh, line.FindingEn = n.Findings, n.FindingZh, n.FindingEn
			}
		}
	}
	return nil
}

// latest are the newest days of what other jobs of the night made; zero when there is none.
type latest struct {
	Leaders  time.Time `ch:"leaders"`
	Messages time.Time `ch:"messages"`
	Summary  time.Time `ch:"summary"`
}

func loadLatest(ctx context.Context, db *sql.DB, store string, day time.Time) (latest, error) {
	n, err := latestUpTo(ctx, db, "", day)
	if err != nil {
		return n, err
	}
	for kind, newest := range map[string]*time.Time{"leaders": &n.Leaders, "messages": &n.Messages, "summary": &n.Summary} {
		if here, err := chain.NewestHere(ctx, db, "owner/newest_"+kind, store, newest, 0); err != nil {
			return n, err
		} else if !here {
			return latestUpTo(ctx, db, store, day)
		}
	}
	return n, nil
}

// latestUpTo looks through all days; an empty store means the chain.
func latestUpTo(ctx context.Context, db *sql.DB, store string, day time.Time) (n latest, err error) {
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
