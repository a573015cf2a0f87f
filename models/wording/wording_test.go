package wording

import (
	"math"
	"testing"
)

func TestNumber(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 0.01: "<0.1", 0.06: "0.1", 4: "4", 12.34: "12.3", 99.96: "100", 1234.5: "1,235", -2: "-2", -1234567: "-1,234,567", 999.5: "1,000"} {
		if got := Number(v); got != want {
			t.Errorf("Number(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestCountedThings(t *testing.T) {
	for got, want := range map[string]string{
		Count(7): "7", Count(uint32(1234567)): "1,234,567", Count(-1000): "-1,000", Count(int64(999)): "999",
		Things(1, "order", "orders"): "1 order", Things(0, "order", "orders"): "0 orders", Things(1.02, "order", "orders"): "1 order", Things(0.5, "order", "orders"): "0.5 orders",
		Things(1204, "person", "people"): "1,204 people", Money(164259): "¥1,642.59", Money(-1290): "-¥12.90", Money(0): "¥0.00", Money(-0.2): "¥0.00", Money(99.6): "¥1.00",
		Money(123456789012): "¥1,234,567,890.12", Yuan(102798): "1,027.98", Yuan(350): "3.5", Yuan(100): "1",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestCompare(t *testing.T) {
	for _, c := range []struct {
		value  float64
		zh, en string
	}{
		{0, "不到平时的一成", "less than a tenth of usual"},
		{0.1, "比平时少约九成", "about 90% below usual"},
		{0.7, "比平时少约三成", "about 30% below usual"},
		{0.94, "比平时少约一成", "about 10% below usual"},
		{1, "和平时差不多", "about the same as usual"},
		{1.051, "比平时多约一成", "about 10% above usual"},
		{1.2, "比平时多约两成", "about 20% above usual"},
		{1.949, "比平时多约九成", "about 90% above usual"},
		{1.95, "约是平时的 2 倍", "about 2 times usual"},
		{3.42, "约是平时的 3.4 倍", "about 3.4 times usual"},
	} {
		if zh, en := CompareZh(c.value*7, 7, "平时"), CompareEn(c.value*7, 7, "usual"); zh != c.zh || en != c.en {
			t.Errorf("ratio %v: %q, %q; want %q, %q", c.value, zh, en, c.zh, c.en)
		}
	}
}

func TestCompareWithNothing(t *testing.T) {
	for _, c := range [][2]float64{{1, 0}, {1, -1}, {math.NaN(), 1}, {1, math.NaN()}, {math.Inf(1), 1}, {-1, 1}} {
		if zh, en := CompareZh(c[0], c[1], "平时"), CompareEn(c[0], c[1], "usual"); zh != "" || en != "" {
			t.Errorf("compare %v: %q, %q; want nothing", c, zh, en)
		}
	}
}
