package recommend

import (
	"strconv"

	"github.com/linli-project/linli/models/wording"
)

// Facts are what a reason says; it says nothing else.
type Facts struct {
	Action        string
	Days          int     // of the window
	Offered       float64 // days of them on offer here; 0 means all
	Own           float64 // units sold here in the window
	Typical       float64 // units that a store of this size sells in as many days on offer
	StoresSelling int     // stores alike that sold it in the window
	Stores        int     // stores alike
	ChainOrders   float64 // in the window
	Low, High     float64 // units expected in 7 days
	Index         float64 // of the category here, chain = 100; 0: not told
	CategoryZh    string
	CategoryEn    string
	Chance        float64 // test: with which it was drawn
	Pool          int     // test: candidates drawn from
	New           bool    // the store has not sold anything yet
	Hidden        bool    // what the store itself sold is not told
	Locked        bool
	Banned        bool
	Chain         bool // the chain list is given
}

// toldIndex is from where on an index is worth a word.
const toldIndex = 115

// Zh is the reason in Chinese; unit is the measure word.
func (f Facts) Zh(unit string) string {
	switch {
	case f.Banned:
		return "已设为本店禁售"
	case f.Action == Add || f.Action == Test:
		return f.addZh(unit)
	}
	out := f.ownZh(unit)
	switch {
	case f.Locked:
		out += "；已锁定保留"
	case f.Action == Drop:
		out += "；位置让给更值得上的商品"
	}
	return out
}

func (f Facts) addZh(unit string) string {
	out := ""
	if f.Locked {
		out = "已锁定上架；"
	}
	switch {
	case f.Hidden:
	case f.New:
		out += "本店还没有销量；"
	case f.Own == 0:
		out += "本店近 " + strconv.Itoa(f.Days) + " 天没卖出过；"
	}
	if f.StoresSelling > 0 {
		out += "与本店最像的 " + strconv.Itoa(f.Stores) + " 家店里 " + strconv.Itoa(f.StoresSelling) + " 家在卖"
	} else {
		out += "全连锁近 " + strconv.Itoa(f.Days) + " 天共 " + wording.Number(f.ChainOrders) + " 单"
	}
	if f.Index >= toldIndex {
		out += "；这里的" + f.CategoryZh + "指数 " + wording.Number(float64(int(f.Index+.5))) + "（全连锁为 100）"
	}
	if f.Action == Test {
		if f.Pool < 2 { // nothing was drawn
			return out + "；还说不准，先试卖看看，一周约卖 " + rangeText(f.Low, f.High, unit) + " " + unit
		}
		return out + "；从 " + strconv.Itoa(f.Pool) + " 种还说不准的商品里抽签试卖，抽中机会 " + percent(f.Chance) + "，一周约卖 " + rangeText(f.Low, f.High, unit) + " " + unit
	}
	out += "；一周约卖 " + rangeText(f.Low, f.High, unit) + " " + unit
	if f.Chain {
		out += "；按全连锁清单给"
	}
	return out
}

func (f Facts) ownZh(unit string) string {
	days, own := strconv.Itoa(f.Days), wording.Number(f.Own)
	sold := "本店近 " + days + " 天"
	if f.Offered > 0 {
		sold = "本店上架 " + wording.Number(f.Offered) + " 天"
	}
	typical := "同规模门店卖出" + wording.AboutZh(f.Typical, unit) + " " + unit
	switch {
	case f.Hidden:
		return "全连锁近 " + days + " 天共 " + wording.Number(f.ChainOrders) + " 单，" + typical
	case f.Own == 0:
		return sold + "没卖出过，" + typical
	case f.Action == Drop && f.Own >= .95*f.Typical:
		return sold + "卖出 " + own + " " + unit + "，一周约卖 " + rangeText(f.Low, f.High, unit) + " " + unit
	case f.Action == Drop:
		return join(sold+"只卖出 "+own+" "+unit, "，", wording.CompareZh(f.Own, f.Typical, "同规模门店"))
	}
	return join(sold+"卖出 "+own+" "+unit, "，", wording.CompareZh(f.Own, f.Typical, "同规模门店"))
}

// En is the reason in English; unit is the Chinese measure word, which says whether parts of one are sold.
func (f Facts) En(unit string) string {
	switch {
	case f.Banned:
		return "Banned in this store"
	case f.Action == Add || f.Action == Test:
		return f.addEn(unit)
	}
	out := f.ownEn(unit)
	switch {
	case f.Locked:
		out += "; locked, stays"
	case f.Action == Drop:
		out += "; its place goes to what is worth more"
	}
	return out
}

