package wording

import (
	"fmt"
	"testing"
)

// TestCountedGoodsAreWhole: nobody sells 52.4 boxes; half a kilo more of tomatoes is another matter.
func TestCountedGoodsAreWhole(t *testing.T) {
	for _, c := range []struct {
		low, high  float64
		unit, want string
	}{
		{33, 52.4, "份", "33–53"}, {33.9, 52, "盒", "33–52"}, {12.1, 12.2, "瓶", "12–13"}, {4, 4, "枚", "4"}, {0, 0, "份", "0"}, {0.2, 0.9, "份", "0–1"},
		{2.9999999, 5.0000001, "", "3–5"}, {1234.5, 2500.4, "份", "1,234–2,501"}, {33, 52.4, "斤", "33–52.4"}, {0.01, 1.26, " KG ", "<0.1–1.3"}, {2.04, 2.01, "升", "2"},
	} {
		if got := Span(c.low, c.high, c.unit); got != c.want {
			t.Errorf("%v to %v %s: %q, want %q", c.low, c.high, c.unit, got, c.want)
		}
	}
	for _, c := range []struct {
		v            float64
		unit, zh, en string
	}{
		{8.4, "盒", "约 8", "about 8"}, {0.3, "份", "不到 1", "less than 1"}, {0.5, "位", "约 1", "about 1"}, {0, "", "约 0", "about 0"}, {-0.2, "", "约 0", "about 0"}, {1204.6, "", "约 1,205", "about 1,205"},
		{8.44, "公斤", "约 8.4", "about 8.4"}, {0.3, "斤", "约 0.3", "about 0.3"},
	} {
		if zh, en := AboutZh(c.v, c.unit), AboutEn(c.v, c.unit); zh != c.zh || en != c.en {
			t.Errorf("%v %s: %q, %q, want %q, %q", c.v, c.unit, zh, en, c.zh, c.en)
		}
	}
}

// ExampleSpan: ranges of counted goods are rounded outwards.
func ExampleSpan() {
	fmt.Println(Span(33, 52.4, "份"), "份")
	fmt.Println(Span(33, 52.4, "斤"), "斤")
	// Output:
	// 33–53 份
	// 33–52.4 斤
}
