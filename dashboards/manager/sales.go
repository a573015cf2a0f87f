package manager

import (
	"context"
	"fmt"
	"slices"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

type hourRow struct {
	Weekday uint8  `ch:"weekday"`
	Hour    uint8  `ch:"hour"`
	Orders  uint64 `ch:"orders"`
}

// loadHours is the week: orders by weekday and hour.
func loadHours(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	columns := []table.Column{table.Text(p.T("hours.weekday"))}
	for h := range 24 {
		columns = append(columns, table.Number(fmt.Sprint(h)))
	}
	b := newBlock(p, "hours", columns...)
	b.Terms, b.Fold, b.Grid = []string{"hours"}, true, true
	var rows []hourRow
	name := "manager/hours"
	if a.Goods() {
		name = "manager/hours_goods"
	}
	if err := db.Select(ctx, &rows, name, a.params()); err != nil {
		return nil, fmt.Errorf("hours: %w", err)
	}
	var week [7][24]uint64
	var total, most uint64
	for _, r := range rows {
		if r.Weekday < 1 || r.Weekday > 7 || r.Hour > 23 {
			continue
		}
		week[r.Weekday-1][r.Hour] = r.Orders
		total += r.Orders
		most = max(most, r.Orders)
	}
	if total == 0 {
		return b, nil
	}
	var x, y []string
	var data [][3]uint64
	for h := range 24 {
		x = append(x, fmt.Sprintf("%d:00", h))
	}
	best := [2]int{}
	for d := range 7 {
		y = append(y, p.Weekday(d+1))
		values := []any{p.Weekday(d + 1)}
		for h := range 24 {
			values = append(values, float64(week[d][h]))
			data = append(data, [3]uint64{uint64(h), uint64(d), week[d][h]})
			if week[d][h] > week[best[0]][best[1]] {
				best = [2]int{d, h}
			}
		}
		b.add(p, values)
	}
	b.Lead = p.T("hours.lead", p.Weekday(best[0]+1), best[1], p.Count(most))
	b.Sample = p.T("hours.foot", p.Count(total))
	b.Kind, b.Chart = "heatmap", map[string]any{"x": x, "y": y, "max": most, "data": data, "along": p.T("hours.axis"), "unit": p.T("hours.unit")}
	return b, nil
}

// levels of the drill-down, from the chain down.
var levels = []string{"city", "store", "category", "product"}

// next is the level below the scope; at the bottom a product is split by store.
func (a Ask) next() string {
	switch {
	case a.By != "":
		return a.By
	case a.Product != "":
		return "store"
	case a.Category != "":
		return "product"
	case a.Store != "":
		return "category"
	case a.City != "":
		return "store"
	}
	return "city"
}

type drillRow struct {
	ID     string  `ch:"id"`
	Name   string  `ch:"name"`
	NameEn string  `ch:"name_en"`
	Note   string  `ch:"note"`
	Amount int64   `ch:"amount"`
	Before int64   `ch:"before_amount"`
	Orders uint64  `ch:"orders"`
	Units  float64 `ch:"units"`
	Stores uint64  `ch:"stores"`
	Total  int64   `ch:"total"` // of all rows, shown or not
}

// mostRows is the longest table of a block.
const mostRows = 200

func loadDrill(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	return drill(ctx, db, a, p, "drill", a.next(), mostRows)
}

func loadStores(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	return drill(ctx, db, a, p, "stores", "store", 10)
}

func loadProducts(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	return drill(ctx, db, a, p, "products", "product", 10)
}

// drill splits the sales of the scope by a level; each row leads one level down.
func drill(ctx context.Context, db *sql.DB, a Ask, p words.Printer, name, by string, rows int) (*Block, error) {
	b := newBlock(p, name, table.Text(p.T("level."+by)), table.Text(p.T("drill.id")), table.Money(p.T("drill.gmv", p.Yuan())), table.Money(p.T("trend.before", p.Yuan())),
		table.Number(p.T("tops.change")), table.Number(p.T("drill.part")), table.Number(p.T("col.orders")), table.Number(p.T("col.units")), table.Number(p.T("tops.stores")))
	b.Terms = []string{"gmv", "drill"}
	params, query := a.sums(by), "manager/drill_product"
	params["rows"] = rows
	if by != "product" {
		query, params["by"] = "manager/drill", by
	}
	var list []drillRow
	if err := db.Select(ctx, &list, query, params); err != nil {
		return nil, fmt.Errorf("drill: %w", err)
	}
	list = slices.DeleteFunc(list, func(r drillRow) bool { return r.Amount == 0 && r.Before == 0 })
	var total int64
	if len(list) > 0 {
		total = list[0].Total
	}
	cut := len(list) == rows
	for _, r := range list {
		name := p.Pick(r.Name, r.NameEn)
		if name == "" {
			name = r.ID
		}
		if name == "" {
			name = p.T("drill.unnamed")
		}
		part, move := ratio(float64(r.Amount), float64(total)), ratio(float64(r.Amount), float64(r.Before))-1
		href := ""
		if r.ID != "" && by != "product" || by == "product" && a.Product == "" {
			href = a.With("/manager", by, r.ID, "by", "", "view", "")
		}
		note := r.Note
		if by == "product" {
			note = ""
		}
		b.add(p, []any{name, r.ID, r.Amount, r.Before, move, part, float64(r.Orders), r.Units, float64(r.Stores)},
			Cell{Text: name, Small: note, Href: href}, Cell{}, Cell{Text: p.Sum(r.Amount)}, Cell{Text: p.Sum(r.Before)},
			Cell{Text: p.Change(float64(r.Amount), float64(r.Before))}, Cell{Text: p.Percent(part)})
	}
	if len(list) > 0 {
		b.Sample = p.T("drill.foot", p.Count(len(list)), p.Sum(total))
		if cut {
			b.Sample = p.T("drill.cut", p.Count(rows), p.Sum(total))
		}
	}
	b.hide(1)
	b.tell(1, 3)
	return b, nil
}

// hide keeps a column for files only.
func (b *Block) hide(column int) {
	b.Heads = slices.Delete(b.Heads, column, column+1)
	for i := range b.Rows {
		b.Rows[i] = slices.Delete(b.Rows[i], column, column+1)
	}
}

// Levels that the sales can be split by.
func (a Ask) Levels() []string { return levels }

// Next is the level that the drill-down shows.
func (a Ask) Next() string { return a.next() }
