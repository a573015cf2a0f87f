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

// alikeNames says whether two products are of a kind by what they are called. A Chinese name ends with what the thing is (嫩豆腐, 鲜牛奶),
// perhaps with how it is cut (带鱼段, 虾仁): the last letter before that is the same. In other scripts they share a word of four letters or
// more. Sizes and what stands in brackets say nothing (鲜牛奶 950ml, 蛋挞4个).
func alikeNames(a, b string) bool {
	x, y := named(a), named(b)
	if slices.ContainsFunc(x.words, func(w string) bool { return slices.Contains(y.words, w) }) {
		return true
	}
	return x.thing == y.thing && x.thing != 0
}

// cuts are the letters at the end of a name that say how a thing is cut.
const cuts = "段块片仁丝丁"

// name is what a name says: the last letter of its first run of Chinese, but for cuts, and its longer words.
type name struct {
	thing rune
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
		han := unicode.Is(unicode.Han, r)
		if !han && n.thing != 0 { // what follows is a size
			break
		}
		if han && (n.thing == 0 || !strings.ContainsRune(cuts, r)) {
			n.thing = r
		}
	}
	return n
}
