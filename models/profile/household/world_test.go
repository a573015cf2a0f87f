package household_test

import (
	"math"
	"slices"
	"testing"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/profile/household"
)

// town is what the orders of a simulated town say of its users.
type town struct {
	users, group, label []string
	table               *household.Table
	truth               map[string]map[string]float64 // community, kind: share
}

func newTown(t *testing.T, c simulate.Config, consent float64) *town {
	t.Helper()
	w, err := simulate.New(c)
	if err != nil {
		t.Fatal(err)
	}
	category := map[string]int{}
	var names []string
	for _, p := range w.Master().Products {
		names = append(names, p.Category)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	of := map[string]int{}
	for _, p := range w.Master().Products {
		category[p.ProductID] = slices.Index(names, p.Category)
		of[p.ProductID] = category[p.ProductID]
	}
	type user struct {
		community    string
		goods, hours []float64
	}
	users := map[string]*user{}
	for d := range w.Today() {
		for _, e := range w.Day(d).Events {
			o, ok := e.(*event.Order)
			if !ok || o.Status != "paid" {
				continue
			}
			u := users[o.UserID]
			if u == nil {
				u = &user{o.CommunityID, make([]float64, len(names)), make([]float64, 16)}
				users[o.UserID] = u
			}
			at := o.Time.In(simulate.Zone)
			slot := at.Hour() / 3
			if at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
				slot += 8
			}
			u.hours[slot]++
			for _, l := range o.Lines {
				u.goods[of[l.ProductID]]++
			}
		}
	}
	said := map[string]string{}
	for _, l := range w.Consented(consent) {
		said[l.UserID] = l.Kind
	}
	out := &town{truth: map[string]map[string]float64{}}
	for id := range users {
		out.users = append(out.users, id)
	}
	slices.Sort(out.users)
	goods, hours := household.Block{Name: "goods", Columns: len(names)}, household.Block{Name: "hours", Columns: 16}
	shares := household.Block{Name: "shares", Columns: len(names), Shares: true}
	for _, id := range out.users {
		u := users[id]
		out.group, out.label = append(out.group, u.community), append(out.label, said[id])
		goods.Counts, shares.Counts, hours.Counts = append(goods.Counts, u.goods...), append(shares.Counts, u.goods...), append(hours.Counts, u.hours...)
	}
	out.table = &household.Table{Rows: len(out.users), Blocks: []household.Block{goods, shares, hours}}
	for _, row := range w.Truth() {
		if row.Kind == "household_mix" {
			if out.truth[row.Key1] == nil {
				out.truth[row.Key1] = map[string]float64{}
			}
			out.truth[row.Key1][row.Key2] = row.Value
		}
	}
	return out
}

// TestMixesOfWorld: with a few per cent of the users labelled, communities' mixes are told with less than half the error of guessing the
// average, and the intervals hold.
func TestMixesOfWorld(t *testing.T) {
	c := simulate.Default()
	c.Days, c.Stores = 42, 10
	w := newTown(t, c, .05)
	var rows []int
	var labels []string
	for i, l := range w.label {
		if l != "" {
			rows, labels = append(rows, i), append(labels, l)
		}
	}
	classifier, err := household.Train(w.table.Select(rows), labels, household.Options{Resample: 8, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	e := household.NewEstimator(classifier)
	if err := e.Add(w.table, w.group, w.label); err != nil {
		t.Fatal(err)
	}
	r := e.Estimate()
	var ours, average, held, n float64
	for _, m := range r.Groups {
		for k, kind := range r.Kinds {
			truth := w.truth[m.Group][kind]
			ours += math.Abs(m.Share[k] - truth)
			average += math.Abs(classifier.Share[k] - truth)
			if m.Low[k] <= truth && truth <= m.High[k] {
				held++
			}
			n++
		}
	}
	t.Logf("%d users, %d labels, %d communities: error %.4f, of the average %.4f (%.2f); 80 %% intervals hold %.2f; strengths %.0f; all %.3f", len(w.users), len(labels), len(r.Groups), ours/n, average/n, ours/average, held/n, r.Strength, r.All)
	if len(r.Groups) < 25 || ours > average/2 {
		t.Errorf("mean error of %d communities' shares: %.4f, guessing the average %.4f", len(r.Groups), ours/n, average/n)
	}
	if rate := held / n; rate < .65 || rate > .95 {
		t.Errorf("80 %% intervals hold %.2f of the truth", rate)
	}
}
