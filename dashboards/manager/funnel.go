package manager

import (
	"context"
	"math"
	"slices"

	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

type funnelRow struct {
	Current     uint8  `ch:"current"`
	Impressions uint64 `ch:"impressions"`
	Views       uint64 `ch:"views"`
	Carts       uint64 `ch:"carts"`
	Orders      uint64 `ch:"orders"`
	Sold        uint64 `ch:"sold"`
	PickedUp    uint64 `ch:"picked_up"`
}

func (f funnelRow) steps() []uint64 {
	return []uint64{f.Impressions, f.Views, f.Carts, f.Orders, f.Sold, f.PickedUp}
}

// funnelSteps name the rows of the funnel.
var funnelSteps = []string{"impression", "view", "cart", "order", "sold", "pickup"}

// loadFunnel is the way from impression to pickup, as bars and as a table, with the step that loses most.
func loadFunnel(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "funnel", table.Text(p.T("funnel.step")), table.Number(p.T("funnel.count")), table.Number(p.T("funnel.ratio")), table.Number(p.T("funnel.before")), table.Number(p.T("funnel.beforeratio")))
	b.Terms, b.Sample = []string{"funnel"}, p.T("funnel.foot")
	var now, before funnelRow
	if err := pair(ctx, db, "manager/funnel", a.sums(""), func(f funnelRow) bool { return f.Current == 1 }, &now, &before); err != nil {
		return nil, err
	}
	steps, old := now.steps(), before.steps()
	if now == (funnelRow{}) || now == (funnelRow{Current: 1}) {
		return b, nil
	}
	longest, least, worst := slices.Max(steps), 0, 1.
	for i, name := range funnelSteps {
		r, o := math.NaN(), math.NaN()
		if i > 0 {
			r, o = ratio(float64(steps[i]), float64(steps[i-1])), ratio(float64(old[i]), float64(old[i-1]))
		}
		was, text := any(float64(old[i])), p.Count(old[i])
		if before == (funnelRow{}) { // nothing is known of that time
			was, text = nil, p.T("none")
		}
		b.add(p, []any{p.T("funnel." + name), float64(steps[i]), r, was, o}, Cell{}, Cell{Text: p.Count(steps[i])}, Cell{Text: p.Percent(r)}, Cell{Text: text}, Cell{Text: p.Percent(o)})
		bar := Bar{Name: p.T("funnel." + name), Text: p.Count(steps[i]), Length: 100 * float64(steps[i]) / float64(max(1, longest))}
		if i > 0 {
			bar.Part = p.T("funnel.part", p.Percent(r))
			if r < worst {
				least, worst = i, r
			}
		}
		b.Bars = append(b.Bars, bar)
	}
	if least > 0 {
		b.Bars[least].Least = true
		b.Lead = p.T("funnel.lead", p.T("funnel."+funnelSteps[least-1]), p.T("funnel."+funnelSteps[least]), p.Percent(worst))
	}
	b.tell(1, 2)
	return b, nil
}
