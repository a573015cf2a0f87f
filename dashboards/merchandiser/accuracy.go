package merchandiser

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Accuracy is how far the forecasts of a category, store or horizon were off.
type Accuracy struct {
	Horizon   uint8  `ch:"horizon"` // of categories
	Key       string `ch:"key"`
	Name      string
	NameEn    string
	AsOf      time.Time `ch:"as_of"`
	First     time.Time `ch:"first"`
	Series    uint64    `ch:"series"`
	SoldOut   uint64    `ch:"sold_out"`
	Actual    float64   `ch:"actual_units"`
	Missed    float64   `ch:"missed_units"`
	Naive     float64   `ch:"naive_units"`
	Lean      float64   `ch:"bias_units"`
	Within    uint64    `ch:"within"`
	MissedFen float64   `ch:"missed_fen"` // about
}

// Title is the name of the row.
func (a Accuracy) Title(p words.Printer) string { return cmp.Or(p.Pick(a.Name, a.NameEn), a.Key) }

// MissedYuan is the money missed, about: whole yuan are exact enough.
func (a Accuracy) MissedYuan() float64 { return a.MissedFen / 100 }

// WAPE is units missed over units sold; not a number where nothing was sold.
func (a Accuracy) WAPE() float64 { return over(a.Missed, a.Actual) }

// NaiveWAPE is that of repeating last week.
func (a Accuracy) NaiveWAPE() float64 { return over(a.Naive, a.Actual) }

// Bias is units forecast too many over units sold.
func (a Accuracy) Bias() float64 { return over(a.Lean, a.Actual) }

// Covered is the share within the 90 % interval.
func (a Accuracy) Covered() float64 { return over(float64(a.Within), float64(a.Series)) }

// Worse says whether repeating last week would have been nearer.
func (a Accuracy) Worse() bool { return a.WAPE() > a.NaiveWAPE() }

func over(v, base float64) float64 {
	if base <= 0 {
		return math.NaN()
	}
	return v / base
}

// plus adds up what two rows say.
func (a Accuracy) plus(b Accuracy) Accuracy {
	if b.AsOf.After(a.AsOf) {
		a.AsOf = b.AsOf
	}
	if a.First.IsZero() || b.First.Before(a.First) {
		a.First = b.First
	}
	a.Series, a.SoldOut, a.Within = a.Series+b.Series, a.SoldOut+b.SoldOut, a.Within+b.Within
	a.Actual, a.Missed, a.Naive, a.Lean, a.MissedFen = a.Actual+b.Actual, a.Missed+b.Missed, a.Naive+b.Naive, a.Lean+b.Lean, a.MissedFen+b.MissedFen
	return a
}

// group makes the three tables: those by category and by horizon of one answer, that by store of its page, or for one store of that answer as well.
func (c *ForecastContent) group(parts page.Block[[]Accuracy], names chain.Names) {
	c.ByCategory.Err, c.ByHorizon.Err = parts.Err, parts.Err
	one := Accuracy{Key: c.Store.ID, Name: c.Store.Title()}
	for _, a := range parts.Value {
		key := strconv.Itoa(int(a.Horizon))
		if n := len(c.ByHorizon.Value); n == 0 || c.ByHorizon.Value[n-1].Key != key { // they come in order
			c.ByHorizon.Value = append(c.ByHorizon.Value, Accuracy{Key: key})
		}
		last := &c.ByHorizon.Value[len(c.ByHorizon.Value)-1]
		*last = last.plus(a)
		if int(a.Horizon) == c.Horizon {
			name := names.Of(a.Key)
			a.Name, a.NameEn, one = name.Zh, name.En, one.plus(a)
			c.ByCategory.Value = append(c.ByCategory.Value, a)
		}
	}
	if c.Store.ID == "" {
		c.pageOfStores()
		return
	}
	c.ByStore.Err = parts.Err
	if len(c.ByCategory.Value) > 0 {
		c.ByStore.Value, c.Total = []Accuracy{one}, 1
	}
}

// pageOfStores cuts the table by store to its page.
func (c *ForecastContent) pageOfStores() {
	all := c.ByStore.Value
	c.Total = uint64(len(all))
	c.ByStore.Value = slices.Clone(all[min(c.Offset(), len(all)):min(c.Offset()+c.Each, len(all))])
	for i := range c.ByStore.Value {
		c.ByStore.Value[i].Name = titleOf(c.Stores, c.ByStore.Value[i].Key)
	}
}

// titleOf is the name of a store; of one that is not in the list its id.
func titleOf(stores []chain.Store, id string) string {
	if i := slices.IndexFunc(stores, func(s chain.Store) bool { return s.ID == id }); i >= 0 {
		return stores[i].Title()
	}
	return id
}

func (m *Room) exceptions(ctx context.Context, stores []chain.Store, p sql.Params) ([]Exception, error) {
	var rows []Exception
	if err := m.db.Select(ctx, &rows, "merchandiser/exceptions", p); err != nil || len(rows) == 0 {
		return nil, err
	}
	products, err := chain.LoadProducts(ctx, m.db)
	for i := range rows {
		e := &rows[i]
		name := products.Of(e.ProductID)
		e.Store, e.Name, e.NameEn = titleOf(stores, e.StoreID), name.Name, name.NameEn
	}
	return rows, err
}

func (m *Room) overrides(ctx context.Context, stores []chain.Store, p sql.Params) ([]Override, error) {
	var rows []Override
	err := m.db.Select(ctx, &rows, "merchandiser/overrides", p)
	for i := range rows {
		rows[i].Store = titleOf(stores, rows[i].StoreID)
	}
	return rows, err
}
