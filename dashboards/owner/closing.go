package owner

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/settlement"
	"github.com/linli-project/linli/sql"
)

// Closing is a store's day held against every source that tells of it.
type Closing struct {
	Day     Settled                        // what the day's total says
	Orders  page.Block[[]settlement.Order] // as the facts have them, paid for or not
	Told    page.Block[map[string]settlement.Told]
	Theirs  page.Block[[]settlement.Row] // the platform's statement
	Settled []settlement.Order           // those of which anything was paid for
	Sum     settlement.Sum               // of these
	Events  settlement.Sum               // the same from the events
	Plat    settlement.Sum               // the same from the statement
	Made    time.Time                    // when the day's figures were; zero: not known
	Closed  bool                         // a run has closed the day
	Inside  []settlement.Difference      // facts against events and the day's total
	Late    []settlement.Difference      // since the close
	Outside []settlement.Difference      // statement against ours
}

// runs of the day's facts.
type factRuns struct {
	Closed   time.Time `ch:"closed"`
	Made     time.Time `ch:"made"`
	EndedAt  time.Time `ch:"ended_at"`
	IsClosed bool      `ch:"is_closed"`
}

// Spoken says whether there is a statement of the day. A refund alone, of an order of another day, is none.
func (c *Closing) Spoken() bool { return c.Plat.Paid != 0 }

// Commissions says whether it has spoken of commission too.
func (c *Closing) Commissions() bool {
	return slices.ContainsFunc(c.Theirs.Value, func(r settlement.Row) bool { return r.Known })
}

// Source is the newest file that the statement of the day came from.
func (c *Closing) Source() (newest settlement.Row) {
	for _, r := range c.Theirs.Value {
		if !r.ImportedAt.Before(newest.ImportedAt) {
			newest = r
		}
	}
	return newest
}

// Agrees says whether the rows add up to the day's total, and the events to the rows.
func (c *Closing) Agrees() bool { return len(c.Inside) == 0 }

// loadClosing reads a day. The day's total is asked first: without it there is nothing to settle. The three sources are read side
// by side, and one that is slow or broken takes none of the others with it.
func loadClosing(ctx context.Context, db *sql.DB, store chain.Store, day time.Time, each time.Duration) (*Closing, error) {
	total, err := loadSettlement(ctx, db, store, day)
	c := &Closing{Day: total}
	if err != nil || !total.Has {
		return c, err
	}
	params := sql.Params{"store": store.ID, "day": chain.Date(day)}
	g := page.NewBlocks(ctx, each)
	page.Load(g, &c.Orders, func(ctx context.Context) ([]settlement.Order, error) { return loadOrders(ctx, db, params) })
	page.Load(g, &c.Theirs, func(ctx context.Context) (rows []settlement.Row, err error) {
		return rows, db.Select(ctx, &rows, "owner/settlement_statement", params)
	})
	var read page.Block[stored]
	page.Load(g, &read, func(ctx context.Context) (stored, error) { return loadStored(ctx, db, params, store, day) })
	g.Wait()
	events, runs := read.Value.events, read.Value.runs
	c.Told.Err, c.Made, c.Closed = read.Err, runs.Made, runs.IsClosed
	c.Told.Value = settlement.Fold(events)
	c.Settled = settlement.Pick(c.Orders.Value, store.Commission)
	c.Sum = settlement.Total(c.Settled)
	for _, t := range c.Told.Value {
		if t.Day.Equal(day) && t.Settles {
			c.Events.Orders++
			c.Events.Paid += t.Sold + t.Refunded
			c.Events.Refunded += t.Refunded
			c.Events.Sold += t.Sold
		}
	}
	c.Events.Due = settlement.Due(c.Events.Sold, store.Commission)
	c.Plat = settlement.Theirs(day, c.Theirs.Value)
	c.compare(day, store, events, runs)
	return c, nil
}

// compare names the differences; of a source that could not be read none.
func (c *Closing) compare(day time.Time, store chain.Store, events []settlement.Event, runs factRuns) {
	if c.Orders.Err != nil {
		return
	}
	if len(events) > 0 && len(c.Orders.Value) > 0 {
		c.Inside = settlement.Check(day, c.Orders.Value, c.Told.Value, runs.Made)
		if runs.IsClosed {
			c.Late = settlement.Late(day, settlement.Fold(settlement.UpTo(events, runs.Closed)), c.Told.Value)
		}
	}
	if len(c.Orders.Value) > 0 && (c.Sum.Sold != c.Day.Amount || c.Sum.Refunded != c.Day.Refunded) {
		c.Inside = append(c.Inside, settlement.Difference{Kind: settlement.DayTotal, Net: c.Day.Amount - c.Sum.Sold, Due: c.Day.Commission() - c.Sum.Due})
	}
	if c.Spoken() {
		c.Outside = settlement.Compare(day, c.Settled, c.Theirs.Value, store.Commission)
	}
}

type stored struct {
	events []settlement.Event
	runs   factRuns
}

func loadStored(ctx context.Context, db *sql.DB, params sql.Params, store chain.Store, day time.Time) (s stored, err error) {
	y, m, d := day.AddDate(0, 0, 1).Date()
	over := time.Date(y, m, d, 0, 0, 0, 0, store.Zone()).UTC()
	if _, err := db.Get(ctx, &s.runs, "owner/settlement_runs", sql.Params{"day": params["day"], "over": over.Format(time.DateTime)}); err != nil {
		return s, fmt.Errorf("when the day was closed: %w", err)
	}
	if err := db.Select(ctx, &s.events, "owner/settlement_events", params); err != nil {
		return s, fmt.Errorf("events of the day: %w", err)
	}
	return s, nil
}

func loadOrders(ctx context.Context, db *sql.DB, params sql.Params) (out []settlement.Order, err error) {
	var rows []struct {
		OrderID   string    `ch:"order_id"`
		Customer  string    `ch:"customer"`
		At        time.Time `ch:"ordered_at"`
		Line      uint16    `ch:"line"`
		ProductID string    `ch:"product_id"`
		Name      string    `ch:"name"`
		NameEn    string    `ch:"name_en"`
		Unit      string    `ch:"unit"`
		Status    string    `ch:"status"`
		Sold      uint8     `ch:"sold"`
		Quantity  float64   `ch:"quantity"`
		UnitPrice int64     `ch:"unit_price"`
		Discount  int64     `ch:"discount"`
		Amount    int64     `ch:"amount"`
	}
	if err := db.Select(ctx, &rows, "owner/settlement_lines", params); err != nil {
		return nil, fmt.Errorf("order lines of the day: %w", err)
	}
	for _, r := range rows {
		if len(out) == 0 || out[len(out)-1].ID != r.OrderID {
			out = append(out, settlement.Order{ID: r.OrderID, Customer: r.Customer, At: r.At})
		}
		out[len(out)-1].Add(settlement.Line{
			Position: r.Line, ProductID: r.ProductID, Name: r.Name, NameEn: r.NameEn, Unit: r.Unit, Status: r.Status, Sold: r.Sold == 1,
			Quantity: r.Quantity, UnitPrice: r.UnitPrice, Discount: r.Discount, Amount: r.Amount,
		})
	}
	return out, nil
}
