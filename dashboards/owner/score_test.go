package owner

import (
	"fmt"
	"testing"

	"github.com/linli-project/linli/dashboards/chain"
)

// TestScoreAddsUp: what was sold out counts apart, and the worst miss is the one of most money.
func TestScoreAddsUp(t *testing.T) {
	goods := chain.Products{
		IDs: []string{"p1", "p2"}, Names: []string{"米", "油"}, NamesEn: []string{"", ""}, Units: []string{"", ""}, Suppliers: []string{"", ""}, Prices: []int64{1000, 100}, Costs: []int64{0, 0},
	}
	lines := []scoredLine{
		{ProductID: "p2", Advised: 10, Actual: 4, Naive: 5, Mean: 9.5},
		{ProductID: "p1", Advised: 3, Actual: 4, Naive: 1, Mean: 3.5, Hit: true},
		{ProductID: "p1", Advised: 90, Actual: 1, Naive: 1, Mean: 90, SoldOut: true},
		{ProductID: "p9", Advised: 2, Actual: 2, Naive: 2, Mean: 2, Hit: true},
	}
	want := Score{Series: 4, SoldOut: 1, Advised: 15, Actual: 10, Hits: 2, Missed: 7, NaiveMissed: 4, Bias: 5, BetterFen: 1500}
	if got := sum(lines, goods); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
	text := ""
	for _, m := range worst(lines, goods) {
		text += fmt.Sprint(m.ProductID, " ", m.Name, " ", m.MissedFen, "; ")
	}
	if text != "p1 米 1000; p2 油 600; p9 p9 0; " {
		t.Error(text)
	}
	if got := sum(nil, goods); got != (Score{}) || len(worst(nil, chain.Products{})) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
}

// TestAccuracyAddsUp: by days ahead over all categories, then tomorrow's by category, the most sold first.
func TestAccuracyAddsUp(t *testing.T) {
	cells := []Accuracy{
		{Horizon: 1, Category: "a", Days: 2, Actual: 10, Missed: 4, In90: 1}, {Horizon: 1, Category: "b", Days: 3, Actual: 30, Missed: 6, In90: 3}, {Horizon: 1, Category: "c"},
		{Horizon: 2, Category: "a", Days: 2, Actual: 10, Missed: 5, In90: 2}, {Horizon: 5, Category: "a", Days: 9}, {Horizon: 14, Category: "a"},
	}
	text := ""
	for _, a := range accuracy(cells, chain.Names{IDs: []string{"b"}, Zh: []string{"菜"}, En: []string{"Greens"}}) {
		text += fmt.Sprint(a.Kind, " ", a.Horizon, " ", a.Category, a.Name, a.NameEn, " ", a.Days, " ", a.WAPE(), " ", a.In90, "; ")
	}
	if want := "horizon 1  5 0.25 4; horizon 2  2 0.5 2; category 1 b菜Greens 3 0.2 3; category 1 aa 2 0.4 1; "; text != want {
		t.Errorf("%s, want %s", text, want)
	}
}
