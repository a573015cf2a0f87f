package owner

import (
	"context"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// shown is how many lines and cards stand on the page before the tap.
const shown = 5

// Day is everything the owner's page says.
type Day struct {
	Store      chain.Store
	Day        time.Time // business day the reader asked for, or the newest
	Newest     chain.Newest
	Live       bool // the day is going on now
	Minutes    int  // to the cutoff, when Live
	Sheet      page.Block[Sheet]
	Counts     page.Block[Counts]
	Advice     page.Block[Advice]
	Push       page.Block[Push]
	Leaders    page.Block[Leaders]
	Became     page.Block[Became]
	Score      page.Block[Scored]
	Settlement page.Block[Settled]
}

// Load reads the day of a store; a zero day means the newest. Each block keeps
// its own failure and has at most the given time.
func Load(ctx context.Context, db *sql.DB, store chain.Store, day, now time.Time, each time.Duration) (*Day, error) {
	today := chain.Today(now, store.Zone())
	asked := day
	if asked.IsZero() {
		asked = today
	}
	newest, err := chain.NewestUpTo(ctx, db, store.ID, asked)
	if err != nil {
		return nil, err
	}
	if day.IsZero() {
		day = defaultDay(newest, today)
	}
	begun := newest.Fact
	if asked.Before(today) { // looking back: what has begun since closes the sheet
		now, err := chain.NewestUpTo(ctx, db, store.ID, today)
		if err != nil {
			return nil, err
		}
		begun = now.Fact
	}
	if newest.Sheet.Before(day.AddDate(0, 0, -1)) {
		newest.Sheet = time.Time{} // an older sheet is no answer to what to order on this day
	}
	more, err := loadLatest(ctx, db, store.ID, asked)
	if err != nil {
		return nil, err
	}
	d := &Day{Store: store, Day: day, Newest: newest, Live: day.Equal(today)}
	d.Minutes = minutesToCutoff(store, now)
	g := page.NewBlocks(ctx, each)
	page.Load(g, &d.Sheet, func(ctx context.Context) (Sheet, error) {
		return loadSheet(ctx, db, store.ID, newest.Sheet, newest.Score, begun)
	})
	page.Load(g, &d.Counts, func(ctx context.Context) (Counts, error) { return loadCounts(ctx, db, store.ID, day) })
	page.Load(g, &d.Advice, func(ctx context.Context) (Advice, error) { return loadAdvice(ctx, db, store.ID, newest.Advice, begun) })
	page.Load(g, &d.Push, func(ctx context.Context) (Push, error) {
		return loadPush(ctx, db, store.ID, day, newest.Push, more.Messages)
	})
	page.Load(g, &d.Leaders, func(ctx context.Context) (Leaders, error) { return loadLeaders(ctx, db, store.ID, more.Leaders, asked) })
	page.Load(g, &d.Became, func(ctx context.Context) (Became, error) { return loadBecame(ctx, db, store.ID, more.Summary) })
	page.Load(g, &d.Score, func(ctx context.Context) (Scored, error) { return loadScore(ctx, db, store.ID, newest.Score) })
	page.Load(g, &d.Settlement, func(ctx context.Context) (Settled, error) { return loadClosed(ctx, db, store, newest.Fact, today) })
	g.Wait()
	return d, nil
}

// Hours to the cutoff, whole.
func (d *Day) Hours() int { return d.Minutes / 60 }

// Rest are the minutes beside the whole hours to the cutoff.
func (d *Day) Rest() int { return d.Minutes % 60 }

// Err is the first failure of a block: a report is whole or not at all.
func (d *Day) Err() error {
	for _, err := range []error{d.Sheet.Err, d.Counts.Err, d.Advice.Err, d.Push.Err, d.Leaders.Err, d.Became.Err, d.Score.Err, d.Settlement.Err} {
		if err != nil {
			return err
		}
	}
	return nil
}

// minutesToCutoff counts to the store's cutoff of today; 0 when it is over.
func minutesToCutoff(s chain.Store, now time.Time) int {
	local := now.In(s.Zone())
	end := time.Date(local.Year(), local.Month(), local.Day(), int(s.CutoffHour), 0, 0, 0, s.Zone())
	if left := end.Sub(local); left > 0 {
		return int(left / time.Minute)
	}
	return 0
}
