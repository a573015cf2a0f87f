package manager

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/table"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

type forecastRow struct {
	Category    string  `ch:"category"`
	Name        string  `ch:"name"`
	NameEn      string  `ch:"name_en"`
	Scored      uint64  `ch:"scored"`
	SoldOut     uint64  `ch:"sold_out"`
	Actual      float64 `ch:"actual"`
	Missed      float64 `ch:"missed"`
	NaiveMissed float64 `ch:"naive_missed"`
	Bias        float64 `ch:"bias"`
	In90        uint64  `ch:"in90"`
}

type forecastDay struct {
	Day         time.Time `ch:"day"`
	Actual      float64   `ch:"actual"`
	Missed      float64   `ch:"missed"`
	NaiveMissed float64   `ch:"naive_missed"`
}

// loadForecast is error and bias by category, where most units were missed first, with the error by day as a picture.
func loadForecast(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "forecast", table.Text(p.T("level.category")), table.Number(p.T("figure.wape")), table.Number(p.T("forecast.naive")), table.Number(p.T("figure.bias")),
		table.Number(p.T("forecast.in90")), table.Number(p.T("forecast.actual")), table.Number(p.T("forecast.scored")), table.Number(p.T("forecast.soldout")))
	b.Terms, b.Empty = []string{"wape", "bias", "baseline"}, "forecast.empty"
	var rows []forecastRow
	var days []forecastDay
	if err := db.Select(ctx, &rows, "manager/forecast", a.params()); err != nil {
		return nil, fmt.Errorf("forecast: %w", err)
	}
	if err := db.Select(ctx, &days, "manager/forecast_days", a.params()); err != nil {
		return nil, fmt.Errorf("forecast: %w", err)
	}
	b.tell(1, 2)
	var all forecastRow
	for _, r := range rows {
		name := p.Pick(r.Name, r.NameEn)
		if name == "" {
			name = r.Category
		}
		wape, naive, bias, in := ratio(r.Missed, r.Actual), ratio(r.NaiveMissed, r.Actual), ratio(r.Bias, r.Actual), ratio(float64(r.In90), float64(r.Scored))
		tone := ""
		if wape > naive {
			tone = "bad"
		}
		b.add(p, []any{name, wape, naive, bias, in, r.Actual, float64(r.Scored), float64(r.SoldOut)}, Cell{Href: a.With("/manager", "category", r.Category, "by", "")},
			Cell{Text: p.Percent(wape), Class: tone}, Cell{Text: p.Percent(naive)}, Cell{Text: p.Signed(bias)}, Cell{Text: p.Percent(in)})
		all.Missed, all.NaiveMissed, all.Actual, all.Scored = all.Missed+r.Missed, all.NaiveMissed+r.NaiveMissed, all.Actual+r.Actual, all.Scored+r.Scored
	}
	if len(rows) == 0 {
		return b, nil
	}
	key := "forecast.better"
	if all.Missed >= all.NaiveMissed {
		key = "forecast.worse"
	}
	b.Lead = p.T(key, p.Percent(ratio(all.Missed, all.Actual)), p.Percent(ratio(all.NaiveMissed, all.Actual)))
	b.Sample = p.T("figure.scored", p.Count(all.Scored)) + " · " + p.T("forecast.foot")
	x, ours, theirs := []string{}, []any{}, []any{}
	for _, d := range days {
		if d.Actual > 0 {
			x = append(x, p.ShortDay(d.Day))
			ours, theirs = append(ours, math.Round(d.Missed/d.Actual*1000)/10), append(theirs, math.Round(d.NaiveMissed/d.Actual*1000)/10)
		}
	}
	if len(x) > 1 {
		b.Kind, b.Chart = "line", lines(p.T("forecast.axis"), p.T("trend.day"), x, p.T("forecast.ours"), ours, p.T("forecast.theirs"), theirs)
	}
	return b, nil
}

type alarmRow struct {
	Day    time.Time `ch:"day"`
	Store  string    `ch:"store_id"`
	Name   string    `ch:"store"`
	Wape   float64   `ch:"wape"`
	Naive  float64   `ch:"naive_wape"`
	Series uint64    `ch:"series"`
	Actual float64   `ch:"actual"`
	TextZh string    `ch:"text_zh"`
	TextEn string    `ch:"text_en"`
}

