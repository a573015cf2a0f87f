package event

import "fmt"

// Refusal says why a message is not an event. Codes are stable: metrics, dead letters and pages group by them.
type Refusal struct {
	Code   string // one of the Refuse constants
	Field  string // the field concerned, if there is one
	Detail string // one sentence for a person
}

// Error implements error.
func (r *Refusal) Error() string {
	if r.Field == "" {
		return fmt.Sprintf("%s: %s", r.Code, r.Detail)
	}
	return fmt.Sprintf("%s: %s: %s", r.Code, r.Field, r.Detail)
}

// The reasons for which a message is refused.
const (
	RefuseTooLarge = "too_large"     // longer than MaxBytes
	RefuseJSON     = "bad_json"      // not one JSON object in UTF-8
	RefuseType     = "bad_type"      // type is none of the three, or not that of the topic
	RefuseMissing  = "missing_field" // a required field is absent or empty
	RefuseField    = "bad_field"     // a field has the wrong JSON type or form
	RefuseValue    = "bad_value"     // a value that cannot be: unknown status, negative quantity, discount above the amount
	RefuseTime     = "bad_time"      // event_time is no RFC 3339 instant with offset, or lies outside the plausible range
	RefuseLines    = "too_many_lines"
)

func refuse(code, field, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Field: field, Detail: fmt.Sprintf(format, args...)}
}
