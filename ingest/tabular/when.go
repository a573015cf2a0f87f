package tabular

import (
	"strings"
	"time"
)

var (
	dayLayouts   = []string{time.DateOnly, "2006-1-2", "2006/1/2", "20060102", "2006.1.2", "2006年1月2日"}
	zonedLayouts = []string{time.RFC3339Nano, "2006-01-02 15:04:05.999999999Z07:00", "2006-01-02 15:04:05.999999999Z0700",
		"2006-01-02T15:04:05.999999999Z0700", "2006-01-02 15:04:05.999999999 Z07:00"}
	localLayouts = []string{"2006-01-02 15:04:05", "2006-01-02T15:04:05", "2006-1-2 15:04:05", "2006/1/2 15:04:05",
		"2006-1-2 15:04", "2006-01-02T15:04", "2006/1/2 15:04", "2006年1月2日 15:04:05"}
)

// Date reads a calendar day, answered as its midnight in UTC.
func (r *Row) Date(name string) (time.Time, error) {
	v := r.get(name)
	switch v.kind {
	case day:
		return v.at, nil
	case instant, local:
		if h, m, s := v.at.Clock(); h+m+s != 0 || v.at.Nanosecond() != 0 {
			return time.Time{}, r.Errorf(name, "%s is a time, a day is wanted", v)
		}
		y, m, d := v.at.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), nil
	}
	s := r.Text(name)
	if s == "" {
		return time.Time{}, r.Errorf(name, "a day is missing")
	}
	// Spreadsheets and dataframes write days with an empty time of day.
	s = strings.TrimSuffix(strings.TrimSuffix(s, " 00:00:00"), "T00:00:00")
	for _, layout := range dayLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, r.Errorf(name, "%s is no day such as 2026-11-22", quote(s))
}

// Instant reads a point in time. One without an offset is a clock reading in zone; with a nil zone it is refused.
func (r *Row) Instant(name string, zone *time.Location) (time.Time, error) {
	v := r.get(name)
	switch v.kind {
	case instant:
		return v.at, nil
	case local:
		if zone != nil {
			y, m, d := v.at.Date()
			h, min, s := v.at.Clock()
			return time.Date(y, m, d, h, min, s, v.at.Nanosecond(), zone), nil
		}
		return time.Time{}, r.Errorf(name, "%s has no offset from UTC: say in which time zone it is", v)
	case day:
		return time.Time{}, r.Errorf(name, "%s is a day without a time", v)
	}
	s := r.Text(name)
	if s == "" {
		return time.Time{}, r.Errorf(name, "a time is missing")
	}
	for _, layout := range zonedLayouts {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	for _, layout := range localLayouts {
		if zone == nil {
			if _, err := time.Parse(layout, s); err == nil {
				return time.Time{}, r.Errorf(name, "%s has no offset from UTC, such as +08:00: say in which time zone it is", quote(s))
			}
		} else if t, err := time.ParseInLocation(layout, s, zone); err == nil {
			return t, nil
		}
	}
	for _, layout := range dayLayouts {
		if _, err := time.Parse(layout, s); err == nil {
			return time.Time{}, r.Errorf(name, "%s is a day without a time", quote(s))
		}
	}
	return time.Time{}, r.Errorf(name, "%s is no time such as 2026-11-22T10:30:00+08:00", quote(s))
}
