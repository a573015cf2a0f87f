package basket

import "math"

// Score is how good lists are on average over users.
type Score struct {
	Users   int
	Recall  float64 // share of the basket among the first k
	NDCG    float64 // discounted gain over that of the ideal list of the whole basket, which is not cut at k
	HitRate float64 // share of users with at least one hit (PHR)
}

// Judge scores the first k of each list on the basket that came. Empty baskets do not count.
func Judge(lists, baskets [][]int32, k int) (s Score) {
	for u, basket := range baskets {
		if len(basket) == 0 {
			continue
		}
		hits, gain, ideal := 0, 0.0, 0.0
		for r, i := range lists[u][:min(k, len(lists[u]))] {
			for _, b := range basket {
				if b == i {
					hits++
					gain += 1 / math.Log2(float64(r)+2)
				}
			}
		}
		for r := range basket {
			ideal += 1 / math.Log2(float64(r)+2)
		}
		s.Users++
		s.Recall += float64(hits) / float64(len(basket))
		s.NDCG += gain / ideal
		if hits > 0 {
			s.HitRate++
		}
	}
	if s.Users > 0 {
		n := float64(s.Users)
		s.Recall, s.NDCG, s.HitRate = s.Recall/n, s.NDCG/n, s.HitRate/n
	}
	return s
}
