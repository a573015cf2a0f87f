package community

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"
)

// town draws communities with known tastes.
func town(communities, categories int, seed uint64) (CategoryBuyers, Buyers, map[[2]string]float64) {
	rng := rand.New(rand.NewPCG(seed, 0))
	var cells CategoryBuyers
	var totals Buyers
	truth := map[[2]string]float64{}
	for c := range communities {
		totals.CommunityID, totals.Days = append(totals.CommunityID, fmt.Sprintf("c%03d", c)), append(totals.Days, 1)
		totals.Buyers = append(totals.Buyers, int64(20+rng.IntN(400)))
	}
	for k := range categories {
		name, mean, strength := fmt.Sprintf("k%02d", k), 0.02+0.4*rng.Float64(), 10+100*rng.Float64()
		prior := distuv.Beta{Alpha: mean * strength, Beta: (1 - mean) * strength, Src: rng}
		shares, weighted, all := make([]float64, communities), 0.0, 0.0
		for c := range shares {
			shares[c] = prior.Rand()
			weighted += shares[c] * float64(totals.Buyers[c])
			all += float64(totals.Buyers[c])
		}
		for c, id := range totals.CommunityID {
			n := distuv.Binomial{N: float64(totals.Buyers[c]), P: shares[c], Src: rng}.Rand()
			truth[[2]string{id, name}] = 100 * shares[c] * all / weighted
			if n > 0 {
				cells.CommunityID, cells.Category, cells.Buyers = append(cells.CommunityID, id), append(cells.Category, name), append(cells.Buyers, int64(n))
			}
		}
	}
	return cells, totals, truth
}

