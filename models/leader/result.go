package leader

// Sharer is what the shares of one user brought in the window. Orders are purchases: those of one buyer through one share on one day.
type Sharer struct {
	Key        int64 // hash of the user
	User       string
	Store      string
	Community  string
	Shares     float64
	Visitors   float64 // people who opened one of them
	Opens      float64 // people times shares
	Clicks     float64
	Orders     float64 // last touch: purchases kept, of others
	Amount     float64 // fen
	Margin     float64 // fen, of those
	NewBuyers  float64
	Refunds    float64 // orders of others with a refunded line
	Refunded   float64 // fen
	Bought     float64 // purchases of the sharer through shares of others
	SelfOrders float64 // orders through shares of one's own
	SelfAmount float64 // fen
	Shapley    float64 // purchases
	ShapleyFen float64 // fen

	PerShare          Range   // purchases that one more share brings
	Brought           Range   // purchases that the shares of the window brought
	Cascade           float64 // the same, with those of the shares that descend from them
	BroughtMargin     Range   // fen
	OwnShare          float64 // part of last touch that would have come anyway
	Rank              int     // by Brought within the community
	RankLow, RankHigh int
}

// Range is an estimate with its 90 % interval.
type Range struct{ Mean, Low, High float64 }

// Channel is what the shares of one channel brought.
type Channel struct {
	Store, Channel           string
	Shares                   float64
	Orders, Shapley, Brought float64 // purchases
	Amount                   float64 // fen
}

// Result of Attribute.
type Result struct {
	Sharers  []Sharer  // by community and rank
	Channels []Channel // by store and channel
	Viral    []Viral   // by store and community
	Notes    Notes
	Pairs    []Pair // who bought through whose shares, for the checks
	Fit      Fit
}

// Pair counts purchases of a buyer through a sharer's shares. Only buyers who share as well are listed.
type Pair struct {
	Sharer, Buyer    int32 // positions in Sharers
	Purchases        float64
	Amount, Expected float64 // fen; purchases if all sharers of the place were alike to the buyer
}

// Notes counts what was odd in the data.
type Notes struct {
	Orphans  int // shares whose parent is unknown
	Cycles   int // shares that descend from themselves
	Early    int // purchases before their share: they count as last touch, and as not brought
	Strays   int // purchases through a share that nobody made: they count for nobody
	Selfs    int // purchases through one's own share
	Repeated int // shares with an id that was there before
}

// Fit is what was learnt of the chain.
type Fit struct {
	Mean    float64 // purchases that a share brings
	Claim   float64 // part of a community's own purchases in the day of a share that goes through it
	Brought float64 // purchases brought, of
	Orders  float64 // those through shares
	Median  float64 // minutes from a share to the purchase it brings
	Match   [2]float64
}
