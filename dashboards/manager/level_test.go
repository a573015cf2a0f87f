package manager

import "testing"

// TestLevels: at which level of the board's table each question is added up. A product is known of all stores together only.
func TestLevels(t *testing.T) {
	for _, c := range []struct {
		scope Scope
		by    string
		whole bool
		want  string
	}{
		{Scope{}, "", false, "store"}, {Scope{Store: "s"}, "", false, "store"}, {Scope{City: "x"}, "store", false, "store"}, {Scope{}, "category", false, "category"},
		{Scope{Category: "k"}, "", false, "category"}, {Scope{Category: "k", Store: "s"}, "store", false, "category"}, {Scope{}, "product", false, "product"}, {Scope{Category: "k"}, "product", false, "product"},
		{Scope{Product: "p"}, "", false, "product"}, {Scope{Product: "p"}, "product", false, "product"}, {Scope{Product: "p"}, "store", false, "pair"}, {Scope{Product: "p"}, "city", false, "pair"},
		{Scope{Product: "p"}, "category", false, "pair"}, {Scope{Product: "p", City: "x"}, "", false, "pair"}, {Scope{Product: "p", City: "x"}, "", true, "product"},
		{Scope{Store: "s"}, "product", false, "pair"}, {Scope{City: "x"}, "product", false, "pair"}, {Scope{City: "x"}, "product", true, "product"},
	} {
		if got := (Ask{Scope: c.scope, whole: c.whole}).sums(c.by)["level"]; got != c.want {
			t.Errorf("%+v by %q (whole %t): %v, want %s", c.scope, c.by, c.whole, got, c.want)
		}
	}
}
