package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/linli-project/linli/models/recommend/basket"
	"github.com/linli-project/linli/sql"
)

const (
	basketWindow = 90      // days of orders that next baskets look back on
	placeWindow  = 28      // days of shopping around the user
	offerWindow  = 14      // days within which a product on offer was seen or bought
	basketSize   = 20      // products of a list
	shelfSize    = 8       // products to discover
	partnerSize  = 10      // partners of a product that are published
	crowdSize    = 5_000   // users that the ranker learns from and compares others with
	sliceSize    = 125_000 // users at a time: each slice is a pass over the lines
)

// basketParts is how finely users are cut by the hash of their ids: the crowd is the first so many parts.
const basketParts = 1_000_003

// basketOptions are fixed: a night's ranker is the same for the same data. Fewer neighbours than in trials, for a million users.
var basketOptions = basket.Options{Fade: 0.9, Lately: 0.9, Few: 25, Many: 100, Posts: 6000, Each: 20, Rounds: 150, Rate: 0.12, Hold: 0.2, Seed: 1}

// seenBasket looks at the facts of the window, the catalogue, and who opted out.
func seenBasket(ctx context.Context, r *Runner, days []string) (byDay, error) {
	out, err := seenFactsOf(basketWindow)(ctx, r, days)
	if err != nil {
		return nil, err
	}
	var seen uint64
	if _, err := r.DB.Get(ctx, &seen, "models/basket_seen", nil); err != nil {
		return nil, err
	}
	for _, day := range days {
		out[day] += seen
	}
	return out, nil
}

// runBasket learns from a crowd of users what comes next, then advises all users, a slice at a time.
func runBasket(ctx context.Context, db *sql.DB, day time.Time) (uint64, error) {
	n := night{db: db, day: day}
	if err := n.places(ctx); err != nil {
		return 0, err
	}
	if err := n.learn(ctx); err != nil {
		return 0, err
	}
	rows, err := db.Publish(ctx, "user_basket", []string{sql.Day(day)}, func(ctx context.Context, staging string) error {
		insert := func(rows []userBasket) error { return db.Insert(ctx, staging, rows, "") }
		if err := n.newcomers(insert); err != nil {
			return err
		}
		slices := max(1, (int(n.users)+sliceSize-1)/sliceSize)
		for k := range slices {
			if err := n.slice(ctx, k, slices, insert); err != nil {
				return fmt.Errorf("slice %d of %d: %w", k+1, slices, err)
			}
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	partners, err := publish(ctx, db, "product_partner", day, n.partners())
	return rows + partners, err
}

// night is the work of one day.
type night struct {
	db    *sql.DB
	day   time.Time
	users uint64

	code     map[string]int32 // products to their numbers
	products []string
	offered  map[string][]bool // by store
	stores   map[string]holding
	around   map[string]holding // by community
	homes    map[string]string  // the store of each community
	prior    map[string][]float32
	place    map[[2]string]*basket.Place // by store and community

	model  *basket.Model
	member map[string]int32 // users of the crowd
}

// holding is how many shopping days there were, and with each product.
type holding struct {
	all  float32
	with []float32
}

// today is the day after the cut-off, in days since 1970.
func (n *night) today() int32 { return int32(n.day.Unix()/86_400) + 1 }

func (n *night) partners() []productPartner {
	var out []productPartner
	rank, last := uint16(0), int32(-1)
	for _, p := range n.model.Partners(partnerSize) {
		if rank++; p.Item != last {
			rank, last = 1, p.Item
		}
		out = append(out, productPartner{n.day, n.products[p.Item], rank, n.products[p.With], uint32(p.Both), uint32(p.Buyers), p.Lift})
	}
	return out
}
