package clv

import (
	"compress/gzip"
	"encoding/csv"
	"math"
	"math/rand/v2"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

// journey reads the purchases of 397 real households.
func journey(t *testing.T) []History {
	t.Helper()
	f, err := os.Open("testdata/completejourney.csv.gz")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(z).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var log Log
	for _, row := range rows[1:] {
		day, _ := time.Parse(time.DateOnly, row[1])
		amount, _ := strconv.ParseFloat(row[2], 64)
		if err := log.Add(row[0], int32(day.Unix()/int64(24*time.Hour/time.Second)), amount); err != nil {
			t.Fatal(err)
		}
	}
	h, _, _ := log.Histories()
	return h
}

// TestRealHouseholds: on real purchases the models come nearer than the rules without a model, and their probabilities hold.
func TestRealHouseholds(t *testing.T) {
	o, err := ScoreHoldout(journey(t), 26)
	if err != nil {
		t.Fatal(err)
	}
	best := o.Purchases[0]
	for _, s := range o.Purchases[2:] {
		if !(best.MAE < 1.01*s.MAE) || !(best.RMSE < s.RMSE) { // the mean is told, which is best by squares
			t.Errorf("%+v is not nearer than %+v", best, s)
		}
	}
	near(t, "expected over came", best.Total, 1, .1)
	for _, c := range o.Calls[4:] {
		if c.Name != sameRate && !(o.Calls[0].AUC > c.AUC) || !(o.Calls[0].Brier < c.Brier) {
			t.Errorf("%+v does not call better than %+v", o.Calls[0], c)
		}
	}
	if v := o.PerPurchase; !(v[0].MAE < v[1].MAE && v[0].MAE < v[2].MAE) || !(o.Spend[0].MAE < o.Spend[1].MAE) {
		t.Errorf("values: %+v %+v", v, o.Spend)
	}
	n := 0
	for i, d := range o.Deciles {
		n += d.Customers
		if i > 0 && d.Expected < o.Deciles[i-1].Expected {
			t.Errorf("tenths are not in order: %+v", o.Deciles)
		}
	}
	if n != o.Customers || o.Customers+o.Late != len(journey(t)) {
		t.Errorf("%d customers in tenths, %d scored and %d late of %d", n, o.Customers, o.Late, len(journey(t)))
	}
	if last := o.Tracking[len(o.Tracking)-1]; math.Abs(last.Expected/last.Actual-1) > .1 {
		t.Errorf("in the end %+v", last)
	}
	again, err := ScoreHoldout(journey(t), 26)
	if err != nil || !reflect.DeepEqual(again.Purchases, o.Purchases) {
		t.Error("another time other numbers", err)
	}
}

func TestHoldoutRefuses(t *testing.T) {
	var log Log
	for d := range int32(30) {
		if err := log.Add("a", d, 5); err != nil {
			t.Fatal(err)
		}
	}
	h, _, _ := log.Histories()
	for _, weeks := range []float64{0, 4, 400} {
		if _, err := ScoreHoldout(h, weeks); err == nil || !strings.Contains(err.Error(), "no two weeks to learn from") {
			t.Errorf("%v weeks: %v", weeks, err)
		}
	}
	if _, err := ScoreHoldout(nil, 4); err == nil {
		t.Error("nothing was scored")
	}
	if err := log.Add("a", 1, math.NaN()); err == nil {
		t.Error("NaN was taken")
	}
}

// TestHistories: a day is one purchase, returns are none.
func TestHistories(t *testing.T) {
	var log Log
	for _, p := range []struct {
		customer string
		day      int32
		amount   float64
	}{{"b", 9, 5}, {"a", 3, 4}, {"a", 3, 6}, {"a", 1, 7}, {"a", 5, 8}, {"a", 5, -8}, {"c", 2, -1}} {
		if err := log.Add(p.customer, p.day, p.amount); err != nil {
			t.Fatal(err)
		}
	}
	h, days, customers := log.Histories()
	want := []History{{"a", []float64{1, 3}, []float64{7, 10}}, {"b", []float64{9}, []float64{5}}}
	if !reflect.DeepEqual(h, want) || days != 2 || customers != 1 {
		t.Errorf("%+v %d %d", h, days, customers)
	}
	k, ok := h[0].upTo(8)
	if want := (known{Cell{Frequency: 1, Recency: 2. / 7, Age: 1}, 2, 8.5}); !ok || k != want {
		t.Errorf("%+v, want %+v", k, want)
	}
	if _, ok := h[1].upTo(8); ok {
		t.Error("who came later is known")
	}
}

// TestScores: known answers.
func TestScores(t *testing.T) {
	s := score("x", []float64{1, 2, 3}, []float64{2, 2, 5})
	near(t, "MAE", s.MAE, 1, 1e-12)
	near(t, "RMSE", s.RMSE, math.Sqrt(5./3), 1e-12)
	near(t, "total", s.Total, 6./9, 1e-12)
	if c := score("x", []float64{1, 1}, []float64{2, 3}).Correlation; c != 0 {
		t.Errorf("all alike correlate with %v", c)
	}
	near(t, "AUC", auc([]float64{.1, .4, .35, .8}, []bool{false, false, true, true}), .75, 1e-12)
	near(t, "AUC of ties", auc([]float64{1, 1, 1}, []bool{false, true, true}), .5, 1e-12)
	near(t, "AUC of one kind", auc([]float64{1, 2}, []bool{true, true}), .5, 0)
	rng := rand.New(rand.NewPCG(2, 0))
	rank, positive, wins, pairs := make([]float64, 60), make([]bool, 60), 0.0, 0.0
	for i := range rank {
		rank[i], positive[i] = float64(rng.IntN(9)), rng.IntN(3) == 0
	}
	for i := range rank {
		for j := range rank {
			if positive[i] && !positive[j] {
				pairs++
				wins += map[int]float64{-1: 0, 0: .5, 1: 1}[int(math.Copysign(1, rank[i]-rank[j]))*map[bool]int{true: 0, false: 1}[rank[i] == rank[j]]]
			}
		}
	}
	near(t, "AUC by pairs", auc(rank, positive), wins/pairs, 1e-9)
}
