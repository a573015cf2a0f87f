package message

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

const (
	shownLines    = 5                  // of the order sheet
	longestName   = 32                 // runes of a name of the data
	longestReason = 60                 // runes of why a line is ordered
	blockTime     = time.Minute        // a message waits rather than leaving something out
	oldestPush    = 7 * 24 * time.Hour // an older window is not told
)

// Order says which message is wanted.
type Order struct {
	Day       time.Time // zero: today, or the last day of a world that has ended
	Lang      words.Lang
	PublicURL string // address that people open the pages at; empty: the message has no link
	Now       time.Time
}

// night is how far the night's work for a day has come.
type night struct {
	Own  bool `ch:"own"`  // the store has its sheet
	Done bool `ch:"done"` // any store has one
}

// composer joins what a message is made of.
type composer struct {
	owner.Content
	p     words.Printer
	m     *Message
	night night
}

// Compose reads a store's day and writes its message. [Message.Ready] is false while the night's work is not done.
func Compose(ctx context.Context, db *sql.DB, store chain.Store, o Order) (Message, error) {
	world, err := chain.Load(ctx, db)
	if err != nil {
		return Message{}, fmt.Errorf("message of %s: %w", store.ID, err)
	}
	day, err := owner.Load(ctx, db, store, o.Day, o.Now, blockTime)
	if err == nil {
		err = errors.Join(day.Sheet.Err, day.Counts.Err, day.Advice.Err, day.Push.Err, day.Score.Err, day.Settlement.Err)
	}
	if err != nil {
		return Message{}, fmt.Errorf("message of %s: %w", store.ID, err)
	}
	p := words.Printer{Lang: words.ParseLang(string(o.Lang)), Currency: world.Currency}
	m := Message{Store: store.ID, Day: day.Day, p: p}
	c := composer{Content: owner.Fill(day), p: p, m: &m}
	if c.night, err = nightOf(ctx, db, store.ID, day.Day); err != nil {
		return Message{}, fmt.Errorf("message of %s: %w", store.ID, err)
	}
	before, known, err := soldOn(ctx, db, store.ID, day.Settlement.Value.Day.AddDate(0, 0, -7))
	if err != nil {
		return Message{}, fmt.Errorf("message of %s: last week: %w", store.ID, err)
	}
	m.Ready = c.night.Done
	if o.PublicURL != "" {
		m.link = o.PublicURL + "/owner?" + url.Values{"store": {store.ID}, "day": {chain.Date(day.Day)}}.Encode()
	}
	m.add(title, plain(p.T("daily.title", short(store.Title(), longestName), p.NamedDay(day.Day))))
	c.yesterday(before, known)
	c.sheet()
	c.risks()
	c.push()
	c.rest()
	c.foot(world)
	return m, nil
}

// nightOf is how far the night's work for a day is; of any store, where none is named.
func nightOf(ctx context.Context, db *sql.DB, store string, day time.Time) (n night, err error) {
	if _, err := db.Get(ctx, &n, "message/night", sql.Params{"store": store, "day": chain.Date(day)}); err != nil {
		return n, fmt.Errorf("how far the night's work is: %w", err)
	}
	return n, nil
}

// soldOn is what a store sold on a day; false where nothing is known.
func soldOn(ctx context.Context, db *sql.DB, store string, day time.Time) (int64, bool, error) {
	if day.Year() < 1971 {
		return 0, false, nil
	}
	var amount int64
	known, err := db.Get(ctx, &amount, "message/week_before", sql.Params{"store": store, "day": chain.Date(day)})
	return amount, known, err
}
