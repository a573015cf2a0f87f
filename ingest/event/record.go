package event

import (
	"strings"
	"time"
)

// Record is one decoded event, to be used for many messages one after another: decoding leaves no garbage. Its texts are
// views into the message, or into the record's own memory where an escape had to be undone, and hold until the next Decode.
// Absent and empty texts are the same. After a refusal only Unknown means anything.
type Record struct {
	Type                                                  Type
	ID, UserID, StoreID, CommunityID, CampaignID, ShareID []byte
	SessionID, Action, ProductID, OrderID, Status         []byte
	ParentShareID, Channel                                []byte
	Time                                                  int64 // event_time, Unix milliseconds
	PickupDay                                             int32 // days since 1970-01-01, which itself stands for none
	Lines                                                 []RecordLine
	Unknown                                               int // fields that no event has

	typ, at, pickup []byte // as sent
	in              scanner
}

// RecordLine is one product of an order, in the units of Line.
type RecordLine struct {
	ProductID                     []byte
	Quantity, UnitPrice, Discount int64
}

// Decode reads one event of the type want; an empty want takes the message's own word. notAfter is the latest plausible
// event time in Unix milliseconds, zero for no bound; event times are cut to milliseconds before anything is asked of them.
//
// The message must be one JSON object in UTF-8, also inside fields that no event has. RefuseJSON meets: a name that an
// object uses twice, half a surrogate pair, more than 10,000 levels, anything after the object. Reading stops at the first
// fault: a value of the wrong kind is RefuseField if it begins with a JSON token, else RefuseJSON. Null is absent, but no
// number and no line. event_time is whatever time.Parse takes for RFC 3339. pickup_date lies in the years 1970 to 2099:
// a Date of ClickHouse would turn others into some other day.
func (r *Record) Decode(msg []byte, want Type, notAfter int64) *Refusal {
	r.reset(msg)
	if len(msg) > MaxBytes {
		return refuse(RefuseTooLarge, "", "%d bytes, at most %d are taken", len(msg), MaxBytes)
	}
	if ref := r.read(); ref != nil {
		return ref
	}
	return r.check(want, notAfter)
}

func (r *Record) reset(msg []byte) {
	clear(r.Lines) // or they would keep older messages in memory
	r.Lines = r.Lines[:0]
	r.ID, r.UserID, r.StoreID, r.CommunityID, r.CampaignID, r.ShareID = nil, nil, nil, nil, nil, nil
	r.SessionID, r.Action, r.ProductID, r.OrderID, r.Status = nil, nil, nil, nil, nil
	r.ParentShareID, r.Channel, r.typ, r.at, r.pickup = nil, nil, nil, nil, nil
	r.Type, r.Time, r.PickupDay, r.Unknown = "", 0, 0, 0
	r.in.reset(msg)
}

// Event copies the record into the event that it is.
func (r *Record) Event() Event {
	size := len(r.ID) + len(r.UserID) + len(r.StoreID) + len(r.CommunityID) + len(r.CampaignID) + len(r.ShareID) +
		len(r.SessionID) + len(r.ProductID) + len(r.OrderID) + len(r.ParentShareID) + len(r.pickup)
	for i := range r.Lines {
		size += len(r.Lines[i].ProductID)
	}
	var all strings.Builder // one allocation holds all texts
	all.Grow(size)
	text := func(s []byte) string {
		from := all.Len()
		all.Write(s)
		return all.String()[from:]
	}
	head := Head{ID: text(r.ID), Time: time.UnixMilli(r.Time).UTC(), UserID: text(r.UserID), StoreID: text(r.StoreID),
		CommunityID: text(r.CommunityID), CampaignID: text(r.CampaignID), ShareID: text(r.ShareID)}
	switch r.Type {
	case TypeClick:
		return &Click{Head: head, SessionID: text(r.SessionID), Action: listed(r.Action, Actions), ProductID: text(r.ProductID)}
	case TypeOrder:
		o := &Order{Head: head, OrderID: text(r.OrderID), Status: listed(r.Status, Statuses), PickupDate: text(r.pickup)}
		if len(r.Lines) > 0 {
			o.Lines = make([]Line, len(r.Lines))
		}
		for i := range r.Lines {
			l := &r.Lines[i]
			o.Lines[i] = Line{ProductID: text(l.ProductID), Quantity: l.Quantity, UnitPrice: l.UnitPrice, Discount: l.Discount}
		}
		return o
	default:
		return &Share{Head: head, ParentShareID: text(r.ParentShareID), ProductID: text(r.ProductID), Channel: listed(r.Channel, Channels)}
	}
}
