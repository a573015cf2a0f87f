package profile

// UserRow is one user's profile.
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

// AffinityRow says how much more a community's buyers take to a category than
// the chain's.
type AffinityRow struct {
	CommunityID     string  `ch:"community_id"`
	Category        string  `ch:"category"`
	Buyers          uint32  `ch:"buyers"`           // bought the category
	CommunityBuyers uint32  `ch:"community_buyers"` // bought anything
	ChainShare      float64 `ch:"chain_share"`
	Index           float64 `ch:"index"` // chain = 100
	Low             float64 `ch:"low"`   // 95 % interval of the index
	High            float64 `ch:"high"`
}

// PushRow is a community's best window to push a message.
type PushRow struct {
	CommunityID    string  `ch:"community_id"`
	StartHour      uint8   `ch:"start_hour"`
	EndHour        uint8   `ch:"end_hour"`         // exclusive; 24 is midnight
	Share          float64 `ch:"share"`            // expected share of the community's orders in the window
	ChainShare     float64 `ch:"chain_share"`      // the chain's share in the same window
	UsualShare     float64 `ch:"usual_share"`      // the community's share in the chain's best window
	ChainBestStart uint8   `ch:"chain_best_start"` // start of the chain's best window
	ChainBestShare float64 `ch:"chain_best_share"` // the chain's share in it
	Orders         uint64  `ch:"orders"`           // evidence
}
