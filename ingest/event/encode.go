package event

import (
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// AppendJSON implements Event.
func (c *Click) AppendJSON(b []byte) []byte {
	b = c.append(b, TypeClick)
	b = appendField(b, "session_id", c.SessionID)
	b = appendField(b, "action", c.Action)
	b = appendField(b, "product_id", c.ProductID)
	return append(b, '}')
}

// AppendJSON implements Event.
func (o *Order) AppendJSON(b []byte) []byte {
	b = o.append(b, TypeOrder)
	b = appendField(b, "order_id", o.OrderID)
	b = appendField(b, "status", o.Status)
	b = appendField(b, "pickup_date", o.PickupDate)
	if len(o.Lines) > 0 {
		b = append(b, `,"lines":[`...)
		for i, l := range o.Lines {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(b, `{"product_id":`...)
			b = appendString(b, l.ProductID)
			b = append(b, `,"quantity":`...)
			b = appendThousandths(b, l.Quantity)
			b = append(b, `,"unit_price":`...)
			b = strconv.AppendInt(b, l.UnitPrice, 10)
			if l.Discount != 0 {
				b = append(b, `,"discount":`...)
				b = strconv.AppendInt(b, l.Discount, 10)
			}
			b = append(b, '}')
		}
		b = append(b, ']')
	}
	return append(b, '}')
}

// AppendJSON implements Event.
func (s *Share) AppendJSON(b []byte) []byte {
	b = s.append(b, TypeShare)
	b = appendField(b, "parent_share_id", s.ParentShareID)
	b = appendField(b, "product_id", s.ProductID)
	b = appendField(b, "channel", s.Channel)
	return append(b, '}')
}

// append writes the common fields and leaves the object open.
func (h *Head) append(b []byte, t Type) []byte {
	b = append(b, `{"event_id":`...)
	b = appendString(b, h.ID)
	b = appendField(b, "type", string(t))
	b = append(b, `,"event_time":"`...)
	b = appendInstant(b, h.Time)
	b = append(b, '"')
	b = appendField(b, "user_id", h.UserID)
	b = appendField(b, "store_id", h.StoreID)
	b = appendField(b, "community_id", h.CommunityID)
	b = appendField(b, "campaign_id", h.CampaignID)
	return appendField(b, "share_id", h.ShareID)
}

// appendField leaves an empty value out: on the wire absent and empty are the same.
func appendField(b []byte, name, value string) []byte {
	if value == "" {
		return b
	}
	b = append(b, ',', '"')
	b = append(b, name...)
	b = append(b, '"', ':')
	return appendString(b, value)
}

func appendString(b []byte, s string) []byte {
	from := len(b)
	b = append(append(b, '"'), s...)
	if plain(b, from+1) == len(b) {
		return append(b, '"')
	}
	b = b[:from]
	// AppendQuote fails only on invalid UTF-8, which it replaces; Decode has refused such text before.
	b, _ = jsontext.AppendQuote(b, s)
	return b
}

// appendInstant writes UTC with milliseconds, as AppendFormat would, only faster.
func appendInstant(b []byte, t time.Time) []byte {
	ms := t.UnixMilli()
	if ms < 0 || ms >= 253402300800*second { // before 1970, after 9999
		return t.UTC().AppendFormat(b, "2006-01-02T15:04:05.000Z07:00")
	}
	y, m, d := date(int(ms / day))
	at := int(ms % day)
	b = appendPair(appendPair(b, y/100), y%100)
	b = appendPair(append(b, '-'), m)
	b = appendPair(append(b, '-'), d)
	b = appendPair(append(b, 'T'), at/hour)
	b = appendPair(append(b, ':'), at/minute%60)
	b = appendPair(append(b, ':'), at/second%60)
	at %= second
	return append(b, '.', byte('0'+at/100), byte('0'+at/10%10), byte('0'+at%10), 'Z')
}

func appendPair(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

func appendThousandths(b []byte, q int64) []byte {
	b = strconv.AppendInt(b, q/1000, 10)
	frac := q % 1000
	if frac == 0 {
		return b
	}
	b = append(b, '.', byte('0'+frac/100), byte('0'+frac/10%10), byte('0'+frac%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// Millis cuts a time to the wire's precision.
func Millis(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }
