package community

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Again holds, per scope, how many purchases were followed by another within 7, 14 and 28 days.
type Again struct {
	Scope, ScopeID []string // chain, store, community; of categories the id is the category's
	Within         [3][]Moments
}

// AgainFromRecord reads scope, scope_id, users, n, nn and for each of 7, 14 and 28 days x, xx and xn.
func AgainFromRecord(rec arrow.Record) (Again, error) {
	r := column.Read("community repurchase", rec)
	a := Again{Scope: owned(r.Strings("scope")), ScopeID: owned(r.Strings("scope_id"))}
	users, n, nn := r.Ints("users"), r.Floats("n"), r.Floats("nn")
	for i, days := range []string{"7", "14", "28"} {
		x, xx, xn := r.Floats("x"+days), r.Floats("xx"+days), r.Floats("xn"+days)
		if r.Err() != nil {
			break
		}
		for row := range x {
			a.Within[i] = append(a.Within[i], Moments{float64(users[row]), n[row], nn[row], x[row], xx[row], xn[row]})
		}
	}
	return a, r.Err()
}

// Gaps holds days between purchases of a category; those not ended were open at the cut-off.
type Gaps struct {
	Category  []string
	Gap       []int64
	Ended     []int64 // 1 or 0
	Purchases []int64
}

// GapsFromRecord reads category, gap, ended and purchases.
func GapsFromRecord(rec arrow.Record) (Gaps, error) {
	r := column.Read("community gaps", rec)
	g := Gaps{Category: owned(r.Strings("category")), Gap: r.Ints("gap"), Ended: r.Ints("ended"), Purchases: r.Ints("purchases")}
	return g, r.Err()
}

// RepurchaseRow says how soon buyers buy again.
type RepurchaseRow struct {
	Scope     string  `ch:"scope"`
	ScopeID   string  `ch:"scope_id"`
	Category  string  `ch:"category"`
	Buyers    uint32  `ch:"buyers"`
	Purchases uint64  `ch:"purchases"`
	Within7   float64 `ch:"within_7"`
	Low7      float64 `ch:"low_7"`
	High7     float64 `ch:"high_7"`
	Within14  float64 `ch:"within_14"`
	Low14     float64 `ch:"low_14"`
	High14    float64 `ch:"high_14"`
	Within28  float64 `ch:"within_28"`
	Low28     float64 `ch:"low_28"`
	High28    float64 `ch:"high_28"`
	QuarterBy float64 `ch:"quarter_by"`
	HalfBy    float64 `ch:"half_by"`
}

// Repurchase gives the rates of every scope of at least k users, and of every category with the times to repurchase.
func Repurchase(scopes, categories Again, gaps Gaps, privacy Privacy) ([]RepurchaseRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, err
	}
	curves, err := gaps.curves()
	if err != nil {
		return nil, err
	}
	var rows []RepurchaseRow
	add := func(a Again, category bool) {
		for i, scope := range a.Scope {
			m := a.Within[0][i]
			if m.Users < k {
				continue
			}
			r := RepurchaseRow{Scope: scope, ScopeID: a.ScopeID[i], Buyers: uint32(m.Users), Purchases: uint64(m.N)}
			if category {
				r.ScopeID, r.Category = "", a.ScopeID[i]
			}
			if scope == "chain" {
				r.QuarterBy, r.HalfBy = curves[r.Category].by(0.25), curves[r.Category].by(0.5)
			}
			r.Within7, r.Low7, r.High7 = m.interval()
			r.Within14, r.Low14, r.High14 = a.Within[1][i].interval()
			r.Within28, r.Low28, r.High28 = a.Within[2][i].interval()
			rows = append(rows, r)
		}
	}
	add(scopes, false)
	add(categories, true)
	slices.SortFunc(rows, func(a, b RepurchaseRow) int {
		return cmp.Or(cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.ScopeID, b.ScopeID), cmp.Compare(a.Category, b.Category))
	})
	return rows, nil
}

// curve counts, by gap, the purchases that ended and those that were still open.
type curve map[int64]*[2]float64

func (g Gaps) curves() (map[string]curve, error) {
	out := map[string]curve{}
	for i, name := range g.Category {
		if g.Gap[i] < 0 || g.Purchases[i] < 0 || g.Ended[i] != 0 && g.Ended[i] != 1 {
			return nil, fmt.Errorf("community: gaps: row %d: %d purchases of %s, gap %d, ended %d; none may be negative, ended is 0 or 1", i, g.Purchases[i], name, g.Gap[i], g.Ended[i])
		}
		if out[name] == nil {
			out[name] = curve{}
		}
		if out[name][g.Gap[i]] == nil {
			out[name][g.Gap[i]] = &[2]float64{}
		}
		out[name][g.Gap[i]][1-g.Ended[i]] += float64(g.Purchases[i])
	}
	return out, nil
}

// by is the number of days within which a share of the purchases was followed by another, after Kaplan and Meier (1958): an open
// gap counts as long as it was seen. 0 if the share is never reached.
func (c curve) by(share float64) float64 {
	atRisk := 0.0
	days := make([]int64, 0, len(c))
	for d, n := range c {
		days = append(days, d)
		atRisk += n[0] + n[1]
	}
	slices.Sort(days)
	left := 1.0
	for _, d := range days {
		if n := c[d]; atRisk > 0 {
			left *= 1 - n[0]/atRisk
			if 1-left >= share-1e-12 {
				return float64(d)
			}
			atRisk -= n[0] + n[1]
		}
	}
	return 0
}
