package jobs

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/linli-project/linli/models/recommend/basket"
	"github.com/linli-project/linli/sql"
)

// userBasket is a row of table user_basket.
type userBasket struct {
	AsOf        time.Time `ch:"as_of"`
	StoreID     string    `ch:"store_id"`
	CommunityID string    `ch:"community_id"`
	UserID      string    `ch:"user_id"`
	ProductIDs  []string  `ch:"product_ids"`
	Chances     []float32 `ch:"chances"`
	Kinds       []string  `ch:"kinds"`
	Reasons     []string  `ch:"reasons"`
	Counts      []uint32  `ch:"counts"`
	Bases       []uint32  `ch:"bases"`
	Gaps        []float32 `ch:"gaps"`
	Sinces      []uint16  `ch:"sinces"`
	WithIDs     []string  `ch:"with_ids"`
	ShelfIDs    []string  `ch:"shelf_ids"`
	ShelfWith   []string  `ch:"shelf_with"`
	ShelfBoth   []uint32  `ch:"shelf_both"`
	ShelfBases  []uint32  `ch:"shelf_bases"`
	Orders      uint16    `ch:"orders"`
	Learned     uint8     `ch:"learned"`
}

type productPartner struct {
	AsOf      time.Time `ch:"as_of"`
	ProductID string    `ch:"product_id"`
	Rank      uint16    `ch:"rank"`
	WithID    string    `ch:"with_id"`
	Both      uint32    `ch:"both"`
	Buyers    uint32    `ch:"buyers"`
	Lift      float64   `ch:"lift"`
}

// learn trains on a crowd: of each of its users the last basket is to be told from those before.
func (n *night) learn(ctx context.Context) error {
	if _, err := n.db.Get(ctx, &n.users, "models/basket_size", sql.Params{"day": sql.Day(n.day), "window": basketWindow}); err != nil {
		return err
	}
	to := uint64(basketParts - 1)
	if n.users > crowdSize {
		to = basketParts * crowdSize / n.users
	}
	s, err := n.shoppers(ctx, 0, to, basketParts)
	if err != nil {
		return err
	}
	crowd := basket.NewLog(len(n.products), true)
	next := make([][]int32, len(s.user))
	where := basket.Where{Place: make([]*basket.Place, len(s.user)), Today: make([]int32, len(s.user))}
	n.member = make(map[string]int32, len(s.user))
	var users []int32
	for u := range s.user {
		n.member[s.user[u]] = int32(u)
		where.Place[u] = n.at(s.store[u], s.community[u])
		count := s.log.Count(u)
		keep := count
		if count > 1 {
			keep--
			next[u], where.Today[u] = s.log.Basket(u, keep), s.log.Day(u, keep)
			users = append(users, int32(u))
		}
		baskets, days := make([][]int32, keep), make([]int32, keep)
		for k := range keep {
			baskets[k], days[k] = s.log.Basket(u, k), s.log.Day(u, k)
		}
		if err := crowd.Add(baskets, days); err != nil {
			return err
		}
	}
	n.model = basket.Prepare(crowd, next, basketOptions)
	return n.model.Learn(ctx, users, where)
}

// slice advises the users of one slice.
func (n *night) slice(ctx context.Context, k, of int, insert func([]userBasket) error) error {
	s, err := n.shoppers(ctx, uint64(k), uint64(k), uint64(of))
	if err != nil {
		return err
	}
	var asks []basket.Ask
	for u := range s.user {
		if n.offered[s.store[u]] == nil { // the store offers nothing any more
			continue
		}
		a := basket.Ask{User: int32(u), Member: -1, Place: n.at(s.store[u], s.community[u]), Offered: n.offered[s.store[u]]}
		if m, ok := n.member[s.user[u]]; ok {
			a.Member = m
		}
		asks = append(asks, a)
	}
	advice, err := n.model.Advise(s.log, asks, n.today(), basketWindow, basketSize, shelfSize)
	if err != nil {
		return err
	}
	rows := make([]userBasket, 0, len(advice))
	for i, a := range advice {
		u := asks[i].User
		row := n.row(s.store[u], s.community[u], a)
		row.UserID, row.Orders = s.user[u], uint16(s.log.Count(int(u)))
		rows = append(rows, row)
	}
	return insert(rows)
}

// newcomers gives each community a list for whoever is not known yet.
func (n *night) newcomers(insert func([]userBasket) error) error {
	nobody := basket.NewLog(len(n.products), true)
	if err := nobody.Add(nil, nil); err != nil {
		return err
	}
	var asks []basket.Ask
	var communities []string
	for _, c := range slices.Sorted(maps.Keys(n.homes)) {
		if store := n.homes[c]; c != "" && n.offered[store] != nil {
			communities = append(communities, c)
			asks = append(asks, basket.Ask{Member: -1, Place: n.at(store, c), Offered: n.offered[store]})
		}
	}
	advice, err := n.model.Advise(nobody, asks, n.today(), basketWindow, basketSize, 0)
	if err != nil {
		return err
	}
	rows := make([]userBasket, len(advice))
	for i, a := range advice {
		rows[i] = n.row(n.homes[communities[i]], communities[i], a)
	}
	return insert(rows)
}

func (n *night) row(store, community string, a basket.Advice) userBasket {
	r := userBasket{AsOf: n.day, StoreID: store, CommunityID: community}
	if n.model.Learned() {
		r.Learned = 1
	}
	for _, p := range a.Picks {
		with := ""
		if p.With >= 0 {
			with = n.products[p.With]
		}
		r.ProductIDs, r.Chances = append(r.ProductIDs, n.products[p.Item]), append(r.Chances, p.Chance)
		r.Kinds, r.Reasons = append(r.Kinds, p.Kind), append(r.Reasons, p.Reason)
		r.Counts, r.Bases = append(r.Counts, uint32(p.Count)), append(r.Bases, uint32(p.Base))
		r.Gaps, r.Sinces, r.WithIDs = append(r.Gaps, p.Gap), append(r.Sinces, uint16(p.Since)), append(r.WithIDs, with)
	}
	for _, p := range a.Shelf {
		r.ShelfIDs, r.ShelfWith = append(r.ShelfIDs, n.products[p.Item]), append(r.ShelfWith, n.products[p.With])
		r.ShelfBoth, r.ShelfBases = append(r.ShelfBoth, uint32(p.Count)), append(r.ShelfBases, uint32(p.Base))
	}
	return r
}
