package owner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/sql"
)

// profileDays is over how many days the profiles look that tell who may be addressed.
const profileDays = 90

// Push is when to tell the communities, with what, and how many may be told.
type Push struct {
	AsOf     time.Time
	Day      time.Time // for which the windows are
	Run      chain.Run
	Windows  []Window
	Orders   uint64
	Messages []Message
	Quiet    Quiet
	Reach    []Reach // hours in which most may be addressed, then why others may not
	Plain    string  // name of the plain text of the day
	Sent     *Sent   // somebody said that the plain text was sent
}

// Message is a text ready to send, with why.
type Message struct {
	SuggestionID string `ch:"suggestion_id"`
	Kind         string `ch:"kind"`
	CommunityID  string `ch:"community_id"`
	Community    string // its name
	Start        uint8  `ch:"start_hour"` // 255: no hour
	End          uint8  `ch:"end_hour"`
	People       uint32 `ch:"people"`
	GroupSize    uint16 `ch:"group_size"`
	TextZh       string `ch:"text_zh"`
	TextEn       string `ch:"text_en"`
	MessageZh    string `ch:"message_zh"`
	MessageEn    string `ch:"message_en"`

	Sent *Sent // somebody said that it was sent
}

// Timed says whether an hour belongs to it.
func (m Message) Timed() bool { return m.Start < 24 }

// Quiet is when nobody is disturbed, and how often anybody is.
type Quiet struct {
	ofStore
	From       uint8 `ch:"quiet_from"`
	Until      uint8 `ch:"quiet_until"`
	MaxPerWeek uint8 `ch:"max_per_week"`
}

// Any says whether there are quiet hours at all.
func (q Quiet) Any() bool { return q.From%24 != q.Until%24 }

// Reach is how many may be addressed from an hour on, or, with a reason, how many may not.
type Reach struct {
	Reason string `ch:"reason"` // empty: may be addressed
	Hour   uint8  `ch:"hour"`
	Users  uint64 `ch:"users"`
}

// May is how many may be addressed at all.
func (p Push) May() (n uint64) {
	for _, r := range p.Reach {
		if r.Reason == "" {
			n += r.Users
		}
	}
	return n
}

// At is how many may be addressed whose best hours begin within a window.
func (p Push) At(start, end uint8) (n uint64) {
	for _, r := range p.Reach {
		inside := start <= r.Hour && r.Hour < end
		if end <= start { // over midnight
			inside = r.Hour >= start || r.Hour < end
		}
		if r.Reason == "" && inside {
			n += r.Users
		}
	}
	return n
}

// Not are those who may not be addressed, by reason.
func (p Push) Not() (out []Reach) {
	for _, r := range p.Reach {
		if r.Reason != "" {
			out = append(out, r)
		}
	}
	return out
}

func loadPush(ctx context.Context, db *sql.DB, store string, day, asOf, messages time.Time) (Push, error) {
	p := Push{AsOf: asOf, Plain: plainText(store, day)}
	if err := p.Quiet.load(ctx, db, store); err != nil {
		return p, fmt.Errorf("quiet hours: %w", err)
	}
	communities, err := chain.LoadCommunities(ctx, db)
	if err != nil {
		return p, err
	}
	if !messages.IsZero() {
		if err := db.Select(ctx, &p.Messages, "owner/messages", at(store, messages)); err != nil {
			return p, fmt.Errorf("messages: %w", err)
		}
		for i := range p.Messages {
			p.Messages[i].Community = communities.Of(p.Messages[i].CommunityID).Zh
		}
	}
	if err := p.loadSent(ctx, db, store, day); err != nil {
		return p, fmt.Errorf("texts that were sent: %w", err)
	}
	if asOf.IsZero() {
		return p, nil
	}
	p.Day = asOf.AddDate(0, 0, 1)
	if p.Windows, err = loadOf[Window](ctx, db, "owner/push", sql.Params{"as_of": chain.Date(asOf)}, store); err != nil {
		return p, fmt.Errorf("push windows: %w", err)
	}
	for i := range p.Windows {
		w := &p.Windows[i]
		w.Name = communities.Of(w.CommunityID).Zh
		p.Orders += uint64(w.Orders)
	}
	if err := p.loadReach(ctx, db, store); err != nil {
		return p, fmt.Errorf("who may be addressed: %w", err)
	}
	p.Run, err = chain.MadeBy(ctx, db, asOf, "profile", "push")
	return p, err
}

// load finds the store's own rule, else that of all, else what is usual.
func (q *Quiet) load(ctx context.Context, db *sql.DB, store string) error {
	var rules []Quiet
	if err := db.Select(ctx, &rules, "owner/rules", nil); err != nil {
		return err
	}
	*q = Quiet{From: 22, Until: 8, MaxPerWeek: 2}
	for _, of := range []string{"", store} {
		if at := slices.IndexFunc(rules, func(r Quiet) bool { return r.StoreID == of }); at >= 0 {
			*q = rules[at]
		}
	}
	return nil
}

// loadReach counts by the rules of models/sendtime_push_list, which tells them one by one.
func (p *Push) loadReach(ctx context.Context, db *sql.DB, store string) error {
	params := sql.Params{"store": store, "as_of": chain.Date(p.AsOf), "day": chain.Date(p.Day), "quiet_from": p.Quiet.From, "quiet_until": p.Quiet.Until, "most": p.Quiet.MaxPerWeek}
	if err := db.Select(ctx, &p.Reach, "owner/reach", params); err != nil {
		return err
	}
	// Those who opted out have no window. Where they last bought is looked up for all of them: there are few, and it takes long.
	type person struct {
		ofStore
		Buyer uint64 `ch:"buyer"`
	}
	out, err := loadOf[person](ctx, db, "owner/optedout", sql.Params{"as_of": chain.Date(p.AsOf)}, store)
	if err != nil || len(out) == 0 {
		return err
	}
	var windowed []struct { // counted above
		Buyer uint64 `ch:"buyer"`
	}
	if err := db.Select(ctx, &windowed, "owner/optedout_window", sql.Params{"as_of": chain.Date(p.AsOf)}); err != nil {
		return err
	}
	for _, w := range windowed {
		out = slices.DeleteFunc(out, func(o person) bool { return o.Buyer == w.Buyer })
	}
	if at := slices.IndexFunc(p.Reach, func(r Reach) bool { return r.Reason == "opted_out" }); at >= 0 {
		p.Reach[at].Users += uint64(len(out))
	} else if len(out) > 0 {
		p.Reach = append(p.Reach, Reach{Reason: "opted_out", Users: uint64(len(out))})
	}
	return nil
}

// loadSent marks the texts that somebody said were sent.
func (p *Push) loadSent(ctx context.Context, db *sql.DB, store string, day time.Time) error {
	ids := []string{p.Plain}
	for _, m := range p.Messages {
		ids = append(ids, m.SuggestionID)
	}
	said, err := loadSent(ctx, db, store, day, ids...)
	if err != nil {
		return err
	}
	p.Sent = said[p.Plain]
	for i := range p.Messages {
		p.Messages[i].Sent = said[p.Messages[i].SuggestionID]
	}
	return nil
}