func loadAlarms(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "alarms", table.Text(p.T("store")), table.Number(p.T("figure.wape")), table.Number(p.T("forecast.naive")), table.Number(p.T("forecast.scored")), table.Text(p.T("board.alarms.text")))
	b.Terms, b.Empty, b.Sample = []string{"alarm", "baseline"}, "board.alarms.empty", p.T("board.alarms.foot")
	var rows []alarmRow
	if err := db.Select(ctx, &rows, "manager/alarms", a.params()); err != nil {
		return nil, fmt.Errorf("alarms: %w", err)
	}
	if len(rows) == 0 {
		scored, err := chain.LoadScored(ctx, db, a.To, a.Store, a.city())
		if err != nil {
			return nil, err
		}
		b.Why = scored.Quiet(p)
	}
	for _, r := range rows {
		name := r.Name
		if name == "" {
			name = r.Store
		}
		b.AsOf = r.Day
		b.add(p, []any{name, r.Wape, r.Naive, float64(r.Series), p.Pick(r.TextZh, r.TextEn)}, Cell{Href: a.With("/manager", "store", r.Store, "by", "")}, Cell{Text: p.Percent(r.Wape)}, Cell{Text: p.Percent(r.Naive)}, Cell{}, Cell{Class: "reason"})
	}
	b.tell(1, 2)
	return b, nil
}

type adviceRow struct {
	Current  uint8     `ch:"current"`
	Day      time.Time `ch:"day"`
	Kind     string    `ch:"kind"`
	Advised  uint64    `ch:"advised"`
	Followed uint64    `ch:"followed"`
	Hits     uint64    `ch:"hits"`
	Misses   uint64    `ch:"misses"`
	Voids    uint64    `ch:"voids"`
	Gain     float64   `ch:"gain"`
	GainUnit string    `ch:"gain_unit"`
}

func (r adviceRow) rate() float64 { return ratio(float64(r.Hits), float64(r.Hits+r.Misses)) }

func adviceRows(ctx context.Context, db *sql.DB, a Ask) ([]adviceRow, error) {
	var rows []adviceRow
	p := a.params()
	p["city"] = a.City // advice of the chain is more than that of its stores
	if err := db.Select(ctx, &rows, "manager/advice", p); err != nil {
		return nil, fmt.Errorf("advice: %w", err)
	}
	return rows, nil
}

// adviceSums add up all kinds, of the period and of the one compared.
func adviceSums(ctx context.Context, db *sql.DB, a Ask) (now, before adviceRow, err error) {
	rows, err := adviceRows(ctx, db, a)
	for _, r := range rows {
		into := &before
		if r.Current == 1 {
			into = &now
		}
		into.Hits, into.Misses, into.Voids, into.Advised = into.Hits+r.Hits, into.Misses+r.Misses, into.Voids+r.Voids, into.Advised+r.Advised
	}
	return now, before, err
}

// loadAdvice is what advice was worth, by kind.
func loadAdvice(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "advice", table.Text(p.T("board.advice.kind")), table.Number(p.T("board.advice.advised")), table.Number(p.T("board.advice.followed")), table.Number(p.T("board.advice.hits")), table.Number(p.T("board.advice.misses")),
		table.Number(p.T("board.advice.voids")), table.Number(p.T("figure.advice")), table.Number(p.T("board.low")), table.Number(p.T("board.high")), table.Number(p.T("board.advice.gain")), table.Text(p.T("board.advice.unit")))
	b.Terms, b.Empty = []string{"advice", "interval"}, "board.advice.empty"
	rows, err := adviceRows(ctx, db, a)
	if err != nil {
		return nil, err
	}
	var all adviceRow
	windows := false // push windows are among what was judged
	for _, r := range rows {
		if r.Current == 0 {
			continue
		}
		windows = windows || r.Kind == "push" && r.Hits+r.Misses > 0
		b.AsOf = r.Day
		all.Hits, all.Misses = all.Hits+r.Hits, all.Misses+r.Misses
		low, high := wilson(r.Hits, r.Hits+r.Misses)
		gain, text := r.Gain, p.Quantity(r.Gain)
		unit := p.T("board.advice.unit." + known(r.GainUnit))
		switch r.GainUnit {
		case "fen":
			gain, text = r.Gain/100, p.Sum(int64(r.Gain))
			unit = p.Yuan()
		case "share": // a sum of shares says nothing: the mean per judged piece does
			gain = ratio(r.Gain, float64(r.Hits+r.Misses))
			text = p.Signed(gain)
		default:
			text += " " + unit
		}
		from, to := p.Percent(low), p.Percent(high)
		if r.Hits+r.Misses == 0 {
			from, to, low, high = p.T("none"), p.T("none"), math.NaN(), math.NaN()
		}
		b.add(p, []any{p.Code("board.advice.kind", r.Kind), float64(r.Advised), float64(r.Followed), float64(r.Hits), float64(r.Misses), float64(r.Voids), r.rate(), low, high, gain, unit},
			Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{Text: p.Percent(r.rate())}, Cell{Text: from}, Cell{Text: to}, Cell{Text: text})
	}
	b.hide(10)
	b.tell(6, 9)
	if judged := all.Hits + all.Misses; judged > 0 {
		low, high := wilson(all.Hits, judged)
		b.Lead = p.T("board.advice.lead", p.Count(judged), p.Count(all.Hits), p.Percent(all.rate()), p.Percent(low), p.Percent(high))
	}
	b.Sample = p.T("board.advice.foot")
	if windows {
		b.Sample += " · " + p.T("board.advice.windows")
	}
	return b, nil
}

