package reward

import (
	"fmt"
	"math"
	"testing"

	"github.com/linli-project/linli/models/leader"
)

func people(values ...float64) (out []Person) {
	for i, v := range values {
		out = append(out, Person{User: fmt.Sprint("u", i), Value: leader.Range{Mean: v, Low: .6 * v, High: 1.5 * v}, LastTouch: 1000})
	}
	return out
}

// TestPlanIsTheBest compares with every other way to spend the same budget on three people.
func TestPlanIsTheBest(t *testing.T) {
	p := people(80_000, 20_000, 5_000)
	const budget = 3000.0
	o := Options{}
	o.defaults()
	plan, err := Make(p, budget, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	value := func(x ...float64) (sum float64) {
		for i := range x {
			sum += o.gain(p[i].Value.Mean, x[i])
		}
		return sum
	}
	best := 0.0
	for a := 0.0; a <= budget; a += 100 {
		for b := 0.0; a+b <= budget; b += 100 {
			best = math.Max(best, value(a, b, budget-a-b))
		}
	}
	if got := value(plan.Reward...); math.Abs(got-best) > 1e-9*best || plan.Spent != budget {
		t.Errorf("%v brings %v, the best %v", plan.Reward, got, best)
	}
	if !(plan.Reward[0] > plan.Reward[1] && plan.Reward[1] > plan.Reward[2]) {
		t.Errorf("rewards %v do not follow what people bring", plan.Reward)
	}
	if !(plan.Returns.Mean > plan.Equal.Mean && plan.Returns.Mean > plan.Touch.Mean) || !(plan.Returns.Low < plan.Returns.Mean && plan.Returns.Mean < plan.Returns.High) {
		t.Errorf("%+v", plan)
	}
}

func TestBounds(t *testing.T) {
	p := people(80_000, 80_000, 0, 150, -500)
	p[1].Held = true
	plan, err := Make(p, 1e9, Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if plan.Reward[1] != 0 || plan.Reward[2] != 0 || plan.Reward[3] != 0 || plan.Reward[4] != 0 || plan.Held != 1 || plan.People != 1 {
		t.Errorf("%+v: who has an open finding, brings nothing or less than a reward gets nothing", plan)
	}
	most := .3 * 80_000 // where one more fen brings one: x = (sqrt(2) - 1) / 2 of the most
	if want := (math.Sqrt2 - 1) / math.Sqrt2 / math.Sqrt2 * most; math.Abs(plan.Spent-want) > 200 {
		t.Errorf("spent %v of a boundless budget, want about %v", plan.Spent, want)
	}
	if again, _ := Make(p, 1e9, Options{Seed: 1}); again.Returns != plan.Returns {
		t.Error("the same seed gives another plan")
	}
	for _, bad := range []float64{-1, math.NaN(), math.Inf(1)} {
		if _, err := Make(p, bad, Options{}); err == nil {
			t.Errorf("a budget of %v was planned", bad)
		}
	}
	p[0].Value.Mean = math.NaN()
	if _, err := Make(p, 100, Options{}); err == nil {
		t.Error("a value that is no number was planned with")
	}
	if plan, err := Make(nil, 100, Options{}); err != nil || plan.Spent != 0 {
		t.Errorf("nobody: %+v %v", plan, err)
	}
}
