package topic

import "math/rand/v2"

// split gives the indexes of the messages of each partition, in order.
func split(msgs []Message, partitions int) [][]int32 {
	of := make([]int32, len(msgs))
	counts := make([]int32, partitions)
	for i, m := range msgs {
		of[i] = partition(m.Key, partitions)
		counts[of[i]]++
	}
	out := make([][]int32, partitions)
	indexes := make([]int32, len(msgs)) // one allocation holds all
	for p, n := range counts {
		out[p], indexes = indexes[:0:n], indexes[n:]
	}
	for i, p := range of {
		out[p] = append(out[p], int32(i))
	}
	return out
}

// partition is where a key goes: FNV-1a, taken as kafka-go's and Sarama's hash balancers take it, so that a user stays in
// one partition whoever produces. Without a key any will do.
func partition(key []byte, partitions int) int32 {
	if key == nil {
		return rand.Int32N(int32(partitions))
	}
	h := uint32(2166136261)
	for _, c := range key {
		h = (h ^ uint32(c)) * 16777619
	}
	p := int32(h) % int32(partitions)
	if p < 0 {
		p = -p
	}
	return p
}
