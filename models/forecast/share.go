package forecast

import "sync"

// share calls do for 0 to n-1 on all threads; make gives each thread one of its own.
func (f *forecaster) share(n int, make func() func(i int)) {
	const piece = 256
	var wg sync.WaitGroup
	next := newCounter(n, piece)
	for range f.o.Threads {
		wg.Go(func() {
			do := make()
			for from, to := next(); from < to; from, to = next() {
				for i := from; i < to; i++ {
					do(i)
				}
			}
		})
	}
	wg.Wait()
}

// newCounter hands out 0 to n in pieces.
func newCounter(n, piece int) func() (from, to int) {
	var mu sync.Mutex
	at := 0
	return func() (int, int) {
		mu.Lock()
		defer mu.Unlock()
		from := at
		at = min(at+piece, n)
		return from, at
	}
}
