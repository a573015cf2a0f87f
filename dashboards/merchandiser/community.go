package merchandiser

import (
	"context"
	"net/http"
	"time"

	"github.com/linli-project/linli/dashboards/chain"
	"github.com/linli-project/linli/dashboards/page"
	"github.com/linli-project/linli/dashboards/words"
	"github.com/linli-project/linli/sql"
)

// Target is a community, its pool, and what a campaign there may bring.
type Target struct {
	CommunityID     string    `ch:"community_id"`
	Community       string    `ch:"community"`
	StoreID         string    `ch:"store_id"`
	Store           string    `ch:"store"`
	AsOf            time.Time `ch:"as_of"`
	Rank            uint16    `ch:"rank"`
	ChainRank       uint32    `ch:"chain_rank"`
	Distance        float64   `ch:"distance_km"`
	Households      uint32    `ch:"households"`
	Buyers          uint32    `ch:"buyers"`
	NewBuyers       uint32    `ch:"new_buyers"`
	Penetration     float64   `ch:"penetration"`
	Low             float64   `ch:"low"`
	High            float64   `ch:"high"`
	Comparable      float64   `ch:"comparable"`
	ExpectedNew     float64   `ch:"expected_new"`
	ExpectedLow     float64   `ch:"expected_low"`
	ExpectedHigh    float64   `ch:"expected_high"`
	Value           float64   `ch:"value_fen"`
	ValueLow        float64   `ch:"value_low"`
	ValueHigh       float64   `ch:"value_high"`
	Margin          float64   `ch:"margin_fen"`
	Note            string    `ch:"note"`
	ReasonZh        string    `ch:"reason_zh"`
	ReasonEn        string    `ch:"reason_en"`
	Members         uint32    `ch:"members"`
	Active          uint32    `ch:"active"`
	Reachable       uint32    `ch:"reachable"`
	Dormant         uint32    `ch:"dormant"`
	Lost            uint32    `ch:"lost"`
	MembersBefore   uint32    `ch:"members_before"`
	ActiveBefore    uint32    `ch:"active_before"`
	ReachableBefore uint32    `ch:"reachable_before"`
	DormantBefore   uint32    `ch:"dormant_before"`
	LostBefore      uint32    `ch:"lost_before"`
	All             uint64    `ch:"rows"` // on all pages
}

// State is one state of the pool, now and four weeks ago.
type State struct {
	Name        string
	Now, Before uint32
}

// Moved is the difference to four weeks ago.
func (s State) Moved() int64 { return int64(s.Now) - int64(s.Before) }

// Pool is the pool by state.
func (t Target) Pool() []State {
	return []State{{"active", t.Active, t.ActiveBefore}, {"reachable", t.Reachable, t.ReachableBefore}, {"dormant", t.Dormant, t.DormantBefore}, {"lost", t.Lost, t.LostBefore}}
}

// Catchment is how many of the households around a store are reached.
type Catchment struct {
	StoreID     string    `ch:"store_id"`
	Store       string    `ch:"store"`
	AsOf        time.Time `ch:"as_of"`
	Radius      float64   `ch:"radius_km"`
	Located     uint8     `ch:"located"`
	Communities uint32    `ch:"communities"`
	Households  uint64    `ch:"households"`
	Shared      float64   `ch:"shared_households"`
	Reached     uint32    `ch:"reached"`
	Share       float64   `ch:"share"`
	Low         float64   `ch:"low"`
	High        float64   `ch:"high"`
	Unlocated   uint32    `ch:"unlocated"`
	Uncounted   uint32    `ch:"uncounted"`
	Beyond      uint32    `ch:"beyond"`
	All         uint64    `ch:"rows"` // on all pages
}

// Churn is what had happened to regular buyers who stayed away.
type Churn struct {
	AsOf        time.Time `ch:"as_of"`
	Event       string    `ch:"event"`
	Users       uint32    `ch:"users"`
	Missing     uint32    `ch:"missing"`
	Share       float64   `ch:"share"`
	Comparable  float64   `ch:"comparable"`
	Excess      float64   `ch:"excess"`
	Low         float64   `ch:"low"`
	High        float64   `ch:"high"`
	ExcessUsers float64   `ch:"excess_users"`
	Others      uint32    `ch:"comparable_users"`
	TextZh      string    `ch:"text_zh"`
	TextEn      string    `ch:"text_en"`
}

// Sure says whether the interval leaves nothing out of the ordinary out.
func (c Churn) Sure() bool { return c.Low > 0 || c.High < 0 }

// placesPage is how many communities, or catchments, stand on a page.
const placesPage = 40

// CommunitiesContent is what the template reads.
type CommunitiesContent struct {
	Bench
	Places    Turner // of the communities
	Around    Turner // of the catchments
	Targets   page.Block[[]Target]
	Catchment page.Block[[]Catchment]
	Churn     page.Block[[]Churn]
}

