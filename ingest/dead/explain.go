package dead

import "github.com/linli-project/linli/ingest/event"

// words say of each reason what it means, and what a fix would be.
var words = map[string][2]string{
	event.RefuseTooLarge: {"The message is longer than any event.",
		"Mend the sender: an event has at most 1 MiB, and 1,000 lines of an order. Such a message is not taken unchanged."},
	event.RefuseJSON: {"The message is not one JSON object in UTF-8.",
		"Mend the sender's encoding. What can be saved by hand: linli dead list --reason bad_json --out FILE, write the event's fields, linli dead replay --file FILE."},
	event.RefuseType: {"The type is none of click, order and share, or not that of the topic it was sent to.",
		"An event on the wrong topic needs no mending: linli dead replay sends it to its own. Else: --set type=click."},
	event.RefuseMissing: {"A field that every such event has is absent or empty.",
		"Where the value is the same for all: linli dead replay --reason missing_field --set store_id=s1. Else write it into a file: linli dead list --out FILE."},
	event.RefuseField: {"A field has another JSON type or form than the wire's.",
		"Mend it in a file: linli dead list --reason bad_field --out FILE, then linli dead replay --file FILE."},
	event.RefuseValue: {"A value cannot be: an unknown status or action, a negative quantity, a discount above the amount.",
		"If a newer Linli knows the value, send the message again as it is. Else mend it: --set status=paid, or in a file."},
	event.RefuseTime: {"event_time is no RFC 3339 instant with offset, or lies in the far future or past.",
		"A clock that ran ahead mends itself: send the message again when its time has come. Else write the time into a file."},
	event.RefuseLines: {"The order has more than 1,000 lines.",
		"Split it into several orders in a file: linli dead list --reason too_many_lines --out FILE."},
}

// Explain says in words what a reason means and what a fix would be.
func Explain(reason string) (meaning, fix string) {
	if w, ok := words[reason]; ok {
		return w[0], w[1]
	}
	return "This version of Linli does not know the reason.", "Look at the message and at what sent it there."
}
