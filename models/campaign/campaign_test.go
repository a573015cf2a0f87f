package campaign

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"
)

var whole = Fields{Store: "东门店", Community: "金桂苑", Product: "5斤装雪梨", Category: "水果", Unit: "箱", Price: "12.90", GroupSize: 5, Buyers: 60, Days: 90, Cycle: 8, Stock: 13, Life: 4}

// variants of the fields: with and without what may be missing.
func variants() []Fields {
	bare := Fields{Store: whole.Store, Product: whole.Product, Category: whole.Category}
	noPrice, noGroup, noCommunity := whole, whole, whole
	noPrice.Price, noGroup.GroupSize, noCommunity.Community = "", 0, ""
	return []Fields{whole, bare, noPrice, noGroup, noCommunity}
}

// TestNoInventedClaims: every number of every bundled message, found here by other means than in the package, is a figure of the
// fields; no word of superlatives; {link}, length, and no traces of missing fields.
func TestNoInventedClaims(t *testing.T) {
	b, err := NewBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	words := regexp.MustCompile(`最|第一|唯一|顶级|国家级|绝对|独家|首选|极致|(?i)\bbest\b|\bcheapest\b|\blowest\b|guarantee`)
	n := 0
	for _, name := range Names {
		for _, language := range Languages {
			source, err := files.ReadFile("templates/" + name + "." + language + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			bare := regexp.MustCompile(`\{\{.*?\}\}`).ReplaceAllString(string(source), "")
			if regexp.MustCompile(`[0-9０-９]`).MatchString(bare) || words.MatchString(bare) {
				t.Errorf("%s in %s says more than its fields: %s", name, language, bare)
			}
			for _, f := range variants() {
				m, err := b.Write(name, language, f)
				if err != nil || m.Template != "bundled" || m.Note != "" {
					t.Errorf("%s in %s: %v %+v", name, language, err, m)
				}
				allowed := strings.Fields(strings.NewReplacer("{", " ", "}", " ", "斤", " ").Replace(fmt.Sprint(f)))
				for _, digits := range regexp.MustCompile(`[0-9]+(\.[0-9]+)?`).FindAllString(m.Text, -1) {
					n++
					if !slices.Contains(allowed, digits) {
						t.Errorf("%s in %s says %s: %s", name, language, digits, m.Text)
					}
				}
				if !strings.Contains(m.Text, Link) || utf8.RuneCountInString(m.Text) > longest[language] || strings.Contains(m.Text, "  ") || strings.Contains(m.Text, "\n") || strings.Contains(m.Text, "¥，") {
					t.Errorf("%s in %s: %q", name, language, m.Text)
				}
			}
		}
	}
	if n < 60 {
		t.Errorf("only %d numbers were looked at", n)
	}
}

func TestOwnTexts(t *testing.T) {
	for _, c := range []struct{ text, want string }{ // want: part of the note; empty: it is used
		{"{{.Product}}，¥{{.Price}}，{link}", ""},
		{"{{if gt .Buyers 20}}{{.Buyers}} 位邻居买过{{end}}{link}", ""},
		{"最近{{.Product}}到了，{link}", ""},
		{"{{/* 备注 */}}{{.Product}} {link}", ""},
		{"{{.Product", "unclosed action"},
		{"{{.Nobody}} {link}", "Nobody"},
		{"{{.Product}}", "no {link}"},
		{"{link}", "says nothing"},
		{"全网最低价{{.Product}} {link}", "forbids"},
		{"The BEST {{.Product}} {link}", "forbids"},
		{"已有 5000 人抢购 {link}", "5000"},
		{"8 折 {{.Product}} {link}", ""}, // Cycle is 8: a figure of the evidence
		{"7.5 折 {{.Product}} {link}", "7.5"},
		{"{{range 1000000000000}}{{end}}{link}", "only fields"},
		{`{{printf "%01000000d" 1}}{link}`, "only fields"},
		{"{{define \"x\"}}a{{end}}{link}", "defines"},
		{"{{with $x := .Product}}{{$x}}{{end}}{link}", "only fields"},
		{"{{$x := .Product}}{{$x}}{link}", "variable"},
		{strings.Repeat("长", 301) + "{link}", "characters"},
		{strings.Repeat("长", 9000) + "{link}", "far too long"},
	} {
		b, err := NewBook([]Own{{Campaign, "zh", c.text}, {"nosuch", "zh", "x"}, {Winback, "zh", "  "}})
		if err != nil {
			t.Fatal(err)
		}
		m, err := b.Write(Campaign, "zh", whole)
		switch {
		case err != nil || m.Text == "":
			t.Errorf("%q: %v %+v", c.text, err, m)
		case c.want == "" && (m.Template != "own" || m.Note != ""):
			t.Errorf("%q was not used: %s", c.text, m.Note)
		case c.want != "" && (m.Template != "bundled" || !strings.Contains(m.Note, c.want)):
			t.Errorf("%q: %s, note %q, want %q", c.text, m.Template, m.Note, c.want)
		}
		if m, _ := b.Write(Winback, "zh", whole); m.Template != "bundled" || m.Note != "" {
			t.Errorf("an empty text is none: %+v", m)
		}
	}
}

func TestForbiddenNameGivesNoMessage(t *testing.T) {
	b, err := NewBook(nil)
	if err != nil {
		t.Fatal(err)
	}
	f := whole
	f.Product = "全国第一鲜桃"
	m, err := b.Write(Campaign, "zh", f)
	if err != nil || m.Text != "" || m.Template != "" || !strings.Contains(m.Note, "no message") {
		t.Errorf("%v %+v", err, m)
	}
	if m, err := b.Write(Winback, "zh", f); err != nil || m.Text == "" { // says nothing of the product
		t.Errorf("%v %+v", err, m)
	}
	f = whole
	f.Store, f.Community = "第一城店", "最美家园"
	if m, err := b.Write(Campaign, "zh", f); err != nil || m.Text == "" {
		t.Errorf("names of places are no claims: %v %+v", err, m)
	}
	for _, c := range [][2]string{{"nosuch", "zh"}, {Campaign, "fr"}} {
		if _, err := b.Write(c[0], c[1], whole); err == nil {
			t.Errorf("%v was written", c)
		}
	}
	if err := Check("x {link}", "fr", whole); err == nil {
		t.Error("no such language")
	}
}

func TestNumbersInNames(t *testing.T) {
	f := Fields{Store: "365便利店", Product: "12只装鸡蛋", Price: "1234.50"}
	for text, good := range map[string]bool{
		"365便利店：12只装鸡蛋 ¥1234.50 {link}":  true,
		"365便利店：12只装鸡蛋 ¥1,234.50 {link}": true,
		"365 天 {link}": false,
		"12 {link}":    false,
		"0 {link}":     false, // what is not known is no figure
	} {
		if err := Check(text, "zh", f); (err == nil) != good {
			t.Errorf("%q: %v", text, err)
		}
	}
	for _, v := range f.figures() {
		if v == 0 || strconv.FormatFloat(v, 'f', 1, 64) != "1234.5" {
			t.Errorf("figure %v", v)
		}
	}
}

func TestChoose(t *testing.T) {
	all := []Candidate{
		{ID: "a", Subject: "pear", Audience: "c1", Stake: 100, Confident: 1},
		{ID: "b", Subject: "pear", Audience: "c2", Stake: 90, Confident: 1},   // the same product again
		{ID: "c", Subject: "kiwi", Audience: "c1", Stake: 80, Confident: 1},   // the same group: counts half
		{ID: "d", Subject: "plum", Audience: "c2", Stake: 50, Confident: 1},   // so this goes first
		{ID: "e", Subject: "fig", Audience: "c3", Stake: 500, Confident: .01}, // hardly sure
		{ID: "f", Subject: "nut", Audience: "c4", Stake: 0, Confident: 1},
		{ID: "g", Subject: "oil", Audience: "c4", Stake: -5, Confident: 1},
	}
	if got := fmt.Sprint(Choose(all, 3)); got != "[0 3 2]" {
		t.Errorf("chosen %s", got)
	}
	if got := fmt.Sprint(Choose(all, 99)); got != "[0 3 2 4]" {
		t.Errorf("all that is worth it: %s", got)
	}
	if got := Choose(nil, 3); got != nil {
		t.Errorf("nothing to choose: %v", got)
	}
	slices.Reverse(all)
	if got := Choose(all, 3); all[got[0]].ID != "a" || all[got[1]].ID != "d" {
		t.Error("the order of the candidates matters")
	}
}

func Example() {
	book, _ := NewBook([]Own{{Campaign, "en", "The best pears: {link}"}})
	m, _ := book.Write(Campaign, "en", Fields{Store: "East Gate", Product: "Snow pears", Price: "12.90", GroupSize: 5})
	fmt.Println(m.Text)
	fmt.Println(m.Note)
	// Output:
	// [East Gate group buy] Snow pears is open for orders at ¥12.90. It goes ahead with 5 buyers. Join here: {link}
	// own text not used: "best" is a word that the Advertising Law (Art. 9) or this shop's own care forbids
}