func (f Facts) addEn(unit string) string {
	out := ""
	if f.Locked {
		out = "Locked; "
	}
	switch {
	case f.Hidden:
	case f.New:
		out += "This store has no sales yet; "
	case f.Own == 0:
		out += "None sold here in " + things(float64(f.Days), "day") + "; "
	}
	if f.StoresSelling > 0 {
		out += alikeEn(f.StoresSelling, f.Stores)
	} else {
		out += things(f.ChainOrders, "order") + " in the chain in " + things(float64(f.Days), "day")
	}
	if f.Index >= toldIndex {
		out += "; index " + wording.Number(float64(int(f.Index+.5))) + " for " + f.CategoryEn + " here (chain = 100)"
	}
	if f.Action == Test {
		if f.Pool < 2 { // nothing was drawn
			return out + "; nobody is sure of it, so try it: about " + rangeText(f.Low, f.High, unit) + " a week"
		}
		return out + "; drawn to be tried from " + strconv.Itoa(f.Pool) + " products that nobody is sure of (chance " + percent(f.Chance) + "), about " + rangeText(f.Low, f.High, unit) + " a week"
	}
	out += "; about " + rangeText(f.Low, f.High, unit) + " a week"
	if f.Chain {
		out += "; from the chain list"
	}
	return out
}

func (f Facts) ownEn(unit string) string {
	days, own := things(float64(f.Days), "day"), wording.Number(f.Own)
	in := " in " + days
	if f.Offered > 0 {
		in = " in " + things(f.Offered, "day") + " on offer"
	}
	const size = "a store of this size"
	typical := size + " sells " + wording.AboutEn(f.Typical, unit)
	switch {
	case f.Hidden:
		return things(f.ChainOrders, "order") + " in the chain in " + days + ", " + typical
	case f.Own == 0:
		return "None sold here" + in + ", " + typical
	case f.Action == Drop && f.Own >= .95*f.Typical:
		return "Sold " + own + " here" + in + ", about " + rangeText(f.Low, f.High, unit) + " a week expected"
	case f.Action == Drop:
		return join("Only "+own+" sold here"+in, ", ", wording.CompareEn(f.Own, f.Typical, size))
	}
	return join("Sold "+own+" here"+in, ", ", wording.CompareEn(f.Own, f.Typical, size))
}

// things is a quantity with its noun.
func things(v float64, noun string) string { return wording.Things(v, noun, noun+"s") }

// alikeEn says how many of the stores most like this one sell it.
func alikeEn(selling, stores int) string {
	switch {
	case stores == 1:
		return "The store most like this one sells it"
	case selling == 1:
		return "1 of the " + strconv.Itoa(stores) + " stores most like this one sells it"
	}
	return strconv.Itoa(selling) + " of the " + strconv.Itoa(stores) + " stores most like this one sell it"
}

func join(a, by, b string) string {
	if b == "" {
		return a
	}
	return a + by + b
}

func rangeText(low, high float64, unit string) string {
	if high < .5 {
		return "<1"
	}
	return wording.Span(low, high, unit)
}

func percent(share float64) string {
	if share < .01 {
		return "<1%"
	}
	return strconv.Itoa(int(100*share+.5)) + "%"
}

// reason of one row.
func (v *view) reason(k int, r Row, hidden bool) (zh, en string) {
	a, h := v.a, &v.hopes[k]
	p := &a.products[h.item]
	f := Facts{Action: r.Action, Days: a.in.WindowDays, Typical: h.typical * float64(a.in.WindowDays) / 7 * a.worth[h.item].perOrder,
		StoresSelling: int(r.AlikeSelling), Stores: int(r.AlikeStores), ChainOrders: p.Orders, Low: r.Low, High: r.High, Hidden: hidden,
		CategoryZh: p.CategoryZh, CategoryEn: p.CategoryEn, Chance: r.Propensity, Pool: v.draws.pool, New: a.outlook.Known(v.s) == 0,
		Locked: h.Locked, Banned: h.Banned && !h.Locked, Chain: !a.local(v.s)}
	if f.CategoryZh == "" {
		f.CategoryZh = p.Category
	}
	if f.CategoryEn == "" {
		f.CategoryEn = p.Category
	}
	if t := a.taste[v.s][h.Category]; t.buyers >= leastBuyers && p.Category != "" {
		f.Index = t.index
	}
	if h.own != nil && !hidden {
		f.Own = h.own.Units
		if a.p.Listed() && h.own.Days > 0 && h.own.Days < float64(a.in.WindowDays) {
			f.Offered = h.own.Days
			f.Typical *= h.own.Days / float64(a.in.WindowDays)
		}
	}
	unit := p.Unit
	if unit == "" {
		unit = "份"
	}
	return f.Zh(unit), f.En(unit)
}
