package message

import "github.com/linli-project/linli/dashboards/page"

// yesterday tells what was sold, next to the same day a week before, and how the forecast did.
func (c composer) yesterday(before int64, known bool) {
	p, s := c.p, c.Day.Settlement.Value
	yesterday := c.Day.Day.AddDate(0, 0, -1)
	switch {
	case s.Has && s.Orders == 0 && s.Day.Equal(yesterday):
		c.m.add(lead, plain(p.T("daily.nosales", p.ShortDay(s.Day))))
	case s.Has && s.Orders > 0:
		when := "daily.on"
		if s.Day.Equal(yesterday) {
			when = "daily.yesterday"
		}
		spans := []span{plain(p.T(when, p.ShortDay(s.Day))), strong(p.T("daily.sold", p.Count(s.Orders), p.Sum(s.Amount)))}
		if known && before > 0 {
			change := float64(s.Amount)/float64(before) - 1
			switch {
			case change >= 0.02:
				spans = append(spans, plain(p.T("daily.more", p.Percent(change))))
			case change <= -0.02:
				spans = append(spans, plain(p.T("daily.less", p.Percent(-change))))
			default:
				spans = append(spans, plain(p.T("daily.same")))
			}
		}
		c.m.add(lead, spans...)
	}
	if s := c.Day.Score.Value; s.Counted() > 0 {
		text := p.T("daily.score", p.Count(s.Counted()), p.Count(s.Hits))
		if sold := c.Day.Settlement.Value; !sold.Has || !s.Day.Equal(sold.Day) {
			text = p.T("daily.scored", p.ShortDay(s.Day), p.Count(s.Counted()), p.Count(s.Hits))
		}
		if s.Actual > 0 {
			key := "daily.worse"
			if s.Better() {
				key = "daily.closer"
			}
			text += p.T(key, p.Percent(s.WAPE()), p.Percent(s.NaiveWAPE()))
		}
		c.m.add(more, plain(text))
	}
}

// sheet tells what to order, or why that is not known.
func (c composer) sheet() {
	p, m, s, store := c.p, c.m, c.Day.Sheet.Value, c.Day.Store
	name, day := short(store.Title(), longestName), p.ShortDay(c.Day.Day)
	switch {
	case !c.night.Done:
		m.Subject = p.T("daily.late", name, day)
		m.add(lead, strong(p.T("daily.unready")))
		m.add(more, plain(p.T("daily.meanwhile", store.CutoffHour)))
		return
	case !c.night.Own || len(s.Lines) == 0:
		m.Subject = p.T("daily.new", name, day)
		m.add(lead, plain(p.T("daily.nosheet")))
		return
	case s.Advised+s.Buy == 0:
		m.Subject = p.T("daily.enough", name, day)
		m.add(lead, strong(p.T("sheet.enough", p.ShortDay(s.Day), len(s.Lines))))
	default:
		m.Subject = p.T("daily.nocost", name, day, s.Buy)
		head := p.T("daily.order", s.Buy)
		if s.Cost > 0 {
			m.Subject = p.T("daily.subject", name, day, s.Buy, p.Sum(s.Cost))
			head += p.T("daily.cost", p.Sum(s.Cost))
		}
		m.add(lead, strong(head), plain(p.T("daily.cutoff", store.CutoffHour)))
		arrive := p.T("daily.arrive", p.ShortDay(s.Day))
		if s.Edits > 0 {
			arrive += p.T("daily.edited", s.Edits)
		}
		m.add(more, plain(arrive))
		left := s.Buy
		for _, l := range s.Lines {
			if l.Ordered() <= 0 || s.Buy-left == shownLines {
				continue
			}
			left--
			spans := []span{plain(short(p.Pick(l.Name, l.NameEn), longestName) + " "), strong(p.Units(l.Ordered(), l.Unit))}
			if l.Change != nil {
				spans = append(spans, plain(p.T("report.advised", p.Quantity(l.Quantity))))
			}
			if reason := clauses(p.Pick(l.ReasonZh, l.ReasonEn), longestReason); reason != "" {
				spans = append(spans, spare(p.T("colon")+reason))
			}
			m.add(item, spans...)
		}
		if left > 0 {
			m.add(item, plain(p.T("daily.rest", left)))
		}
	}
}

