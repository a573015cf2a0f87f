// Package event holds the three events of Linli as they travel on the wire: Click, Order and Share, one JSON object each.
//
// Decode reads one message and answers with an event that is complete and possible, or with a *Refusal that carries a
// stable reason code. Fields that no event has are kept out and counted. AppendJSON is the inverse: Decode(e.AppendJSON(nil))
// equals e. A Record is what Decode is made of, for those who read hundreds of thousands a second: views instead of copies.
//
// Money is integer fen, quantities are integer thousandths, times are instants with millisecond precision in UTC.
// The package imports nothing of Linli.
package event

import (
	"time"
)

// Topics of the three event types and of refused messages.
const (
	TopicClick = "linli.click"
	TopicOrder = "linli.order"
	TopicShare = "linli.share"
	TopicDead  = "linli.dead"
)

// Type names an event type as in the wire's "type" field.
type Type string

// The event types.
const (
	TypeClick Type = "click"
	TypeOrder Type = "order"
	TypeShare Type = "share"
)

// Types lists the event types in the order in which pages and ledgers show them.
var Types = []Type{TypeClick, TypeOrder, TypeShare}

// Topic is where events of this type travel.
func (t Type) Topic() string { return "linli." + string(t) }

// TypeOfTopic is the event type that travels on the topic; ok is false for any other topic.
func TypeOfTopic(topic string) (t Type, ok bool) {
	for _, t := range Types {
		if t.Topic() == topic {
			return t, true
		}
	}
	return "", false
}

// Event is a *Click, *Order or *Share.
type Event interface {
	Common() *Head
	Type() Type
	// AppendJSON appends the event's wire form.
	AppendJSON(b []byte) []byte
}

// Head is what all events have in common.
type Head struct {
	ID          string    // event_id: the same id counts once
	Time        time.Time // event_time, UTC, whole milliseconds
	UserID      string    // pseudonymous; the Kafka key
	StoreID     string
	CommunityID string
	CampaignID  string // optional
	ShareID     string // optional on clicks and orders: the share that led here; on shares: the share itself
}

// Common gives access to what all events have.
func (h *Head) Common() *Head { return h }

// Click is a step of a visitor in the mini-program.
type Click struct {
	Head
	SessionID string
	Action    string // one of Actions
	ProductID string // optional for search
}

// Order is one change of an order's state.
type Order struct {
	Head
	OrderID    string
	Status     string // one of Statuses
	PickupDate string // 2006-01-02, optional
	Lines      []Line // required for placed and paid; else the lines concerned, none meaning all
}

// Line is one product of an order.
type Line struct {
	ProductID string
	Quantity  int64 // thousandths of the product's unit
	UnitPrice int64 // fen
	Discount  int64 // fen off the whole line
}

// Amount is what the line costs in fen: quantity times price, rounded half up, less the discount.
func (l Line) Amount() int64 { return (l.Quantity*l.UnitPrice+500)/1000 - l.Discount }

// Share is a member's act of passing on a product or campaign.
type Share struct {
	Head
	ParentShareID string // optional: the share by which the sharer came
	ProductID     string // optional
	Channel       string // one of Channels
}

// Type implements Event.
func (*Click) Type() Type { return TypeClick }

// Type implements Event.
func (*Order) Type() Type { return TypeOrder }

// Type implements Event.
func (*Share) Type() Type { return TypeShare }

// The values that click.action, order.status and share.channel may take.
var (
	Actions  = []string{"impression", "view", "add_to_cart", "remove_from_cart", "search"}
	Statuses = []string{"placed", "paid", "ready", "picked_up", "cancelled", "refunded"}
	Channels = []string{"wechat_group", "moments", "direct", "poster"}
)