// Communities answers GET /merchandiser/communities.
func (m *Room) Communities(w http.ResponseWriter, r *http.Request) {
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	c := CommunitiesContent{Bench: b}
	places, around := turnerOf(r, "page", placesPage), turnerOf(r, "around", placesPage)
	p := func(more sql.Params) sql.Params {
		q := sql.Params{"day": chain.Date(b.Day), "store": b.Store.ID}
		for k, v := range more {
			q[k] = v
		}
		return q
	}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Targets, "merchandiser/communities", p(sql.Params{"community": "", "limit": places.Each, "offset": places.Offset()}))
	list(g, m.db, &c.Catchment, "merchandiser/catchment", p(sql.Params{"limit": around.Each, "offset": around.Offset()}))
	list(g, m.db, &c.Churn, "merchandiser/churn", p(nil))
	g.Wait()
	if rows := c.Targets.Value; len(rows) > 0 {
		places.Total = rows[0].All
	}
	if rows := c.Catchment.Value; len(rows) > 0 {
		around.Total = rows[0].All
	}
	c.Places, c.Around = places, around
	m.broken(r, c.Targets.Err, c.Catchment.Err, c.Churn.Err)
	m.show(w, r, "communities", "communities.title", c)
}

// Place is a community of the master data.
type Place struct {
	ID         string `ch:"community_id"`
	Community  string `ch:"community"`
	StoreID    string `ch:"store_id"`
	Store      string `ch:"store"`
	Households uint32 `ch:"households"`
}

// Insight is a sentence about a community.
type Insight struct {
	AsOf   time.Time `ch:"as_of"`
	Topic  string    `ch:"topic"`
	Base   uint32    `ch:"base"`
	TextZh string    `ch:"text_zh"`
	TextEn string    `ch:"text_en"`
}

// Flow is how many members moved from a state to another in four weeks.
type Flow struct {
	AsOf  time.Time `ch:"as_of"`
	From  string    `ch:"from_state"`
	To    string    `ch:"to_state"`
	Moved uint32    `ch:"moved"`
}

// Household is one kind of household in the mix of a community.
type Household struct {
	AsOf      time.Time `ch:"as_of"`
	Kind      string    `ch:"kind"`
	Method    string    `ch:"method"`
	Share     float64   `ch:"share"`
	Low       float64   `ch:"low"`
	High      float64   `ch:"high"`
	Index     float64   `ch:"index"`
	IndexLow  float64   `ch:"index_low"`
	IndexHigh float64   `ch:"index_high"`
	Buyers    uint32    `ch:"buyers"`
	Labels    uint32    `ch:"labels"`
	Name      string    `ch:"name"`
	NameEn    string    `ch:"name_en"`
}

// Title is the kind in words.
func (h Household) Title(p words.Printer) string {
	if name := p.Pick(h.Name, h.NameEn); name != "" && h.Method == "index" {
		return name
	}
	return p.Code("household", h.Kind)
}

// CommunityContent is what the template reads.
type CommunityContent struct {
	Bench
	Place      Place
	Target     page.Block[[]Target]
	Insights   page.Block[[]Insight]
	Tastes     page.Block[[]Taste]
	Bands      page.Block[[]Bands]
	Hours      page.Block[Hours]
	Flows      page.Block[[]Flow]
	Households page.Block[[]Household]
}

// Community answers GET /merchandiser/community?id=: all that is known of one. Without an id the list of them is the answer.
func (m *Room) Community(w http.ResponseWriter, r *http.Request) {
	id := cut(r.URL.Query().Get("id"))
	if id == "" {
		m.Communities(w, r)
		return
	}
	b, ok := m.ask(w, r, false)
	if !ok {
		return
	}
	var places []Place
	if err := m.db.Select(r.Context(), &places, "merchandiser/place", sql.Params{"community": id}); err != nil {
		m.shell.Fail(w, r, http.StatusServiceUnavailable, "fail.data", err)
		return
	}
	if len(places) == 0 || !page.From(r).Account.MaySee(places[0].StoreID) {
		m.shell.Fail(w, r, http.StatusNotFound, "community.unknown", nil)
		return
	}
	c := CommunityContent{Bench: b, Place: places[0]}
	p := sql.Params{"day": chain.Date(b.Day), "community": id}
	g := page.NewBlocks(r.Context(), page.PartTime)
	list(g, m.db, &c.Target, "merchandiser/communities", sql.Params{"day": chain.Date(b.Day), "community": id, "store": "", "limit": 1, "offset": 0})
	list(g, m.db, &c.Insights, "merchandiser/insights", p)
	list(g, m.db, &c.Tastes, "merchandiser/tastes", p)
	page.Load(g, &c.Bands, func(ctx context.Context) ([]Bands, error) { return m.bands(ctx, p) })
	page.Load(g, &c.Hours, func(ctx context.Context) (Hours, error) { return m.hours(ctx, p) })
	list(g, m.db, &c.Flows, "merchandiser/flows", p)
	list(g, m.db, &c.Households, "merchandiser/households", p)
	g.Wait()
	m.broken(r, c.Target.Err, c.Insights.Err, c.Tastes.Err, c.Bands.Err, c.Hours.Err, c.Flows.Err, c.Households.Err)
	m.show(w, r, "community", "community.title", c)
}
