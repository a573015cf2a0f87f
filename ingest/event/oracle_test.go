package event

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/go-json-experiment/json/jsontext"
)

// fields collects whatever an event may say before its type is known to matter.
type fields struct {
	head                                         Head
	typ, session, action, product, order, status string
	pickup, parent, channel, time                string
	lines                                        []Line
}

// oracle is Decode as it was when it went token by token through jsontext, with what was accidental in it mended: see "mended".
func oracle(msg []byte, want Type, notAfter int64) (ev Event, unknown int, ref *Refusal) {
	if len(msg) > MaxBytes {
		return nil, 0, refuse(RefuseTooLarge, "", "%d bytes, at most %d are taken", len(msg), MaxBytes)
	}
	var f fields
	if unknown, ref = f.read(msg); ref == nil {
		ev, ref = f.event(want, notAfter)
	}
	return ev, unknown, ref
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

func (f *fields) readLines(d *jsontext.Decoder, unknown *int) *Refusal {
	// mended: was RefuseField for whatever is not [, even the end of the message
	tok, err := d.ReadToken()
	switch {
	case err != nil:
		return badJSON(err)
	case tok.Kind() == 'n':
		return nil
	case tok.Kind() != '[':
		return refuse(RefuseField, "lines", "must be an array")
	}
	for d.PeekKind() == '{' {
		if len(f.lines) == MaxLines {
			return refuse(RefuseLines, "lines", "more than %d", MaxLines)
		}
		line, ref := readLine(d, len(f.lines), unknown)
		if ref != nil {
			return ref
		}
		f.lines = append(f.lines, line)
	}
	// mended: as above
	if tok, err = d.ReadToken(); err == nil && tok.Kind() != ']' {
		return refuse(RefuseField, lineField(len(f.lines), ""), "must be an object")
	}
	return badJSON(err)
}

func readLine(d *jsontext.Decoder, i int, unknown *int) (l Line, ref *Refusal) {
	if _, err := d.ReadToken(); err != nil {
		return l, badJSON(err)
	}
	var hasQuantity, hasPrice bool
	for d.PeekKind() == '"' {
		tok, err := d.ReadToken()
		if err != nil {
			return l, badJSON(err)
		}
		switch name := tok.String(); name {
		case "product_id":
			ref = readString(d, lineField(i, name), &l.ProductID)
		case "quantity":
			hasQuantity = true
			l.Quantity, ref = readNumber(d, lineField(i, name), 3)
		case "unit_price":
			hasPrice = true
			l.UnitPrice, ref = readNumber(d, lineField(i, name), 0)
		case "discount":
			l.Discount, ref = readNumber(d, lineField(i, name), 0)
		default:
			*unknown++
			ref = badJSON(d.SkipValue())
		}
		if ref != nil {
			return l, ref
		}
	}
	if _, err := d.ReadToken(); err != nil {
		return l, badJSON(err)
	}
	switch {
	case l.ProductID == "":
		return l, refuse(RefuseMissing, lineField(i, "product_id"), "is required")
	case !hasQuantity:
		return l, refuse(RefuseMissing, lineField(i, "quantity"), "is required")
	case !hasPrice:
		return l, refuse(RefuseMissing, lineField(i, "unit_price"), "is required")
	}
	return l, nil
}

// readNumber takes a JSON number with at most the given decimal places, as an integer of the smallest unit.
func readNumber(d *jsontext.Decoder, name string, places int) (int64, *Refusal) {
	// mended: as above
	v, err := d.ReadToken()
	if err != nil {
		return 0, badJSON(err)
	}
	if v.Kind() != '0' {
		return 0, refuse(RefuseField, name, "must be a number")
	}
	n, ok := parseDecimal(v.String(), places)
	if !ok {
		return 0, refuse(RefuseValue, name, "%s is not a number from 0 to %d with at most %d decimal places", clip(v.String()), maxNumber, places)
	}
	return n, nil
}

func (f *fields) event(want Type, notAfter int64) (Event, *Refusal) {
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

func (f *fields) checkHead(notAfter int64) *Refusal {
	if ref := oracleRequired("event_id", f.head.ID, "user_id", f.head.UserID, "store_id", f.head.StoreID,
		"community_id", f.head.CommunityID, "event_time", f.time); ref != nil {
		return ref
	}
	if ref := oracleIDs("campaign_id", f.head.CampaignID, "share_id", f.head.ShareID, "product_id", f.product,
		"session_id", f.session, "order_id", f.order, "parent_share_id", f.parent); ref != nil {
		return ref
	}
	t, err := time.Parse(time.RFC3339Nano, f.time)
	if err != nil {
		return refuse(RefuseTime, "event_time", "%q is no RFC 3339 instant with offset, such as 2026-11-22T10:30:00.123+08:00", clip(f.time))
	}
	f.head.Time = Millis(t) // mended: was compared before it was cut
	if ms := f.head.Time.UnixMilli(); ms < earliest || notAfter != 0 && ms > notAfter {
		return refuse(RefuseTime, "event_time", "%s lies outside the plausible range", clip(f.time))
	}
	return nil
}

func (f *fields) click() (Event, *Refusal) {
	if ref := oracleOneOf("action", f.action, Actions); ref != nil {
		return nil, ref
	}
	if f.product == "" && f.action != "search" {
		return nil, refuse(RefuseMissing, "product_id", "is required for %s", f.action)
	}
	return &Click{Head: f.head, SessionID: f.session, Action: f.action, ProductID: f.product}, nil
}

func (f *fields) orderEvent() (Event, *Refusal) {
	if ref := oracleRequired("order_id", f.order); ref != nil {
		return nil, ref
	}
	if ref := oracleOneOf("status", f.status, Statuses); ref != nil {
		return nil, ref
	}
	if f.pickup != "" {
		day, err := time.Parse(time.DateOnly, f.pickup)
		if err != nil {
			return nil, refuse(RefuseField, "pickup_date", "%q is no date such as 2026-11-23", clip(f.pickup))
		}
		if day.Year() < 1970 || day.Year() > 2099 { // mended: any year was taken
			return nil, refuse(RefuseValue, "pickup_date", "%s is not in the years 1970 to 2099", f.pickup)
		}
	}
	if len(f.lines) == 0 && (f.status == "placed" || f.status == "paid") {
		return nil, refuse(RefuseMissing, "lines", "at least one is required for %s", f.status)
	}
	for i, l := range f.lines {
		if ref := oracleIDs(lineField(i, "product_id"), l.ProductID); ref != nil {
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

func (f *fields) share() (Event, *Refusal) {
	if ref := oracleRequired("share_id", f.head.ShareID); ref != nil {
		return nil, ref
	}
	if ref := oracleOneOf("channel", f.channel, Channels); ref != nil {
		return nil, ref
	}
	return &Share{Head: f.head, ParentShareID: f.parent, ProductID: f.product, Channel: f.channel}, nil
}

// oracleRequired checks name, value pairs: present, and a possible id.
func oracleRequired(pairs ...string) *Refusal {
	for i := 0; i < len(pairs); i += 2 {
		if pairs[i+1] == "" {
			return refuse(RefuseMissing, pairs[i], "is required")
		}
	}
	return oracleIDs(pairs...)
}

// oracleIDs checks name, value pairs: short enough and without control characters.
func oracleIDs(pairs ...string) *Refusal {
	for i := 0; i < len(pairs); i += 2 {
		if v := pairs[i+1]; len(v) > maxID {
			return refuse(RefuseField, pairs[i], "%d bytes, at most %d are taken", len(v), maxID)
		} else if strings.ContainsFunc(v, unicode.IsControl) {
			return refuse(RefuseField, pairs[i], "has a control character")
		}
	}
	return nil
}

func oracleOneOf(name, value string, allowed []string) *Refusal {
	if value == "" {
		return refuse(RefuseMissing, name, "is required")
	}
	if !slices.Contains(allowed, value) {
		return refuse(RefuseValue, name, "%q is none of %s", clip(value), strings.Join(allowed, ", "))
	}
	return nil
}
