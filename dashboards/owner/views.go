package owner

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
)

// Number writes a quantity as a number field reads it.
func (LineView) Number(q float64) string { return strconv.FormatFloat(q, 'f', -1, 64) }

// CardView is a card with the words to show it.
type CardView struct {
	View    page.View
	Card    Card
	Content Content
}

// Card joins a card and the view; templates take one value.
func (c Content) Card(v page.View, card Card) CardView { return CardView{v, card, c} }

// TextView is a text ready to send, with its number on the page.
type TextView struct {
	View    page.View
	Message Message
	Number  int
	Report  bool
	Content Content
}

// Text joins a message and the view; templates take one value.
func (c Content) Text(v page.View, m Message, number int) TextView {
	return TextView{v, m, number, c.Report, c}
}

// SentView is a text that was sent, or can be said to have been.
type SentView struct {
	View    page.View
	Content Content
	ID      string
	Sent    *Sent
}

// SentText joins a text's name, what was said of it, and the view.
func (c Content) SentText(v page.View, id string, sent *Sent) SentView {
	return SentView{v, c, id, sent}
}

// Today says whether it was sent on the store's day that is going on, so that a mistake can be taken back.
func (s SentView) Today() bool {
	return s.Sent != nil && s.Content.Day.Live && chain.Today(s.Sent.At, s.Content.Day.Store.Zone()).Equal(s.Content.Day.Day)
}

// Zone is the store's.
func (s SentView) Zone() *time.Location { return s.Content.Day.Store.Zone() }

// Money says what judged advice gained or lost against doing as before; empty when none could be judged.
func (c Content) Money(p words.Printer) string {
	fen, ok := c.Day.Became.Value.Fen()
	switch {
	case !ok:
		return ""
	case fen > 0:
		return p.T("became.more", p.Sum(fen))
	case fen < 0:
		return p.T("became.less", p.Sum(-fen))
	}
	return p.T("became.same")
}

// Kind says what the judged advice of one kind came to, in sums where money can be told, else on average.
func (c Content) Kind(p words.Printer, k Worthwhile) string {
	text := p.T("became.kind", p.Count(k.Advised), p.Count(k.Hits+k.Misses), p.Count(k.Hits))
	size, sign := math.Abs(k.Gain), "more"
	if k.GainUnit == "share" {
		size = math.Abs(k.GainMean)
	}
	if k.Gain < 0 {
		sign = "less"
	}
	var figure string
	switch k.GainUnit {
	case "fen":
		figure = p.Sum(int64(math.Round(size)))
	case "share":
		figure = p.Quantity(math.Round(size*1000) / 10)
	case "people":
		figure = p.Quantity(math.Round(size))
	default:
		return text + p.T("became.end")
	}
	text += p.T("became."+k.GainUnit+"."+sign, figure)
	if k.GainLow != 0 || k.GainHigh != 0 { // more than one week to compare
		text += p.T("became.each", c.gain(p, k.GainUnit, k.GainLow), c.gain(p, k.GainUnit, k.GainHigh))
	}
	return text + p.T("became.end")
}

// gain writes a gain with its sign.
func (Content) gain(p words.Printer, unit string, v float64) string {
	var text string
	switch unit {
	case "fen":
		text = p.Sum(int64(math.Round(v)))
	case "share":
		text = p.Quantity(math.Round(v*1000)/10) + "%"
	default:
		text = p.Quantity(math.Round(v*10) / 10)
	}
	if v > 0 {
		return "+" + text
	}
	return text
}

// Risk names the lines with most money to be lost in one way, three at most, from a yuan on; empty: none.
func (c Content) Risk(p words.Printer, kind string) string {
	of := func(l Line) int64 { return l.MissedFen }
	if kind == "waste" {
		of = func(l Line) int64 { return l.WasteFen }
	}
	lines := slices.Clone(c.Day.Sheet.Value.Lines)
	slices.SortStableFunc(lines, func(a, b Line) int { return cmp.Compare(of(b), of(a)) })
	text := ""
	for _, l := range lines[:min(3, len(lines))] {
		if of(l) < 100 {
			break
		}
		if text != "" {
			text += p.T("comma")
		}
		text += p.Pick(l.Name, l.NameEn) + " " + p.Money(of(l))
	}
	return text
}
