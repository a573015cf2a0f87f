package jobs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/apache/arrow/go/v17/arrow"

	"github.com/linli-project/linli/models/column"
	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/models/leader/group"
	"github.com/linli-project/linli/models/leader/reward"
	"github.com/linli-project/linli/models/wording"
	"github.com/linli-project/linli/sql"
)

type leaderRewardRow struct {
	AsOf        time.Time `ch:"as_of"`
	StoreID     string    `ch:"store_id"`
	UserID      string    `ch:"user_id"`
	Reward      int64     `ch:"reward"`
	Value       int64     `ch:"value"`
	Returns     int64     `ch:"returns"`
	ReturnsLow  int64     `ch:"returns_low"`
	ReturnsHigh int64     `ch:"returns_high"`
	TextZh      string    `ch:"text_zh"`
	TextEn      string    `ch:"text_en"`
}

type leaderPlanRow struct {
	AsOf         time.Time `ch:"as_of"`
	StoreID      string    `ch:"store_id"`
	Budget       int64     `ch:"budget"`
	Spent        int64     `ch:"spent"`
	People       uint32    `ch:"people"`
	HeldBack     uint32    `ch:"held_back"`
	Returns      int64     `ch:"returns"`
	ReturnsLow   int64     `ch:"returns_low"`
	ReturnsHigh  int64     `ch:"returns_high"`
	EqualReturns int64     `ch:"equal_returns"`
	TouchReturns int64     `ch:"touch_returns"`
	Lift         float64   `ch:"lift"`
	Half         float64   `ch:"half"`
	TextZh       string    `ch:"text_zh"`
	TextEn       string    `ch:"text_en"`
}

// What a reward moves, as long as nobody has tried: see package reward.
const rewardLift, rewardHalf = .3, .5

// rewards plans each store's budget for the coming four weeks. Who opted out takes no part.
func (l *leading) rewards(ctx context.Context) (uint64, error) {
	held := map[int]bool{}
	for i := range l.findings {
		held[l.findings[i].Sharer] = true
	}
	byStore := map[string][]int{}
	for k := range l.result.Sharers {
		if s := &l.result.Sharers[k]; s.Shares > 0 && !l.hidden[s.User] {
			byStore[s.Store] = append(byStore[s.Store], k)
		}
	}
	var plans []leaderPlanRow
	var rows []leaderRewardRow
	for n, id := range l.order {
		members := byStore[id]
		if len(members) == 0 {
			continue
		}
		store := l.stores[id]
		people, touch := make([]reward.Person, len(members)), 0.0
		for i, k := range members {
			s := &l.result.Sharers[k]
			part := planDays / float64(leaderWindow)
			people[i] = reward.Person{User: s.User, Value: leader.Range{Mean: s.BroughtMargin.Mean * part, Low: s.BroughtMargin.Low * part, High: s.BroughtMargin.High * part},
				LastTouch: s.Amount * part, Held: held[k]}
			touch += s.Amount * part
		}
		budget := float64(store.Budget)
		if store.Budget < 0 {
			budget = math.Round(store.Rate * touch)
		}
		plan, err := reward.Make(people, math.Max(0, budget), reward.Options{Lift: rewardLift, Half: rewardHalf, Seed: uint64(l.day.Unix()) + uint64(n)})
		if err != nil {
			return 0, fmt.Errorf("store %s: %w", id, err)
		}
		plans = append(plans, l.planRow(id, budget, plan))
		for i := range people {
			if plan.Reward[i] > 0 {
				rows = append(rows, l.rewardRow(id, people[i], plan.Reward[i], plan.Each[i]))
			}
		}
	}
	n, err := publish(ctx, l.db, "leader_plan", l.day, plans)
	if err != nil {
		return n, err
	}
	m, err := publish(ctx, l.db, "leader_reward", l.day, rows)
	return n + m, err
}

