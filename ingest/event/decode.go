package event

import (
	"bytes"
	"errors"
	"io"
	"time"

	"github.com/go-json-experiment/json/jsontext"
)

// Bounds of what is taken for an event.
const (
	MaxBytes = 1 << 20 // one message
	MaxLines = 1000    // lines of one order
	maxID    = 128     // bytes of an id
	maxName  = 64      // bytes of a field name quoted in a refusal
)

// fields collects whatever an event may say before its type is known to matter.
type fields struct {
	head                                         Head
	typ, session, action, product, order, status string
	pickup, parent, channel, time                string
	lines                                        []Line
}

// Decode reads one event of the type want; an empty want takes the message's own word. notAfter is the latest plausible
// event time, zero for no bound. unknown counts fields that no event has. The error is always a *Refusal.
func Decode(msg []byte, want Type, notAfter time.Time) (ev Event, unknown int, err error) {
	if len(msg) > MaxBytes {
		return nil, 0, refuse(RefuseTooLarge, "", "%d bytes, at most %d are taken", len(msg), MaxBytes)
	}
	var f fields
	unknown, ref := f.read(msg)
	if ref != nil {
		return nil, unknown, ref
	}
	ev, ref = f.event(want, notAfter)
	if ref != nil {
		return nil, unknown, ref
	}
	return ev, unknown, nil
}

func (f *fields) read(msg []byte) (unknown int, ref *Refusal) {
	d := jsontext.NewDecoder(bytes.NewBuffer(msg))
	if d.PeekKind() != '{' {
		return 0, refuse(RefuseJSON, "", "not a JSON object")
	}
	if _, err := d.ReadToken(); err != nil {
		return 0, badJSON(err)
	}
	for d.PeekKind() == '"' {
		tok, err := d.ReadToken()
		if err != nil {
			return unknown, badJSON(err)
		}
		name := tok.String()
		if name == "lines" {
			if ref := f.readLines(d, &unknown); ref != nil {
				return unknown, ref
			}
			continue
		}
		target := f.target(name)
		if target == nil {
			unknown++
			if err := d.SkipValue(); err != nil {
				return unknown, badJSON(err)
			}
			continue
		}
		if ref := readString(d, name, target); ref != nil {
			return unknown, ref
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return unknown, badJSON(err)
	}
	if _, err := d.ReadToken(); !errors.Is(err, io.EOF) {
		return unknown, refuse(RefuseJSON, "", "something follows the JSON object")
	}
	return unknown, nil
}

// target is where the named text field goes; nil for a name no event has.
func (f *fields) target(name string) *string {
	switch name {
	case "event_id":
		return &f.head.ID
	case "type":
		return &f.typ
	case "event_time":
		return &f.time
	case "user_id":
		return &f.head.UserID
	case "store_id":
		return &f.head.StoreID
	case "community_id":
		return &f.head.CommunityID
	case "campaign_id":
		return &f.head.CampaignID
	case "share_id":
		return &f.head.ShareID
	case "session_id":
		return &f.session
	case "action":
		return &f.action
	case "product_id":
		return &f.product
	case "order_id":
		return &f.order
	case "status":
		return &f.status
	case "pickup_date":
		return &f.pickup
	case "parent_share_id":
		return &f.parent
	case "channel":
		return &f.channel
	}
	return nil
}

// readString takes a string or null, which counts as absent.
func readString(d *jsontext.Decoder, name string, to *string) *Refusal {
	tok, err := d.ReadToken()
	if err != nil {
		return badJSON(err)
	}
	switch tok.Kind() {
	case '"':
		*to = tok.String()
	case 'n':
		*to = ""
	default:
		return refuse(RefuseField, name, "must be a string")
	}
	return nil
}

func badJSON(err error) *Refusal {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		return refuse(RefuseJSON, "", "the message ends inside the JSON object")
	}
	return refuse(RefuseJSON, "", "%s", clip(err.Error()))
}

func clip(s string) string {
	if len(s) > 2*maxName {
		return s[:2*maxName] + "…"
	}
	return s
}
