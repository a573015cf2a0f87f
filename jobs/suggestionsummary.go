package jobs

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/linli-project/linli/models/campaign/outcome"
	"github.com/linli-project/linli/models/wording"
	"github.com/linli-project/linli/sql"
)

type suggestionSummary struct {
	Day         time.Time `ch:"day"`
	FromDay     time.Time `ch:"from_day"`
	Scope       string    `ch:"scope"`
	StoreID     string    `ch:"store_id"`
	Kind        string    `ch:"kind"`
	Stores      uint32    `ch:"stores"`
	Advised     uint32    `ch:"advised"`
	Followed    uint32    `ch:"followed"`
	Hits        uint32    `ch:"hits"`
	Misses      uint32    `ch:"misses"`
	Voids       uint32    `ch:"voids"`
	HitRate     float64   `ch:"hit_rate"`
	Low         float64   `ch:"low"`
	High        float64   `ch:"high"`
	GainUnit    string    `ch:"gain_unit"`
	Gain        float64   `ch:"gain"`
	GainMean    float64   `ch:"gain_mean"`
	GainLow     float64   `ch:"gain_low"`
	GainHigh    float64   `ch:"gain_high"`
	ChainJudged uint32    `ch:"chain_judged"`
	ChainGain   float64   `ch:"chain_gain"`
	ChainLow    float64   `ch:"chain_low"`
	ChainHigh   float64   `ch:"chain_high"`
	IPS         float64   `ch:"ips"`
	SNIPS       float64   `ch:"snips"`
	SNIPSLow    float64   `ch:"snips_low"`
	SNIPSHigh   float64   `ch:"snips_high"`
	Effective   float64   `ch:"effective"`
	Clipped     uint32    `ch:"clipped"`
	TextZh      string    `ch:"text_zh"`
	TextEn      string    `ch:"text_en"`
}

// scoreSum is what advice of one store, kind and week came to.
type scoreSum struct {
	StoreID     string    `ch:"store_id"`
	Kind        string    `ch:"kind"`
	Week        time.Time `ch:"week"`
	GainUnit    string    `ch:"gain_unit"`
	Advised     uint32    `ch:"advised"`
	Followed    uint32    `ch:"followed"`
	Hits        uint32    `ch:"hits"`
	Misses      uint32    `ch:"misses"`
	Gain        float64   `ch:"gain"`
	ChainJudged uint32    `ch:"chain_judged"`
	ChainGain   float64   `ch:"chain_gain"`
}

type drawnTest struct {
	StoreID    string    `ch:"store_id"`
	Week       time.Time `ch:"week"`
	AsOf       time.Time `ch:"as_of"`
	Propensity float64   `ch:"propensity"`
	Gain       float64   `ch:"gain"`
	Followed   uint8     `ch:"followed"`
}

// summarise publishes what the advice of the last four weeks was worth, of the chain and of each store.
func summarise(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	p := sql.Params{"day": sql.Day(day)}
	var sums []scoreSum
	if err := db.Select(ctx, &sums, "models/suggestion_sums", p); err != nil {
		return 0, err
	}
	var drawn []drawnTest
	if err := db.Select(ctx, &drawn, "models/suggestion_draws", p); err != nil {
		return 0, err
	}
	type group struct{ store, kind string }
	groups, draws := map[group][]scoreSum{}, map[string][]outcome.Draw{}
	for _, s := range sums {
		groups[group{"", s.Kind}] = append(groups[group{"", s.Kind}], s)
		groups[group{s.StoreID, s.Kind}] = append(groups[group{s.StoreID, s.Kind}], s)
	}
	for _, d := range drawn {
		x := outcome.Draw{Cluster: d.StoreID, Night: d.StoreID + " " + sql.Day(d.AsOf), Propensity: d.Propensity, Gain: d.Gain, Followed: d.Followed > 0}
		draws[""] = append(draws[""], x)
		x.Cluster = sql.Day(d.Week)
		draws[d.StoreID] = append(draws[d.StoreID], x)
	}
	keys := slices.SortedFunc(maps.Keys(groups), func(a, b group) int { return cmp.Or(cmp.Compare(a.store, b.store), cmp.Compare(a.kind, b.kind)) })
	rows := make([]suggestionSummary, len(keys))
	for i, k := range keys {
		rows[i] = suggestionSummary{Day: day, FromDay: day.AddDate(0, 0, 1-summaryDays), Scope: "store", StoreID: k.store, Kind: k.kind}
		if k.store == "" {
			rows[i].Scope = "chain"
		}
		rows[i].sum(groups[k])
		if k.kind == "range_test" {
			d := outcome.Estimate(draws[k.store])
			r := &rows[i]
			r.IPS, r.SNIPS, r.SNIPSLow, r.SNIPSHigh, r.Effective, r.Clipped = round(d.IPS), round(d.SNIPS), round(d.Low), round(d.High), round(d.Effective), uint32(d.Clipped) //nolint:gosec // a count
		}
		rows[i].TextZh, rows[i].TextEn = rows[i].words()
	}
	return publish(ctx, db, "suggestion_summary", day, rows)
}

