package master

import (
	"math"
	"time"

	"github.com/shopspring/decimal"
)

// float reads a number between the bounds; a missing one is the default.
func (f *fields) float(name string, low, high, missing float64) float64 {
	if !f.row.Has(name) {
		return missing
	}
	v, err := f.row.Float(name)
	if err != nil {
		f.fail(err)
	} else if v < low || v > high || math.IsNaN(v) {
		f.failf(name, "%v lies outside %v to %v", v, low, high)
	}
	return v
}

func (f *fields) whole(name string, high, missing int64) int64 {
	return f.decimal(name, 0, 0, high, missing)
}

// quantity reads units exactly, to a thousandth.
func (f *fields) quantity(name string, low, missing int64) decimal.Decimal {
	return decimal.New(f.decimal(name, 3, low*1000, maxMoney*1000, missing*1000), -3)
}

func (f *fields) decimal(name string, places int, low, high, missing int64) int64 {
	if !f.row.Has(name) {
		return missing
	}
	v, err := f.row.Decimal(name, places)
	if err != nil {
		f.fail(err)
		return missing
	}
	if v < low || v > high {
		unit := int64(math.Pow10(places))
		f.failf(name, "%s lies outside %d to %d", f.row.Text(name), low/unit, high/unit)
	}
	return v
}

// price is money that must be given.
func (f *fields) price(name string) int64 {
	if !f.row.Has(name) && !f.row.Has(name+"_yuan") {
		f.failf(name, "is empty")
	}
	return f.money(name)
}

// money reads fen, or yuan from the column with _yuan behind its name.
func (f *fields) money(name string) int64 {
	yuan := name + "_yuan"
	if !f.row.Has(yuan) {
		return f.decimal(name, 0, 0, maxMoney, 0)
	}
	if f.row.Has(name) {
		f.failf(yuan, "%s is given too, in fen: keep one of the two", name)
	}
	return f.decimal(yuan, 2, 0, maxMoney, 0)
}

// day reads a calendar day; a missing one is ClickHouse's first.
func (f *fields) day(name string) time.Time {
	if !f.row.Has(name) {
		return noDay
	}
	t, err := f.row.Date(name)
	if err != nil {
		f.fail(err)
	} else if t.Before(noDay) || t.After(lastDay) {
		f.failf(name, "%s lies outside 1970 to 2149", t.Format(time.DateOnly))
	}
	return t
}

// instant reads a required time, in the store's zone if it has no offset.
func (f *fields) instant(name, storeID string) time.Time {
	t, err := f.row.Instant(name, f.zoneOf(storeID))
	if err != nil {
		f.fail(err)
	} else if y := t.Year(); y < 1970 || y > 2149 {
		f.failf(name, "the year %d lies outside 1970 to 2149", y)
	}
	return t.UTC().Truncate(time.Millisecond)
}

func (f *fields) zoneOf(storeID string) *time.Location {
	if loc, ok := f.in.zones[storeID]; ok {
		return loc
	}
	return f.in.opt.Location
}

func (f *fields) zone(name string) string {
	s := f.row.Text(name)
	if s == "" {
		return defaultZone
	}
	if _, err := time.LoadLocation(s); err != nil || s == "Local" {
		f.failf(name, "%q is no time zone such as Asia/Shanghai", s)
	}
	return s
}

func (f *fields) flag(name string) uint8 {
	if !f.row.Has(name) {
		return 0
	}
	yes, err := f.row.Bool(name)
	if err != nil {
		f.fail(err)
	}
	if yes {
		return 1
	}
	return 0
}
