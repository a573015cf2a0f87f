package campaign

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Link stands in a message where the sender puts the link.
const Link = "{link}"

// longest message, in characters.
var longest = map[string]int{"zh": 300, "en": 600}

// forbidden are superlatives and promises. 最近 ("recently") alone is no superlative.
var forbidden = regexp.MustCompile(`(?i)最($|[^近])|国家级|世界级|全国级|宇宙级|顶级|顶尖|顶配|极品|极致|极佳|绝佳|绝对|绝无仅有|第一|唯一|首选|首家|首个|独家|独一无二|冠军|王牌|` +
	`史上|史无前例|空前|绝版|万能|永久|特供|专供|驰名|领导品牌|领袖|百分之百|无敌|保证|包治|根治|秒杀全|` +
	`\b(best|greatest|cheapest|lowest|highest|finest|freshest|number one|no\.? ?1|unbeatable|unrivall?ed|ultimate|perfect|guaranteed?|world[- ]class|national[- ]level|top[- ]quality|once in a lifetime)\b`)

var number = regexp.MustCompile(`\d+(?:[.,]\d+)*`)

// Check tells what is wrong with a message of these figures; nil if nothing is.
func Check(text, language string, f Fields) error {
	most, ok := longest[language]
	if !ok {
		return fmt.Errorf("campaign: no language %q; there are zh and en", language)
	}
	if n := utf8.RuneCountInString(text); n > most {
		return fmt.Errorf("it has %d characters; a group message takes %d", n, most)
	}
	if strings.TrimSpace(strings.ReplaceAll(text, Link, "")) == "" {
		return fmt.Errorf("it says nothing")
	}
	if !strings.Contains(text, Link) {
		return fmt.Errorf("it has no %s, where the link belongs", Link)
	}
	if word := forbidden.FindString(strip(text, f.Store, f.Community)); word != "" { // 第一小区 is a place
		return fmt.Errorf("%q is a word that the Advertising Law (Art. 9) or this shop's own care forbids", strings.TrimSpace(word))
	}
	rest := strip(text, f.names()...)
	figures := f.figures()
	for _, digits := range number.FindAllString(rest, -1) {
		v, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
		if err != nil || !slices.Contains(figures, v) {
			return fmt.Errorf("it says %s, which is not among the figures that it rests on", digits)
		}
	}
	return nil
}

// strip takes names out of a text, whole names before parts of them.
func strip(text string, names ...string) string {
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	for _, name := range names {
		if name != "" {
			text = strings.ReplaceAll(text, name, " ")
		}
	}
	return text
}
