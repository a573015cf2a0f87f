package outcome

import "math"

// Verdicts.
const (
	Hit  = "hit"
	Miss = "miss"
	Void = "void"
)

// Advice is what was said. Figures are in the unit of the advice, over its period.
type Advice struct {
	Kind       string
	Expected   float64
	Low        float64
	GroupSize  int
	Days       int // of the period
	Propensity float64
	Decision   string // accept, decline, changed; empty
}

// Seen is what the data say afterwards. Baseline is what the baseline came to; Chain is nil where there is nothing of the chain to compare with.
type Seen struct {
	Known    bool // there are figures of the period
	Exists   bool // the product is still in the catalogue, or none is spoken of
	Done     bool // the data show that it was followed
	Offered  int  // of goods: days on offer
	Actual   float64
	Baseline float64
	Chain    *float64
	Same     bool // the baseline is the same thing as the advice
}

// Verdict is the judgement.
type Verdict struct {
	Verdict   string
	Why       string
	Followed  bool
	Expected  float64 // for the days on offer
	Baseline  float64 // likewise
	Gain      float64
	ChainGain *float64
	Weight    float64
}

// unfollowed is why advice of a kind is void that nobody followed.
var unfollowed = map[string]string{
	"range": "not_offered", "range_add": "not_offered", "range_test": "not_offered", "range_drop": "still_offered", "campaign": "not_started", "clearance": "not_started",
	"repurchase": "not_sent", "winback": "not_sent", "newcomers": "not_sent", "reward": "not_told",
}

// Judge says what became of advice:
//
//   - range: more of what was sold is on the advised list than on the present one, once half of what it adds is offered;
//   - range_add, range_test: margin less waste reached the low end of what was said, and more than the place earns otherwise, for as many
//     days as it was on offer;
//   - range_drop: the category earned at least what it did without the product before;
//   - push: more of the day's orders fell into the window than into the usual one;
//   - campaign: more buyers than the week before, and the group came about; repurchase, winback, newcomers, reward: more than came without;
//   - clearance: less was thrown away than was to be feared.
func Judge(a Advice, s Seen) Verdict {
	v := Verdict{Verdict: Void, Expected: a.Expected, Baseline: s.Baseline, Weight: 1}
	v.Followed = s.Done || a.Decision != "decline" && a.Decision != "" && !judgedByDays(a.Kind)
	low := a.Low
	if a.Kind == "range_add" || a.Kind == "range_test" {
		part := math.Min(1, float64(s.Offered)/math.Max(1, float64(a.Days)))
		v.Expected, v.Baseline, low = v.Expected*part, v.Baseline*part, low*part
	}
	if a.Kind == "range_test" {
		v.Weight = Weight(a.Propensity)
	}
	v.Why = why(a, s, v)
	if v.Why != "" {
		return v
	}
	v.Gain = s.Actual - v.Baseline
	good := s.Actual > v.Baseline
	switch a.Kind {
	case "range_add", "range_test":
		good = good && s.Actual >= low
	case "range_drop":
		good = s.Actual >= v.Baseline
	case "campaign":
		good = good && s.Actual >= float64(a.GroupSize)
	case "clearance":
		v.Gain, good = v.Baseline-s.Actual, s.Actual < v.Baseline
	}
	if s.Chain != nil && !math.IsNaN(*s.Chain) && !math.IsInf(*s.Chain, 0) {
		gain := s.Actual - *s.Chain
		v.ChainGain = &gain
	}
	v.Verdict = Miss
	if good {
		v.Verdict = Hit
	}
	return v
}

// judgedByDays are the kinds of which days on offer tell whether they were followed, whatever was decided.
func judgedByDays(kind string) bool {
	return kind == "range" || kind == "range_add" || kind == "range_test" || kind == "range_drop"
}

// why gives the reason for which nothing can be said; empty if there is none.
func why(a Advice, s Seen, v Verdict) string {
	finite := true
	for _, x := range []float64{a.Expected, a.Low, s.Actual, s.Baseline} {
		finite = finite && !math.IsNaN(x) && !math.IsInf(x, 0)
	}
	switch {
	case !s.Exists:
		return "product_gone"
	case a.Kind == "range_test" && v.Weight == 0:
		return "no_propensity"
	case !s.Known && (a.Kind == "range" || a.Kind == "push"):
		return "nothing_sold"
	case s.Same && a.Kind == "push":
		return "same_window"
	case s.Same && a.Kind == "range":
		return "chain_list_given"
	case !v.Followed && a.Decision == "decline" && a.Kind != "push":
		return "declined"
	case !v.Followed && unfollowed[a.Kind] != "":
		return unfollowed[a.Kind]
	case !s.Known || !finite:
		return "no_figures"
	}
	return ""
}
