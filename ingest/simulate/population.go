package simulate

import (
	"fmt"
	"math/rand/v2"

	"github.com/linli-project/linli/ingest/master"
)

type community struct {
	id, name    string
	store       int
	latitude    float64
	longitude   float64
	households  int
	mix         [kinds]float64              // of the members
	taste       [nCategories]float64        // what the place adds to its households' needs
	first, last int                         // users[first:last]
	revisit     float64                     // mean reach times pull over the members
	basket      float64                     // mean lines of a visit
	plainly     [kinds][nCategories]float64 // lines of a plain visit by category
}

type store struct {
	id, name    string
	latitude    float64
	longitude   float64
	cutoff      int
	owner       string
	opens       int // first day
	offered     []bool
	safety      float64 // owner's habit of ordering more, or less, than the estimate
	first, last int     // communities[first:last]
	hours       [kinds][2][24]float64
	hoursSummed [kinds][2][24]float64
}

var (
	estates  = []string{"梧桐", "春晓", "书香", "望江", "锦绣", "翠湖", "青禾", "云栖", "明德", "康桥", "桂苑", "金沙", "听涛", "百合", "丰泽", "和风", "星河", "柳岸", "枫林", "石榴"}
	quarters = []string{"花园", "雅苑", "家园", "公寓", "新村", "里"}
	surnames = []string{"周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "许", "何", "吕", "张", "孔", "曹"}
)

func numbered(words []string, i int) string {
	if i < len(words) {
		return words[i]
	}
	return fmt.Sprintf("%s%d", words[i%len(words)], i/len(words)+1)
}

// buildPopulation founds stores, communities and users.
func (w *World) buildPopulation() {
	for s := range w.cfg.Stores {
		rng := draws(w.cfg.Seed, streamPopulation, s, 0)
		st := store{id: fmt.Sprintf("s%02d", s+1), name: "邻里优选" + numbered(estates, s) + "店", owner: numbered(surnames, s) + "团长",
			latitude:  31.20 + .018*float64(s/4) + between(rng, -.003, .003),
			longitude: 112.60 + .022*float64(s%4) + between(rng, -.003, .003),
			cutoff:    []int{23, 22, 23, 23}[s%4], safety: between(rng, -.15, .22), first: len(w.communities)}
		if w.cfg.Stores > 1 && s == w.cfg.Stores-1 {
			st.opens = w.cfg.Days / 2
		}
		for _, p := range w.products {
			st.offered = append(st.offered, p.category == service || p.popularity >= 15 || rng.Float64() < .86)
		}
		for k := range households {
			for e := range 2 {
				st.hours[k][e] = households[k].hourShares(st.cutoff, e == 1)
				sum := 0.0
				for h, share := range st.hours[k][e] {
					sum += share
					st.hoursSummed[k][e][h] = sum
				}
			}
		}
		w.stores = append(w.stores, st)
		for c := range w.cfg.CommunitiesPerStore {
			w.buildCommunity(draws(w.cfg.Seed, streamPopulation, s, c+1), s, c)
		}
		w.stores[s].last = len(w.communities)
	}
}

func (w *World) buildCommunity(rng *rand.Rand, s, c int) {
	n := len(w.communities)
	co := community{id: fmt.Sprintf("c%02d%02d", s+1, c+1), store: s,
		name:      numbered(estates, s) + numbered(quarters, c),
		latitude:  w.stores[s].latitude + between(rng, -.006, .006),
		longitude: w.stores[s].longitude + between(rng, -.007, .007),
		first:     len(w.users)}
	co.households = int(float64(w.cfg.HouseholdsPerCommunity) * between(rng, .55, 1.45))
	var mix, summed [kinds]float64
	sum := 0.0
	for k := range mix { // Dirichlet around the middling community, leaning to one kind
		shape := 6 * households[k].share
		if k == (n*3+n/kinds)%kinds {
			shape += 4
		}
		mix[k] = gamma(rng, shape)
		sum += mix[k]
		summed[k] = sum
	}
	for g := range co.taste {
		co.taste[g] = lognormal(rng, .22)
	}
	members := max(1, int(float64(co.households)*between(rng, .28, .42)))
	for i := range members {
		u := w.newUser(rng, n, uint8(pick(rng, summed[:])), s)
		if u.sharer = newSharer(rng, i, members); i < 6 {
			u.join, u.gone = int32(w.stores[s].opens)-1, false // leaders are there from the start
		}
		co.mix[u.kind] += 1 / float64(members)
		co.revisit += float64(u.reach) * u.pull / float64(members)
		w.users = append(w.users, u)
	}
	co.last = len(w.users)
	w.communities = append(w.communities, co)
}

func (w *World) masterStores() (stores []master.Store, communities []master.Community) {
	for _, s := range w.stores {
		opened := w.date(s.opens)
		if s.opens == 0 {
			opened = w.date(-200)
		}
		stores = append(stores, master.Store{StoreID: s.id, Name: s.name, Timezone: "Asia/Shanghai", City: "江城市", Latitude: s.latitude,
			Longitude: s.longitude, OpenedOn: utcDay(opened), CutoffHour: uint8(s.cutoff), Owner: s.owner, CommissionRate: .1, UpdatedAt: w.first})
	}
	for _, c := range w.communities {
		communities = append(communities, master.Community{CommunityID: c.id, Name: c.name, StoreID: w.stores[c.store].id,
			Latitude: c.latitude, Longitude: c.longitude, Households: uint32(c.households), UpdatedAt: w.first})
	}
	return stores, communities
}
