package community_test

import (
	"testing"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/models/profile/community"
)

// observed is what a world's orders say, and the truth about its affinities.
type observed struct {
	cells  community.CategoryBuyers
	buyers community.Buyers
	habits community.Habits
	truth  map[[2]string]float64
}

type member struct {
	community string
	days      map[int]map[string]bool // categories bought, by day
}

// observe plays a world and counts what was paid for and kept.
func observe(t *testing.T, cfg simulate.Config) observed {
	t.Helper()
	w, err := simulate.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	category := map[string]string{}
	for _, p := range w.Master().Products {
		category[p.ProductID] = p.Category
	}
	type order struct {
		day   int
		user  string
		lines map[string]bool
	}
	orders, community := map[string]*order{}, map[string]string{}
	for d := range cfg.Days {
		for _, e := range w.Day(d).Events {
			e, ok := e.(*event.Order)
			if !ok {
				continue
			}
			switch e.Status {
			case "paid":
				o := &order{d, e.UserID, map[string]bool{}}
				for _, l := range e.Lines {
					o.lines[l.ProductID] = true
				}
				orders[e.OrderID], community[e.UserID] = o, e.CommunityID
			case "cancelled", "refunded":
				o := orders[e.OrderID]
				if o == nil {
					continue
				}
				if len(e.Lines) == 0 {
					o.lines = nil
				}
				for _, l := range e.Lines {
					delete(o.lines, l.ProductID)
				}
			}
		}
	}
	users := map[string]*member{}
	for _, o := range orders {
		for p := range o.lines {
			u := users[o.user]
			if u == nil {
				u = &member{community[o.user], map[int]map[string]bool{}}
				users[o.user] = u
			}
			if u.days[o.day] == nil {
				u.days[o.day] = map[string]bool{}
			}
			u.days[o.day][category[p]] = true
		}
	}
	out := count(users)
	out.truth = map[[2]string]float64{}
	for _, r := range w.Truth() {
		if r.Kind == "community_category" {
			out.truth[[2]string{r.Key1, r.Key2}] = r.Value
		}
	}
	return out
}

// count makes the columns that the queries give.
func count(users map[string]*member) (o observed) {
	cells, buyers, habits := map[[2]string]int64{}, map[string]map[int64]int64{}, map[string]map[[2]int64]int64{}
	names := map[string]bool{}
	for _, u := range users {
		for _, list := range u.days {
			for k := range list {
				names[k] = true
			}
		}
	}
	for _, u := range users {
		days := int64(len(u.days))
		if buyers[u.community] == nil {
			buyers[u.community] = map[int64]int64{}
		}
		buyers[u.community][days]++
		with := map[string]int64{}
		for _, list := range u.days {
			for k := range list {
				with[k]++
			}
		}
		for k := range names {
			if with[k] > 0 {
				cells[[2]string{u.community, k}]++
			}
			if habits[k] == nil {
				habits[k] = map[[2]int64]int64{}
			}
			if with[k] > 0 {
				habits[k][[2]int64{days, with[k]}]++
			}
		}
		if habits[""] == nil {
			habits[""] = map[[2]int64]int64{}
		}
		habits[""][[2]int64{days, 0}]++
	}
	for k, n := range cells {
		o.cells.CommunityID, o.cells.Category, o.cells.Buyers = append(o.cells.CommunityID, k[0]), append(o.cells.Category, k[1]), append(o.cells.Buyers, n)
	}
	for c, list := range buyers {
		for d, n := range list {
			o.buyers.CommunityID, o.buyers.Days, o.buyers.Buyers = append(o.buyers.CommunityID, c), append(o.buyers.Days, d), append(o.buyers.Buyers, n)
		}
	}
	for k, list := range habits {
		for dw, n := range list {
			o.habits.Category, o.habits.Days, o.habits.With, o.habits.Users = append(o.habits.Category, k), append(o.habits.Days, dw[0]), append(o.habits.With, dw[1]), append(o.habits.Users, n)
		}
	}
	return o
}
