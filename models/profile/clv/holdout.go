package clv

import (
	"fmt"
	"math"
	"slices"
)

// Track compares the repeat purchases of all customers up to a week with what the model, fitted before the holdout, expects.
type Track struct {
	Week     float64 `json:"week"`
	Actual   float64 `json:"actual"`
	Expected float64 `json:"expected"`
}

// Holdout is a model fitted on the first part of a log and scored on the rest.
type Holdout struct {
	Customers   int      `json:"customers"` // with a first purchase in the calibration
	Late        int      `json:"late"`      // whose first purchase came later: not scored
	Calibration float64  `json:"calibration_weeks"`
	Weeks       float64  `json:"holdout_weeks"`
	Bought      int      `json:"bought"` // customers with a purchase in the holdout
	Fits        []Fit    `json:"fits"`   // BG/NBD and MBG/NBD; the first is the one whose likelihood is larger
	Value       ValueFit `json:"value"`
	Hiatus      float64  `json:"hiatus_weeks"` // of the recency rule: so long without a purchase is gone
	Purchases   []Score  `json:"purchases"`
	Calls       []Call   `json:"calls"`
	Spend       []Score  `json:"spend"`        // money in the holdout
	PerPurchase []Score  `json:"per_purchase"` // mean value of a purchase in the holdout, of those who bought
	Deciles     []Decile `json:"deciles"`
	Tracking    []Track  `json:"tracking"`
	Leads       []Lead   `json:"leads"` // purchases, over each of the simple rules
}

// names of the methods; the first two are the models.
const (
	bgnbd, mbgnbd = "BG/NBD", "MBG/NBD"
	sameRate      = "same rate as before"
	overall       = "overall mean"
	recencyRule   = "recency rule"
)

// Name of the model.
func (m Purchases) Name() string {
	if m.FirstDrop {
		return mbgnbd
	}
	return bgnbd
}

// ScoreHoldout fits on what was known weeks before the last day and scores the rest. The simple rules beside it: everybody buys on at his own
// rate; everybody at the mean rate; and the recency rule of practitioners (Wübben and von Wangenheim 2008), by which who has not
// bought for some time is gone and the others go on at their rate, that time found on the calibration alone.
func ScoreHoldout(histories []History, weeks float64) (Holdout, error) {
	first, last := math.Inf(1), math.Inf(-1)
	for _, h := range histories {
		first, last = math.Min(first, h.Days[0]), math.Max(last, h.Days[len(h.Days)-1])
	}
	cut := last - daysPerWeek*weeks
	if !(weeks > 0) || len(histories) == 0 || cut-first < 2*daysPerWeek {
		return Holdout{}, fmt.Errorf("clv: a holdout of %v weeks leaves no two weeks to learn from: the log spans %.1f", weeks, max(0, (last-first+1)/daysPerWeek))
	}
	o := Holdout{Weeks: weeks, Calibration: (cut - first + 1) / daysPerWeek}
	var people []known
	var counts, money []float64
	var bought []bool
	for _, h := range histories {
		k, ok := h.upTo(cut)
		if !ok {
			o.Late++
			continue
		}
		n, amount := h.within(cut, last)
		people, counts, money, bought = append(people, k), append(counts, n), append(money, amount), append(bought, n > 0)
		if n > 0 {
			o.Bought++
		}
	}
	o.Customers = len(people)
	cells, spends := make([]Cell, len(people)), make([]Spending, len(people))
	for i, k := range people {
		cells[i], spends[i] = k.cell, Spending{Purchases: k.n, Mean: k.mean}
	}
	for _, firstDrop := range []bool{false, true} {
		f, err := FitPurchases(cells, firstDrop)
		if err != nil {
			return o, err
		}
		o.Fits = append(o.Fits, f)
	}
	if o.Fits[1].LogLikelihood > o.Fits[0].LogLikelihood {
		slices.Reverse(o.Fits)
	}
	var err error
	if o.Value, err = FitValue(spends); err != nil {
		return o, err
	}
	o.Hiatus = hiatus(histories, first, cut)
	rules := simpleRules(people, weeks, o.Hiatus)
	expected := make([][]float64, len(o.Fits))
	for k, f := range o.Fits {
		expected[k] = each(people, func(p known) float64 { return f.Expected(p.cell, weeks) })
		o.Purchases = append(o.Purchases, score(f.Name(), expected[k], counts))
		o.Calls = append(o.Calls, call(f.Name()+" buys", each(people, func(p known) float64 { return f.Returns(p.cell, weeks) }), nil, bought),
			call(f.Name()+" alive", each(people, func(p known) float64 { return f.Alive(p.cell) }), nil, bought))
	}
	gaps := each(people, func(p known) float64 { return p.cell.Recency - p.cell.Age })
	value := each(people, func(p known) float64 { return o.Value.Expected(p.n, p.mean) })
	o.Spend = append(o.Spend, score(o.Fits[0].Name()+" × Gamma-Gamma", times(expected[0], value), money))
	for _, r := range rules {
		o.Purchases = append(o.Purchases, score(r.name, r.counts, counts))
		var rank []float64
		if r.name == recencyRule {
			rank = gaps
		}
		o.Calls = append(o.Calls, call(r.name, each2(r.counts, func(n float64) float64 { return -math.Expm1(-n) }), rank, bought))
		o.Spend = append(o.Spend, score(r.name, times(r.counts, r.values), money))
		o.Leads = append(o.Leads, lead(r.name, expected[0], r.counts, counts))
	}
	o.PerPurchase = perPurchase(value, rules, counts, money)
	o.Deciles = deciles(expected[0], counts)
	o.Tracking = o.track(histories, first, cut, last)
	return o, nil
}
