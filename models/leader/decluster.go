package leader

import (
	"math"
	"slices"
)

const (
	nLags    = len(lagEdges) - 1
	rounds   = 80
	settled  = 1e-4 // change of the expected number of orders that ends the rounds
	lagPrior = 2.0
	// partPrior is the weight of the density of all in that of a part of the day, in purchases
	partPrior = 50.0
	nParts    = 4
)

// event is one purchase, as the separation sees it.
type arrival struct {
	row    int32 // of Purchases
	share  int32
	sharer int32
	buyer  int32
	lag    int8
	part   int8    // of the day in which the share was made
	next   bool    // on the day after the share
	habit  float64 // purchases per day of a middling customer of the place
	pace   float64 // own purchases of the place per day, at the time of the purchase
	often  float64 // how often the buyer comes of their own accord, over a middling customer
	p      float64 // chance that the share brought it
}

// refits are the rounds after which it is learnt anew how much sharers differ.
var refits = []int{4, 9, 19, 34}

// process is the purchases of a chain as a superposition: what shares brought, and what would have come anyway.
type process struct {
	events []arrival
	of     [][]int32 // events of each sharer
	shares []float64 // recent shares of each sharer
	rest   [][2]float64

	prior      []float64 // brought per share, expected of each sharer
	claimPrior []float64
	covariates [][]float64
	brings     []float64 // brought per share
	claims     []float64 // part of the community's own purchases that goes through a share

	lag               [nParts][nLags]float64 // density of the answer, per day, by the part of the day of the share
	match             [2]float64             // chance that what was shared is bought: of own accord, brought
	later             float64                // of own purchases through a share: next day over same day
	bringA, claimA    float64                // strength of the priors, as pseudo-counts
	mean, claim       float64                // chain's means
	community         []int32                // of each sharer
	perCommunity      []float64
	communityStrength float64
}

// run separates them: expectation-maximisation over which process each purchase came from, with gamma priors of the sharers' rates.
func (c *process) run(p Purchases, own habits, firstOf []int32) error {
	c.begin()
	extra := make([]float64, len(firstOf)) // own purchases that came through a share, by buyer
	last := -1.0
	for round := range rounds {
		if round > 0 { // who came by a share of their own accord comes more often than the purchases without a share say
			clear(extra)
			for i := range c.events {
				extra[c.events[i].buyer] += 1 - c.events[i].p
			}
		}
		for i := range c.events {
			e := &c.events[i]
			b := firstOf[e.buyer]
			e.often = own.rate(p.Own[b]+extra[e.buyer], p.OwnDays[b]) / e.habit
		}
		total := c.expect(p)
		if err := c.maximise(p, round); err != nil {
			return err
		}
		if round > refits[len(refits)-1] && math.Abs(total-last) < settled*(1+total) {
			break
		}
		last = total
	}
	c.expect(p)
	return nil
}

// begin starts from an answer that fades within hours, and half of the purchases brought.
func (c *process) begin() {
	for part := range c.lag {
		for l := range c.lag[part] {
			c.lag[part][l] = (math.Exp(-lagEdges[l]/120) - math.Exp(-lagEdges[l+1]/120)) * 1440 / (lagEdges[l+1] - lagEdges[l])
		}
	}
	n, shares, rest := float64(len(c.events)), 0.0, 0.0
	for s := range c.shares {
		shares += c.shares[s]
		rest += c.rest[s][0]
	}
	c.match, c.later = [2]float64{.5, .5}, .1
	c.mean, c.claim = (n/2+1)/(shares+10), (n/2+1)/(rest+10)
	c.bringA, c.claimA, c.communityStrength = 1, 1, 10
	for s := range c.shares {
		c.prior[s], c.brings[s], c.claims[s], c.claimPrior[s] = c.mean, c.mean, c.claim, c.claim
	}
	for i := range c.perCommunity {
		c.perCommunity[i] = 1
	}
}

// expect finds for each purchase the chance that its share brought it, and returns their sum.
func (c *process) expect(p Purchases) (sum float64) {
	for i := range c.events {
		e := &c.events[i]
		a, b := c.odds(e, p)
		if e.p = 0; a > 0 {
			e.p = a * c.brings[e.sharer] / (a*c.brings[e.sharer] + b*c.claims[e.sharer])
		}
		sum += e.p
	}
	return sum
}

// odds are the densities of a purchase under the two processes, each per unit of the sharer's rate. A brought purchase may be
// anybody's; one of own accord is that of who comes often at that time of the week.
func (c *process) odds(e *arrival, p Purchases) (brought, own float64) {
	m := p.Match[e.row] & 1
	mark := [2]float64{c.match[0], c.match[1]}
	if m == 0 {
		mark = [2]float64{1 - c.match[0], 1 - c.match[1]}
	}
	own = e.pace * e.often * mark[0]
	if e.next {
		own *= c.later
	}
	if e.lag < 0 {
		return 0, own
	}
	return c.lag[e.part][e.lag] * math.Pow(e.often, follow) * mark[1], own
}

func (c *process) maximise(p Purchases, round int) error {
	n := len(c.shares)
	brought, own := make([]float64, n), make([]float64, n)
	var lag [nParts][nLags]float64
	match, all := [2]float64{}, [2]float64{}
	ownDay := [2]float64{}
	for i := range c.events {
		e := &c.events[i]
		m := float64(p.Match[e.row] & 1)
		brought[e.sharer] += e.p
		own[e.sharer] += 1 - e.p
		match[1], all[1] = match[1]+e.p*m, all[1]+e.p
		match[0], all[0] = match[0]+(1-e.p)*m, all[0]+1-e.p
		if e.lag >= 0 {
			lag[e.part][e.lag] += e.p
			if e.next {
				ownDay[1] += 1 - e.p
			} else {
				ownDay[0] += 1 - e.p
			}
		}
	}
	c.answer(&lag)
	for k := range match {
		c.match[k] = (match[k] + .5) / (all[k] + 1)
	}
	var exposed [2]float64
	for s := range c.shares {
		for k := range exposed {
			exposed[k] += c.claims[s] * c.rest[s][k]
		}
	}
	if exposed[1] > 0 && exposed[0] > 0 && ownDay[0] > 0 {
		c.later = min(1, ownDay[1]/exposed[1]/(ownDay[0]/exposed[0])+1e-4)
	}
	if slices.Contains(refits, round) {
		if err := c.priors(brought, own); err != nil {
			return err
		}
	}
	for s := range c.shares {
		c.brings[s] = (c.bringA + brought[s]) / (c.bringA/c.prior[s] + c.shares[s])
		c.claims[s] = (c.claimA + own[s]) / (c.claimA/c.claimPrior[s] + c.exposure(s))
	}
	return nil
}
