package gbdt

import (
	"sync"
	"sync/atomic"
)

// tasks runs f for 0..n-1 on so many threads; worker tells which one, 0 is the caller. Results must not depend on who
// does what.
func tasks(n, threads int, f func(worker, task int)) {
	threads = min(threads, n)
	if threads <= 1 {
		for t := range n {
			f(0, t)
		}
		return
	}
	var next atomic.Int64
	work := func(worker int) {
		for {
			t := int(next.Add(1)) - 1
			if t >= n {
				return
			}
			f(worker, t)
		}
	}
	var wait sync.WaitGroup
	for w := 1; w < threads; w++ {
		wait.Go(func() { work(w) })
	}
	work(0)
	wait.Wait()
}

// blocks runs f over 0..n in blocks of a fixed size.
func blocks(n, size, threads int, f func(worker, lo, hi int)) {
	tasks((n+size-1)/size, threads, func(worker, b int) { f(worker, b*size, min(n, (b+1)*size)) })
}

// mix hashes a number (the finaliser of SplitMix64, Steele et al. 2014): random draws that depend on the row, not on
// the order of the work.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
