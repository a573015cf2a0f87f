package changelog

import (
	"encoding/json"
	"strings"
	"time"

	"github.com/linli-project/linli/dashboards/words"
)

// Kinds are the changes that the log knows, in the order in which a reader may choose them.
var Kinds = []string{"order_change", "suggestion_decision", "range_rule", "pickup_check", "push_sent", "statement", "job_request", "saved_view", "account", "password", "api_key", "signout"}

// Doing names the kind of change.
func (r Row) Doing(p words.Printer) string { return p.Code("changed", r.What) }

// About is what was changed.
func (r Row) About(p words.Printer) string {
	name := p.Pick(r.Name, r.NameEn)
	first, last, _ := strings.Cut(r.Target, " ")
	switch r.What {
	case "suggestion_decision":
		if name == "" {
			return p.T("change.suggestion", r.Target)
		}
		return p.T("change.advice", p.Code("action", strings.TrimPrefix(r.Kind, "range_")), name)
	case "order_change":
		if d, ok := day(first); ok {
			if name == "" {
				name = last
			}
			return p.T("change.order", name, p.ShortDay(d))
		}
	case "push_sent":
		if r.Kind == "" {
			return p.T("change.suggestion", r.Target)
		}
		return strings.TrimSpace(p.Code("suggestion", r.Kind) + " " + name)
	case "pickup_check":
		return p.T("change.pickup", r.Target)
	case "job_request":
		if name != "" {
			return name
		}
	case "api_key":
		return p.T("change.key", first, last)
	case "signout":
		return p.T("change.session")
	case "range_rule":
		switch {
		case name != "":
			return name
		case r.Target == "range":
			return p.T("rule.range")
		}
		return p.Code("storage", r.Target)
	}
	return r.Target
}

// From is the state before, in words.
func (r Row) From(p words.Printer) string { return r.state(p, r.Before) }

// To is the state after.
func (r Row) To(p words.Printer) string { return r.state(p, r.After) }

func (r Row) state(p words.Printer, text string) string {
	if text == "" {
		return p.T("change.nothing")
	}
	switch r.What {
	case "suggestion_decision":
		return p.Code("state", text)
	case "pickup_check":
		return p.Code("status", text)
	case "push_sent":
		return p.T("sent.people", text)
	case "statement":
		if s, ok := ParseStatement(text); ok {
			return p.T("change.read", p.Count(s.Rows), s.Span(p), p.Money(s.Paid))
		}
	case "job_request":
		if d, ok := day(text); ok {
			return p.T("change.run", p.ShortDay(d))
		}
	case "password":
		return p.T("change.password")
	case "api_key":
		state, until, _ := strings.Cut(text, " until ")
		state = p.Code("changekey", state)
		if d, ok := day(until); ok {
			state += " · " + p.T("rule.until", p.ShortDay(d))
		}
		return state
	case "signout":
		return p.T("change.ended")
	case "saved_view":
		if address, shared := strings.CutSuffix(text, " shared"); shared {
			return address + " · " + p.T("change.shared")
		}
	case "account":
		return rights(p, text)
	case "range_rule":
		return ruleWords(p, text)
	}
	return text
}

// rights reads what account writes: open or disabled, role, how it is opened, stores.
func rights(p words.Printer, text string) string {
	parts := strings.SplitN(text, " ", 4)
	if len(parts) < 3 {
		return text
	}
	list := []string{p.Code("changeaccount", parts[0]), p.Code("role", parts[1]), p.Code("changedoor", parts[2])}
	if len(parts) == 4 {
		list = append(list, strings.ReplaceAll(parts[3], ",", p.T("comma")))
	}
	return strings.Join(list, " · ")
}

// Rule is a rule of the range as the log keeps it, without what the log says itself.
type Rule struct {
	Kind     string  `json:"kind"`
	Product  string  `json:"product,omitempty"`
	Category string  `json:"category,omitempty"`
	Storage  string  `json:"storage,omitempty"`
	Low      float64 `json:"low,omitempty"`
	High     float64 `json:"high,omitempty"`
	Note     string  `json:"note,omitempty"`
	Who      string  `json:"who"`
	Since    string  `json:"since"`
	Until    string  `json:"until,omitempty"`
}

// Bounds says the figures of a rule in words; empty where it has none.
func (r Rule) Bounds(p words.Printer) string {
	switch {
	case r.Kind == "quota" && r.High > 0:
		return p.T("rule.quota", p.Quantity(r.Low), p.Quantity(r.High))
	case r.Kind == "quota":
		return p.T("rule.least", p.Quantity(r.Low))
	case r.Kind == "slots":
		return p.T("rule.slots", p.Quantity(r.High))
	case r.Kind == "floor":
		return p.T("rule.floor", p.Percent(r.Low))
	}
	return ""
}

func ruleWords(p words.Printer, text string) string {
	var r Rule
	if json.Unmarshal([]byte(text), &r) != nil || r.Kind == "" {
		return text
	}
	parts := []string{p.Code("rulekind", r.Kind)}
	if b := r.Bounds(p); b != "" {
		parts = append(parts, b)
	}
	if d, ok := day(r.Until); ok {
		parts = append(parts, p.T("rule.until", p.ShortDay(d)))
	}
	return strings.Join(parts, " · ")
}

func day(s string) (time.Time, bool) {
	d, err := time.Parse(time.DateOnly, s)
	return d, err == nil
}
