package customer

import "time"

// UserRow is the profile of a user who bought in the window.
type UserRow struct {
	UserID          string  `ch:"user_id"`
	CommunityID     string  `ch:"community_id"`
	StoreID         string  `ch:"store_id"`
	RecencyDays     uint16  `ch:"recency_days"`
	Frequency       uint32  `ch:"frequency"`
	MonetaryFen     int64   `ch:"monetary_fen"`
	RScore          uint8   `ch:"r_score"` // 5 bought last, 1 longest ago
	FScore          uint8   `ch:"f_score"`
	MScore          uint8   `ch:"m_score"`
	Segment         string  `ch:"segment"`           // champion, loyal, promising, new, at_risk, dormant, lost
	ActiveHour      uint8   `ch:"active_hour"`       // most likely hour of the next order, local
	ActiveHourShare float64 `ch:"active_hour_share"` // expected share of this user's orders in that hour
}

// ValueRow is what is known and expected of a user who ever bought.
type ValueRow struct {
	UserID          string    `ch:"user_id"`
	CommunityID     string    `ch:"community_id"`
	StoreID         string    `ch:"store_id"`
	FirstDay        time.Time `ch:"first_day"`
	LastDay         time.Time `ch:"last_day"`
	TenureDays      uint16    `ch:"tenure_days"`
	Visits          uint32    `ch:"visits"`
	Orders          uint32    `ch:"orders"`
	SpendFen        int64     `ch:"spend_fen"`
	GapMedian       float64   `ch:"gap_median"`
	GapMean         float64   `ch:"gap_mean"`
	UsualGap        float64   `ch:"usual_gap"`
	Overdue         float64   `ch:"overdue"`
	PauseChance     float64   `ch:"pause_chance"`
	Alive           float64   `ch:"p_alive"`
	Buys28          float64   `ch:"p_buys_28"`
	ExpectedVisits  float64   `ch:"expected_visits_28"`
	ExpectedOrders  float64   `ch:"expected_orders_28"`
	VisitValueFen   int64     `ch:"visit_value_fen"`
	Value90Fen      int64     `ch:"expected_value_90_fen"`
	LifetimeFen     int64     `ch:"lifetime_364_fen"`
	PromoShare      float64   `ch:"promo_share"`
	PromoLow        float64   `ch:"promo_low"`
	PromoHigh       float64   `ch:"promo_high"`
	PromoIndex      float64   `ch:"promo_index"`
	SharesMade      uint32    `ch:"shares_made"`
	ShareClicks     uint32    `ch:"share_clicks"`
	ShareOrders     uint32    `ch:"share_orders"`
	CameByShare     float64   `ch:"came_by_share"`
	ClickDays       uint8     `ch:"click_days_28"`
	LastSeenDays    uint16    `ch:"last_seen_days"`
	Reachable       uint8     `ch:"reachable"`
	Trend           string    `ch:"trend"`
	TrendRatio      float64   `ch:"trend_ratio"`
	TrendLow        float64   `ch:"trend_low"`
	TrendHigh       float64   `ch:"trend_high"`
	TrendP          float64   `ch:"trend_p"`
	TrendRecent     uint16    `ch:"trend_recent"`
	TrendBefore     uint16    `ch:"trend_before"`
	TrendBeforeDays uint16    `ch:"trend_before_days"`
	PeriodOrders    []uint16  `ch:"period_orders"`
	PeriodSpendFen  []int64   `ch:"period_spend_fen"`
	PeriodKinds     []uint8   `ch:"period_categories"`
	Categories      []string  `ch:"top_categories"`
	CategoryShare   []float32 `ch:"top_category_share"`
}
