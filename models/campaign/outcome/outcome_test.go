package outcome

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

func TestJudge(t *testing.T) {
	chain, nan := 50., math.NaN()
	good := Seen{Known: true, Exists: true, Done: true, Offered: 7, Actual: 100, Baseline: 60, Chain: &chain}
	with := func(change func(*Seen)) Seen { s := good; change(&s); return s }
	add := Advice{Kind: "range_add", Expected: 120, Low: 90, Days: 7}
	for name, c := range map[string]struct {
		a    Advice
		s    Seen
		want string // verdict why gain
	}{
		"add":                           {add, good, "hit  40"},
		"add below what we said":        {add, with(func(s *Seen) { s.Actual = 80 }), "miss  20"},
		"add worth less than the place": {add, with(func(s *Seen) { s.Baseline = 110 }), "miss  -10"},
		"add on offer for half":         {Advice{Kind: "range_add", Expected: 120, Low: 90, Days: 14}, with(func(s *Seen) { s.Actual = 50 }), "hit  20"},
		"add not offered":               {add, with(func(s *Seen) { s.Done, s.Offered, s.Actual = false, 0, 0 }), "void not_offered 0"},
		"accepted, not offered":         {Advice{Kind: "range_add", Days: 7, Decision: "accept"}, with(func(s *Seen) { s.Done, s.Offered = false, 0 }), "void not_offered 0"},
		"declined":                      {Advice{Kind: "range_add", Days: 7, Decision: "decline"}, with(func(s *Seen) { s.Done, s.Offered = false, 0 }), "void declined 0"},
		"declined, yet done":            {Advice{Kind: "range_add", Low: 90, Days: 7, Decision: "decline"}, good, "hit  40"},
		"gone":                          {add, with(func(s *Seen) { s.Exists = false }), "void product_gone 0"},
		"not reported":                  {add, with(func(s *Seen) { s.Known = false }), "void no_figures 0"},
		"not a number":                  {add, with(func(s *Seen) { s.Actual = nan }), "void no_figures 0"},
		"test":                          {Advice{Kind: "range_test", Low: 90, Days: 7, Propensity: .2}, good, "hit  40"},
		"test of no propensity":         {Advice{Kind: "range_test", Low: 90, Days: 7}, good, "void no_propensity 0"},
		"test, propensity above":        {Advice{Kind: "range_test", Low: 90, Days: 7, Propensity: 1.2}, good, "void no_propensity 0"},
		"drop":                          {Advice{Kind: "range_drop"}, with(func(s *Seen) { s.Actual = 60 }), "hit  0"},
		"drop, still there":             {Advice{Kind: "range_drop", Decision: "accept"}, with(func(s *Seen) { s.Done = false }), "void still_offered 0"},
		"window, nobody pushed":         {Advice{Kind: "push"}, with(func(s *Seen) { s.Done = false }), "hit  40"},
		"same window":                   {Advice{Kind: "push"}, with(func(s *Seen) { s.Same = true }), "void same_window 0"},
		"no orders":                     {Advice{Kind: "push"}, with(func(s *Seen) { s.Known = false }), "void nothing_sold 0"},
		"window no better":              {Advice{Kind: "push"}, with(func(s *Seen) { s.Actual = 60 }), "miss  0"},
		"range":                         {Advice{Kind: "range"}, good, "hit  40"},
		"chain list":                    {Advice{Kind: "range"}, with(func(s *Seen) { s.Same = true }), "void chain_list_given 0"},
		"group came about":              {Advice{Kind: "campaign", GroupSize: 100}, good, "hit  40"},
		"group failed":                  {Advice{Kind: "campaign", GroupSize: 101}, good, "miss  40"},
		"accepted campaign":             {Advice{Kind: "campaign", Decision: "accept"}, with(func(s *Seen) { s.Done = false }), "hit  40"},
		"campaign not started":          {Advice{Kind: "campaign"}, with(func(s *Seen) { s.Done = false }), "void not_started 0"},
		"waste feared":                  {Advice{Kind: "clearance"}, with(func(s *Seen) { s.Actual = 10 }), "hit  50"},
		"waste came":                    {Advice{Kind: "clearance"}, good, "miss  -40"},
		"reward unknown":                {Advice{Kind: "reward"}, with(func(s *Seen) { s.Done = false }), "void not_told 0"},
	} {
		v := Judge(c.a, c.s)
		if got := fmt.Sprintf("%s %s %v", v.Verdict, v.Why, v.Gain); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
		if (v.Verdict == Void) != (v.Why != "") || v.Verdict == Void && v.ChainGain != nil {
			t.Errorf("%s: %+v", name, v)
		}
	}
	if v := Judge(add, good); v.ChainGain == nil || *v.ChainGain != 50 || v.Expected != 120 || v.Weight != 1 {
		t.Errorf("%+v", v)
	}
	if v := Judge(add, with(func(s *Seen) { s.Chain = &nan })); v.ChainGain != nil {
		t.Error("a gain against nothing")
	}
}

func TestWilson(t *testing.T) {
	for _, c := range []struct{ hits, of, low, high float64 }{ // by hand, z = 1.959964: the centre (p + z²/2n)/(1 + z²/n)
		{0, 0, 0, 1}, {0, 10, 0, .277533}, {10, 10, .722467, 1}, {15, 20, .531299, .888138}, {50, 100, .403832, .596168},
	} {
		low, high := Wilson(c.hits, c.of)
		if math.Abs(low-c.low) > 1e-5 || math.Abs(high-c.high) > 1e-5 {
			t.Errorf("%v of %v: %v %v, want %v %v", c.hits, c.of, low, high, c.low, c.high)
		}
	}
}

