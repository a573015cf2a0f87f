package community

import (
	"fmt"
	"math"
)

// worth is what is known of a mean margin.
type worth struct {
	mean, variance float64 // of the mean: fen, squared fen
	spread         float64 // variance between buyers, squared fen
	known          bool
}

// worths are the margins per new buyer: of communities with some, and of any other.
type worths struct {
	by     map[string]worth
	other  worth
	buyers int64 // new buyers of the chain, whether their margin is known or not
}

// why says why no margin is known: of some buyers no cost is, or nobody has been a buyer for the four weeks that are asked for.
func (w worths) why() string {
	if w.buyers == 0 {
		return "too_early"
	}
	return "no_margin"
}

func (w worths) of(community string) worth {
	if m, ok := w.by[community]; ok {
		return m
	}
	return w.other
}

// shrunk draws each community's mean margin towards the chain's: normal around normal, the variance between communities by the
// moments of DerSimonian and Laird (1986), that within taken to be the same in all.
func (m NewMargins) shrunk() (worths, error) {
	if len(m.Users) != len(m.CommunityID) || len(m.Buyers) != len(m.CommunityID) || len(m.Margin) != len(m.CommunityID) || len(m.Fen2) != len(m.CommunityID) {
		return worths{}, fmt.Errorf("community: margins: columns of unequal length, %d communities", len(m.CommunityID))
	}
	users, sum, within, groups := 0.0, 0.0, 0.0, 0.0
	buyers := int64(0)
	for i, n := range m.Users {
		if n < 0 || m.Buyers[i] < max(1, n) || math.IsNaN(m.Margin[i]) || math.IsInf(m.Margin[i], 0) || math.IsNaN(m.Fen2[i]) || math.IsInf(m.Fen2[i], 0) {
			return worths{}, fmt.Errorf("community: margins: row %d: %d users of %d buyers, margin %v; there must be buyers, no more users than these, and finite sums", i, n, m.Buyers[i], m.Margin[i])
		}
		if buyers += m.Buyers[i]; n == 0 {
			continue
		}
		users += float64(n)
		sum += m.Margin[i]
		within += math.Max(0, m.Fen2[i]-m.Margin[i]*m.Margin[i]/float64(n))
		groups++
	}
	if users == 0 {
		return worths{buyers: buyers}, nil
	}
	chain := sum / users
	if users > groups {
		within /= users - groups
	} else { // one new buyer everywhere: each other's spread
		within = 0
		for i, n := range m.Users {
			if n == 0 {
				continue
			}
			within += (m.Margin[i] - chain) * (m.Margin[i] - chain) / math.Max(1, users-1)
		}
	}
	q, weights, squares := 0.0, 0.0, 0.0
	for i, n := range m.Users {
		if n == 0 {
			continue
		}
		own := m.Margin[i]/float64(n) - chain
		q += float64(n) * own * own
		weights += float64(n)
		squares += float64(n) * float64(n)
	}
	between := 0.0
	if c := weights - squares/weights; c > 0 {
		between = math.Max(0, (q-(groups-1)*within)/c)
	}
	out := worths{by: map[string]worth{}, other: worth{chain, between + within/users, within, true}, buyers: buyers}
	for i, id := range m.CommunityID {
		n := float64(m.Users[i])
		if n == 0 {
			continue
		}
		share := 0.0
		if between > 0 {
			share = between / (between + within/n)
		}
		out.by[id] = worth{mean: chain + share*(m.Margin[i]/n-chain), variance: (1-share)*between + (1-share)*(1-share)*within/users, spread: within, known: true}
	}
	return out, nil
}
