package event

// read takes the message apart. What the values may be is check's question.
func (r *Record) read() *Refusal {
	s := &r.in
	i := space(s.msg, 0)
	if i == len(s.msg) || s.msg[i] != '{' {
		return refuse(RefuseJSON, "", "not a JSON object")
	}
	if i = space(s.msg, i+1); i == len(s.msg) || s.msg[i] != '}' {
		i = r.members(i)
	}
	if i < 0 {
		return s.fault
	}
	if space(s.msg, i+1) < len(s.msg) {
		return refuse(RefuseJSON, "", "something follows the JSON object")
	}
	return nil
}

// members reads the fields of the event, from the first name to the closing brace, whose place it returns.
func (r *Record) members(i int) int {
	s := &r.in
	object := s.object()
	for seen := uint32(0); ; {
		var name []byte
		if name, i = s.name(i); i < 0 {
			return i
		}
		to, field, bit := r.field(name)
		switch {
		case bit&seen != 0:
			return s.twice(i)
		case bit == unknownBit:
			if !s.add(object, name) {
				return s.twice(i)
			}
			r.Unknown++
		}
		seen |= bit
		if i = s.colon(i); i < 0 {
			return i
		}
		switch bit {
		case unknownBit:
			i = s.skip(i, 1)
		case linesBit:
			i = r.lines(i)
		default:
			*to, i = s.value(i, field)
		}
		if i < 0 {
			return i
		}
		if i = s.after(i, '}'); i < 0 || s.msg[i] == '}' {
			return i
		}
		i = space(s.msg, i+1)
	}
}

// The bits of what is no text.
const (
	unknownBit = 0
	linesBit   = 1
)

// field gives the place of a text, its name and a bit by which to see it twice.
func (r *Record) field(name []byte) (to *[]byte, field string, bit uint32) {
	switch string(name) {
	case "event_id":
		return &r.ID, "event_id", 1 << 1
	case "type":
		return &r.typ, "type", 1 << 2
	case "event_time":
		return &r.at, "event_time", 1 << 3
	case "user_id":
		return &r.UserID, "user_id", 1 << 4
	case "store_id":
		return &r.StoreID, "store_id", 1 << 5
	case "community_id":
		return &r.CommunityID, "community_id", 1 << 6
	case "campaign_id":
		return &r.CampaignID, "campaign_id", 1 << 7
	case "share_id":
		return &r.ShareID, "share_id", 1 << 8
	case "session_id":
		return &r.SessionID, "session_id", 1 << 9
	case "action":
		return &r.Action, "action", 1 << 10
	case "product_id":
		return &r.ProductID, "product_id", 1 << 11
	case "order_id":
		return &r.OrderID, "order_id", 1 << 12
	case "status":
		return &r.Status, "status", 1 << 13
	case "pickup_date":
		return &r.pickup, "pickup_date", 1 << 14
	case "parent_share_id":
		return &r.ParentShareID, "parent_share_id", 1 << 15
	case "channel":
		return &r.Channel, "channel", 1 << 16
	case "lines":
		return nil, "lines", linesBit
	}
	return nil, "", unknownBit
}