// TestAffinityCovers: 95 of 100 intervals hold the true index.
func TestAffinityCovers(t *testing.T) {
	cells, totals, truth := town(80, 60, 11)
	rows, err := Affinity(cells, totals, Habits{}, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 80*60 {
		t.Fatalf("%d rows, want one per community and category, also of 0 buyers", len(rows))
	}
	held, missed, plain := 0, 0.0, 0.0
	for _, r := range rows {
		want := truth[[2]string{r.CommunityID, r.Category}]
		if r.Low <= want && want <= r.High {
			held++
		}
		missed += math.Abs(r.Index - want)
		plain += math.Abs(100*float64(r.Buyers)/float64(r.CommunityBuyers)/r.ChainShare - want)
		if !(0 <= r.Low && r.Low <= r.Index && r.Index <= r.High) || math.IsInf(r.High, 0) {
			t.Errorf("interval of %+v", r)
		}
	}
	if rate := float64(held) / float64(len(rows)); math.Abs(rate-0.95) > 0.02 {
		t.Errorf("intervals hold the truth in %.3f of cases, want .95", rate)
	}
	if missed > 0.95*plain {
		t.Errorf("mean error %.2f, of plain shares %.2f: shrinking does not help", missed/float64(len(rows)), plain/float64(len(rows)))
	}
}

func TestAffinityOrderDoesNotMatter(t *testing.T) {
	cells, totals, _ := town(20, 5, 2)
	want, err := Affinity(cells, totals, Habits{}, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range [][]string{cells.CommunityID, cells.Category, totals.CommunityID} {
		slices.Reverse(s)
	}
	slices.Reverse(cells.Buyers)
	slices.Reverse(totals.Buyers)
	got, err := Affinity(cells, totals, Habits{}, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("other rows from the same cells in another order")
	}
}

// TestAffinitySuppresses lists which communities of a category may be seen.
func TestAffinitySuppresses(t *testing.T) {
	for _, c := range []struct {
		name      string
		buyers    []int64 // of the category
		all       []int64
		sensitive bool
		want      string
	}{
		{"enough everywhere", []int64{30, 40, 50}, []int64{90, 90, 90}, true, "abc"},
		{"small community", []int64{3, 40, 50}, []int64{19, 90, 90}, false, "bc"},
		{"small cell, not sensitive", []int64{3, 40, 50}, []int64{90, 90, 90}, false, "abc"},
		{"one small cell hides the next", []int64{3, 40, 50}, []int64{90, 90, 90}, true, "c"},
		{"a small community alone is no part of the chain", []int64{3, 40, 50}, []int64{19, 90, 90}, true, "bc"},
		{"two small communities hide a cell too", []int64{3, 4, 40, 50}, []int64{12, 13, 90, 90}, true, "d"},
		{"two small communities, not sensitive", []int64{3, 4, 40, 50}, []int64{12, 13, 90, 90}, false, "cd"},
		{"two small cells hold too few", []int64{3, 4, 50, 60}, []int64{90, 90, 90, 90}, true, "d"},
		{"two small cells hold enough", []int64{12, 14, 50, 60}, []int64{90, 90, 90, 90}, true, "cd"},
		{"nobody left", []int64{3, 40}, []int64{90, 90}, true, ""},
	} {
		var cells CategoryBuyers
		var totals Buyers
		for i := range c.buyers {
			id := string(rune('a' + i))
			cells.CommunityID, cells.Category, cells.Buyers = append(cells.CommunityID, id), append(cells.Category, "k"), append(cells.Buyers, c.buyers[i])
			totals.CommunityID, totals.Days, totals.Buyers = append(totals.CommunityID, id), append(totals.Days, 1), append(totals.Buyers, c.all[i])
		}
		var opt Privacy
		if c.sensitive {
			opt.Sensitive = []string{"k"}
		}
		rows, err := Affinity(cells, totals, Habits{}, opt)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, r := range rows {
			got += r.CommunityID
		}
		if got != c.want {
			t.Errorf("%s: %q seen, want %q", c.name, got, c.want)
		}
	}
}

func TestAffinityEdges(t *testing.T) {
	all := Buyers{[]string{"a", "b"}, []int64{1, 1}, []int64{30, 40}}
	rows, err := Affinity(CategoryBuyers{[]string{"a", "b"}, []string{"k", "k"}, []int64{30, 40}}, all, Habits{}, Privacy{})
	if err != nil || len(rows) != 2 || rows[0].Index != 100 || rows[0].High != 100 {
		t.Errorf("all buy it: %+v, %v", rows, err)
	}
	rows, err = Affinity(CategoryBuyers{[]string{"a"}, []string{"k"}, []int64{0}}, all, Habits{}, Privacy{})
	if err != nil || len(rows) != 0 {
		t.Errorf("none buys it: %+v, %v", rows, err)
	}
	for want, c := range map[string]struct {
		cells  CategoryBuyers
		totals Buyers
		k      int
	}{
		"no total of buyers":   {CategoryBuyers{[]string{"z"}, []string{"k"}, []int64{1}}, all, 0},
		"second row":           {CategoryBuyers{[]string{"a", "a"}, []string{"k", "k"}, []int64{1, 1}}, all, 0},
		"31 buyers":            {CategoryBuyers{[]string{"a"}, []string{"k"}, []int64{31}}, all, 0},
		"-1 buyers":            {CategoryBuyers{[]string{"a"}, []string{"k"}, []int64{-1}}, all, 0},
		"unequal length":       {CategoryBuyers{[]string{"a"}, nil, []int64{1}}, all, 0},
		"is there twice":       {CategoryBuyers{}, Buyers{[]string{"a", "a"}, []int64{1, 1}, []int64{1, 1}}, 0},
		"2 communities, 2 day": {CategoryBuyers{}, Buyers{[]string{"a", "b"}, []int64{1, 1}, []int64{1}}, 0},
		"cannot be negative":   {CategoryBuyers{}, Buyers{[]string{"a"}, []int64{1}, []int64{-1}}, 0},
		"at least 20 are need": {CategoryBuyers{}, all, 5},
	} {
		if _, err := Affinity(c.cells, c.totals, Habits{}, Privacy{MinBuyers: c.k}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v, want one with %q", err, want)
		}
	}
}

func ExampleAffinity() {
	rows, err := Affinity(
		CategoryBuyers{[]string{"riverside", "station"}, []string{"fruit", "fruit"}, []int64{90, 30}},
		Buyers{[]string{"riverside", "station"}, []int64{1, 1}, []int64{200, 200}}, Habits{}, Privacy{})
	for _, r := range rows {
		fmt.Printf("%s %s %.0f [%.0f–%.0f]\n", r.CommunityID, r.Category, r.Index, r.Low, r.High)
	}
	fmt.Println(err)
	// Output:
	// riverside fruit 149 [134–162]
	// station fruit 51 [38–66]
	// <nil>
}

func BenchmarkAffinity(b *testing.B) {
	cells, totals, _ := town(1000, 100, 1)
	for b.Loop() {
		if _, err := Affinity(cells, totals, Habits{}, Privacy{}); err != nil {
			b.Fatal(err)
		}
	}
}
