package campaign

import (
	"cmp"
	"slices"
)

// Candidate is a campaign that could be suggested.
type Candidate struct {
	ID        string
	Subject   string  // what it is for, a product say: each once
	Audience  string  // whom it addresses: no one is to be addressed more often than others without need
	Stake     float64 // fen
	Confident float64 // chance that the evidence is no accident, 0 to 1; what is not known is 1
}

// Choose picks at most limit candidates, by stake times confidence, each subject once; a second one for the same audience counts half,
// a third a third, so that groups are not flooded. Nothing of no stake is picked. It returns positions, best first; ties go by ID.
func Choose(all []Candidate, limit int) []int {
	addressed, taken := map[string]float64{}, map[string]bool{}
	var out []int
	left := make([]int, 0, len(all))
	for i, c := range all {
		if c.Stake > 0 && c.Confident > 0 {
			left = append(left, i)
		}
	}
	for len(out) < limit {
		left = slices.DeleteFunc(left, func(i int) bool { return taken[all[i].Subject] })
		if len(left) == 0 {
			break
		}
		worth := func(i int) float64 { return all[i].Stake * min(1, all[i].Confident) / (1 + addressed[all[i].Audience]) }
		best := slices.MinFunc(left, func(a, b int) int {
			return cmp.Or(cmp.Compare(worth(b), worth(a)), cmp.Compare(all[a].ID, all[b].ID))
		})
		out = append(out, best)
		taken[all[best].Subject] = true
		addressed[all[best].Audience]++
	}
	return out
}
