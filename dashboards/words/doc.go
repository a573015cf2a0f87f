// Package words is how the pages speak: one catalogue of messages in Chinese
// and English, and the formats of money, quantities, shares, changes and dates
// in each language. It knows nothing of pages or data.
package words

import (
	"fmt"
	"regexp"
	"sort"
	"strings"
)

// Lang is a language of the pages.
type Lang string

// The languages of the pages; Chinese comes first.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// ParseLang reads a language; anything but English is Chinese.
func ParseLang(s string) Lang {
	if s == string(English) {
		return English
	}
	return Chinese
}

// HTML is the language for the lang attribute of a page.
func (l Lang) HTML() string {
	if l == English {
		return "en"
	}
	return "zh-CN"
}

// Other is the language that the switch leads to.
func (l Lang) Other() Lang {
	if l == English {
		return Chinese
	}
	return English
}

// pair holds a message in Chinese and in English.
type pair struct{ zh, en string }

var catalogue = join(commonWords, accountWords, ownerWords, listWords, settleWords, merchandiserWords, managerWords, guideWords, operationWords, reportWords, changeWords, messageWords)

func join(rooms ...map[string]pair) map[string]pair {
	all := map[string]pair{}
	for _, room := range rooms {
		for key, p := range room {
			if _, twice := all[key]; twice {
				panic("words: message " + key + " is defined twice")
			}
			all[key] = p
		}
	}
	return all
}

// Known says whether the catalogue has a message.
func Known(key string) bool { _, ok := catalogue[key]; return ok }

// Keys lists the catalogue in order.
func Keys() []string {
	keys := make([]string, 0, len(catalogue))
	for k := range catalogue {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// T is the message in the printer's language; with arguments it is a format. English nouns agree with the number before them.
func (p Printer) T(key string, args ...any) string {
	m, ok := catalogue[key]
	if !ok {
		return "?" + key
	}
	text := m.zh
	if p.Lang == English {
		text = m.en
	}
	if len(args) > 0 {
		text = fmt.Sprintf(text, args...)
	}
	if p.Lang == English {
		return inflected(text)
	}
	return text
}

var (
	eitherNoun = regexp.MustCompile(`\{([^{}|]*)\|([^{}|]*)\}`)
	lastNumber = regexp.MustCompile(`[\d.,]*\d[^\d]*$`)
)

// inflected chooses between one and many, as in "%s {order|orders}", by the number that stands before.
func inflected(text string) string {
	for {
		at := eitherNoun.FindStringSubmatchIndex(text)
		if at == nil {
			return text
		}
		noun, before := text[at[4]:at[5]], text[:at[0]]
		if n := lastNumber.FindString(before); strings.HasPrefix(n, "1") && strings.TrimLeft(n[1:], " abcdefghijklmnopqrstuvwxyz") == "" {
			noun = text[at[2]:at[3]]
		}
		text = before + noun + text[at[1]:]
	}
}

// Code translates a code of the data, such as an action or a status; a code
// that the catalogue does not know is shown as it is.
func (p Printer) Code(kind, code string) string {
	if key := kind + "." + code; Known(key) {
		return p.T(key)
	}
	return code
}

// Unit translates what one quantity of a product is, such as 份 or 斤.
func (p Printer) Unit(unit string) string {
	if p.Lang == English {
		return p.Code("unit", unit)
	}
	return unit
}

// UnitOf is the unit of so many: 1 bottle, 2 bottles; without the figure.
func (p Printer) UnitOf(q float64, unit string) string {
	m, ok := catalogue["unit."+unit]
	if p.Lang != English || !ok {
		return unit
	}
	n := p.Quantity(q) + " "
	return strings.TrimPrefix(inflected(n+m.en), n)
}

// Units is a quantity with its unit: 1 bottle, 2.5 kg.
func (p Printer) Units(q float64, unit string) string {
	return strings.TrimSpace(p.Quantity(q) + " " + p.UnitOf(q, unit))
}

// Pick is the Chinese or the English text of the data; where one is missing, the other.
func (p Printer) Pick(zh, en string) string {
	if (p.Lang == English && en != "") || zh == "" {
		return en
	}
	return zh
}

// Gap is what stands between two sentences: nothing in Chinese, whose full stop has its own room.
func (p Printer) Gap() string {
	if p.Lang == English {
		return " "
	}
	return ""
}
