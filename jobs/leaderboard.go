package jobs

import (
	"context"
	"fmt"
	"math"
	"time"

	"github.com/linli-project/linli/models/leader"
	"github.com/linli-project/linli/models/wording"
)

type leaderScoreRow struct {
	AsOf            time.Time `ch:"as_of"`
	UserID          string    `ch:"user_id"`
	StoreID         string    `ch:"store_id"`
	CommunityID     string    `ch:"community_id"`
	WindowDays      uint16    `ch:"window_days"`
	Shares          uint32    `ch:"shares"`
	Visitors        uint32    `ch:"visitors"`
	Clicks          uint64    `ch:"clicks"`
	Orders          uint32    `ch:"orders"`
	Amount          int64     `ch:"amount"`
	NewBuyers       uint32    `ch:"new_buyers"`
	RefundedOrders  uint32    `ch:"refunded_orders"`
	RefundedAmount  int64     `ch:"refunded_amount"`
	SelfOrders      uint32    `ch:"self_orders"`
	Commission      int64     `ch:"commission"`
	Shapley         float64   `ch:"shapley"`
	ShapleyAmount   int64     `ch:"shapley_amount"`
	Incremental     float64   `ch:"incremental"`
	IncrementalLow  float64   `ch:"incremental_low"`
	IncrementalHigh float64   `ch:"incremental_high"`
	Cascade         float64   `ch:"cascade"`
	Margin          int64     `ch:"margin"`
	MarginLow       int64     `ch:"margin_low"`
	MarginHigh      int64     `ch:"margin_high"`
	PerShare        float64   `ch:"per_share"`
	PerShareLow     float64   `ch:"per_share_low"`
	PerShareHigh    float64   `ch:"per_share_high"`
	OwnShare        float64   `ch:"own_share"`
	Rank            uint32    `ch:"rank"`
	RankLow         uint32    `ch:"rank_low"`
	RankHigh        uint32    `ch:"rank_high"`
	Of              uint32    `ch:"of"`
	TextZh          string    `ch:"text_zh"`
	TextEn          string    `ch:"text_en"`
}

func fen(x float64) int64 { return int64(math.Round(x)) }

// scores publishes the board.
func (l *leading) scores(ctx context.Context) (uint64, error) {
	members := map[string]uint32{}
	for i := range l.result.Sharers {
		members[l.result.Sharers[i].Community]++
	}
	var rows []leaderScoreRow
	for i := range l.result.Sharers {
		s := &l.result.Sharers[i]
		if !(s.Shares > 0) || l.hidden[s.User] {
			continue
		}
		row := leaderScoreRow{
			AsOf: l.day, UserID: s.User, StoreID: s.Store, CommunityID: s.Community, WindowDays: leaderWindow,
			Shares: uint32(s.Shares), Visitors: uint32(s.Visitors), Clicks: uint64(s.Clicks), Orders: uint32(s.Orders), Amount: fen(s.Amount), NewBuyers: uint32(s.NewBuyers),
			RefundedOrders: uint32(s.Refunds), RefundedAmount: fen(s.Refunded), SelfOrders: uint32(s.SelfOrders), Commission: fen(l.stores[s.Store].Rate * s.Amount),
			Shapley: s.Shapley, ShapleyAmount: fen(s.ShapleyFen), Incremental: s.Brought.Mean, IncrementalLow: s.Brought.Low, IncrementalHigh: s.Brought.High, Cascade: s.Cascade,
			Margin: fen(s.BroughtMargin.Mean), MarginLow: fen(s.BroughtMargin.Low), MarginHigh: fen(s.BroughtMargin.High),
			PerShare: s.PerShare.Mean, PerShareLow: s.PerShare.Low, PerShareHigh: s.PerShare.High, OwnShare: s.OwnShare,
			Rank: uint32(s.Rank), RankLow: uint32(s.RankLow), RankHigh: uint32(s.RankHigh), Of: members[s.Community],
		}
		row.TextZh, row.TextEn = tellSharer(s)
		rows = append(rows, row)
	}
	return publish(ctx, l.db, "leader_score", l.day, rows)
}

