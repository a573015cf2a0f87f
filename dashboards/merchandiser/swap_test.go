package merchandiser

import (
	"fmt"
	"testing"
)

func ExampleRange() {
	product := func(id string, price int64, state string, units, gain float64) Candidate {
		return Candidate{ProductID: id, Name: id, Price: price, Category: "dairy", State: state, Units: units, Value: 100, Gain: gain}
	}
	all := []Candidate{
		product("milk", 1000, "keep", 50, 90), product("milk two", 1100, "keep", 20, 10), product("cream", 2000, "keep", 9, 5), // cream: nothing within a third
		product("sour milk", 1050, "drop", 3, 1), product("wine", 1000, "drop", 2, 1), product("whey", 1049, "next", 0, 30), product("old milk", 1000, "keep", 1, 60), product("gift", 0, "keep", 1, 1),
	}
	for _, d := range duplicates(all) {
		fmt.Printf("%s -> %s: keeps %.2f, letters %.2f\n", d.ProductID, d.Like.ProductID, d.Kept, d.Alike)
	}
	for _, s := range swaps(all) {
		fmt.Print(s.ProductID, ":")
		for _, b := range s.By {
			fmt.Print(" ", b.ProductID)
		}
		fmt.Println()
	}
	// Output:
	// milk two -> milk: keeps 0.90, letters 1.00
	// sour milk: milk two milk old milk
	// wine:
}

// TestSwapsFillThePage: the page ends after sixty products that stand in; one without any takes a line as well.
func TestSwapsFillThePage(t *testing.T) {
	var all []Candidate
	for i := range 50 {
		all = append(all, Candidate{ProductID: fmt.Sprint("d", i), Name: "牛奶", Price: 100, Category: "k", State: "drop", Units: float64(i)})
	}
	for i := range 2 {
		all = append(all, Candidate{ProductID: fmt.Sprint("n", i), Name: "酸奶", Price: 100 + int64(i), Category: "k", State: "next"})
	}
	all = append(all, Candidate{ProductID: "x", Name: "酒", Price: 100, Category: "k", State: "drop", Units: 98}, Candidate{ProductID: "banned", Name: "羊奶", Price: 100, Category: "k", State: "keep", Banned: 1, Units: 99})
	list, rows := swaps(all), 0
	for _, s := range list {
		rows += max(1, len(s.By))
	}
	if rows != mostSwaps-1 || len(list) != mostSwaps/2 || list[0].ProductID != "banned" || list[0].By[0].ProductID != "n0" || list[1].ProductID != "x" || len(list[1].By) > 0 {
		t.Errorf("%d lines of %d products, first %s", rows, len(list), list[0].ProductID)
	}
}