// risks tells what may run out, what may be left, and whether the forecast is to be relied on.
func (c composer) risks() {
	s := c.Day.Sheet.Value
	if !c.night.Own || len(s.Lines) == 0 {
		return
	}
	var texts []string
	for _, r := range [][2]string{{"short", "sheet.short"}, {"waste", "sheet.spoils"}} {
		if text := c.Risk(c.p, r[0]); text != "" {
			texts = append(texts, c.p.T(r[1], text))
		}
	}
	if s.Alarm != nil {
		texts = append(texts, c.p.Pick(s.Alarm.TextZh, s.Alarm.TextEn))
	}
	if len(texts) == 0 {
		return
	}
	c.m.add(lead, strong(c.p.T("daily.risk")))
	for _, text := range texts {
		c.m.add(item, plain(short(text, 5*longestName)))
	}
}

// push tells the window of the community with most orders, whether it is that of all, and a text to paste.
func (c composer) push() {
	p, push := c.p, c.Day.Push.Value
	if !c.night.Done || len(push.Windows) == 0 || push.Quiet.MaxPerWeek == 0 || c.Day.Day.Sub(push.AsOf) > oldestPush {
		return
	}
	w := push.Windows[0]
	where := p.T("daily.where", short(w.Name, longestName))
	if len(push.Windows) > 1 {
		where = p.T("daily.everywhere", len(push.Windows))
	}
	for _, other := range push.Windows[1:] {
		if other.Start != w.Start || other.End != w.End {
			where = p.T("daily.places", short(w.Name, longestName), len(push.Windows))
		}
	}
	c.m.add(lead, strong(p.T("daily.push", p.Hours(w.Start, w.End))), plain(where))
	if text := c.Ready(p); text != "" && c.night.Own {
		c.m.add(item, plain(short(text, 5*longestName)))
	}
}

// rest tells who still has to fetch something, and what waits for a decision.
func (c composer) rest() {
	p, n := c.p, c.Day.Counts.Value
	if n.Pickups > 0 {
		spans := []span{strong(p.T("daily.wait", p.Count(n.Pickups)))}
		if n.Overdue > 0 {
			spans = append(spans, plain(p.T("daily.overdue", p.Count(n.Overdue), n.Longest)))
		}
		c.m.add(lead, spans...)
	}
	open, kinds := 0, map[string]int{}
	for _, card := range c.Day.Advice.Value.Cards {
		if card.Open && card.Decision == "" && card.Action != "keep" {
			open++
			kinds[card.Action]++
		}
	}
	if open == 0 || !c.night.Done {
		return
	}
	text := ""
	for _, action := range []string{"add", "drop", "test"} {
		if kinds[action] > 0 {
			if text != "" {
				text += p.T("comma")
			}
			text += p.T("daily.kind", p.Code("action", action), kinds[action])
		}
	}
	c.m.add(lead, plain(p.T("daily.advice", open)+p.T("daily.kinds", text)))
}

// foot tells where the figures come from.
func (c composer) foot(world page.World) {
	p, s := c.p, c.Day.Sheet.Value
	text := p.Code("world", world.Name)
	switch {
	case c.night.Own && len(s.Lines) > 0:
		text = c.AsOf(p, s.AsOf, s.Run) + " · " + p.T("daily.products", len(s.Lines)) + " · " + text
	case c.Day.Settlement.Value.Has:
		text = p.T("foot.asof", p.ShortDay(c.Day.Settlement.Value.Day)) + " · " + text
	}
	c.m.add(note, plain(text))
}