// sum adds up the weeks of one or all stores. Of the chain stores are the clusters, of a store weeks.
func (r *suggestionSummary) sum(parts []scoreSum) {
	byCluster := map[string]int{}
	var gains, chain []outcome.Cell
	stores := map[string]bool{}
	for _, p := range parts {
		stores[p.StoreID] = true
		cluster := p.StoreID
		if r.Scope == "store" {
			cluster = sql.Day(p.Week)
		}
		k, ok := byCluster[cluster]
		if !ok {
			k = len(gains)
			byCluster[cluster], gains, chain = k, append(gains, outcome.Cell{}), append(chain, outcome.Cell{})
		}
		gains[k].Weight += float64(p.Hits + p.Misses)
		gains[k].Sum += p.Gain
		chain[k].Weight += float64(p.ChainJudged)
		chain[k].Sum += p.ChainGain
		r.GainUnit = p.GainUnit
		r.Advised, r.Followed, r.Hits, r.Misses, r.ChainJudged = r.Advised+p.Advised, r.Followed+p.Followed, r.Hits+p.Hits, r.Misses+p.Misses, r.ChainJudged+p.ChainJudged
		r.Gain += p.Gain
	}
	r.Stores, r.Voids = uint32(len(stores)), r.Advised-r.Hits-r.Misses //nolint:gosec // a count
	judged := float64(r.Hits + r.Misses)
	if judged > 0 {
		r.HitRate = float64(r.Hits) / judged
	}
	r.Low, r.High = outcome.Wilson(float64(r.Hits), judged)
	r.GainMean, r.GainLow, r.GainHigh, _ = outcome.Mean(gains)
	r.ChainGain, r.ChainLow, r.ChainHigh, _ = outcome.Mean(chain)
	for _, x := range []*float64{&r.Gain, &r.HitRate, &r.Low, &r.High, &r.GainMean, &r.GainLow, &r.GainHigh, &r.ChainGain, &r.ChainLow, &r.ChainHigh} {
		*x = round(*x)
	}
}

// words sum up in a sentence.
func (r suggestionSummary) words() (zh, en string) {
	judged := r.Hits + r.Misses
	if judged == 0 {
		return fmt.Sprintf("近 %d 天给了 %s 条，还没有能评分的。", summaryDays, wording.Count(r.Advised)), fmt.Sprintf("%s in %d days, nothing of which can be scored yet.", wording.Things(float64(r.Advised), "piece of advice", "pieces of advice"), summaryDays)
	}
	f := suggestionScore{Unit: r.GainUnit}
	zh = fmt.Sprintf("近 %d 天给了 %s 条，能评分的 %s 条里说中 %s 条（%s，%s–%s）", summaryDays, wording.Count(r.Advised), wording.Count(judged), wording.Count(r.Hits), percentage(r.HitRate), percentage(r.Low), percentage(r.High))
	en = fmt.Sprintf("%s in %d days; of %s that can be scored %s (%s, %s–%s)", wording.Things(float64(r.Advised), "piece of advice", "pieces of advice"), summaryDays, wording.Count(judged), wording.Things(float64(r.Hits), "was a hit", "were hits"), percentage(r.HitRate), percentage(r.Low), percentage(r.High))
	if r.GainLow == 0 && r.GainHigh == 0 {
		return zh + fmt.Sprintf("；平均每条比对照多 %s。", f.figure(r.GainMean)), en + fmt.Sprintf("; each gained %s against the baseline.", f.figure(r.GainMean))
	}
	zh += fmt.Sprintf("；平均每条比对照多 %s（%s–%s）。", f.figure(r.GainMean), f.figure(r.GainLow), f.figure(r.GainHigh))
	en += fmt.Sprintf("; each gained %s against the baseline (%s to %s).", f.figure(r.GainMean), f.figure(r.GainLow), f.figure(r.GainHigh))
	return zh, en
}
