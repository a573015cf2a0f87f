package community

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
)

// States of a member of the pool, and where a member comes from who was not there before.
var States = [...]string{"active", "reachable", "dormant", "lost"}

const newcomer = "new"

// Flows holds members per community, state four weeks ago and state now.
type Flows struct {
	CommunityID, From, To []string
	Members               []int64
}

// FlowsFromRecord reads community_id, from_state, to_state and members.
func FlowsFromRecord(rec arrow.Record) (Flows, error) {
	r := column.Read("community pool", rec)
	f := Flows{CommunityID: owned(r.Strings("community_id")), From: owned(r.Strings("from_state")), To: owned(r.Strings("to_state")), Members: r.Ints("members")}
	return f, r.Err()
}

// PoolRow is how many members of a community (empty: of the store) are in each state, now and four weeks ago.
type PoolRow struct {
	CommunityID     string `ch:"community_id"`
	StoreID         string `ch:"store_id"`
	Households      uint32 `ch:"households"`
	Members         uint32 `ch:"members"`
	Active          uint32 `ch:"active"`
	Reachable       uint32 `ch:"reachable"`
	Dormant         uint32 `ch:"dormant"`
	Lost            uint32 `ch:"lost"`
	MembersBefore   uint32 `ch:"members_before"`
	ActiveBefore    uint32 `ch:"active_before"`
	ReachableBefore uint32 `ch:"reachable_before"`
	DormantBefore   uint32 `ch:"dormant_before"`
	LostBefore      uint32 `ch:"lost_before"`
}

// FlowRow is how many members went from one state to another.
type FlowRow struct {
	CommunityID string `ch:"community_id"`
	StoreID     string `ch:"store_id"`
	From        string `ch:"from_state"`
	To          string `ch:"to_state"`
	Members     uint32 `ch:"members"`
}

// matrix counts members by state before (the last is new) and now.
type matrix [len(States) + 1][len(States)]float64

func (m *matrix) add(o *matrix) {
	for i := range m {
		for j := range m[i] {
			m[i][j] += o[i][j]
		}
	}
}

func (m *matrix) total() (sum float64) {
	for i := range m {
		for j := range m[i] {
			sum += m[i][j]
		}
	}
	return sum
}

// Pool sums the members up per community of at least k and per store; at lists the communities with their stores.
func Pool(f Flows, at []Place, privacy Privacy) ([]PoolRow, []FlowRow, error) {
	k, err := privacy.least()
	if err != nil {
		return nil, nil, err
	}
	moves, err := f.matrices()
	if err != nil {
		return nil, nil, err
	}
	byStore := map[string][]Place{}
	for _, p := range at {
		if moves[p.CommunityID] != nil {
			byStore[p.StoreID] = append(byStore[p.StoreID], p)
		}
	}
	var rows []PoolRow
	var flows []FlowRow
	put := func(id, store string, households uint32, m *matrix) {
		rows = append(rows, m.row(id, store, households))
		for i := range m {
			for j, n := range m[i] {
				if n > 0 {
					flows = append(flows, FlowRow{id, store, (append(States[:], newcomer))[i], States[j], uint32(n)})
				}
			}
		}
	}
	for store, places := range byStore {
		size := make([]float64, len(places))
		for i, p := range places {
			size[i] = moves[p.CommunityID].total()
		}
		whole, households := matrix{}, uint32(0)
		for i, in := range counted(size, k) {
			m := moves[places[i].CommunityID]
			if in {
				whole.add(m)
				households += places[i].Households
			}
			if size[i] >= k {
				put(places[i].CommunityID, store, places[i].Households, m)
			}
		}
		if whole.total() >= k && store != "" {
			put("", store, households, &whole)
		}
	}
	slices.SortFunc(rows, func(a, b PoolRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(a.CommunityID, b.CommunityID))
	})
	slices.SortFunc(flows, func(a, b FlowRow) int {
		return cmp.Or(cmp.Compare(a.StoreID, b.StoreID), cmp.Compare(a.CommunityID, b.CommunityID), cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To))
	})
	return rows, flows, nil
}

func (f Flows) matrices() (map[string]*matrix, error) {
	if len(f.From) != len(f.CommunityID) || len(f.To) != len(f.CommunityID) || len(f.Members) != len(f.CommunityID) {
		return nil, fmt.Errorf("community: flows: columns of unequal length, %d communities", len(f.CommunityID))
	}
	out := map[string]*matrix{}
	for i, id := range f.CommunityID {
		from, to := slices.Index(States[:], f.From[i]), slices.Index(States[:], f.To[i])
		if f.From[i] == newcomer {
			from = len(States)
		}
		if from < 0 || to < 0 || f.Members[i] < 0 {
			return nil, fmt.Errorf("community: flows: row %d: %d members from %q to %q; states are active, reachable, dormant and lost, before also new", i, f.Members[i], f.From[i], f.To[i])
		}
		if out[id] == nil {
			out[id] = &matrix{}
		}
		out[id][from][to] += float64(f.Members[i])
	}
	return out, nil
}

func (m *matrix) row(id, store string, households uint32) PoolRow {
	var now, before [len(States)]uint32
	for i := range m {
		for j, n := range m[i] {
			now[j] += uint32(n)
			if i < len(States) {
				before[i] += uint32(n)
			}
		}
	}
	return PoolRow{CommunityID: id, StoreID: store, Households: households,
		Members: now[0] + now[1] + now[2] + now[3], Active: now[0], Reachable: now[1], Dormant: now[2], Lost: now[3],
		MembersBefore: before[0] + before[1] + before[2] + before[3], ActiveBefore: before[0], ReachableBefore: before[1], DormantBefore: before[2], LostBefore: before[3]}
}