func TestMeanByClusters(t *testing.T) {
	if m, _, _, known := Mean(nil); m != 0 || known {
		t.Error("a mean of nothing")
	}
	if m, low, high, known := Mean([]Cell{{2, 10}, {0, 0}}); m != 5 || low != 0 || high != 0 || known {
		t.Error("one cluster has no interval")
	}
	// The interval of equal clusters is Student's of their means: 1, 2, 3 have mean 2, s 1, t(2) 4.302653.
	m, low, high, known := Mean([]Cell{{4, 4}, {4, 8}, {4, 12}})
	if half := 4.302653 / math.Sqrt(3); !known || m != 2 || math.Abs(high-2-half) > 1e-5 || math.Abs(2-low-half) > 1e-5 {
		t.Error(m, low, high)
	}
	// It covers as often as it says when clusters differ and are of different size.
	rng := rand.New(rand.NewPCG(1, 2))
	covered := 0
	for range 1000 {
		cells := make([]Cell, 30)
		for i := range cells {
			n, effect := float64(1+rng.IntN(6)), rng.NormFloat64()
			cells[i] = Cell{n, n * (3 + effect + rng.NormFloat64()/math.Sqrt(n))}
		}
		if _, low, high, _ := Mean(cells); low <= 3 && 3 <= high {
			covered++
		}
	}
	if covered < 920 || covered > 975 {
		t.Errorf("%d of 1000 intervals hold the truth", covered)
	}
}

// pool is a world of known truth: products that could be tried, with what each would gain. The likely ones are the worse ones, so
// that the plain mean of what was tried is wrong.
type pool struct{ chance, gain []float64 }

func newPool(n int, least float64, rng *rand.Rand) (p pool, mean float64) {
	for range n {
		c := least + (1-least)*rng.Float64()
		g := 1000*(1-c) + 100*rng.NormFloat64()
		p.chance, p.gain, mean = append(p.chance, c), append(p.gain, g), mean+g/float64(n)
	}
	return p, mean
}

func (p pool) draw(nights int, follow float64, rng *rand.Rand) (out []Draw) {
	for night := range nights {
		for i, c := range p.chance {
			if rng.Float64() < c {
				out = append(out, Draw{Cluster: fmt.Sprint(night), Night: fmt.Sprint(night), Propensity: c, Gain: p.gain[i] + 50*rng.NormFloat64(), Followed: rng.Float64() < follow})
			}
		}
	}
	return out
}

func TestDrawnTestsAreUnbiased(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	p, truth := newPool(20, .05, rng)
	const worlds = 400
	var ips, snips, plain, ips2, snips2 float64
	covered := 0
	for range worlds {
		draws := p.draw(40, .7, rng)
		d := Estimate(draws)
		sum, n := 0., 0.
		for _, x := range draws {
			if x.Followed {
				sum, n = sum+x.Gain, n+1
			}
		}
		ips, snips, plain = ips+d.IPS/20/worlds, snips+d.SNIPS/worlds, plain+sum/n/worlds
		ips2, snips2 = ips2+d.IPS*d.IPS/400/worlds, snips2+d.SNIPS*d.SNIPS/worlds
		if d.Low <= truth && truth <= d.High {
			covered++
		}
		if d.Clipped != 0 || d.Effective <= 0 || d.Effective > n {
			t.Fatalf("%+v of %v", d, n)
		}
	}
	for name, got := range map[string][2]float64{"IPS": {ips, ips2}, "SNIPS": {snips, snips2}} {
		if wrong := math.Sqrt((got[1] - got[0]*got[0]) / worlds); math.Abs(got[0]-truth) > 3.5*wrong+.005*truth {
			t.Errorf("%s is %.1f on average, the truth %.1f (standard error %.1f)", name, got[0], truth, wrong)
		}
	}
	if math.Abs(plain-truth) < .1*truth {
		t.Errorf("the plain mean %.1f is as good as the truth %.1f: nothing was tested", plain, truth)
	}
	if covered < .9*worlds || covered > .985*worlds {
		t.Errorf("%d of %d intervals hold the truth", covered, worlds)
	}
}

func TestEstimateOddCases(t *testing.T) {
	if d := Estimate(nil); d != (Drawn{}) {
		t.Errorf("of nothing: %+v", d)
	}
	d := Estimate([]Draw{{"a", "1", 0, 5, true}, {"a", "1", math.NaN(), 5, true}, {"a", "1", 2, 5, true}, {"a", "1", .5, 9, false}})
	if d != (Drawn{}) {
		t.Errorf("without chances, or not followed: %+v", d)
	}
	// By hand: weights 2 and 50 (of .001, cut), gains 10 and 1.
	d = Estimate([]Draw{{"a", "1", .5, 10, true}, {"b", "2", .001, 1, true}})
	if d.IPS != 35 || math.Abs(d.SNIPS-70./52) > 1e-12 || d.Clipped != 1 || math.Abs(d.Effective-52*52/2504.) > 1e-12 {
		t.Errorf("%+v", d)
	}
}