func (l *leading) planRow(store string, budget float64, p reward.Plan) leaderPlanRow {
	row := leaderPlanRow{AsOf: l.day, StoreID: store, Budget: fen(budget), Spent: fen(p.Spent), People: uint32(p.People), HeldBack: uint32(p.Held),
		Returns: fen(p.Returns.Mean), ReturnsLow: fen(p.Returns.Low), ReturnsHigh: fen(p.Returns.High), EqualReturns: fen(p.Equal.Mean), TouchReturns: fen(p.Touch.Mean), Lift: rewardLift, Half: rewardHalf}
	if p.People == 0 {
		row.TextZh = fmt.Sprintf("预算 %s，暂不建议发奖励：没有人的分享能把 1 元奖励带回 1 元以上的毛利。", yuan(budget))
		row.TextEn = fmt.Sprintf("Budget %s; no reward is advised yet: nobody's shares would bring back more margin than a reward costs.", yuan(budget))
		return row
	}
	row.TextZh = fmt.Sprintf("预算 %s，建议给 %d 人共 %s，预计 %d 天多带来毛利 %s（%s–%s）；同样的钱平均发预计 %s，按末次分享成交额发预计 %s。这里假设奖励最多让一个人的分享多带来三成毛利，还没有人实测过：先小额试，看到效果再发其余的。",
		yuan(budget), p.People, yuan(p.Spent), planDays, yuan(p.Returns.Mean), yuan(p.Returns.Low), yuan(p.Returns.High), yuan(p.Equal.Mean), yuan(p.Touch.Mean))
	row.TextEn = fmt.Sprintf("Budget %s: %s to %s is expected to add %s of margin (%s–%s) in %d days; the same money in equal parts %s, by last touch %s. This assumes that a reward makes a person's shares bring at most 30%% more margin, which nobody has measured yet: start with a small amount and see what it brings before paying the rest.",
		yuan(budget), yuan(p.Spent), wording.Things(float64(p.People), "person", "people"), yuan(p.Returns.Mean), yuan(p.Returns.Low), yuan(p.Returns.High), planDays, yuan(p.Equal.Mean), yuan(p.Touch.Mean))
	return row
}

func (l *leading) rewardRow(store string, x reward.Person, amount float64, adds leader.Range) leaderRewardRow {
	return leaderRewardRow{AsOf: l.day, StoreID: store, UserID: x.User, Reward: fen(amount), Value: fen(x.Value.Mean), Returns: fen(adds.Mean), ReturnsLow: fen(adds.Low), ReturnsHigh: fen(adds.High),
		TextZh: fmt.Sprintf("建议奖励 %s：TA 的分享 %d 天约带来毛利 %s（没有分享就不会有的部分），奖励预计再多带来 %s（%s–%s）。", yuan(amount), planDays, yuan(x.Value.Mean), yuan(adds.Mean), yuan(adds.Low), yuan(adds.High)),
		TextEn: fmt.Sprintf("Reward of %s: their shares bring about %s of margin in %d days that would not be without them; the reward is expected to add %s (%s–%s).", yuan(amount), yuan(x.Value.Mean), planDays, yuan(adds.Mean), yuan(adds.Low), yuan(adds.High))}
}

func yuan(fen float64) string { return wording.Money(fen) }

type leaderGroupRow struct {
	AsOf     time.Time `ch:"as_of"`
	StoreID  string    `ch:"store_id"`
	Category string    `ch:"category"`
	Size     uint16    `ch:"size"`
	Success  float64   `ch:"success"`
	Margin   int64     `ch:"margin"`
	Buyers   float64   `ch:"buyers"`
	Launches uint32    `ch:"launches"`
	Advised  uint8     `ch:"advised"`
}

// groups says at which size group purchases of a store and category come about.
func (l *leading) groups(ctx context.Context) (n uint64, err error) {
	err = read(ctx, l.db, "models/leader_groups", sql.Params{"day": l.p["day"]}, launchesFromRecord, func(launches []group.Launch) error {
		advice, err := group.Advise(launches, group.Options{})
		if err != nil {
			return err
		}
		rows := make([]leaderGroupRow, len(advice))
		for i, a := range advice {
			rows[i] = leaderGroupRow{AsOf: l.day, StoreID: a.Store, Category: a.Category, Size: uint16(a.Size), Success: a.Success, Margin: fen(a.Margin), Buyers: a.Buyers, Launches: uint32(a.Launches)}
			if a.Advised {
				rows[i].Advised = 1
			}
		}
		n, err = publish(ctx, l.db, "leader_group", l.day, rows)
		return err
	})
	return n, err
}

func launchesFromRecord(rec arrow.Record) ([]group.Launch, error) {
	if rec != nil && rec.NumRows() == 0 { // columns without a value have no buffer to read from
		return []group.Launch{}, nil
	}
	r := column.Read("group campaigns", rec)
	store, category := r.Strings("store_id"), r.Strings("category")
	buyers, margin, people := r.Floats("buyers"), r.Floats("margin"), r.Floats("people")
	if err := r.Err(); err != nil {
		return nil, err
	}
	out := make([]group.Launch, len(store))
	for i := range out {
		out[i] = group.Launch{Store: store[i], Category: category[i], Buyers: buyers[i], Margin: margin[i] / math.Max(1, people[i])}
	}
	return out, nil
}
