package customer

import (
	"fmt"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"gonum.org/v1/gonum/stat"
	"gonum.org/v1/gonum/stat/distuv"
)

// crowd draws n users by the story of MBG/NBD, in five communities.
func crowd(seed uint64, n int) (o Orders, alive, future []float64) {
	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range n {
		rate, drop := distuv.Gamma{Alpha: 1.2, Beta: 12, Src: rng}.Rand(), distuv.Beta{Alpha: .7, Beta: 3, Src: rng}.Rand()
		worth := 2000 * math.Exp(.4*rng.NormFloat64())
		id, community, there, later := fmt.Sprintf("u%05d", i), fmt.Sprint("c", i%5), 1.0, 0.0
		for ago := int32(20 + rng.IntN(160)); ; {
			if ago >= 0 {
				someone(&o, id, community, int64(8+3*(i%5)+rng.IntN(3))%24, ago)
				o.Amount[len(o.Amount)-1] = int64(worth * math.Exp(.5*rng.NormFloat64()))
				if rng.Float64() < .3 {
					o.Promoted[len(o.Amount)-1] = o.Amount[len(o.Amount)-1]
				}
			} else if later++; ago <= -28 {
				later--
				break
			}
			if rng.Float64() < drop {
				if ago >= 0 {
					there = 0
				}
				break
			}
			ago -= 1 + int32(rng.ExpFloat64()/rate)
		}
		alive, future = append(alive, there), append(future, later)
	}
	return o, alive, future
}

// part is the rows of the users for whom it is asked.
func (o Orders) part(want func(user string) bool) (out Orders) {
	for i, id := range o.UserID {
		if want(id) {
			out.UserID, out.CommunityID, out.StoreID = append(out.UserID, id), append(out.CommunityID, o.CommunityID[i]), append(out.StoreID, o.StoreID[i])
			out.Day, out.Hour, out.Orders = append(out.Day, o.Day[i]), append(out.Hour, o.Hour[i]), append(out.Orders, o.Orders[i])
			out.Amount, out.Promoted, out.Shared = append(out.Amount, o.Amount[i]), append(out.Promoted, o.Promoted[i]), append(out.Shared, o.Shared[i])
		}
	}
	return out
}

// TestCrowd: probabilities are calibrated, what is expected comes, the hours are those of the community, and neither the slices nor
// their order matter.
func TestCrowd(t *testing.T) {
	o, alive, future := crowd(4, 4000)
	b := NewBook(today, Options{})
	if err := b.Add(o, Categories{}, Clicks{}, Shares{}); err != nil {
		t.Fatal(err)
	}
	c, users, values := finish(t, b)
	if c.Purchases.Prior || c.Value.Prior || math.Abs(c.Promo-.3) > .02 {
		t.Errorf("%+v", c)
	}
	var p, expected, buys, came, promo, wide float64
	var told []float64
	for i, v := range values {
		p, expected, buys = p+v.Alive, expected+v.ExpectedVisits, buys+v.Buys28
		told = append(told, v.Alive)
		if future[i] > 0 {
			came++
		}
		promo += v.PromoShare
		if v.PromoLow <= .3 && .3 <= v.PromoHigh {
			wide++
		}
	}
	n := float64(len(values))
	near(t, "alive", p/n, stat.Mean(alive, nil), .04)
	near(t, "visits", expected/n, stat.Mean(future, nil), .08*stat.Mean(future, nil))
	near(t, "buyers", buys/n, came/n, .03)
	near(t, "promotions", promo/n, .3, .02)
	near(t, "promotion intervals with the truth", wide/n, .97, .031)
	if r := stat.Correlation(told, alive, nil); r < .55 {
		t.Errorf("P(alive) and the truth correlate with %.2f", r)
	}
	at := 0
	for _, u := range users {
		if first := (8 + 3*int(u.CommunityID[1]-'0')) % 24; int(u.ActiveHour) >= first && int(u.ActiveHour) < first+3 {
			at++
		}
	}
	if float64(at) < .9*float64(len(users)) {
		t.Errorf("the active hour of %d of %d users is their community's", at, len(users))
	}

	other := NewBook(today, Options{})
	for k := 2; k >= 0; k-- {
		if err := other.Add(o.part(func(id string) bool { return int(id[len(id)-1])%3 == k }), Categories{}, Clicks{}, Shares{}); err != nil {
			t.Fatal(err)
		}
	}
	_, users2, values2 := finish(t, other)
	if !reflect.DeepEqual(users2, users) || !reflect.DeepEqual(values2, values) {
		t.Error("other rows from the same users in other slices")
	}
}

func near(t *testing.T, what string, got, want, tolerance float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tolerance) {
		t.Errorf("%s: %v, want %v ± %v", what, got, want, tolerance)
	}
}
