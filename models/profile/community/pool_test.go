package community

import (
	"fmt"
	"strings"
	"testing"
)

// TestPool: states add up, small communities are shown nowhere, alone not even as a part of their store.
func TestPool(t *testing.T) {
	flows := Flows{
		[]string{"a", "a", "a", "b", "c", "d", "nowhere"},
		[]string{"active", "new", "lost", "active", "dormant", "new", "active"},
		[]string{"active", "active", "lost", "reachable", "active", "active", "active"},
		[]int64{30, 5, 7, 25, 12, 13, 40},
	}
	at := []Place{{CommunityID: "a", StoreID: "s", Households: 100}, {CommunityID: "b", StoreID: "s", Households: 200}, {CommunityID: "c", StoreID: "s"}, {CommunityID: "d", StoreID: "t"}, {CommunityID: "e", StoreID: "t"}}
	rows, moves, err := Pool(flows, at, Privacy{})
	if err != nil {
		t.Fatal(err)
	}
	got := ""
	for _, r := range rows {
		got += fmt.Sprintf("%s/%s %d: %d %d %d %d, before %d: %d %d %d %d, of %d\n", r.StoreID, r.CommunityID, r.Members, r.Active, r.Reachable, r.Dormant, r.Lost,
			r.MembersBefore, r.ActiveBefore, r.ReachableBefore, r.DormantBefore, r.LostBefore, r.Households)
	}
	const want = "s/ 67: 35 25 0 7, before 62: 55 0 0 7, of 300\n" + // without c, which is alone below k
		"s/a 42: 35 0 0 7, before 37: 30 0 0 7, of 100\n" +
		"s/b 25: 0 25 0 0, before 25: 25 0 0 0, of 200\n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	if len(moves) != 4+3+1 {
		t.Errorf("%d moves: %+v", len(moves), moves)
	}
	at[2].StoreID = "t" // two small ones of 25 people together
	rows, _, err = Pool(flows, at, Privacy{})
	if err != nil || len(rows) != 4 || rows[3].StoreID != "t" || rows[3].CommunityID != "" || rows[3].Members != 25 || rows[0].Members != 67 {
		t.Errorf("two small communities: %+v %v", rows, err)
	}
	flows.To[0] = "new"
	if _, _, err := Pool(flows, at, Privacy{}); err == nil || !strings.Contains(err.Error(), "states are") {
		t.Errorf("to be new: %v", err)
	}
	if _, _, err := Pool(flows, at, Privacy{MinBuyers: 3}); err == nil {
		t.Error("a k of 3 was taken")
	}
}

// TestCounted: what a total must leave out.
func TestCounted(t *testing.T) {
	for _, c := range []struct {
		size []float64
		want string
	}{
		{[]float64{30, 25}, "[true true]"}, {[]float64{30, 3}, "[true false]"}, {[]float64{30, 9, 9}, "[true false false]"},
		{[]float64{30, 9, 11}, "[true true true]"}, {[]float64{19, 0}, "[false false]"}, {nil, "[]"},
	} {
		if got := fmt.Sprint(counted(c.size, 20)); got != c.want {
			t.Errorf("%v: %s, want %s", c.size, got, c.want)
		}
	}
}
