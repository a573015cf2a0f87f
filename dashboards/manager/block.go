package manager

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Cell is a cell as the page shows it.
type Cell struct {
	Text, Small, Href, Class string
	Number                   bool
	First                    bool // beside the name where a row is shown as a card
}

// Block is one answer of the board: a picture, a table and what they rest on. Table holds the same rows for files.
type Block struct {
	Ask
	Name    string
	Figures []Figure
	Lead    string // the answer in a sentence
	Kind    string // of the chart
	Chart   any
	Heads   []Cell
	Rows    [][]Cell
	Heat    bool // the cells are coloured
	Grid    bool // the columns are one axis, of which none tells more than the others
	Bars    []Bar
	Fold    bool // the table lies behind the picture
	Table   *table.Table
	Terms   []string // of the guide
	Sample  string
	AsOf    time.Time
	Empty   string // message for an empty block
	Why     string // the same as a text, where it has figures
}

// Bar is one bar of a picture that needs no script: its length is a share of the longest.
type Bar struct {
	Name, Text, Part string
	Length           float64 // 0 to 100
	Least            bool    // the step that loses most
}

// tell says which columns stand beside the name where rows are shown as cards, on a phone.
func (b *Block) tell(columns ...int) {
	for _, c := range columns {
		b.Heads[c].First = true
	}
}

// Carded says whether rows are shown as cards on a phone.
func (b *Block) Carded() bool { return !b.Heat }

// Charted says whether the block has a picture.
func (b *Block) Charted() bool { return b.Kind != "" }

// Formats that the block can be taken out as.
func (b *Block) Formats() []string { return table.Formats }

// File is the address of the block as a file.
func (b *Block) File(format string) string {
	return b.With("/manager/export", "part", b.Name, "format", format, "view", "")
}

// newBlock starts a block with its columns; numeric ones are set to the right.
func newBlock(p words.Printer, name string, columns ...table.Column) *Block {
	b := &Block{Table: table.New(p.T("part."+name), columns...), Empty: "manager.empty"}
	for _, c := range columns {
		b.Heads = append(b.Heads, Cell{Text: c.Name, Number: c.Numeric()})
	}
	return b
}

// add appends a row: what files hold, and what the page shows for it; an empty text is written from the value.
func (b *Block) add(p words.Printer, values []any, cells ...Cell) {
	for i, v := range values {
		if f, ok := v.(float64); ok {
			values[i] = steady(f)
		}
	}
	b.Table.Add(values...)
	row := make([]Cell, len(values))
	for i, v := range values {
		if i < len(cells) {
			row[i] = cells[i]
		}
		row[i].Number = b.Table.Columns[i].Numeric()
		if row[i].Text == "" {
			row[i].Text = b.Table.Columns[i].Show(p, v)
		}
	}
	b.Rows = append(b.Rows, row)
}

// Crumb is a step of the path down from the chain; the last one has no address.
type Crumb struct{ Name, Href string }

// Choice is a value of the scope to choose.
type Choice struct{ ID, Name string }

type named struct {
	Kind   string `ch:"kind"`
	ID     string `ch:"id"`
	Name   string `ch:"name"`
	NameEn string `ch:"name_en"`
	City   string `ch:"city"`
}

// crumbs name the scope from the chain down.
func (m *Room) crumbs(ctx context.Context, a Ask, p words.Printer) ([]Crumb, error) {
	all := []Crumb{{p.T("manager.chain"), a.With("/manager", "city", "", "store", "", "category", "", "product", "", "by", "")}}
	var rows []named
	if a.Store != "" || a.Goods() {
		if err := m.db.Select(ctx, &rows, "manager/names", sql.Params{"store": a.Store, "category": a.Category, "product": a.Product}); err != nil {
			return nil, fmt.Errorf("names: %w", err)
		}
	}
	called := func(kind, id string) string {
		for _, r := range rows {
			if r.Kind == kind && p.Pick(r.Name, r.NameEn) != "" {
				return p.Pick(r.Name, r.NameEn)
			}
		}
		return id
	}
	if a.City != "" {
		all = append(all, Crumb{a.City, a.With("/manager", "store", "", "category", "", "product", "", "by", "")})
	}
	if a.Store != "" {
		all = append(all, Crumb{called("store", a.Store), a.With("/manager", "category", "", "product", "", "by", "")})
	}
	if a.Category != "" {
		all = append(all, Crumb{called("category", a.Category), a.With("/manager", "product", "", "by", "")})
	}
	if a.Product != "" {
		all = append(all, Crumb{Name: called("product", a.Product)})
	}
	all[len(all)-1].Href = ""
	return all, nil
}

// choices are the cities and categories that the form offers.
func (m *Room) choices(ctx context.Context, p words.Printer) (cities, categories []Choice, err error) {
	var rows []named
	if err := m.db.Select(ctx, &rows, "manager/choices", nil); err != nil {
		return nil, nil, fmt.Errorf("choices: %w", err)
	}
	for _, r := range rows {
		c := Choice{r.ID, p.Pick(r.Name, r.NameEn)}
		if c.Name == "" {
			c.Name = r.ID
		}
		if r.Kind == "city" {
			cities = append(cities, c)
		} else {
			categories = append(categories, c)
		}
	}
	return cities, categories, nil
}

// steady drops the digits that depend on the order in which the database happened to add up: a file is the same each time.
func steady(v float64) float64 {
	if math.Abs(v) > 1e6 {
		return v
	}
	return math.Round(v*1e9) / 1e9
}
