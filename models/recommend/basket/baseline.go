package basket

// TopOfAll ranks items by the number of baskets that hold them, best first.
func TopOfAll(l *Log, k int) []int32 {
	count := make([]float32, l.Items)
	for _, i := range l.Goods {
		count[i]++
	}
	var t top
	t.reset(k)
	for i, n := range count {
		if n > 0 {
			t.offer(int32(i), n)
		}
	}
	return ids(t.sorted())
}

// TopOfUser ranks the items of a user by the number of the user's baskets that hold them, then by popularity everywhere.
func TopOfUser(l *Log, u, k int, popular []int32) []int32 {
	count := map[int32]float32{}
	for b := range l.Count(u) {
		for _, i := range l.Basket(u, b) {
			count[i]++
		}
	}
	for r, i := range popular {
		if n, ok := count[i]; ok {
			count[i] = n + 0.5 - float32(r)/float32(2*len(popular)+1)
		}
	}
	var t top
	t.reset(k)
	for i, n := range count {
		t.offer(i, n)
	}
	return ids(t.sorted())
}

// Fill appends items of more that are not there yet, up to k.
func Fill(list, more []int32, k int) []int32 {
	there := map[int32]bool{}
	for _, i := range list {
		there[i] = true
	}
	for _, i := range more {
		if len(list) >= k {
			break
		}
		if !there[i] {
			list = append(list, i)
		}
	}
	return list
}

func ids(list []scored) []int32 {
	out := make([]int32, len(list))
	for k, s := range list {
		out[k] = s.id
	}
	return out
}