// known keeps to the units that the words know.
func known(unit string) string {
	if unit == "share" || unit == "people" {
		return unit
	}
	return "fen"
}

type leaderRow struct {
	AsOf        time.Time `ch:"as_of"`
	User        string    `ch:"user_id"`
	StoreID     string    `ch:"store_id"`
	Store       string    `ch:"store"`
	Community   string    `ch:"community"`
	Shares      uint64    `ch:"shares"`
	Visitors    uint64    `ch:"visitors"`
	Orders      uint64    `ch:"orders"`
	Amount      int64     `ch:"amount"`
	Shapley     float64   `ch:"shapley"`
	Incremental float64   `ch:"incremental"`
	Low         float64   `ch:"low"`
	High        float64   `ch:"high"`
	Rank        uint64    `ch:"rank"`
	RankLow     uint64    `ch:"rank_low"`
	RankHigh    uint64    `ch:"rank_high"`
	Sharers     uint64    `ch:"sharers"`
	Window      uint16    `ch:"window_days"`
}

// loadLeaders is the leaders' board: who brings people that would not have come.
func loadLeaders(ctx context.Context, db *sql.DB, a Ask, p words.Printer) (*Block, error) {
	b := newBlock(p, "leaders", table.Text(p.T("board.leaders.who")), table.Text(p.T("store")), table.Text(p.T("board.leaders.community")), table.Number(p.T("board.leaders.incremental")), table.Number(p.T("board.leaders.low")), table.Number(p.T("board.leaders.high")),
		table.Text(p.T("board.leaders.place")), table.Number(p.T("board.leaders.touch")), table.Number(p.T("board.leaders.shapley")), table.Number(p.T("live.share")), table.Number(p.T("board.shares.visitors")), table.Money(p.T("drill.gmv", p.Yuan())))
	b.Terms, b.Empty = []string{"leaders", "interval", "privacy"}, "board.leaders.empty"
	var rows []leaderRow
	params := a.params()
	params["rows"] = 20
	if err := db.Select(ctx, &rows, "manager/leaders", params); err != nil {
		return nil, fmt.Errorf("leaders: %w", err)
	}
	if len(rows) == 0 {
		first, err := chain.LeadersFrom(ctx, db)
		if err != nil {
			return nil, err
		}
		if first.After(a.To) {
			b.Why = p.T("leaders.gone", p.Day(first))
		}
	}
	for _, r := range rows {
		store := r.Store
		if store == "" {
			store = r.StoreID
		}
		b.AsOf = r.AsOf
		b.Sample = p.T("board.leaders.foot", int(r.Window))
		place := p.T("board.leaders.places", p.Count(r.Rank), p.Count(r.RankLow), p.Count(r.RankHigh), p.Count(r.Sharers))
		b.add(p, []any{r.User, store, r.Community, r.Incremental, r.Low, r.High, place, float64(r.Orders), r.Shapley, float64(r.Shares), float64(r.Visitors), r.Amount},
			Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{}, Cell{Text: p.Money(r.Amount)})
	}
	b.tell(3, 11)
	return b, nil
}
