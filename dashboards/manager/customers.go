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

type repurchaseRow struct {
	AsOf      time.Time `ch:"as_of"`
	Category  string    `ch:"category"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
	Buyers    uint64    `ch:"buyers"`
	Purchases uint64    `ch:"purchases"`
	Within7   float64   `ch:"within_7"`
	Low7      float64   `ch:"low_7"`
	High7     float64   `ch:"high_7"`
	Within14  float64   `ch:"within_14"`
	Within28  float64   `ch:"within_28"`
	Low28     float64   `ch:"low_28"`
	High28    float64   `ch:"high_28"`
	HalfBy    float64   `ch:"half_by"`
}

// loadRepurchase is how soon buyers buy again; what a night's job has made, so it knows stores but neither cities nor spans.
func loadRepurchase(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "repurchase", table.Text(p.T("board.repurchase.what")), table.Number(p.T("board.repurchase.within", 7)), table.Number(p.T("board.repurchase.within", 14)), table.Number(p.T("board.repurchase.within", 28)),
		table.Number(p.T("board.repurchase.low")), table.Number(p.T("board.repurchase.high")), table.Number(p.T("board.repurchase.half")), table.Number(p.T("board.repurchase.buyers")), table.Number(p.T("board.repurchase.purchases")))
	b.Terms, b.Empty = []string{"within", "interval"}, "board.repurchase.empty"
	var rows []repurchaseRow
	if err := db.Select(ctx, &rows, "manager/repurchase", a.params()); err != nil {
		return nil, fmt.Errorf("repurchase: %w", err)
	}
	for _, r := range rows {
		name := p.Pick(r.Name, r.NameEn)
		switch {
		case r.Category == "":
			name = p.T("board.repurchase.any")
			b.Lead = p.T("board.repurchase.lead", p.Percent(r.Within28), p.Percent(r.Low28), p.Percent(r.High28))
			b.Sample, b.AsOf = p.T("board.repurchase.foot", p.Count(r.Buyers), p.Count(r.Purchases)), r.AsOf
		case name == "":
			name = r.Category
		}
		half := r.HalfBy
		if half == 0 {
			half = math.NaN()
		}
		b.add(p, []any{name, r.Within7, r.Within14, r.Within28, r.Low28, r.High28, half, float64(r.Buyers), float64(r.Purchases)},
			Cell{}, Cell{Text: p.Percent(r.Within7)}, Cell{Text: p.Percent(r.Within14)}, Cell{Text: p.Percent(r.Within28)}, Cell{Text: p.Percent(r.Low28)}, Cell{Text: p.Percent(r.High28)})
	}
	b.tell(1, 3)
	return b.whole(a, p), nil
}

// whole says that a block of nightly figures is of the chain though a city or goods were chosen.
func (b *Block) whole(a Ask, p words.Printer) *Block {
	if a.Store == "" && a.City != "" || a.Goods() {
		what := p.T("manager.chain")
		if a.Store != "" {
			what = p.T("manager.thisstore")
		}
		b.Sample = p.T("manager.wider", what) + " · " + b.Sample
	}
	return b
}

type cohortRow struct {
	AsOf    time.Time `ch:"as_of"`
	Cohort  time.Time `ch:"cohort"`
	Period  uint16    `ch:"period"`
	Size    uint64    `ch:"size"`
	Exposed uint64    `ch:"exposed"`
	Again   uint64    `ch:"again"`
	Share   float64   `ch:"share"`
	Low     float64   `ch:"low"`
	High    float64   `ch:"high"`
}

// mostPeriods is the widest triangle.
const mostPeriods = 13

// loadCohort is the cohort triangle as a heat table.
func loadCohort(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	var rows []cohortRow
	if err := db.Select(ctx, &rows, "manager/cohorts", a.params()); err != nil {
		return nil, fmt.Errorf("cohorts: %w", err)
	}
	periods, people := 0, uint64(0)
	for _, r := range rows {
		periods = max(periods, int(r.Period)+1)
	}
	periods = min(periods, mostPeriods)
	columns := []table.Column{table.Day(p.T("board.cohort.first")), table.Number(p.T("board.cohort.size"))}
	for i := range periods {
		columns = append(columns, table.Number(p.T("board.cohort.period", i*28+1, i*28+28)))
	}
	b := newBlock(p, "cohort", columns...)
	b.Terms, b.Heat, b.Empty = []string{"cohort"}, true, "board.cohort.empty"
	for i := 0; i < len(rows); {
		first := rows[i]
		values, cells := make([]any, len(columns)), make([]Cell, len(columns))
		values[0], values[1] = first.Cohort, float64(first.Size)
		for k := 2; k < len(columns); k++ {
			values[k], cells[k] = math.NaN(), Cell{Text: " "}
		}
		people += first.Size
		for ; i < len(rows) && rows[i].Cohort.Equal(first.Cohort); i++ {
			if r := rows[i]; int(r.Period) < periods {
				values[r.Period+2] = r.Share
				cells[r.Period+2] = Cell{Text: p.Percent(r.Share), Class: heat(r.Share), Small: p.T("board.cohort.cell", p.Percent(r.Low), p.Percent(r.High), p.Count(r.Exposed))}
			}
		}
		b.add(p, values, cells...)
		b.AsOf = first.AsOf
	}
	if len(rows) > 0 {
		b.Sample = p.T("board.cohort.foot", p.Count(people))
	}
	return b.whole(a, p), nil
}

// heat is the class of a share of people who came back: the steps are fixed, so colours compare over time.
func heat(share float64) string {
	for i, below := range []float64{0.1, 0.25, 0.4, 0.6} {
		if share < below {
			return fmt.Sprintf("h%d", i+2)
		}
	}
	return "h5"
}

type channelRow struct {
	Channel   string `ch:"channel"`
	Shares    uint64 `ch:"shares"`
	Visitors  uint64 `ch:"visitors"`
	Buyers    uint64 `ch:"buyers"`
	NewBuyers uint64 `ch:"new_buyers"`
	Orders    uint64 `ch:"orders"`
	Amount    int64  `ch:"amount"`
}

type viralRow struct {
	AsOf        time.Time `ch:"as_of"`
	Sharers     uint64    `ch:"sharers"`
	Shares      uint64    `ch:"shares"`
	Invitations float64   `ch:"invitations"`
	Conversion  float64   `ch:"conversion"`
	K           float64   `ch:"k"`
	Low         float64   `ch:"k_low"`
	High        float64   `ch:"k_high"`
	Children    uint64    `ch:"children"`
	Cycle       float64   `ch:"cycle_hours"`
	CycleLow    float64   `ch:"cycle_low"`
	CycleHigh   float64   `ch:"cycle_high"`
}

func viral(ctx context.Context, db *sql.DB, a Ask) ([]viralRow, error) {
	var rows []viralRow
	if err := db.Select(ctx, &rows, "manager/viral", a.params()); err != nil {
		return nil, fmt.Errorf("viral: %w", err)
	}
	return rows, nil
}

// loadShares is what shares brought by channel, under the viral coefficient.
func loadShares(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "shares", table.Text(p.T("board.shares.channel")), table.Number(p.T("live.share")), table.Number(p.T("board.shares.visitors")), table.Number(p.T("board.shares.buyers")), table.Number(p.T("figure.conversion")),
		table.Number(p.T("figure.newbuyers")), table.Number(p.T("col.orders")), table.Money(p.T("drill.gmv", p.Yuan())))
	b.Terms, b.Empty = []string{"conversion", "viral", "cycle"}, "board.shares.empty"
	var rows []channelRow
	if err := db.Select(ctx, &rows, "manager/channels", a.params()); err != nil {
		return nil, fmt.Errorf("shares: %w", err)
	}
	var visitors uint64
	for _, r := range rows {
		c := ratio(float64(r.Buyers), float64(r.Visitors))
		visitors += r.Visitors
		name := p.Code("channel", r.Channel)
		b.add(p, []any{name, float64(r.Shares), float64(r.Visitors), float64(r.Buyers), c, float64(r.NewBuyers), float64(r.Orders), r.Amount},
			Cell{}, Cell{}, Cell{}, Cell{}, Cell{Text: p.Percent(c)}, Cell{}, Cell{}, Cell{Text: p.Sum(r.Amount)})
	}
	b.tell(4, 7)
	if len(rows) > 0 {
		b.Sample = p.T("figure.visitors", p.Count(visitors))
	}
	v, err := viral(ctx, db, a)
	if err != nil || len(v) == 0 || a.Goods() || a.Store == "" && a.City != "" {
		return b, err
	}
	b.Lead = p.T("board.shares.lead", p.Decimal(v[0].K), p.Decimal(v[0].Low), p.Decimal(v[0].High), p.Decimal(v[0].Invitations), p.Percent(v[0].Conversion))
	if !math.IsNaN(v[0].Cycle) {
		b.Lead += p.T("board.shares.cycle", p.Quantity(v[0].Cycle), p.Quantity(v[0].CycleLow), p.Quantity(v[0].CycleHigh))
	}
	return b, nil
}
