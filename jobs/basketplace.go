package jobs

import (
	"context"
	"maps"
	"slices"

	"github.com/linli-project/linli/models/recommend/basket"
	"github.com/linli-project/linli/sql"
)

// places reads what is on offer and what sells around the users, and numbers the products.
func (n *night) places(ctx context.Context) error {
	var offers []struct {
		StoreID   string `ch:"store_id"`
		ProductID string `ch:"product_id"`
	}
	if err := n.db.Select(ctx, &offers, "models/basket_offers", sql.Params{"day": sql.Day(n.day), "window": offerWindow}); err != nil {
		return err
	}
	var trips []struct {
		Kind      string `ch:"kind"`
		Place     string `ch:"place"`
		ProductID string `ch:"product_id"`
		Trips     uint32 `ch:"trips"`
	}
	if err := n.db.Select(ctx, &trips, "models/basket_places", sql.Params{"day": sql.Day(n.day), "window": placeWindow}); err != nil {
		return err
	}
	var homes []struct {
		CommunityID string `ch:"community_id"`
		StoreID     string `ch:"store_id"`
	}
	if err := n.db.Select(ctx, &homes, "models/community_stores", sql.Params{"day": sql.Day(n.day)}); err != nil {
		return err
	}
	n.homes = map[string]string{}
	for _, h := range homes {
		n.homes[h.CommunityID] = h.StoreID
	}
	known := map[string]bool{}
	for _, o := range offers {
		known[o.ProductID] = true
	}
	for _, t := range trips {
		if t.ProductID != "" {
			known[t.ProductID] = true
		}
	}
	n.products, n.code = slices.Sorted(maps.Keys(known)), map[string]int32{}
	for k, p := range n.products {
		n.code[p] = int32(k)
	}
	n.offered = map[string][]bool{}
	for _, o := range offers {
		if n.offered[o.StoreID] == nil {
			n.offered[o.StoreID] = make([]bool, len(n.products))
		}
		n.offered[o.StoreID][n.code[o.ProductID]] = true
	}
	n.stores, n.around = map[string]holding{}, map[string]holding{}
	for _, t := range trips {
		to := n.stores
		if t.Kind == "community" {
			to = n.around
		}
		h := to[t.Place]
		if h.with == nil {
			h.with = make([]float32, len(n.products))
		}
		if t.ProductID == "" {
			h.all = float32(t.Trips)
		} else {
			h.with[n.code[t.ProductID]] = float32(t.Trips)
		}
		to[t.Place] = h
	}
	n.priors()
	return nil
}

// storePull is how many shopping days of the chain a store's own are weighed against.
const storePull = 200

// priors are each store's shares of shopping days with each product, shrunk to the chain's.
func (n *night) priors() {
	chain := holding{with: make([]float32, len(n.products))}
	for _, store := range slices.Sorted(maps.Keys(n.stores)) {
		h := n.stores[store]
		chain.all += h.all
		for i, x := range h.with {
			chain.with[i] += x
		}
	}
	n.prior, n.place = map[string][]float32{}, map[[2]string]*basket.Place{}
	of := func(h holding) []float32 {
		out := make([]float32, len(n.products))
		for i := range out {
			share := chain.with[i] / max(chain.all, 1)
			if h.with != nil {
				share = (h.with[i] + storePull*share) / (h.all + storePull)
			}
			out[i] = share
		}
		return out
	}
	for store := range n.offered {
		n.prior[store] = of(n.stores[store])
	}
	n.prior[""] = of(holding{})
}

// at is where somebody of a store and community shops.
func (n *night) at(store, community string) *basket.Place {
	key := [2]string{store, community}
	if p := n.place[key]; p != nil {
		return p
	}
	h := n.around[community]
	if h.with == nil { // nothing is known of the community
		h = n.stores[store]
	}
	if h.with == nil {
		h = holding{with: make([]float32, len(n.products))}
	}
	prior := n.prior[store]
	if prior == nil {
		prior = n.prior[""]
	}
	p := &basket.Place{From: n.today() - placeWindow, Baskets: h.all, Holding: h.with, Prior: prior}
	n.place[key] = p
	return p
}
