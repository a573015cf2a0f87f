package words

import (
	"fmt"
	"time"
)

// Never says whether a day or an instant of the data means "none".
func Never(t time.Time) bool { return t.IsZero() || t.Unix() <= 0 }

// Day writes a day: 2026年11月22日 周日, or Sun 22 Nov 2026.
func (p Printer) Day(t time.Time) string {
	if Never(t) {
		return p.T("none")
	}
	if p.Lang == English {
		return t.Format("Mon 2 Jan 2006")
	}
	return fmt.Sprintf("%d年%d月%d日 %s", t.Year(), int(t.Month()), t.Day(), weekdays[t.Weekday()])
}

// ShortDay writes a day of the year: 11月22日, or 22 Nov.
func (p Printer) ShortDay(t time.Time) string {
	if Never(t) {
		return p.T("none")
	}
	if p.Lang == English {
		return t.Format("2 Jan")
	}
	return fmt.Sprintf("%d月%d日", int(t.Month()), t.Day())
}

// NamedDay writes a day of the year with its weekday: 11月22日 周日, or Sun 22 Nov.
func (p Printer) NamedDay(t time.Time) string {
	if Never(t) {
		return p.T("none")
	}
	if p.Lang == English {
		return t.Format("Mon 2 Jan")
	}
	return p.ShortDay(t) + " " + weekdays[t.Weekday()]
}

// ISODay writes a day for addresses and files.
func (p Printer) ISODay(t time.Time) string { return t.Format(time.DateOnly) }

// Instant writes an instant in the given zone to the minute: 2026年11月22日 08:51, or 22 Nov 2026 08:51.
func (p Printer) Instant(t time.Time, zone *time.Location) string {
	if Never(t) {
		return p.T("none")
	}
	t = t.In(zone)
	if p.Lang == English {
		return t.Format("2 Jan 2006 15:04")
	}
	return fmt.Sprintf("%d年%d月%d日 %s", t.Year(), int(t.Month()), t.Day(), t.Format("15:04"))
}

// Stamp writes an instant in the given zone for files, where it sorts: 2026-11-22 08:51.
func (p Printer) Stamp(t time.Time, zone *time.Location) string {
	if Never(t) {
		return ""
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

// Hours writes a window of the day: 18:00–21:00.
func (p Printer) Hours(start, end uint8) string {
	return fmt.Sprintf("%02d:00–%02d:00", start, end)
}

// Took writes a duration.
func (p Printer) Took(d time.Duration) string {
	switch {
	case d < 0:
		return p.T("none")
	case d < 10*time.Second:
		return p.T("seconds", trim(d.Seconds(), 2))
	case d < 2*time.Minute:
		return p.T("seconds", trim(d.Seconds(), 0))
	}
	return p.T("minutes", trim(d.Minutes(), 1))
}

// Weekday is the short name of a day of the week, Monday is 1.
func (p Printer) Weekday(day int) string {
	d := time.Weekday(day % 7)
	if p.Lang == English {
		return d.String()[:3]
	}
	return weekdays[d]
}

var weekdays = [7]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}
