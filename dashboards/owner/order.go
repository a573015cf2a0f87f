package owner

import (
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/changelog"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/sql"
)

// most units that a line can ask for: more is a slip of the finger.
const most = 1e6

// changedLine is the line of a sheet that a form speaks of.
type changedLine struct {
	ProductID string    `ch:"product_id"`
	Advised   float64   `ch:"advised"`
	PackSize  float64   `ch:"pack_size"`
	Day       time.Time `ch:"day"`
	Changed   float64   `ch:"changed"` // below 0: not changed
}

type orderChange struct {
	StoreID   string    `ch:"store_id"`
	AsOf      time.Time `ch:"as_of"`
	ProductID string    `ch:"product_id"`
	Quantity  float64   `ch:"quantity"`
	Advised   float64   `ch:"advised"`
	Who       string    `ch:"who"`
	At        time.Time `ch:"at"`
	Note      string    `ch:"note"`
}

// Order answers POST /owner/order: another quantity than the advised one, or the advised one again. The sheet stays as it was
// advised; what was ordered instead is kept beside it, and both are scored when the day has passed.
func (o *Room) Order(w http.ResponseWriter, r *http.Request) {
	store, day, ok := o.Asked(w, r)
	if !ok {
		return
	}
	p, product := o.shell.Printer(r), r.PostFormValue("product")
	back := way("/owner", store, day, mark(product))
	asOf, ok := chain.ParseDay(r.PostFormValue("as_of"))
	if !ok {
		o.shell.Fail(w, r, http.StatusBadRequest, "fail.day", nil)
		return
	}
	var line changedLine
	found, err := o.db.Get(r.Context(), &line, "owner/change_line", sql.Params{"store": store.ID, "as_of": chain.Date(asOf), "product": product})
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if !found {
		o.refuse(w, r, http.StatusNotFound, back, p.T("edit.noline"))
		return
	}
	begun, err := o.newestFact(r.Context(), store)
	if err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if !line.Day.After(begun) {
		o.refuse(w, r, http.StatusConflict, back, p.T("edit.late", p.ShortDay(line.Day)))
		return
	}
	quantity := -1.
	if r.PostFormValue("undo") == "" {
		quantity, ok = wanted(r, line.PackSize)
		if !ok {
			o.refuse(w, r, http.StatusUnprocessableEntity, back, p.T("edit.number"))
			return
		}
		if low, high, fits := packs(quantity, line.PackSize); !fits {
			o.refuse(w, r, http.StatusUnprocessableEntity, back, p.T("edit.pack", p.Quantity(line.PackSize), p.Quantity(low), p.Quantity(high)))
			return
		}
		if quantity == line.Advised {
			quantity = -1
		}
	}
	if quantity == line.Changed { // twice the same, or taken back what was never changed
		http.Redirect(w, r, back, http.StatusSeeOther)
		return
	}
	now, in := o.now(), page.From(r)
	log := changelog.Entry{At: now, What: "order_change", Store: store.ID, Target: chain.Date(asOf) + " " + line.ProductID,
		Before: ordered(line.Changed, line.Advised), After: ordered(quantity, line.Advised), Note: note(r)}
	rows := []orderChange{{store.ID, asOf, line.ProductID, quantity, line.Advised, in.Account.Login, now, log.Note}}
	if err := o.keep(r.Context(), in, log, "order_change", rows); err != nil {
		o.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// wanted reads the quantity of a form, moved by whole packs if one of the two steps was pressed.
func wanted(r *http.Request, pack float64) (float64, bool) {
	q, err := strconv.ParseFloat(strings.TrimSpace(r.PostFormValue("quantity")), 64)
	if err != nil || !(q >= 0 && q <= most) {
		return 0, false
	}
	switch r.PostFormValue("move") {
	case "more":
		q += step(pack)
	case "less":
		q = math.Max(0, q-step(pack))
	}
	return math.Round(q*1000) / 1000, q <= most
}

// packs says whether a quantity is made of whole packs, and the two next to it that are.
func packs(q, pack float64) (low, high float64, fits bool) {
	n := q / step(pack)
	low, high = math.Floor(n)*step(pack), math.Ceil(n)*step(pack)
	return low, high, math.Abs(n-math.Round(n)) < 1e-6 || !(pack > 0)
}

// step is how much one press of + adds.
func step(pack float64) float64 {
	if pack > 0 {
		return pack
	}
	return 1
}

// ordered writes a quantity for the log; unchanged is the advised one.
func ordered(changed, advised float64) string {
	if changed < 0 {
		changed = advised
	}
	return strconv.FormatFloat(changed, 'f', -1, 64)
}

// mark is the place of a product's line on the page.
func mark(product string) string { return "line-" + product }
