package report

import (
	"strings"

	"github.com/linli-project/linli/dashboards/owner"
	"github.com/linli-project/linli/dashboards/words"
)

// printf writes a line of a report.
type printf func(format string, args ...any)

// ordered is what is ordered of a line.
func ordered(p words.Printer, l owner.Line) string { return p.Quantity(l.Ordered()) }

// advised stands behind a quantity that somebody changed.
func advised(p words.Printer, l owner.Line) string {
	if l.Change == nil {
		return ""
	}
	return p.T("report.advised", p.Quantity(l.Quantity))
}

// cardFigures are the figures of a change to the range, with what was decided.
func cardFigures(p words.Printer, r owner.Card) string {
	key := "advice.units"
	if r.Action == "drop" {
		key = "advice.dropunits"
	}
	parts := []string{p.T(key, p.Goods(r.Low, r.High, r.Unit), marked.Replace(p.Unit(r.Unit)))}
	if r.Gain() > 0 && r.Action != "keep" {
		parts = append(parts, p.T("advice.gain", p.Sum(r.Gain())))
	}
	if r.Action == "test" {
		parts = append(parts, p.T("report.test"))
	}
	if key := map[string]string{"accept": "decide.accepted", "decline": "decide.declined", "changed": "decide.changed"}[r.Decision]; key != "" {
		parts = append(parts, p.T(key))
	}
	return strings.Join(parts, " · ")
}

// usual compares a window with the usual one.
func usual(p words.Printer, w owner.Window) string {
	if w.Start == w.ChainStart {
		return space(p) + p.T("push.same")
	}
	return space(p) + p.T("push.chain", w.ChainStart, p.Percent(w.ChainShare))
}

// pushed says how many may be addressed, when nobody is disturbed, and the first text.
func pushed(line printf, p words.Printer, push owner.Push) {
	if len(push.Windows) == 0 {
		return
	}
	text := ""
	if len(push.Reach) > 0 {
		text = p.T("push.may", p.Count(push.May())) + space(p)
	}
	if push.Quiet.Any() {
		text += p.T("push.quiet", push.Quiet.From, push.Quiet.Until)
	}
	line("\n%s", text)
	for _, m := range push.Messages {
		line("\n%s\n\n> %s", marked.Replace(p.Code("suggestion", m.Kind)), strings.ReplaceAll(marked.Replace(p.Pick(m.MessageZh, m.MessageEn)), "\n", "\n> "))
	}
}

// against says whether the forecast beat repeating last week, for better or worse.
func against(p words.Printer, s owner.Scored) string {
	if s.Actual == 0 {
		return p.T("score.nosales")
	}
	key := "score.worse"
	if s.Better() {
		key = "score.better"
	}
	text := p.T(key, p.Percent(s.WAPE()), p.Percent(s.NaiveWAPE()))
	switch {
	case s.BetterFen > 0:
		text += space(p) + p.T("score.saved", p.Sum(s.BetterFen))
	case s.BetterFen < 0:
		text += space(p) + p.T("score.lost", p.Loss(s.BetterFen))
	}
	return text
}

// yours compares the quantities that people changed with those advised.
func yours(line printf, p words.Printer, s owner.Scored) {
	if len(s.Changed) == 0 {
		return
	}
	v := s.Verdict()
	text := p.T("yours.lead", len(s.Changed), v.Better, v.Worse, v.Same) + space(p)
	switch {
	case v.Fen > 0:
		text += p.T("yours.better", p.Sum(v.Less))
	case v.Fen < 0:
		text += p.T("yours.worse", p.Sum(v.Less))
	default:
		text += p.T("yours.same")
	}
	line("\n%s", text)
}

// afterwards tells what became of the advice, and who brings neighbours.
func (c content) afterwards(line printf) {
	p, became, leaders := c.p, c.Day.Became.Value, c.Day.Leaders.Value
	line("\n## %s\n", p.T("became.title"))
	if len(became.Kinds) > 0 {
		t := became.Total()
		line("%s%s", p.T("became.lead", p.Count(t.Advised), p.Count(t.Hits), p.Count(t.Misses), p.Count(t.Voids)), spaced(p, c.Money(p)))
		for _, k := range became.Judged() {
			line("- %s%s%s", p.Code("suggestion", k.Kind), p.T("colon"), c.Kind(p, k))
		}
	} else {
		line("%s", p.T("became.empty"))
	}

	line("\n## %s\n", p.T("leaders.title"))
	for _, l := range leaders.Lines {
		note := ""
		switch {
		case l.Findings > 0:
			note = space(p) + p.T("leaders.check") + marked.Replace(p.Pick(l.FindingZh, l.FindingEn))
		case l.Reward > 0:
			note = space(p) + p.T("leaders.reward", p.Money(l.Reward))
		}
		line("- %s · %s%s%s%s", l.Customer, marked.Replace(l.Community), p.T("colon"), p.T("leaders.why", p.Range(l.Low, l.High), p.Count(l.Shares), p.Count(l.Orders)), note)
	}
	if len(leaders.Lines) == 0 {
		line("%s", p.T("leaders.empty"))
	}
}

// space stands between sentences: none in Chinese.
func space(p words.Printer) string {
	if p.Lang == words.English {
		return " "
	}
	return ""
}

// spaced puts the space of a next sentence before a text, if there is one.
func spaced(p words.Printer, text string) string {
	if text == "" {
		return ""
	}
	return space(p) + text
}
