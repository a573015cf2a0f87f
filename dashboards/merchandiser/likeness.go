package merchandiser

import (
	"slices"
	"strings"
	"unicode"
)

// alike says whether two products are called alike, in either language.
func (c Candidate) alike(d Candidate) bool {
	return alikeNames(c.Name, d.Name) || alikeNames(c.NameEn, d.NameEn)
}

// alikeNames says whether two products are of a kind by what they are called. A Chinese name ends with what the thing is (嫩豆腐, 鲜牛奶): the
// last letter of one stands among the last two of the other. In other scripts they share a word of four letters or more. Sizes and what
// stands in brackets say nothing (鲜牛奶 950ml, 蛋挞4个).
func alikeNames(a, b string) bool {
	x, y := named(a), named(b)
	if slices.ContainsFunc(x.words, func(w string) bool { return slices.Contains(y.words, w) }) {
		return true
	}
	return ends(x.han, y.han) || ends(y.han, x.han)
}

// ends says whether the last letter of one is among the last two of the other.
func ends(a, b []rune) bool {
	return len(a) > 0 && len(b) > 0 && slices.Contains(b[max(0, len(b)-2):], a[len(a)-1])
}

// name is what a name says: its first run of Chinese letters, and its longer words.
type name struct {
	han   []rune
	words []string
}

func named(s string) (n name) {
	s, _, _ = strings.Cut(strings.NewReplacer("（", "(", "【", "(").Replace(s), "(")
	for _, w := range strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) || unicode.Is(unicode.Han, r) }) {
		if len([]rune(w)) >= 4 {
			n.words = append(n.words, w)
		}
	}
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			n.han = append(n.han, r)
		} else if len(n.han) > 0 { // what follows is a size
			break
		}
	}
	return n
}
