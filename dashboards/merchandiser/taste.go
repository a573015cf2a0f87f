package merchandiser

import (
	"context"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Taste is the affinity index of a category in one community; chain = 100.
type Taste struct {
	AsOf       time.Time `ch:"as_of"`
	Category   string    `ch:"category"`
	CategoryZh string    `ch:"category_zh"`
	CategoryEn string    `ch:"category_en"`
	Of         uint32    `ch:"community_buyers"`
	ChainShare float64   `ch:"chain_share"`
	Shown      uint8     `ch:"shown"`
	Buyers     uint32    `ch:"buyers"`
	Index      float64   `ch:"index"`
	Low        float64   `ch:"low"`
	High       float64   `ch:"high"`
}

// Sure says whether the interval leaves 100 out.
func (t Taste) Sure() bool { return t.Low > 100 || t.High < 100 }

// The picture of an index: 0 to 300 on 180 pixels.
func pixel(index float64) int { return int(math.Round(math.Min(math.Max(index, 0), 300) * 0.6)) }

// At is where the index stands in the picture.
func (t Taste) At() int { return pixel(t.Index) }

// From is where the interval starts in the picture.
func (t Taste) From() int { return pixel(t.Low) }

// Width is how wide the interval is in the picture.
func (t Taste) Width() int { return max(2, pixel(t.High)-pixel(t.Low)) }

type band struct {
	AsOf       time.Time `ch:"as_of"`
	Category   string    `ch:"category"`
	CategoryZh string    `ch:"category_zh"`
	CategoryEn string    `ch:"category_en"`
	Band       uint8     `ch:"band"`
	FromFen    int64     `ch:"from_fen"`
	ToFen      int64     `ch:"to_fen"`
	Buyers     uint32    `ch:"buyers"`
	Share      float64   `ch:"unit_share"`
	Low        float64   `ch:"unit_low"`
	High       float64   `ch:"unit_high"`
	Chain      float64   `ch:"chain_unit_share"`
}

// Band is one of the four price bands.
type Band struct{ band }

// Sure says whether the interval leaves the chain's share out.
func (b Band) Sure() bool { return b.Low > b.Chain || b.High < b.Chain }

// Bands are the price bands of one category; nil: no unit of the chain is in it.
type Bands struct {
	AsOf   time.Time
	Name   string // code of the category; empty: all
	Zh, En string
	Buyers uint32
	Four   [4]*Band
}

// Title is the name of the category.
func (b Bands) Title(p words.Printer) string {
	switch name := p.Pick(b.Zh, b.En); {
	case b.Name == "":
		return p.T("bands.all")
	case name != "":
		return name
	}
	return b.Name
}

func (m *Room) bands(ctx context.Context, p sql.Params) ([]Bands, error) {
	var rows []band
	if err := m.db.Select(ctx, &rows, "merchandiser/bands", p); err != nil {
		return nil, err
	}
	var all []Bands
	for i, r := range rows {
		if i == 0 || rows[i-1].Category != r.Category {
			all = append(all, Bands{AsOf: r.AsOf, Name: r.Category, Zh: r.CategoryZh, En: r.CategoryEn, Buyers: r.Buyers})
		}
		if r.Band >= 1 && r.Band <= 4 {
			all[len(all)-1].Four[r.Band-1] = &Band{r}
		}
	}
	return all, nil
}

// Hours is the map of weekdays by hours.
type Hours struct {
	AsOf   time.Time
	Orders uint32
	Days   []HourDay
}

// HourDay is one weekday, Monday is 1.
type HourDay struct {
	Weekday int
	Cells   []HourCell
}

// HourCell is one hour: its share of a week's orders, and the chain's.
type HourCell struct {
	Hour         int
	Share, Chain float64
	Shade        string
}

func (m *Room) hours(ctx context.Context, p sql.Params) (Hours, error) {
	var rows []struct {
		AsOf    time.Time `ch:"as_of"`
		Weekday uint8     `ch:"weekday"`
		Share   []float64 `ch:"share"`
		Chain   []float64 `ch:"chain_share"`
		Orders  uint32    `ch:"week_orders"`
	}
	var h Hours
	if err := m.db.Select(ctx, &rows, "merchandiser/hours", p); err != nil {
		return h, err
	}
	top := 0.
	for _, r := range rows {
		for _, s := range r.Share {
			top = math.Max(top, s)
		}
	}
	for _, r := range rows {
		h.AsOf, h.Orders = r.AsOf, r.Orders
		day := HourDay{Weekday: int(r.Weekday)}
		for hour, s := range r.Share {
			cell := HourCell{hour, s, 0, "h2"}
			if hour < len(r.Chain) {
				cell.Chain = r.Chain[hour]
			}
			if top > 0 {
				cell.Shade = []string{"h2", "h3", "h4", "h5"}[min(3, int(s/top*4))]
			}
			day.Cells = append(day.Cells, cell)
		}
		h.Days = append(h.Days, day)
	}
	return h, nil
}
