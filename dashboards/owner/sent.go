package owner

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// Sent is what somebody said of sending a text.
type Sent struct {
	MessageID string    `ch:"message_id"`
	People    string    `ch:"people"` // how many it was counted for; empty: taken back
	Who       string    `ch:"who"`
	At        time.Time `ch:"sent_at"`
}

// loadSent tells which of some texts were sent.
func loadSent(ctx context.Context, db *sql.DB, store string, day time.Time, messages ...string) (map[string]*Sent, error) {
	var rows []Sent
	err := db.Select(ctx, &rows, "owner/push_state", sql.Params{"store": store, "day": chain.Date(day), "messages": messages})
	out := map[string]*Sent{}
	for i := range rows {
		if rows[i].People != "" {
			out[rows[i].MessageID] = &rows[i]
		}
	}
	return out, err
}

// everyday begins the name of the plain text of a day, for stores without advice on what to send.
const everyday = "everyday:"

// plainText is the name of the plain text of a store's day.
func plainText(store string, day time.Time) string { return everyday + store + ":" + chain.Date(day) }

// addressed says whom a text is for.
type addressed struct {
	SuggestionID string    `ch:"suggestion_id"`
	Kind         string    `ch:"kind"`
	CommunityID  string    `ch:"community_id"`
	Category     string    `ch:"category"`
	Audience     string    `ch:"audience"`
	FirstDay     time.Time `ch:"first_day"`
	LastDay      time.Time `ch:"last_day"`
}

// Push answers POST /owner/push: a text was sent, or that was a mistake. Everybody whom the text addresses and who may be addressed
// is written down on the server, so that the weekly limit counts them and the advice is scored. A second press changes nothing.
func (o *Room) Push(w http.ResponseWriter, r *http.Request) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return
	}
	p, id, undo := o.shell.Printer(r), r.PostFormValue("message"), r.PostFormValue("undo") != ""
	back, now := way("/owner", store, day, "push"), o.now()
	today := chain.Today(now, store.Zone())
	to, found, err := o.text(r.Context(), store.ID, id, today)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	switch {
	case !found:
		o.refuse(w, r, http.StatusNotFound, back, p.T("sent.none"))
		return
	case to.LastDay.Before(today):
		o.refuse(w, r, http.StatusConflict, back, p.T("decide.late", p.ShortDay(to.LastDay)))
		return
	}
	said, err := loadSent(r.Context(), o.db, store.ID, today, id)
	before := said[id]
	switch {
	case err != nil:
	case undo && before == nil:
	case undo && !chain.Today(before.At, store.Zone()).Equal(today):
		o.refuse(w, r, http.StatusConflict, back, p.T("sent.late"))
		return
	case undo:
		err = o.unsend(r.Context(), page.From(r), store, id, today, before)
	default:
		err = o.sent(r.Context(), page.From(r), store, to, now, before)
	}
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// text finds what a form speaks of.
func (o *Room) text(ctx context.Context, store, id string, today time.Time) (to addressed, found bool, err error) {
	if strings.HasPrefix(id, everyday) {
		return addressed{SuggestionID: id, Audience: "community", FirstDay: today, LastDay: today}, id == plainText(store, today), nil
	}
	found, err = o.db.Get(ctx, &to, "owner/push_message", sql.Params{"store": store, "suggestion": id})
	return to, found, err
}

// sent writes whom the text went to. The list is that of the models, so that nobody is counted who was not to be addressed; it is
// cut down to whom the text is for and goes into the table without leaving ClickHouse.
func (o *Room) sent(ctx context.Context, in page.Reader, store chain.Store, to addressed, now time.Time, before *Sent) error {
	today := chain.Today(now, store.Zone())
	params := sql.Params{"store": store.ID, "message": to.SuggestionID, "day": chain.Date(today)}
	if before != nil { // pressed twice; only if writing had failed there is something left to do
		var there uint64
		if _, err := o.db.Get(ctx, &there, "owner/push_written", params); err != nil || there > 0 || before.People == "0" || !chain.Today(before.At, store.Zone()).Equal(today) {
			return err
		}
	}
	newest, err := chain.NewestUpTo(ctx, o.db, store.ID, today)
	if err != nil {
		return err
	}
	list, err := o.db.Text("models/sendtime_push_list")
	if err != nil {
		return err
	}
	audience, err := o.db.Text("owner/push_audience")
	if err != nil {
		return err
	}
	list = "FROM (" + list + "\n) WHERE reason = '' AND user_id IN (" + audience + "\n)"
	params["as_of"], params["window"], params["hour"] = chain.Date(newest.Push), uint16(profileDays), uint8(now.In(store.Zone()).Hour()) //nolint:gosec // 0 to 23
	params["community"], params["category"], params["audience"] = to.CommunityID, to.Category, to.Audience
	if newest.Push.IsZero() {
		params["as_of"] = "1970-01-01"
	}
	var people uint64
	if _, err := o.db.GetText(ctx, &people, "SELECT uniqExact(user_id) AS people "+list, params); err != nil {
		return fmt.Errorf("whom the text addresses: %w", err)
	}
	if before == nil {
		line := changelog.Entry{At: now, What: "push_sent", Store: store.ID, Target: to.SuggestionID, After: strconv.FormatUint(people, 10)}
		if err := o.record(ctx, in, line); err != nil {
			return err
		}
	}
	err = o.db.Exec(ctx, `INSERT INTO push_sent (user_id, store_id, message_id, business_day, hour, updated_at)
		SELECT DISTINCT user_id, {store:String} AS store, {message:String} AS message, {day:Date} AS sent_on, {hour:UInt8} AS sent_hour, now64(3) `+list, params)
	if err != nil {
		return fmt.Errorf("write whom the text went to: %w", err)
	}
	return nil
}

// unsend takes back what was pressed by mistake.
func (o *Room) unsend(ctx context.Context, in page.Reader, store chain.Store, id string, today time.Time, before *Sent) error {
	line := changelog.Entry{At: o.now(), What: "push_sent", Store: store.ID, Target: id, Before: before.People}
	if err := o.record(ctx, in, line); err != nil {
		return err
	}
	return o.db.Run(ctx, "owner/push_undo", sql.Params{"store": store.ID, "message": id, "day": chain.Date(today)})
}
