package event

import "time"

const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
	day    = 24 * hour
)

// parseInstant reads an RFC 3339 instant as Unix milliseconds, cutting what is finer. It takes what time.Parse takes: the
// usual forms by itself, rare ones (an hour of one digit, a comma before the fraction, an offset of 24 hours) through it.
func parseInstant(b []byte) (ms int64, ok bool) {
	if ms, ok = usualInstant(b); ok {
		return ms, true
	}
	t, err := time.Parse(time.RFC3339Nano, string(b))
	return t.UnixMilli(), err == nil
}

func usualInstant(b []byte) (ms int64, ok bool) {
	if len(b) < len("2006-01-02T15:04:05Z") || b[10] != 'T' || b[13] != ':' || b[16] != ':' {
		return 0, false
	}
	days, ok := parseDate(b[:10])
	h, m, s := pair(b, 11), pair(b, 14), pair(b, 17)
	if !ok || h > 23 || m > 59 || s > 59 {
		return 0, false
	}
	ms = int64(days)*day + int64(h)*hour + int64(m)*minute + int64(s)*second
	b = b[19:]
	if b[0] == '.' {
		i, scale := 1, int64(100)
		for ; i < len(b) && isDigit(b[i]); i++ {
			ms += int64(b[i]-'0') * scale
			scale /= 10
		}
		if i == 1 {
			return 0, false
		}
		b = b[i:]
	}
	if len(b) == 1 {
		return ms, b[0] == 'Z'
	}
	if len(b) != len("+08:00") || b[3] != ':' {
		return 0, false
	}
	h, m = pair(b, 1), pair(b, 4)
	if h > 23 || m > 59 {
		return 0, false
	}
	switch offset := int64(h)*hour + int64(m)*minute; b[0] {
	case '+':
		return ms - offset, true
	case '-':
		return ms + offset, true
	}
	return 0, false
}

// pair is the number of two digits at i; above 99 if they are none.
func pair(b []byte, i int) uint {
	tens, units := uint(b[i])-'0', uint(b[i+1])-'0'
	if tens > 9 || units > 9 {
		return 100
	}
	return 10*tens + units
}

// parseDate reads a date such as 2006-01-02 as days since 1970-01-01.
func parseDate(b []byte) (days int, ok bool) {
	if len(b) != len(time.DateOnly) || b[4] != '-' || b[7] != '-' {
		return 0, false
	}
	century, year, month, d := pair(b, 0), pair(b, 2), pair(b, 5), pair(b, 8)
	if century > 99 || year > 99 || month < 1 || month > 12 || d < 1 {
		return 0, false
	}
	y := 100*century + year
	last := lengths[month]
	if month == 2 && y%4 == 0 && (y%100 != 0 || y%400 == 0) {
		last = 29
	}
	if d > last {
		return 0, false
	}
	return civil(int(y), int(month), int(d)), true
}

var lengths = [13]uint{0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

// civil counts days from 1970-01-01. Years begin in March, so that the leap day is the last of its year.
func civil(y, m, d int) int {
	if m <= 2 {
		y--
		m += 12
	}
	y += 400 // no negative years
	return 365*y + y/4 - y/100 + y/400 + (153*(m-3)+2)/5 + d - 1 - 719468 - 146097
}

// date is the inverse of civil.
func date(days int) (y, m, d int) {
	days += 719468 // since 0000-03-01
	era := days / 146097
	doe := days % 146097
	yoe := (doe - doe/1460 + doe/36524 - doe/146096) / 365
	doy := doe - (365*yoe + yoe/4 - yoe/100)
	mp := (5*doy + 2) / 153
	y, m, d = yoe+400*era, mp+3, doy-(153*mp+2)/5+1
	if m > 12 {
		y, m = y+1, m-12
	}
	return y, m, d
}
