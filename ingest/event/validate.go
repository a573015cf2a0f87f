package event

import (
	"slices"
	"strings"
	"time"
	"unicode"
)

const maxNumber = 1_000_000_000 // fen of a price, or units of a line

// earliest is before any mini-program: an older event_time is a clock that was never set.
var earliest = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (f *fields) event(want Type, notAfter time.Time) (Event, *Refusal) {
	typ := Type(f.typ)
	if !slices.Contains(Types, typ) {
		if f.typ == "" {
			return nil, refuse(RefuseMissing, "type", "is required")
		}
		return nil, refuse(RefuseType, "type", "%q is none of click, order, share", clip(f.typ))
	}
	if want != "" && typ != want {
		return nil, refuse(RefuseType, "type", "a %s event on the topic of %s events", typ, want)
	}
	if ref := f.checkHead(notAfter); ref != nil {
		return nil, ref
	}
	switch typ {
	case TypeClick:
		return f.click()
	case TypeOrder:
		return f.orderEvent()
	default:
		return f.share()
	}
}

func (f *fields) checkHead(notAfter time.Time) *Refusal {
	if ref := required("event_id", f.head.ID, "user_id", f.head.UserID, "store_id", f.head.StoreID,
		"community_id", f.head.CommunityID, "event_time", f.time); ref != nil {
		return ref
	}
	if ref := ids("campaign_id", f.head.CampaignID, "share_id", f.head.ShareID, "product_id", f.product,
		"session_id", f.session, "order_id", f.order, "parent_share_id", f.parent); ref != nil {
		return ref
	}
	t, err := time.Parse(time.RFC3339Nano, f.time)
	if err != nil {
		return refuse(RefuseTime, "event_time", "%q is no RFC 3339 instant with offset, such as 2026-11-22T10:30:00.123+08:00", clip(f.time))
	}
	if t.Before(earliest) || (!notAfter.IsZero() && t.After(notAfter)) {
		return refuse(RefuseTime, "event_time", "%s lies outside the plausible range", clip(f.time))
	}
	f.head.Time = Millis(t)
	return nil
}

func (f *fields) click() (Event, *Refusal) {
	if ref := oneOf("action", f.action, Actions); ref != nil {
		return nil, ref
	}
	if f.product == "" && f.action != "search" {
		return nil, refuse(RefuseMissing, "product_id", "is required for %s", f.action)
	}
	return &Click{Head: f.head, SessionID: f.session, Action: f.action, ProductID: f.product}, nil
}

func (f *fields) orderEvent() (Event, *Refusal) {
	if ref := required("order_id", f.order); ref != nil {
		return nil, ref
	}
	if ref := oneOf("status", f.status, Statuses); ref != nil {
		return nil, ref
	}
	if f.pickup != "" {
		if _, err := time.Parse(time.DateOnly, f.pickup); err != nil {
			return nil, refuse(RefuseField, "pickup_date", "%q is no date such as 2026-11-23", clip(f.pickup))
		}
	}
	if len(f.lines) == 0 && (f.status == "placed" || f.status == "paid") {
		return nil, refuse(RefuseMissing, "lines", "at least one is required for %s", f.status)
	}
	for i, l := range f.lines {
		if ref := ids(lineField(i, "product_id"), l.ProductID); ref != nil {
			return nil, ref
		}
		if l.Quantity > 0 && l.UnitPrice > maxAmount/l.Quantity {
			return nil, refuse(RefuseValue, lineField(i, ""), "quantity times unit_price is beyond any order")
		}
		if l.Amount() < 0 {
			return nil, refuse(RefuseValue, lineField(i, "discount"), "%d fen is more than the line costs", l.Discount)
		}
	}
	return &Order{Head: f.head, OrderID: f.order, Status: f.status, PickupDate: f.pickup, Lines: f.lines}, nil
}

// maxAmount keeps sums of lines far inside an int64, in thousandths of a fen.
const maxAmount = 1_000_000_000_000_000

func (f *fields) share() (Event, *Refusal) {
	if ref := required("share_id", f.head.ShareID); ref != nil {
		return nil, ref
	}
	if ref := oneOf("channel", f.channel, Channels); ref != nil {
		return nil, ref
	}
	return &Share{Head: f.head, ParentShareID: f.parent, ProductID: f.product, Channel: f.channel}, nil
}

// required checks name, value pairs: present, and a possible id.
func required(pairs ...string) *Refusal {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return refuse(RefuseMissing, pairs[i], "is required")
		}
	}
	return ids(pairs...)
}

// ids checks name, value pairs: short enough and without control characters.
func ids(pairs ...string) *Refusal {
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; len(v) > maxID {
			return refuse(RefuseField, pairs[i], "%d bytes, at most %d are taken", len(v), maxID)
		} else if strings.ContainsFunc(v, unicode.IsControl) {
			return refuse(RefuseField, pairs[i], "has a control character")
		}
	}
	return nil
}

func oneOf(name, value string, allowed []string) *Refusal {
	if value == "" {
		return refuse(RefuseMissing, name, "is required")
	}
	if !slices.Contains(allowed, value) {
		return refuse(RefuseValue, name, "%q is none of %s", clip(value), strings.Join(allowed, ", "))
	}
	return nil
}

// parseDecimal reads a JSON number exactly: 1.5 with 3 places is 1500. Exponents are taken if the result is exact.
func parseDecimal(s string, places int) (n int64, ok bool) {
	mantissa, exp, hasExp := strings.Cut(strings.ToLower(s), "e")
	shift := places
	if hasExp {
		e, ok := smallInt(exp)
		if !ok {
			return 0, false
		}
		shift += e
	}
	whole, frac, _ := strings.Cut(mantissa, ".")
	shift -= len(frac)
	digits := strings.TrimLeft(whole+frac, "0")
	if digits == "" || digits == "-" {
		return 0, true
	}
	for shift < 0 && strings.HasSuffix(digits, "0") {
		digits = digits[:len(digits)-1]
		shift++
	}
	if shift < 0 || len(digits)+shift > 13 {
		return 0, false
	}
	for _, c := range digits {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int64(c-'0')
	}
	limit := int64(maxNumber)
	for range places {
		limit *= 10
	}
	for range shift {
		n *= 10
	}
	return n, n <= limit
}

func smallInt(s string) (int, bool) {
	neg := strings.HasPrefix(s, "-")
	s = strings.TrimLeft(strings.TrimLeft(s, "+-"), "0")
	if len(s) > 3 {
		return 0, false
	}
	n := 0
	for _, c := range s {
		n = n*10 + int(c-'0')
	}
	if neg {
		n = -n
	}
	return n, true
}
