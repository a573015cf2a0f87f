package jobs

import (
	"fmt"
	"math"
	"strings"

	"github.com/linli-project/linli/models/wording"
)

// or gives the first text that says something.
func or(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// lower makes the start of a sentence its middle.
func lower(sentence string) string {
	if len(sentence) > 1 && sentence[1] >= 'a' && sentence[1] <= 'z' {
		return strings.ToLower(sentence[:1]) + sentence[1:]
	}
	return sentence
}

func percentage(share float64) string { return wording.Number(math.Round(share*1000)/10) + "%" }

// yuanRange is a span of money.
func yuanRange(low, high float64) string {
	if a, b := signed(low), signed(high); a != b {
		return a + "–" + b
	}
	return signed(low)
}

// signed is an amount that may be a loss.
func signed(fen float64) string {
	if fen = math.Round(fen); math.Abs(fen) < 10 { // a few fen are nothing
		fen = 0
	}
	if fen < 0 {
		return "-" + yuan(-fen)
	}
	return yuan(math.Abs(fen))
}

// priceText is a price of the catalogue as messages say it; empty where none is known.
func priceText(fen float64) string {
	if !(fen > 0) {
		return ""
	}
	return fmt.Sprintf("%.2f", fen/100)
}
