package owner

import (
	"context"
	"net/http"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Waiting is an order that waits to be picked up, or was ticked off and not yet reported by the till.
type Waiting struct {
	OrderID     string    `ch:"order_id"`
	Customer    string    `ch:"customer"`
	CommunityID string    `ch:"community_id"`
	Community   string    `ch:"community"`
	Pickup      time.Time `ch:"pickup_date"`
	Status      string    `ch:"status"`
	Lines       uint64    `ch:"lines"`
	Units       float64   `ch:"units"`
	Amount      int64     `ch:"amount"`
	Names       []string  `ch:"names"` // of the goods, beside their English names, units and quantities
	NamesEn     []string  `ch:"names_en"`
	UnitsOf     []string  `ch:"units_of"`
	Quantities  []float64 `ch:"quantities"`
	Ticked      bool      `ch:"ticked"`
	Who         string    `ch:"who"`
	TickedAt    time.Time `ch:"ticked_at"`

	Late int // days past the pickup day
}

// Tail is the end of the order's id.
func (w Waiting) Tail() string { return tail(w.OrderID) }

// Contents are the goods of the order with their quantities, as the page's language lists them.
func (w Waiting) Contents(p words.Printer) string {
	parts := make([]string, min(len(w.Names), len(w.NamesEn), len(w.UnitsOf), len(w.Quantities)))
	for i := range parts {
		parts[i] = p.T("pickup.part", p.Pick(w.Names[i], w.NamesEn[i]), p.Units(w.Quantities[i], w.UnitsOf[i]))
	}
	return strings.Join(parts, p.T("comma"))
}

// waiting reads who is to fetch something on a day.
func waiting(ctx context.Context, db *sql.DB, store string, day time.Time) ([]Waiting, error) {
	var rows []Waiting
	err := db.Select(ctx, &rows, "owner/redemption", sql.Params{"store": store, "day": chain.Date(day)})
	for i := range rows {
		if pickup := rows[i].Pickup; pickup.Unix() > 0 && pickup.Before(day) {
			rows[i].Late = int(day.Sub(pickup) / (24 * time.Hour))
		}
	}
	return rows, err
}

type pickupState struct {
	Status string `ch:"status"`
	Ticked bool   `ch:"ticked"`
}

type pickupCheck struct {
	OrderID string    `ch:"order_id"`
	StoreID string    `ch:"store_id"`
	Who     string    `ch:"who"`
	At      time.Time `ch:"at"`
	Undone  uint8     `ch:"undone"`
}

// PickUp answers POST /owner/pickup: an order was handed out, or was ticked by mistake. What the order is stays with its
// events; the tick stands beside it.
func (o *Room) PickUp(w http.ResponseWriter, r *http.Request) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return
	}
	p, order, undo := o.shell.Printer(r), r.PostFormValue("order"), r.PostFormValue("undo") != ""
	back := way("/owner/redemption", store, day, "waiting")
	var state pickupState
	found, err := o.db.Get(r.Context(), &state, "owner/pickup", sql.Params{"store": store.ID, "order": order})
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if !found {
		o.refuse(w, r, http.StatusNotFound, back, p.T("pickup.none"))
		return
	}
	if state.Ticked != undo { // two phones, or a second press
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	now, in := o.now(), page.From(r)
	log, row := changelog.Entry{At: now, What: "pickup_check", Store: store.ID, Target: order, Before: state.Status, After: "picked_up"}, pickupCheck{order, store.ID, in.Account.Login, now, 0}
	if undo {
		log.Before, log.After, row.Undone = "picked_up", "", 1
	}
	if err := o.keep(r.Context(), in, log, "pickup_check", []pickupCheck{row}); err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}
