package community

import (
	"fmt"

	"github.com/linli-project/linli/models/shrink"
)

// site is a community of known households.
type site struct {
	row                       int
	buyers, fresh, households float64
	distance                  float64 // -1 unknown
	open                      int64   // -1 unknown
	penetration               estimate
	comparable                float64
	coming                    shrink.NegBin
	low, high                 float64
}

// pace estimates the new buyers of the next 28 days of each site.
func pace(sites []site) error {
	count, exposed, fresh, households := make([]float64, len(sites)), make([]float64, len(sites)), 0.0, 0.0
	for i, s := range sites {
		count[i], exposed[i] = s.fresh, s.households-s.buyers+s.fresh // not reached 28 days ago
		fresh += s.fresh
		households += exposed[i]
	}
	if fresh == 0 || households == 0 {
		for i := range sites {
			sites[i].coming = shrink.NegBin{Mean: 0, Size: 1}
		}
		return nil
	}
	rate := fresh / households
	for i := range exposed {
		exposed[i] *= rate
	}
	a, err := shrink.FitRate(count, exposed, nil)
	if err != nil {
		return fmt.Errorf("community: pace of new buyers: %w", err)
	}
	var ends [2]float64
	for i := range sites {
		s := &sites[i]
		own, _ := shrink.Rate(a, count[i], exposed[i])
		s.coming = shrink.NegBin{Mean: own * rate * (s.households - s.buyers), Size: a + count[i]}
		s.coming.Quantiles([]float64{lowEnd, highEnd}, ends[:])
		s.low, s.high = ends[0], ends[1]
	}
	return nil
}
