package owner

import (
	"testing"

	"github.com/linli-project/linli/dashboards/words"
)

// TestContentsAreListedAsTheLanguageDoes: with quantity and unit; a list that fell short ends there.
func TestContentsAreListedAsTheLanguageDoes(t *testing.T) {
	order := Waiting{Names: []string{"土鸡蛋 30枚", "西红柿", "p9"}, NamesEn: []string{"Eggs, 30", "", ""}, UnitsOf: []string{"盒", "斤", ""}, Quantities: []float64{1, 2.5, 3}}
	for lang, want := range map[words.Lang]string{
		words.Chinese: "土鸡蛋 30枚 × 1 盒、西红柿 × 2.5 斤、p9 × 3",
		words.English: "Eggs, 30 (1 box), 西红柿 (2.5 half-kilos), p9 (3)",
	} {
		if got := order.Contents(words.Printer{Lang: lang}); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	order.Quantities = order.Quantities[:1]
	if got := order.Contents(words.Printer{Lang: words.Chinese}); got != "土鸡蛋 30枚 × 1 盒" {
		t.Error(got)
	}
}
