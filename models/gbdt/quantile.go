package gbdt

// selector finds weighted quantiles by radix selection: the sum of weights per leading digit, then only the values that
// share the digit that holds the quantile. Its buffers are kept between calls.
type selector struct {
	keys, other       []uint32
	weights, otherWts []float32
	sum               [2048]float64
}

// quantile is the smallest value at or below which lies the share q of the weight; halfway to the next value where the
// share is met exactly. Values come as their order keys; row rows[i] of weights belongs to value i. Nil weights are 1.
func (s *selector) quantile(values, rows []int32, weights []float32, q float64) float32 {
	s.keys, s.weights = s.keys[:0], s.weights[:0]
	total := 0.0
	for i, v := range values {
		w := float32(1)
		if weights != nil {
			w = weights[rows[i]]
		}
		if w > 0 {
			s.keys, s.weights = append(s.keys, uint32(v)^1<<31), append(s.weights, w)
			total += float64(w)
		}
	}
	if len(s.keys) == 0 {
		return 0
	}
	target, below := q*total, 0.0
	slack := 1e-9 * total
	keys, wts := s.keys, s.weights
	above := ^uint32(0) // smallest key known to lie beyond the digits chosen so far
	found := false
	for _, digit := range []struct{ shift, bits uint }{{21, 11}, {10, 11}, {0, 10}} {
		mask := uint32(1)<<digit.bits - 1
		clear(s.sum[:mask+1])
		for i, k := range keys {
			s.sum[k>>digit.shift&mask] += float64(wts[i])
		}
		chosen := mask
		for b := uint32(0); b <= mask; b++ {
			if s.sum[b] > 0 {
				chosen = b
				if below+s.sum[b] >= target-slack {
					break
				}
				below += s.sum[b]
			}
		}
		s.other, s.otherWts = s.other[:0], s.otherWts[:0]
		for i, k := range keys {
			switch b := k >> digit.shift & mask; {
			case b == chosen:
				s.other, s.otherWts = append(s.other, k), append(s.otherWts, wts[i])
			case b > chosen && k < above:
				above, found = k, true
			}
		}
		s.keys, s.other, s.weights, s.otherWts = s.other, keys, s.otherWts, wts
		keys, wts = s.keys, s.weights
	}
	value := keyValue(int32(keys[0] ^ 1<<31))
	held := 0.0
	for _, w := range wts {
		held += float64(w)
	}
	if found && below+held <= target+slack {
		next := keyValue(int32(above ^ 1<<31))
		return float32((float64(value) + float64(next)) / 2)
	}
	return value
}
