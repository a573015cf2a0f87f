package merchandiser

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Cell is the index of one community and category; chain = 100.
type Cell struct {
	CommunityID string  `ch:"community_id"`
	Community   string  `ch:"community"`
	StoreID     string  `ch:"store_id"`
	Category    string  `ch:"category"`
	CategoryZh  string  `ch:"category_zh"`
	CategoryEn  string  `ch:"category_en"`
	Of          uint32  `ch:"community_buyers"`
	ChainShare  float64 `ch:"chain_share"`
	Shown       uint8   `ch:"shown"`
	Buyers      uint32  `ch:"buyers"`
	Index       float64 `ch:"index"`
	Low         float64 `ch:"low"`
	High        float64 `ch:"high"`
}

// Sure says whether the interval leaves 100 out.
func (c Cell) Sure() bool { return c.Low > 100 || c.High < 100 }

// Shade is the colour of the cell; an index that may be 100 has none.
func (c Cell) Shade() string {
	switch {
	case !c.Sure():
		return "h2"
	case c.Index < 60:
		return "h0"
	case c.Index < 100:
		return "h1"
	case c.Index < 150:
		return "h3"
	case c.Index < 200:
		return "h4"
	}
	return "h5"
}

// Whole is the cell with its interval in whole points.
func (c Cell) Whole() Cell {
	c.Low, c.High = math.Round(c.Low), math.Round(c.High)
	return c
}

// Why explains the cell on tap.
func (c Cell) Why(p words.Printer) string {
	if c.Shown == 0 {
		return p.T("affinity.withheld")
	}
	return p.T("affinity.why", p.Range(c.Whole().Low, c.Whole().High), p.Count(c.Buyers), p.Count(c.Of), p.Percent(c.ChainShare))
}

// Map is communities by categories.
type Map struct {
	AsOf       time.Time
	Run        chain.Run
	Categories []Cell // for their names
	Rows       []MapRow
}

// MapRow is one community with a cell per category; nil where nothing is known.
type MapRow struct {
	CommunityID, Community string
	Of                     uint32
	Cells                  []*Cell
}

func loadAffinity(ctx context.Context, db *sql.DB, store string, asOf time.Time) (Map, error) {
	m := Map{AsOf: asOf}
	if asOf.IsZero() {
		return m, nil
	}
	var cells []Cell
	if err := db.Select(ctx, &cells, "merchandiser/affinity", sql.Params{"as_of": chain.Date(asOf), "store": store}); err != nil {
		return m, fmt.Errorf("affinity: %w", err)
	}
	column := map[string]int{}
	for _, c := range cells {
		if _, ok := column[c.Category]; !ok {
			column[c.Category] = len(column)
			m.Categories = append(m.Categories, c)
		}
	}
	row := map[string]int{}
	for i := range cells {
		c := &cells[i]
		n, ok := row[c.CommunityID]
		if !ok {
			n = len(m.Rows)
			row[c.CommunityID] = n
			m.Rows = append(m.Rows, MapRow{c.CommunityID, c.Community, c.Of, make([]*Cell, len(column))})
		}
		m.Rows[n].Cells[column[c.Category]] = c
	}
	var err error
	m.Run, err = chain.MadeBy(ctx, db, asOf, "profile", "affinity")
	return m, err
}
