package message

import (
	"slices"
	"strings"
)

// unmarked keeps data from being read as marks: the robot of WeCom knows no escapes, so signs that could begin a mark, a link, a tag
// or a mention become their wide twins, which look the same to a reader.
var unmarked = strings.NewReplacer("*", "＊", "`", "｀", "[", "［", "]", "］", "<", "＜", ">", "＞", "#", "＃", "\\", "＼", "_", "＿", "~", "～")

// Markdown is the message for a robot of WeCom, of at most limit bytes; 0 is no limit. What is too long loses its reasons, the last
// first, and then lines from the end.
func (m Message) Markdown(limit int) string {
	if limit > 0 {
		for {
			if whole := m.Markdown(0); len(whole) <= limit {
				return whole
			}
			fewer, ok := m.spared()
			if !ok {
				break
			}
			m = fewer
		}
	}
	foot := ""
	if m.link != "" {
		foot = "\n\n[" + m.p.T("daily.open") + "](" + m.link + ")"
	}
	cut := "\n" + m.p.T("daily.cut")
	var b strings.Builder
	for i, l := range m.lines {
		text := markdown(l)
		if i > 0 {
			text = gap(m.lines[i-1].kind, l.kind) + text
		}
		if limit > 0 && b.Len()+len(text)+len(cut)+len(foot) > limit {
			if i == 0 { // a name as long as a message
				b.WriteString(clip(text, limit-len(foot)-len(cut)))
			}
			b.WriteString(cut)
			break
		}
		b.WriteString(text)
	}
	b.WriteString(foot)
	if limit > 0 {
		return clip(b.String(), limit)
	}
	return b.String()
}

// spared is the message without the last of what may be left out; false where nothing may.
func (m Message) spared() (Message, bool) {
	for i := len(m.lines) - 1; i >= 0; i-- {
		all := m.lines[i].Spans
		kept := slices.DeleteFunc(slices.Clone(all), func(s span) bool { return s.Spare })
		if len(kept) < len(all) {
			m.lines = slices.Clone(m.lines)
			m.lines[i].Spans = kept
			return m, true
		}
	}
	return m, false
}

// gap stands between two lines: an empty line between sections, and behind a list, which would take in the line after it.
func gap(before, now kind) string {
	if now == lead || now == note || before == item && now != item {
		return "\n\n"
	}
	return "\n"
}

func markdown(l line) string {
	var b strings.Builder
	switch l.kind {
	case title:
		b.WriteString("## ")
	case item:
		b.WriteString("> ")
	case note:
		b.WriteString(`<font color="comment">`)
	}
	for _, s := range l.Spans {
		text := unmarked.Replace(tame(s.Text))
		if s.Strong && l.kind != title && text != "" {
			text = "**" + text + "**"
		}
		b.WriteString(text)
	}
	if l.kind == note {
		b.WriteString("</font>")
	}
	return b.String()
}
