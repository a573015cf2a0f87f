package event

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
)

// earliest is 2000-01-01, before any mini-program: an older event_time is a clock that was never set.
const earliest = 946684800 * second

// lastPickup is 2099-12-31.
const lastPickup = 47481

func (r *Record) check(want Type, notAfter int64) *Refusal {
	switch string(r.typ) {
	case string(TypeClick):
		r.Type = TypeClick
	case string(TypeOrder):
		r.Type = TypeOrder
	case string(TypeShare):
		r.Type = TypeShare
	case "":
		return refuse(RefuseMissing, "type", "is required")
	default:
		return refuse(RefuseType, "type", "%q is none of click, order, share", clip(string(r.typ)))
	}
	if want != "" && r.Type != want {
		return refuse(RefuseType, "type", "a %s event on the topic of %s events", r.Type, want)
	}
	if ref := r.checkHead(notAfter); ref != nil {
		return ref
	}
	switch r.Type {
	case TypeClick:
		if ref := oneOf("action", r.Action, Actions); ref != nil {
			return ref
		}
		if len(r.ProductID) == 0 && string(r.Action) != "search" {
			return refuse(RefuseMissing, "product_id", "is required for %s", r.Action)
		}
		return nil
	case TypeOrder:
		return r.checkOrder()
	default:
		if len(r.ShareID) == 0 {
			return refuse(RefuseMissing, "share_id", "is required")
		}
		return oneOf("channel", r.Channel, Channels)
	}
}

func (r *Record) checkHead(notAfter int64) *Refusal {
	required := [...]text{{"event_id", r.ID}, {"user_id", r.UserID}, {"store_id", r.StoreID}, {"community_id", r.CommunityID}, {"event_time", r.at}}
	for i := range required {
		if len(required[i].value) == 0 {
			return refuse(RefuseMissing, required[i].name, "is required")
		}
	}
	if r.in.odd {
		ref := possible(required[:]...)
		if ref == nil {
			ref = possible(text{"campaign_id", r.CampaignID}, text{"share_id", r.ShareID}, text{"product_id", r.ProductID},
				text{"session_id", r.SessionID}, text{"order_id", r.OrderID}, text{"parent_share_id", r.ParentShareID})
		}
		if ref != nil {
			return ref
		}
	}
	t, ok := parseInstant(r.at)
	if !ok {
		return refuse(RefuseTime, "event_time", "%q is no RFC 3339 instant with offset, such as 2026-11-22T10:30:00.123+08:00", clip(string(r.at)))
	}
	if t < earliest || notAfter != 0 && t > notAfter {
		return refuse(RefuseTime, "event_time", "%s lies outside the plausible range", clip(string(r.at)))
	}
	r.Time = t
	return nil
}

func (r *Record) checkOrder() *Refusal {
	if len(r.OrderID) == 0 {
		return refuse(RefuseMissing, "order_id", "is required")
	}
	if ref := oneOf("status", r.Status, Statuses); ref != nil {
		return ref
	}
	if len(r.pickup) > 0 {
		days, ok := parseDate(r.pickup)
		if !ok {
			return refuse(RefuseField, "pickup_date", "%q is no date such as 2026-11-23", clip(string(r.pickup)))
		}
		if days < 0 || days > lastPickup {
			return refuse(RefuseValue, "pickup_date", "%s is not in the years 1970 to 2099", r.pickup)
		}
		r.PickupDay = int32(days)
	}
	if len(r.Lines) == 0 && (string(r.Status) == "placed" || string(r.Status) == "paid") {
		return refuse(RefuseMissing, "lines", "at least one is required for %s", r.Status)
	}
	for i := range r.Lines {
		l := &r.Lines[i]
		if r.in.odd {
			if ref := possible(text{"product_id", l.ProductID}); ref != nil {
				ref.Field = lineField(i, ref.Field)
				return ref
			}
		}
		if l.Quantity > 0 && l.UnitPrice > maxAmount/l.Quantity {
			return refuse(RefuseValue, lineField(i, ""), "quantity times unit_price is beyond any order")
		}
		if (Line{Quantity: l.Quantity, UnitPrice: l.UnitPrice, Discount: l.Discount}).Amount() < 0 {
			return refuse(RefuseValue, lineField(i, "discount"), "%d fen is more than the line costs", l.Discount)
		}
	}
	return nil
}

// maxAmount keeps sums of lines far inside an int64, in thousandths of a fen.
const maxAmount = 1_000_000_000_000_000

// text is a field with its name.
type text struct {
	name  string
	value []byte
}

// possible refuses ids that are too long or have control characters.
func possible(ids ...text) *Refusal {
	for _, id := range ids {
		if len(id.value) > maxID {
			return refuse(RefuseField, id.name, "%d bytes, at most %d are taken", len(id.value), maxID)
		}
		if bytes.ContainsFunc(id.value, unicode.IsControl) {
			return refuse(RefuseField, id.name, "has a control character")
		}
	}
	return nil
}

func oneOf(name string, value []byte, allowed []string) *Refusal {
	if len(value) == 0 {
		return refuse(RefuseMissing, name, "is required")
	}
	if listed(value, allowed) == "" {
		return refuse(RefuseValue, name, "%q is none of %s", clip(string(value)), strings.Join(allowed, ", "))
	}
	return nil
}

// listed is the list's own string for a value, empty if it has none.
func listed(value []byte, list []string) string {
	if i := slices.IndexFunc(list, func(s string) bool { return s == string(value) }); i >= 0 {
		return list[i]
	}
	return ""
}

func clip(s string) string {
	if len(s) > 2*maxName {
		return s[:2*maxName] + "…"
	}
	return s
}
