package history

import (
	"cmp"
	"slices"
	"time"
)

// History is the sales of all series up to a day.
type History struct {
	Series []Series // by store, then product
	First  int32    // first day of any series
	Last   int32    // last day with sales: the latest origin of a forecast
	Ahead  int      // days after Last of which Known numbers are held
	Static []Static
	Known  []string // names of the x_* columns
	Notes  Notes
}

// Series is one product of one store.
type Series struct {
	Store, Product string
	Start          int32       // first day
	Sold           []float32   // a value a day, Start to History.Last
	Out            []float32   // share of the day out of stock, as long as Sold; nil: never
	Known          [][]float32 // per History.Known, Start to History.Last + History.Ahead; NaN: unknown
	Asked          []int32     // days after Last that a future row names; nil: none was given
}

// Static is what a series always is.
type Static struct {
	Name   string
	Codes  []int32 // per series; -1 unknown
	Levels []string
}

// Notes counts what was mended.
type Notes struct {
	Series    int
	Days      int      // rows taken
	Gaps      int      // days without a row, taken as without sales
	Negatives int      // quantities below 0, taken as 0
	Unknown   int      // rows whose quantity is null, NaN or infinite: the day counts as not seen
	Capped    int      // quantities far above their series' days, taken down
	Early     int      // rows before the window
	Infinite  int      // x_* numbers that are infinite, taken as unknown
	Strangers int      // series of days to come without history
	Missing   []string // x_* columns that days to come lack: unknown
}

// At is the sales of a day, and whether demand was seen: the day is in the series and nothing was sold out.
func (s *Series) At(day int32) (sold float32, seen bool) {
	i := int(day - s.Start)
	if i < 0 || i >= len(s.Sold) {
		return 0, false
	}
	return s.Sold[i], s.Out == nil || s.Out[i] == 0
}

// Find gives a series, nil if there is none.
func (h *History) Find(store, product string) *Series {
	i, ok := slices.BinarySearchFunc(h.Series, key{store, product}, func(s Series, k key) int {
		return cmp.Or(cmp.Compare(s.Store, k.store), cmp.Compare(s.Product, k.product))
	})
	if !ok {
		return nil
	}
	return &h.Series[i]
}

// DayOf numbers the date of t, in t's own zone, in days since 1970-01-01.
func DayOf(t time.Time) int32 {
	y, m, d := t.Date()
	return int32(time.Date(y, m, d, 0, 0, 0, 0, time.UTC).Unix() / 86_400)
}

// TimeOf is midnight UTC of the day.
func TimeOf(day int32) time.Time { return time.Unix(int64(day)*86_400, 0).UTC() }

// Weekday numbers Monday 0 to Sunday 6.
func Weekday(day int32) int { return int((int64(day)+3)%7+7) % 7 }

func date(day int32) string { return TimeOf(day).Format(time.DateOnly) }

// Until is the history as it stood at the end of a day: sales after it are not seen, what was known in advance of later days still
// is. Series that begin later are left out. The values are shared, not copied. (Absurd days were mended by Build, with the median of all
// days: this alone may come from later ones.)
func (h *History) Until(day int32) *History {
	if day >= h.Last {
		return h
	}
	out := &History{First: h.First, Last: day, Ahead: h.Ahead + int(h.Last-day), Known: h.Known, Notes: h.Notes}
	out.Static = make([]Static, len(h.Static))
	for c, s := range h.Static {
		out.Static[c] = Static{Name: s.Name, Levels: s.Levels}
	}
	for i, s := range h.Series {
		n := int(day-s.Start) + 1
		if n <= 0 {
			continue
		}
		s.Sold = s.Sold[:min(n, len(s.Sold))]
		if s.Out != nil {
			s.Out = s.Out[:min(n, len(s.Out))]
		}
		s.Asked = nil
		out.Series = append(out.Series, s)
		for c := range h.Static {
			out.Static[c].Codes = append(out.Static[c].Codes, h.Static[c].Codes[i])
		}
	}
	out.Notes.Series = len(out.Series)
	return out
}
