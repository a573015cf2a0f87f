package basket

import "math"

// steps is up to how many baskets after a purchase the chance of the next one is told apart; later ones count together.
const steps = 12

// rhythm is when an item is bought again: of each item, the chance (hazard) that the basket at some distance from the last purchase
// holds it, if none in between did. Histories that end early count as long as they last, as in life tables (Kaplan and Meier 1958).
type rhythm struct {
	again  []float64 // purchases at a distance, by item and distance
	ended  []float64 // histories that ended so far from the last purchase
	beyond []float64 // by item: baskets at the last distance and later that were waited for
	due    []float32
}

func newRhythm(items int) *rhythm {
	return &rhythm{again: make([]float64, items*steps), ended: make([]float64, items*(steps+1)), beyond: make([]float64, items)}
}

// bought counts a purchase, gap baskets after the one before.
func (r *rhythm) bought(i, gap int32) {
	r.again[i*steps+min(gap, steps)-1]++
	r.beyond[i] += float64(max(0, gap-steps+1))
}

// end counts a history that goes on for so many baskets after its last purchase.
func (r *rhythm) end(i, baskets int32) {
	r.ended[i*(steps+1)+min(baskets, steps)]++
	r.beyond[i] += float64(max(0, baskets-steps+1))
}

// settle makes chances of the counts: an item's are shrunk to those of all items, raised or lowered as the item is bought more or less.
func (r *rhythm) settle() {
	items := len(r.beyond)
	waited := make([]float64, items*steps)
	var all, hits [steps]float64
	for i := range items {
		still := r.ended[i*(steps+1)+steps]
		for s := steps - 1; s >= 0; s-- {
			still += r.again[i*steps+s]
			waited[i*steps+s] = still
			if s == steps-1 {
				waited[i*steps+s] = r.beyond[i]
			}
			still += r.ended[i*(steps+1)+s]
			all[s] += waited[i*steps+s]
			hits[s] += r.again[i*steps+s]
		}
	}
	r.due = make([]float32, items*steps)
	for i := range items {
		bought, expected := float64(shrink), float64(shrink)
		for s := range steps {
			bought += r.again[i*steps+s]
			expected += waited[i*steps+s] * hits[s] / max(all[s], 1)
		}
		for s := range steps {
			usual := hits[s] / max(all[s], 1) * bought / expected
			r.due[i*steps+s] = float32(math.Min(1, (r.again[i*steps+s]+shrink*usual)/(waited[i*steps+s]+shrink)))
		}
	}
	r.again, r.ended, r.beyond = nil, nil, nil
}

// at is the chance that the basket so far from the last purchase holds the item.
func (r *rhythm) at(i, since int32) float32 { return r.due[i*steps+min(max(since, 1), steps)-1] }