// tellSharer says what the shares of one user brought, as a person would.
func tellSharer(s *leader.Sharer) (zh, en string) {
	n := wording.Number
	window := n(leaderWindow)
	shares, opened, them := wording.Things(s.Shares, "share", "shares"), "opened by "+wording.Things(s.Visitors, "person", "people"), "them"
	if n(s.Shares) == "1" {
		them = "it"
	}
	if s.Orders == 0 {
		return fmt.Sprintf("近 %s 天分享 %s 次，%s 人点开，还没有人通过它下单。", window, n(s.Shares), n(s.Visitors)),
			fmt.Sprintf("%s in the last %s days, %s; nobody has bought through %s yet.", shares, window, opened, them)
	}
	low, high := n(math.Round(s.Brought.Low)), n(math.Round(s.Brought.High))
	return fmt.Sprintf("近 %s 天分享 %s 次，%s 人点开，成交 %s 次；其中约 %s 次（%s–%s）没有这些分享就不会有，其余的人本来也会来买。", window, n(s.Shares), n(s.Visitors), n(s.Orders), n(s.Brought.Mean), low, high),
		fmt.Sprintf("%s in the last %s days, %s, with %s; about %s (%s–%s) would not have been without %s, the others would have come anyway.", shares, window, opened, wording.Things(s.Orders, "purchase", "purchases"), n(s.Brought.Mean), low, high, them)
}

type leaderChannelRow struct {
	AsOf        time.Time `ch:"as_of"`
	StoreID     string    `ch:"store_id"`
	Channel     string    `ch:"channel"`
	Shares      uint64    `ch:"shares"`
	Orders      float64   `ch:"orders"`
	Amount      int64     `ch:"amount"`
	Shapley     float64   `ch:"shapley"`
	Incremental float64   `ch:"incremental"`
}

func (l *leading) channels(ctx context.Context) (uint64, error) {
	rows := make([]leaderChannelRow, len(l.result.Channels))
	for i, c := range l.result.Channels {
		rows[i] = leaderChannelRow{l.day, c.Store, c.Channel, uint64(c.Shares), c.Orders, fen(c.Amount), c.Shapley, c.Brought}
	}
	return publish(ctx, l.db, "leader_channel", l.day, rows)
}

type leaderViralRow struct {
	AsOf        time.Time `ch:"as_of"`
	StoreID     string    `ch:"store_id"`
	CommunityID string    `ch:"community_id"`
	Sharers     uint64    `ch:"sharers"`
	Shares      uint64    `ch:"shares"`
	Invitations float64   `ch:"invitations"`
	Conversion  float64   `ch:"conversion"`
	K           float64   `ch:"k"`
	KLow        float64   `ch:"k_low"`
	KHigh       float64   `ch:"k_high"`
	PassingOn   float64   `ch:"passing_on"`
	PassingLow  float64   `ch:"passing_low"`
	PassingHigh float64   `ch:"passing_high"`
	Children    uint64    `ch:"children"`
	CycleHours  float64   `ch:"cycle_hours"`
	CycleLow    float64   `ch:"cycle_low"`
	CycleHigh   float64   `ch:"cycle_high"`
}

func (l *leading) viral(ctx context.Context) (uint64, error) {
	rows := make([]leaderViralRow, len(l.result.Viral))
	for i, v := range l.result.Viral {
		rows[i] = leaderViralRow{l.day, v.Store, v.Community, uint64(v.Sharers), uint64(v.Shares), v.Invitations, v.Conversion, v.K.Mean, v.K.Low, v.K.High,
			v.Passing.Mean, v.Passing.Low, v.Passing.High, uint64(v.Children), v.CycleHours.Mean, v.CycleHours.Low, v.CycleHours.High}
	}
	return publish(ctx, l.db, "leader_viral", l.day, rows)
}
