package inventory

import (
	"math"
	"strings"

	"github.com/linli-project/linli/models/wording"
)

// instead says what a quantity would bring compared with the advised one: why 12 and
// not 20. It says nothing of differences too small to see.
func instead(wasted, missed, fen float64, unit string) (zh, en string) {
	var partsZh, partsEn []string
	for _, c := range []struct {
		v                  float64
		moreZh, lessZh, en string
	}{
		{wasted, "多扔约 ", "少扔约 ", "throws away about "},
		{missed, "多缺约 ", "少缺约 ", "misses about "},
	} {
		if math.Abs(c.v) < 0.05 {
			continue
		}
		amount, way := wording.Number(math.Abs(c.v)), c.moreZh
		word := " more"
		if c.v < 0 {
			way, word = c.lessZh, " fewer"
		}
		partsZh = append(partsZh, way+amount+" "+unit)
		partsEn = append(partsEn, c.en+amount+word)
	}
	switch {
	case math.Abs(fen) < 0.5:
		partsZh, partsEn = append(partsZh, "总共差不多"), append(partsEn, "comes to the same")
	case fen > 0:
		partsZh, partsEn = append(partsZh, "总共少赚 "+wording.Yuan(fen)+" 元"), append(partsEn, "earns "+wording.Money(fen)+" less in all")
	default:
		partsZh, partsEn = append(partsZh, "总共多赚 "+wording.Yuan(-fen)+" 元"), append(partsEn, "earns "+wording.Money(-fen)+" more in all")
	}
	return strings.Join(partsZh, "，"), strings.Join(partsEn, ", ")
}
