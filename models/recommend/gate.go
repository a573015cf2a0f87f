package recommend

import (
	"fmt"
	"slices"
	"strings"

	"github.com/linli-project/linli/models/recommend/assortment"
)

// candidates lists the range, what comes next, and what goes.
func (v *view) candidates() []Candidate {
	all := make([]float64, len(v.a.p.Categories))
	for k := range v.hopes {
		all[v.hopes[k].Category] += v.hopes[k].Orders
	}
	order := slices.Clone(v.chosen.Turn)
	listed := make([]bool, len(v.hopes))
	for _, k := range order {
		listed[k] = true
	}
	for k := range v.hopes { // what goes, and tests that no turn was left for
		if st := v.state(k); !listed[k] && (st == Drop || st == Test) {
			order = append(order, k)
		}
	}
	out := make([]Candidate, len(order))
	for at, k := range order {
		h := &v.hopes[k]
		out[at] = Candidate{
			StoreID: v.a.p.Stores[v.s], Turn: uint16(min(at+1, 65535)), ProductID: h.ID, Category: v.a.p.Categories[h.Category], Storage: assortment.Storages[h.Storage], //nolint:gosec // bounded
			State: v.state(k), Locked: bit(h.Locked), Banned: bit(h.Banned && !h.Locked), Orders: h.Orders, Units: h.Units, ValueFen: h.Value, WasteFen: h.Waste,
			GainFen: v.chosen.Gain[k], Households: v.households(k), CategoryOrders: all[h.Category],
		}
	}
	return out
}

func bit(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// gate tells which list the store gets and what its range is expected to do.
func (v *view) gate(items []assortment.Item, limits assortment.Limits) Gate {
	a := v.a
	now := make([]bool, len(items))
	n := 0
	for k := range items {
		if now[k] = items[k].Present; now[k] {
			n++
		}
	}
	all := 0.0
	for _, it := range items {
		all += it.Orders
	}
	is, was := v.chosen.Effect, assortment.EffectOf(items, now, limits.Substitution)
	g := Gate{StoreID: a.p.Stores[v.s], Decision: "chain", Lists: uint16(min(a.lists, 65535)), Slots: uint16(min(limits.Slots+len(v.draws.chance), 65535)), Offered: uint16(min(n, 65535)), //nolint:gosec // bounded
		Substitution: limits.Substitution, Orders: all, Coverage: is.Coverage, CoverageNow: was.Coverage, MarginFen: is.Margin, MarginNowFen: was.Margin,
		WasteFen: is.Waste, WasteNowFen: was.Waste, Digest: v.digest}
	if a.gates != nil {
		b := a.gates[v.s]
		g.Periods, g.Sold, g.CoverageChain, g.CoverageOwn, g.CoverageOurs = uint16(b.Periods), b.Sold, b.Chain, b.Own, b.Ours //nolint:gosec // at most twelve
	}
	if a.local(v.s) {
		g.Decision = "local"
	}
	g.ReasonZh, g.ReasonEn = g.reason(a.p.Days, a.gates != nil)
	var zh, en []string
	for _, note := range v.chosen.Notes {
		category := ""
		if note.Category < len(a.p.Categories) {
			category = a.p.Categories[note.Category]
		}
		z, e := noteText(note, category)
		zh, en = append(zh, z), append(en, e)
	}
	g.NotesZh, g.NotesEn = strings.Join(zh, "；"), strings.Join(en, "; ")
	return g
}

func (g *Gate) reason(days int, looked bool) (zh, en string) {
	switch {
	case !looked:
		return "历史不到三个周期，还不能回测，先按全连锁清单给", "Fewer than three periods of history, too few to look back on: the chain list for now"
	case g.Periods == 0:
		return "本店还没有销量，先按全连锁清单给", "This store has not sold anything yet: the chain list for now"
	case g.Decision == "local":
		return fmt.Sprintf("过去 %d 个周期（每期 %d 天）里，为本店做的清单覆盖了后来销量的 %.1f%%，全连锁清单 %.1f%%，本店自己的畅销榜 %.1f%%，所以用为本店做的清单", g.Periods, days, 100*g.CoverageOurs, 100*g.CoverageChain, 100*g.CoverageOwn),
			fmt.Sprintf("Over %s of %s a list made for this store covered %.1f%% of what sold next, the chain list %.1f%%, the store's own best sellers %.1f%%: the store gets the list made for it", things(float64(g.Periods), "past period"), things(float64(days), "day"), 100*g.CoverageOurs, 100*g.CoverageChain, 100*g.CoverageOwn)
	}
	return fmt.Sprintf("过去 %d 个周期（每期 %d 天）里，为本店做的清单覆盖了后来销量的 %.1f%%，没有胜过全连锁清单的 %.1f%%（本店自己的畅销榜 %.1f%%），所以先按全连锁清单给", g.Periods, days, 100*g.CoverageOurs, 100*g.CoverageChain, 100*g.CoverageOwn),
		fmt.Sprintf("Over %s of %s a list made for this store covered %.1f%% of what sold next and did not beat the chain list's %.1f%% (the store's own best sellers %.1f%%): the store gets the chain list", things(float64(g.Periods), "past period"), things(float64(days), "day"), 100*g.CoverageOurs, 100*g.CoverageChain, 100*g.CoverageOwn)
}

func noteText(n assortment.Note, category string) (zh, en string) {
	if category == "" {
		category = "—"
	}
	switch n.Kind {
	case assortment.LocksExceedSlots:
		return fmt.Sprintf("锁定的商品比货位多 %d 个，都留下，不再加别的", n.Count), things(float64(n.Count), "locked product") + " more than slots: all stay, nothing else is added"
	case assortment.LockedAndBanned:
		return fmt.Sprintf("%d 个商品既锁定又禁售，按锁定处理", n.Count), things(float64(n.Count), "product") + " both locked and banned: the lock holds"
	case assortment.QuotaContradicts:
		return fmt.Sprintf("品类 %s 的下限比上限多 %d，按上限处理", category, n.Count), fmt.Sprintf("category %s: the least is %d above the most, the most holds", category, n.Count)
	case assortment.QuotaNotMet:
		return fmt.Sprintf("品类 %s 还差 %d 个商品，没有更多可选或没有货位", category, n.Count), fmt.Sprintf("category %s: %s short, there are no more or there is no room", category, things(float64(n.Count), "product"))
	case assortment.SpaceExceeded:
		return fmt.Sprintf("锁定的商品超出冷藏或冷冻空间 %d 个", n.Count), fmt.Sprintf("locked products exceed the cold space by %d", n.Count)
	case assortment.SlotsLeft:
		return fmt.Sprintf("空着 %d 个货位：没有别的商品允许又值得上", n.Count), things(float64(n.Count), "slot") + " left empty: no other product is allowed and worth its place"
	}
	return "没有商品允许又值得上架", "no product is allowed and worth a place"
}
