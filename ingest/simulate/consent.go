package simulate

import "math/rand/v2"

// Label is what a member told of the household, with consent: what table household_label holds.
type Label struct {
	UserID string
	Kind   string
}

// Consented draws members who told what kind of household theirs is, about that share of all. It leaves the rest of the world as it is.
func (w *World) Consented(share float64) (labels []Label) {
	rng := rand.New(rand.NewPCG(w.cfg.Seed, 0xc0_5e47))
	for i := range w.users {
		if rng.Float64() < share {
			labels = append(labels, Label{w.users[i].id, kindNames[w.users[i].kind]})
		}
	}
	return labels
}
