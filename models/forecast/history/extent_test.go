package history

import (
	"strings"
	"testing"
)

// TestExtent: days without a row count too, as a history holds them.
func TestExtent(t *testing.T) {
	e := NewExtent()
	for _, rows := range []string{row("s", "a", "2026-11-05", 1) + "," + row("s", "a", "2026-11-01", 1) + "," + row("s", "b", "2026-11-08", 1), row("t", "a", "2026-11-10", 1)} {
		if err := e.Add(rec(t, plain[:3], rows)); err != nil {
			t.Fatal(err)
		}
	}
	first := e.First
	if TimeOf(first).Day() != 1 || TimeOf(e.Last).Day() != 10 || e.Rows != 4 || e.Days(first) != 10+3+1 || e.Days(first+8) != 2+2+1 {
		t.Errorf("%+v holds %d days", e, e.Days(first))
	}
	for most, want := range map[int64]int32{100: 0, 14: 0, 13: 1, 5: 8, 3: 9, 0: 10} {
		if from := e.From(most); from-first != want {
			t.Errorf("at most %d days of series: from day %d, want %d", most, from-first, want)
		}
	}
	if err := e.Add(rec(t, plain[:2], `{"store_id":"s","product_id":"a"}`)); err == nil || !strings.Contains(err.Error(), `column "date" is missing`) {
		t.Errorf("%v", err)
	}
}
