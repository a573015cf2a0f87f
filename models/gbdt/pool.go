package gbdt

import (
	"runtime"
	"sync/atomic"
)

// pool keeps threads at hand for the many short pieces of work of a growing tree: they look for the next piece for a
// moment before they sleep, since waking one takes longer than counting a small leaf.
type pool struct {
	threads int
	job     atomic.Pointer[job]
	asleep  []atomic.Bool
	wake    []chan struct{}
}

// job is tasks 0..n-1. It is done when all tasks are, not when all workers have seen it.
type job struct {
	n        int64
	run      func(worker, task int)
	next     atomic.Int64
	finished atomic.Int64
	waiting  atomic.Bool // the caller sleeps on done
	done     chan struct{}
}

// patience is how often a waiting thread looks again before it sleeps: some tens of microseconds.
const patience = 400

func newPool(threads int) *pool {
	p := &pool{threads: threads, asleep: make([]atomic.Bool, threads), wake: make([]chan struct{}, threads)}
	for w := 1; w < threads; w++ {
		p.wake[w] = make(chan struct{}, 1)
		go p.work(w)
	}
	return p
}

// tasks runs f for 0..n-1; worker tells which thread does it, 0 is the caller. Results must not depend on who does what.
func (p *pool) tasks(n int, f func(worker, task int)) {
	if p.threads <= 1 || n <= 1 {
		for t := range n {
			f(0, t)
		}
		return
	}
	j := &job{n: int64(n), run: f, done: make(chan struct{})}
	p.publish(j)
	j.help(0)
	for range patience {
		if j.finished.Load() == j.n {
			return
		}
		runtime.Gosched()
	}
	j.waiting.Store(true)
	if j.finished.Load() < j.n {
		<-j.done
	}
}

// blocks runs f over 0..n in blocks of a fixed size.
func (p *pool) blocks(n, size int, f func(worker, lo, hi int)) {
	p.tasks((n+size-1)/size, func(worker, b int) { f(worker, b*size, min(n, (b+1)*size)) })
}

// close ends the threads.
func (p *pool) close() { p.publish(nil) }

func (p *pool) publish(j *job) {
	if j == nil {
		j = &job{} // no run: the end
	}
	p.job.Store(j)
	for w := 1; w < p.threads; w++ {
		if p.asleep[w].CompareAndSwap(true, false) {
			p.wake[w] <- struct{}{}
		}
	}
}

func (p *pool) work(worker int) {
	var last *job
	for {
		j := p.job.Load()
		for k := 0; j == last && k < patience; k++ {
			runtime.Gosched()
			j = p.job.Load()
		}
		if j == last {
			p.asleep[worker].Store(true)
			// either this thread takes back its sleep or who woke it has sent
			if p.job.Load() == last || !p.asleep[worker].CompareAndSwap(true, false) {
				<-p.wake[worker]
			}
			continue
		}
		if j.run == nil {
			return
		}
		j.help(worker)
		last = j
	}
}

// help does tasks until none is left.
func (j *job) help(worker int) {
	for {
		t := j.next.Add(1) - 1
		if t >= j.n {
			return
		}
		j.run(worker, int(t))
		if j.finished.Add(1) == j.n && j.waiting.Load() {
			close(j.done)
		}
	}
}
