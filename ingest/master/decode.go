package master

import (
	"hash/maphash"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/shopspring/decimal"

	"github.com/linli-project/linli/ingest/tabular"
)

const (
	defaultZone = "Asia/Shanghai"
	maxID       = 128           // bytes, as in events
	maxText     = 300           // characters of a name
	maxMoney    = 1_000_000_000 // fen, as in events
)

// The days that a ClickHouse Date can hold; the first stands for none.
var (
	noDay   = time.Date(1970, 1, 1, 0, 0, 0, 0, time.UTC)
	lastDay = time.Date(2149, 6, 6, 0, 0, 0, 0, time.UTC)
)

// fields reads one row and keeps the first thing wrong with it.
type fields struct {
	row *tabular.Row
	in  *importer
	err error
}

func (f *fields) fail(err error) {
	if f.err == nil {
		f.err = err
	}
}

func (f *fields) failf(name, format string, args ...any) {
	f.fail(f.row.Errorf(name, format, args...))
}

// id reads a required id.
func (f *fields) id(name string) string {
	s := f.optionalID(name)
	if s == "" {
		f.failf(name, "is empty")
	}
	return s
}

func (f *fields) optionalID(name string) string {
	s := f.row.Text(name)
	if len(s) > maxID {
		f.failf(name, "%d bytes are too long for an id, %d are taken", len(s), maxID)
	}
	if strings.ContainsFunc(s, unicode.IsControl) {
		f.failf(name, "has a control character")
	}
	return s
}

func (f *fields) text(name string) string {
	s := f.row.Text(name)
	if n := len([]rune(s)); n > maxText {
		f.failf(name, "%d characters are too long, %d are taken", n, maxText)
	}
	return s
}

func (f *fields) name(name string) string {
	s := f.text(name)
	if s == "" {
		f.failf(name, "is empty")
	}
	return s
}

func (f *fields) choice(name string, allowed ...string) string {
	s := strings.ToLower(f.row.Text(name))
	if to, ok := words[s]; ok {
		s = to
	}
	if !slices.Contains(allowed, s) {
		f.failf(name, "%q is none of %s", s, strings.Join(allowed, ", "))
	}
	return s
}

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

// keySet remembers keys by their hashes: a false alarm has odds of one in a million for millions of rows.
type keySet struct {
	seed maphash.Seed
	seen map[uint64]struct{}
}

func newKeySet() *keySet { return &keySet{maphash.MakeSeed(), map[uint64]struct{}{}} }

// has says whether the key was there before, and remembers it.
func (k *keySet) has(key string) bool {
	h := maphash.String(k.seed, key)
	if _, ok := k.seen[h]; ok {
		return true
	}
	if len(k.seen) < maxKeys {
		k.seen[h] = struct{}{}
	}
	return false
}

// joined makes one key of several columns.
func joined(parts ...string) string { return strings.Join(parts, "\x00") }

func (s *spec[T]) known() []string {
	out := slices.Concat(s.required, s.optional)
	for _, name := range moneyColumns {
		if slices.Contains(out, name) {
			out = append(out, name+"_yuan")
		}
	}
	return out
}

// titles are the Chinese titles of this kind's columns.
func (s *spec[T]) titles() map[string]string {
	out := map[string]string{}
	for _, name := range s.known() {
		for _, title := range append(moreTitles[name], titleOf[name]) {
			if title != "" {
				out[title] = name
			}
		}
	}
	for title, name := range s.own {
		out[title] = name
	}
	return out
}
