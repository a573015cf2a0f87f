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
	StoresSelling int     // stores that sold it
	Stores        int     // stores with any sales
	ChainOrders   float64
	New           bool // the store has not sold anything yet
}

// Zh is the reason in Chinese; unit is the measure word.
func (f Facts) Zh(unit string) string {
	days, own := strconv.Itoa(f.Days), wording.Number(f.Own)
	spread := strconv.Itoa(f.Stores) + " 家店里 " + strconv.Itoa(f.StoresSelling) + " 家卖过"
	typical := "同规模门店约卖 " + wording.Number(f.Typical) + " " + unit
	here := "本店近 " + days + " 天没卖出过"
	sold := "本店近 " + days + " 天"
	if f.Offered > 0 {
		sold = "本店上架 " + wording.Number(f.Offered) + " 天"
		here = sold + "没卖出过"
	}
	if f.New {
		here = "本店还没有销量"
	}
	switch {
	case f.Action == Test:
		return here + "；" + spread + "，共 " + wording.Number(f.ChainOrders) + " 单，先少量试卖"
	case f.Action == Add:
		return here + "；" + spread + "，" + typical
	case f.Own == 0:
		return here + "，" + typical
	case f.Action == Drop:
		return sold + "只卖出 " + own + " " + unit + "，" + wording.CompareZh(f.Own, f.Typical, "同规模门店")
	}
	return sold + "卖出 " + own + " " + unit + "，" + wording.CompareZh(f.Own, f.Typical, "同规模门店")
}

// En is the reason in English.
func (f Facts) En() string {
	days, own := strconv.Itoa(f.Days), wording.Number(f.Own)
	spread := strconv.Itoa(f.StoresSelling) + " of " + strconv.Itoa(f.Stores) + " stores sold it"
	typical := "a store of this size sells about " + wording.Number(f.Typical)
	here := "None sold here in " + days + " days"
	in := " in " + days + " days, "
	if f.Offered > 0 {
		days = wording.Number(f.Offered)
		in = " in " + days + " days on offer, "
		here = "None sold here in " + days + " days on offer"
	}
	if f.New {
		here = "This store has no sales yet"
	}
	const size = "a store of this size"
	switch {
	case f.Action == Test:
		return here + "; " + spread + ", " + wording.Number(f.ChainOrders) + " orders in all: try a few"
	case f.Action == Add:
		return here + "; " + spread + ", " + typical
	case f.Own == 0:
		return here + ", " + typical
	case f.Action == Drop:
		return "Only " + own + " sold here" + in + wording.CompareEn(f.Own, f.Typical, size)
	}
	return "Sold " + own + " here" + in + wording.CompareEn(f.Own, f.Typical, size)
}
