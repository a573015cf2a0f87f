package report

import (
	"context"
	"fmt"
	"io"
	"strings"

	"github.com/linli-project/linli/sql"
)

// marked keeps data from being read as marks of Markdown or HTML.
var marked = strings.NewReplacer("\\", "\\\\", "|", "\\|", "*", "\\*", "_", "\\_", "`", "\\`", "[", "\\[", "]", "\\]",
	"<", "&lt;", ">", "&gt;", "#", "\\#", "\r", " ", "\n", " ")

// writeMarkdown writes what fits a chat: the order sheet, the advice, the window, the account.
func writeMarkdown(_ context.Context, _ *sql.DB, w io.Writer, c content) error {
	p, d := c.p, c.Day
	var b strings.Builder
	line := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	line("# %s · %s", marked.Replace(d.Store.Title()), p.T("report.title"))
	line("\n%s · %s · %s\n", p.Day(d.Day), p.Code("world", c.world.Name), p.T("report.cutoff", d.Store.CutoffHour))

	line("## %s\n", p.T("sheet.title"))
	if s := d.Sheet.Value; len(s.Lines) > 0 {
		if s.Advised+s.Buy > 0 {
			line("%s\n", p.T("sheet.lead", p.ShortDay(s.Day), s.Buy))
			line("| %s | %s | %s | %s |\n|---|---:|---:|---|", p.T("product.name"), p.T("sheet.quantity"), p.T("sheet.expected"), p.T("report.reason"))
		} else {
			line("%s\n", p.T("sheet.enough", p.ShortDay(s.Day), len(s.Lines)))
		}
		left := 0
		for _, l := range s.Lines {
			if l.Ordered() == 0 && l.Change == nil {
				left++
				continue
			}
			line("| %s | %s %s | %s | %s |", marked.Replace(p.Pick(l.Name, l.NameEn)), ordered(p, l), marked.Replace(p.UnitOf(l.Ordered(), l.Unit))+advised(p, l),
				p.Goods(l.Low, l.High, l.Unit), marked.Replace(p.Pick(l.ReasonZh, l.ReasonEn)))
		}
		if left > 0 && left < len(s.Lines) {
			line("\n%s", p.T("sheet.others", left))
		}
		for _, kind := range []string{"short", "waste"} {
			if text := c.Risk(p, kind); text != "" {
				line("\n%s", marked.Replace(p.T(map[string]string{"short": "sheet.short", "waste": "sheet.spoils"}[kind], text)))
			}
		}
		foot := c.AsOf(p, s.AsOf, s.Run) + " · " + p.T("sheet.sample", len(s.Lines))
		if s.Run.Model != "" {
			foot += " · " + p.T("foot.model", marked.Replace(s.Run.Model))
		}
		line("\n%s", foot)
	} else {
		line("%s", p.T("sheet.empty"))
	}

	line("\n## %s\n", p.T("advice.title"))
	if g := d.Advice.Value.Gate; g != nil {
		line("%s\n", marked.Replace(p.Pick(g.ReasonZh, g.ReasonEn)))
	}
	for _, r := range d.Advice.Value.First() {
		line(p.T("report.card"), p.Code("action", r.Action), marked.Replace(p.Pick(r.Name, r.NameEn)),
			marked.Replace(p.Pick(r.ReasonZh, r.ReasonEn)), cardFigures(p, r))
	}
	if rest := len(d.Advice.Value.Rest()); rest > 0 {
		line("- %s", p.T("advice.rest", rest))
	}
	if len(d.Advice.Value.Cards) == 0 {
		line("%s", p.T("advice.empty"))
	}

	line("\n## %s\n", p.T("push.title"))
	for _, win := range d.Push.Value.Windows {
		line("- %s%s**%s** %s%s", marked.Replace(win.Name), p.T("colon"), p.Hours(win.Start, win.End), p.T("push.why", p.Percent(win.Share)), usual(p, win))
	}
	pushed(line, p, d.Push.Value)
	if len(d.Push.Value.Windows) == 0 {
		line("%s", p.T("push.empty"))
	}

	line("\n## %s\n", p.T("score.title"))
	if s := d.Score.Value; s.Counted() > 0 {
		line("%s · %s", p.T("score.lead", p.ShortDay(s.Day), p.Quantity(s.Advised), p.Quantity(s.Actual)),
			p.T("score.hit", p.Count(s.Counted()), p.Count(s.Hits), p.Percent(s.HitRate()))+space(p)+against(p, s))
		if w := s.Worth; w.Lines > 0 {
			line("\n%s", p.T("score.worth", p.Sum(w.AdvisedWasteFen), p.Sum(w.WasteFen), p.Sum(w.AdvisedMissedFen), p.Sum(w.MissedFen)))
		}
		yours(line, p, s)
	} else {
		line("%s", p.T("score.empty"))
	}

	c.afterwards(line)

	line("\n## %s\n", p.T("settle.title"))
	if s := d.Settlement.Value; s.Has {
		line("%s%s%s %s · %s %s · %s **%s**", p.ShortDay(s.Day), p.T("colon"), p.T("settle.gross"), p.Money(s.Gross()),
			p.T("settle.refunds"), p.Money(s.Refunded), p.T("settle.due"), p.Money(s.Commission()))
	} else {
		line("%s", p.T("settle.empty"))
	}
	line("\n%s", p.T("foot.made", p.Instant(c.now, d.Store.Zone())))
	_, err := io.WriteString(w, b.String())
	return err
}
