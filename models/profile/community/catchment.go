package community

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// Radii of a catchment, km.
var Radii = [...]float64{3, 5}

// Reach holds distinct buyers per community and store, the empty store being any, and those whose first order is new.
type Reach struct {
	CommunityID, StoreID []string
	Buyers, NewBuyers    []int64
}

// ReachFromRecord reads community_id, store_id, buyers and new_buyers.
func ReachFromRecord(rec arrow.Record) (Reach, error) {
	r := column.Read("community reach", rec)
	c := Reach{CommunityID: owned(r.Strings("community_id")), StoreID: owned(r.Strings("store_id")), Buyers: r.Ints("buyers"), NewBuyers: r.Ints("new_buyers")}
	return c, r.Err()
}

// who is a community's buyers at a store.
type who struct{ buyers, fresh float64 }

func (r Reach) index() (map[[2]string]who, error) {
	if len(r.StoreID) != len(r.CommunityID) || len(r.Buyers) != len(r.CommunityID) || len(r.NewBuyers) != len(r.CommunityID) {
		return nil, fmt.Errorf("community: reach: columns of unequal length, %d communities", len(r.CommunityID))
	}
	out := map[[2]string]who{}
	for i, id := range r.CommunityID {
		if r.NewBuyers[i] < 0 || r.NewBuyers[i] > r.Buyers[i] {
			return nil, fmt.Errorf("community: reach: row %d: %d new of %d buyers; it must be 0 <= new <= buyers", i, r.NewBuyers[i], r.Buyers[i])
		}
		out[[2]string{id, r.StoreID[i]}] = who{float64(r.Buyers[i]), float64(r.NewBuyers[i])}
	}
	return out, nil
}

// CatchmentRow is what lies within a radius of a store, and how many households there buy from it.
type CatchmentRow struct {
	StoreID          string  `ch:"store_id"`
	RadiusKm         float64 `ch:"radius_km"`
	Located          uint8   `ch:"located"`
	Communities      uint32  `ch:"communities"`
	Households       uint64  `ch:"households"`
	SharedHouseholds float64 `ch:"shared_households"`
	Reached          uint32  `ch:"reached"`
	Share            float64 `ch:"share"`
	Low              float64 `ch:"low"`
	High             float64 `ch:"high"`
	Unlocated        uint32  `ch:"unlocated"`
	Uncounted        uint32  `ch:"uncounted"`
	Beyond           uint32  `ch:"beyond"`
}

// nearest keeps the pull of a store next door finite, km.
const nearest = 0.1

// Catchments gives, for each store and radius, the households around it. Those of a community that lies within the radius of
// several stores are divided by the inverse square of the distance (Huff 1964 with stores of one size).
func Catchments(at []Place, shops []Shop, reach Reach) ([]CatchmentRow, error) {
	buyers, err := reach.index()
	if err != nil {
		return nil, err
	}
	shops = slices.Clone(shops)
	slices.SortFunc(shops, func(a, b Shop) int { return cmp.Compare(a.StoreID, b.StoreID) })
	at = slices.Clone(at)
	slices.SortFunc(at, func(a, b Place) int { return cmp.Compare(a.CommunityID, b.CommunityID) })
	index := make(map[string]int, len(shops))
	for s, shop := range shops {
		if _, twice := index[shop.StoreID]; twice {
			return nil, fmt.Errorf("community: catchments: store %s is there twice", shop.StoreID)
		}
		index[shop.StoreID] = s
	}
	rows := make([]CatchmentRow, 0, len(shops)*len(Radii))
	for _, radius := range Radii {
		around := make([]CatchmentRow, len(shops))
		for s, shop := range shops {
			around[s] = CatchmentRow{StoreID: shop.StoreID, RadiusKm: radius}
			if shop.Point.Known() {
				around[s].Located = 1
			}
		}
		for _, p := range at {
			home, served := index[p.StoreID]
			if !p.Point.Known() {
				if served {
					around[home].Unlocated++
				}
				continue
			}
			pulls, pull := map[int]float64{}, 0.0
			for s, shop := range shops {
				if shop.Point.Known() && math.Abs(shop.Point.Latitude-p.Point.Latitude) < radius/110 {
					if d := p.Point.Distance(shop.Point); d <= radius {
						pulls[s] = 1 / math.Pow(math.Max(d, nearest), 2)
					}
				}
			}
			for s := range shops { // in order, so that the sum is the same every time
				pull += pulls[s]
			}
			if _, in := pulls[home]; served && !in && around[home].Located == 1 {
				around[home].Beyond++
			}
			for s, own := range pulls {
				r := &around[s]
				r.Communities++
				if p.Households == 0 {
					r.Uncounted++
					continue
				}
				r.Households += uint64(p.Households)
				r.SharedHouseholds += float64(p.Households) * own / pull
				r.Reached += uint32(math.Min(buyers[[2]string{p.CommunityID, r.StoreID}].buyers, float64(p.Households)))
			}
		}
		for s := range around {
			if r := &around[s]; r.SharedHouseholds > 0 {
				k, n := float64(r.Reached), math.Max(r.SharedHouseholds, float64(r.Reached))
				r.Share = k / n
				r.Low, r.High = jeffreys(k, n)
			}
		}
		rows = append(rows, around...)
	}
	slices.SortStableFunc(rows, func(a, b CatchmentRow) int { return cmp.Compare(a.StoreID, b.StoreID) })
	return rows, nil
}
