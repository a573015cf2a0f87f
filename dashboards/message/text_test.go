package message

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/linli-project/linli/dashboards/words"
)

func TestMarkdownFitsAndHoldsNoMarksOfTheData(t *testing.T) {
	m := letter("s1", Target{}).Message
	for i := range 300 {
		m.add(item, plain(fmt.Sprintf("%d 号*商品* [点我](http://evil.example) <@all> `x` # \u202e倒\n行", i)), strong("12 份"))
	}
	m.add(note, plain("数据截至 11月21日"))
	for _, limit := range []int{MostBytes, 1000, 333, 100} {
		text := m.Markdown(limit)
		if len(text) > limit || !utf8.ValidString(text) {
			t.Errorf("%d of %d bytes, valid %v", len(text), limit, utf8.ValidString(text))
		}
		if limit >= 300 && (!strings.Contains(text, "（太长，其余见网页）") || !strings.HasSuffix(text, "[打开今天的页面](https://linli.example/owner?store=s1)")) {
			t.Errorf("limit %d: the end is not there:\n%s", limit, text)
		}
		for _, l := range strings.Split(text, "\n") {
			if limit >= 300 && strings.HasPrefix(l, "> ") && !strings.HasSuffix(l, "**12 份**") {
				t.Errorf("limit %d: a line was cut: %q", limit, l)
			}
		}
	}
	if text := m.Markdown(0); strings.Contains(text, "](http://evil") || strings.Contains(text, "<@") || strings.Contains(text, "\u202e") || strings.Contains(text, "*商品*") || strings.Contains(text, "（太长") {
		t.Error(text[:400])
	}
	reasons := letter("s1", Target{}).Message
	for i := range 200 {
		reasons.add(item, plain(fmt.Sprintf("%d 号名字很长很长很长的商品 ", i)), strong("12 份"), spare("：周六比平时多约三成（8–19 份）"))
	}
	if text := reasons.Markdown(MostBytes); strings.Contains(text, "三成") || !strings.Contains(text, "（太长，其余见网页）") {
		t.Errorf("lines were lost and reasons kept:\n%s", text)
	}
	reasons.lines = reasons.lines[:len(reasons.lines)-197]
	whole := reasons.Markdown(0)
	if text := reasons.Markdown(len(whole) - 1); strings.Count(text, "三成") != 2 || strings.Count(text, "12 份") != strings.Count(whole, "12 份") || strings.Contains(text, "（太长") {
		t.Errorf("one reason too many should cost the last of them only:\n%s", text)
	}
	if strings.Count(reasons.Markdown(0), "三成") != 3 {
		t.Error("leaving out a reason changed the message itself")
	}
	long := Message{p: words.Printer{Lang: words.Chinese}, Store: "s1", Day: sunday}
	long.add(title, plain(strings.Repeat("长", 4000)))
	if text := long.Markdown(MostBytes); len(text) > MostBytes || len(text) < MostBytes-100 || !utf8.ValidString(text) {
		t.Errorf("%d bytes, valid %v", len(text), utf8.ValidString(text))
	}
	if fits := letter("s1", Target{}).Message; fits.Markdown(len(fits.Markdown(0))) != fits.Markdown(0) {
		t.Error("a message that just fits was cut")
	}
}

func TestReasonsEndWithAClause(t *testing.T) {
	for _, c := range []struct {
		reason string
		runes  int
		want   string
	}{
		{"周六比平时多约三成（8–19 份），已预订 6 份，到货前还剩 4 份", 60, "周六比平时多约三成（8–19 份），已预订 6 份，到货前还剩 4 份"},
		{"周六比平时多约三成（8–19 份），已预订 6 份，到货前还剩 4 份", 26, "周六比平时多约三成（8–19 份），已预订 6 份"},
		{"Saturday: about 30% above usual (8–19); 6 booked; 4 left by then", 45, "Saturday: about 30% above usual (8–19)"},
		{"一句没有停顿的话", 5, "一句没有…"}, {"", 9, ""},
	} {
		if got := clauses(c.reason, c.runes); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
