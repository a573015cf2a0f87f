package sendtime_test

import (
	"cmp"
	"math"
	"slices"
	"testing"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/profile/sendtime"
)

// TestHoursOfWorld: the estimated hours of a community are closer to the truth than the chain's and than its own as they are, and the
// windows hold nearly as much as the best that one could choose.
func TestHoursOfWorld(t *testing.T) {
	w, err := simulate.New(simulate.Config{Seed: 3, Today: simulate.Default().Today, Days: 35, Stores: 4, CommunitiesPerStore: 3, HouseholdsPerCommunity: 480})
	if err != nil {
		t.Fatal(err)
	}
	type order struct {
		user, community string
		day             int32
		slot            int64
	}
	var orders []order
	for d := range w.Today() {
		for _, e := range w.Day(d).Events {
			if o, ok := e.(*event.Order); ok && o.Status == "placed" {
				at := o.Time.In(simulate.Zone)
				orders = append(orders, order{o.UserID, o.CommunityID, int32((at.Unix() + 8*3600) / 86400), int64(2*at.Hour() + at.Minute()/30)})
			}
		}
	}
	slices.SortStableFunc(orders, func(a, b order) int { return cmp.Compare(a.user, b.user) })
	b := sendtime.NewBuilder()
	for _, o := range orders {
		b.Add(o.user, o.community, o.day, o.slot)
	}
	h, err := b.Build()
	if err != nil {
		t.Fatal(err)
	}
	truth := map[string]*sendtime.Curve{}
	for _, row := range w.Truth() {
		if row.Kind == "push_hour" {
			if truth[row.Key1] == nil {
				truth[row.Key1] = new(sendtime.Curve)
			}
			truth[row.Key1][10*int(row.Key2[0]-'0')+int(row.Key2[1]-'0')] = row.Value
		}
	}
	m := sendtime.New(h, sendtime.Fit(h).Params)
	var chain sendtime.Curve
	raw := make([]sendtime.Curve, len(h.Groups))
	for g := range h.Groups {
		n := 0
		for _, weekend := range []bool{false, true} {
			for hour, x := range m.GroupHours(g, weekend) {
				raw[g][hour] += float64(x)
				chain[hour] += float64(x) / float64(h.Orders())
				n += x
			}
		}
		for hour := range raw[g] {
			raw[g][hour] /= float64(n)
		}
	}
	away := func(a, b *sendtime.Curve) (sum float64) {
		for i := range a {
			sum += math.Abs(a[i]-b[i]) / 2
		}
		return sum
	}
	chosen, _ := chain.Best(3, sendtime.DefaultQuiet)
	var ours, unshrunk, usual, held, best, byChain float64
	for g, id := range h.Groups {
		p, c := truth[id], m.GroupAll(g)
		ours, unshrunk, usual = ours+away(&c, p), unshrunk+away(&raw[g], p), usual+away(&chain, p)
		mine, _ := c.Best(3, sendtime.DefaultQuiet)
		top, _ := p.Best(3, sendtime.DefaultQuiet)
		held, best, byChain = held+p.Share(mine.Start, 3), best+top.Share, byChain+p.Share(chosen.Start, 3)
	}
	n := float64(len(h.Groups))
	t.Logf("%d orders, distance to the truth: %.3f ours, %.3f unshrunk, %.3f chain; windows hold %.3f, the best %.3f, the chain's %.3f",
		h.Orders(), ours/n, unshrunk/n, usual/n, held/n, best/n, byChain/n)
	if ours > .9*unshrunk || ours > .8*usual {
		t.Errorf("mean distance of the hours to the truth: %.3f ours, %.3f unshrunk, %.3f the chain's", ours/n, unshrunk/n, usual/n)
	}
	if held < .85*best {
		t.Errorf("windows hold %.3f of the visits, the best would %.3f, the chain's %.3f", held/n, best/n, byChain/n)
	}
	r, err := sendtime.Backtest(h, sendtime.BacktestOptions{Resample: 60})
	if err != nil {
		t.Fatal(err)
	}
	hit := map[string]sendtime.Method{}
	for _, m := range r.Methods {
		hit[m.Name] = m
	}
	if g := hit[sendtime.ByGroup]; g.GainLow < .005 || g.LogLoss > hit[sendtime.ByChain].LogLoss-.03 {
		t.Errorf("later orders by the communities' windows: %+v, by the chain's: %+v", g, hit[sendtime.ByChain])
	}
	if u := hit[sendtime.ByUser]; u.GainLow < .25 || math.Abs(u.Promised-u.Hit) > .05 {
		t.Errorf("later orders by the users' windows: %+v, by the chain's: %+v", u, hit[sendtime.ByChain])
	}
}
