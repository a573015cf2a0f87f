package inventory

import (
	"math"
	"strings"
	"time"

	"github.com/linli-project/linli/models/wording"
)

// Facts are what the reason of a line says; it says nothing else.
type Facts struct {
	Start                      time.Time // zero: unknown
	Days                       int
	Usual, Expected, Low, High float64 // Usual 0: unknown
	Booked, OnHand, OnOrder    float64
	Packs, PackSize, MinOrder  float64
	Enough                     bool    // stock reaches the service level without an order
	Keeps                      int     // days that goods keep, where that is why more is ordered than will likely sell; else 0
	Fades                      int     // days that goods keep, where that is why no more is ordered; else 0
	Spoils                     float64 // units of the stock that will likely be thrown away, whatever is ordered
	Wish                       float64 // service level that was asked for; else 0
	MissedFen, WastedFen       float64 // lost with a unit too few, and too many, where that is why more or less is ordered than expected; else 0
}

// longLife is from how many days on nobody counts them.
const longLife = 30

var daysZh = [...]string{"周日", "周一", "周二", "周三", "周四", "周五", "周六"}

// Zh is the reason in Chinese; unit is the measure word.
func (f Facts) Zh(unit string) string {
	count := func(v float64) string { return wording.Number(v) + " " + unit }
	when := ""
	if !f.Start.IsZero() {
		when = daysZh[f.Start.Weekday()]
	}
	if f.Days > 1 {
		if when != "" {
			when += "起 "
		}
		when += wording.Number(float64(f.Days)) + " 天"
	}
	var parts []string
	if usual := wording.CompareZh(f.Expected, f.Usual, "平时"); usual != "" {
		parts = append(parts, when+usual+"（"+f.span(unit)+" "+unit+"）")
	} else {
		parts = append(parts, when+"预计要 "+f.span(unit)+" "+unit)
	}
	for _, p := range []struct {
		name string
		v    float64
	}{{"已预订 ", f.Booked}, {"到货前还剩 ", f.OnHand}, {"在途 ", f.OnOrder}} {
		if p.v > 0 {
			parts = append(parts, p.name+count(p.v))
		}
	}
	if f.Spoils > 0 {
		parts = append(parts, "其中"+wording.AboutZh(f.Spoils, unit)+" "+unit+"要过期")
	}
	switch {
	case f.Packs > 0 && f.PackSize > 1:
		parts = append(parts, "整件 "+count(f.PackSize)+"，订 "+wording.Number(f.Packs)+" 件")
	case f.Packs > 0:
	case f.Enough:
		parts = append(parts, "存货够用，不用订")
	default:
		parts = append(parts, "最少订 "+count(f.least())+"，不划算，不订")
	}
	switch {
	case f.Keeps > longLife:
		parts = append(parts, "放得久，多备些防断货")
	case f.Keeps > 0:
		parts = append(parts, "能放 "+wording.Number(float64(f.Keeps))+" 天，多备些防断货")
	case f.Fades > 0:
		parts = append(parts, "只能放 "+wording.Number(float64(f.Fades))+" 天，再多就要扔")
	case f.Wish > 0:
		parts = append(parts, "按 "+wording.Number(100*f.Wish)+"% 不断货来备")
	case f.MissedFen > f.WastedFen:
		parts = append(parts, "缺一"+unit+"少赚 "+wording.Yuan(f.MissedFen)+" 元，剩一"+unit+"亏 "+wording.Yuan(f.WastedFen)+" 元，宁多勿少")
	case f.WastedFen > 0:
		parts = append(parts, "剩一"+unit+"亏 "+wording.Yuan(f.WastedFen)+" 元，缺一"+unit+"少赚 "+wording.Yuan(f.MissedFen)+" 元，宁少勿多")
	}
	return strings.Join(parts, "，")
}

// En is the reason in English; unit is the Chinese measure word, which says whether parts of one are sold.
func (f Facts) En(unit string) string {
	when := ""
	if !f.Start.IsZero() {
		when = f.Start.Weekday().String()
	}
	if f.Days > 1 {
		if when != "" {
			when = "From " + when + ", "
		}
		when += wording.Number(float64(f.Days)) + " days"
	}
	if when != "" {
		when += ": "
	}
	var parts []string
	if usual := wording.CompareEn(f.Expected, f.Usual, "usual"); usual != "" {
		parts = append(parts, when+usual+" ("+f.span(unit)+")")
	} else {
		parts = append(parts, when+f.span(unit)+" expected")
	}
	for _, p := range []struct {
		v    float64
		name string
	}{{f.Booked, " booked"}, {f.OnHand, " left by then"}, {f.OnOrder, " on the way"}} {
		if p.v > 0 {
			parts = append(parts, wording.Number(p.v)+p.name)
		}
	}
	if f.Spoils > 0 {
		parts = append(parts, wording.AboutEn(f.Spoils, unit)+" of them will spoil")
	}
	switch {
	case f.Packs > 0 && f.PackSize > 1:
		parts = append(parts, wording.Things(f.Packs, "pack", "packs")+" of "+wording.Number(f.PackSize))
	case f.Packs > 0:
	case f.Enough:
		parts = append(parts, "stock is enough, order none")
	default:
		parts = append(parts, "the least order of "+wording.Number(f.least())+" would not pay")
	}
	switch {
	case f.Keeps > longLife:
		parts = append(parts, "keeps long, so some more against running out")
	case f.Keeps > 0:
		parts = append(parts, "keeps "+days(f.Keeps)+", so some more against running out")
	case f.Fades > 0:
		parts = append(parts, "keeps only "+days(f.Fades)+", more would be thrown away")
	case f.Wish > 0:
		parts = append(parts, "for a "+wording.Number(100*f.Wish)+"% chance of not running out")
	case f.MissedFen > f.WastedFen:
		parts = append(parts, "one too few loses "+wording.Money(f.MissedFen)+", one too many "+wording.Money(f.WastedFen)+", so rather more")
	case f.WastedFen > 0:
		parts = append(parts, "one too many loses "+wording.Money(f.WastedFen)+", one too few "+wording.Money(f.MissedFen)+", so rather less")
	}
	return strings.Join(parts, "; ")
}

// days that goods keep, in English.
func days(n int) string { return wording.Things(float64(n), "day", "days") }

// span is the expected demand as from–to, or one figure where both are alike.
func (f Facts) span(unit string) string { return wording.Span(f.Low, f.High, unit) }

// least is the smallest order that is not none.
func (f Facts) least() float64 {
	return f.PackSize * math.Max(1, math.Ceil(f.MinOrder/f.PackSize-1e-9))
}
