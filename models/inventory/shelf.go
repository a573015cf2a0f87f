package inventory

// batch is stock that came together; ends is the last day it can be sold.
type batch struct {
	units float64
	ends  int
	own   bool // there without orders still to be made
}

// shelf is the stock of one product, the batch that spoils first at the head. It
// is a window that only moves forward on a slice made long enough.
type shelf struct {
	batches    []batch
	head, tail int
	units      float64
}

// reset starts again with the given batches.
func (s *shelf) reset(stock []batch) {
	s.head, s.tail, s.units = 0, copy(s.batches, stock), 0
	for i := range stock {
		s.units += stock[i].units
	}
}

// put adds a batch, behind those that spoil no later.
func (s *shelf) put(b batch) {
	if b.units <= 0 {
		return
	}
	k := s.tail
	for ; k > s.head && s.batches[k-1].ends > b.ends; k-- {
		s.batches[k] = s.batches[k-1]
	}
	s.batches[k] = b
	s.tail++
	s.units += b.units
}

// sell takes units off the shelf, fresh of them from the freshest end and the rest
// from the oldest; the caller asks for no more than there are.
func (s *shelf) sell(units, fresh float64) {
	s.units -= units
	last := units * fresh
	for first := units - last; first > 0 && s.head < s.tail; s.head++ {
		if b := &s.batches[s.head]; b.units > first {
			b.units -= first
			break
		}
		first -= s.batches[s.head].units
	}
	for last > 0 && s.head < s.tail {
		b := &s.batches[s.tail-1]
		if b.units > last {
			b.units -= last
			break
		}
		last -= b.units
		s.tail--
	}
}

// fading is about how much of the shelf will be thrown away before a day until
// which so much is expected to be asked for.
func (s *shelf) fading(before int, demand, fresh float64) float64 {
	old := 0.0
	for _, b := range s.batches[s.head:s.tail] {
		if b.ends >= before {
			break
		}
		old += b.units
	}
	if old == 0 {
		return 0
	}
	return max(0, old-(1-fresh)*demand-max(0, fresh*demand-(s.units-old)))
}

// spoil throws away what cannot be sold after a day. Of it, own came without
// orders still to be made.
func (s *shelf) spoil(day int) (units, own float64) {
	for ; s.head < s.tail && s.batches[s.head].ends <= day; s.head++ {
		b := &s.batches[s.head]
		units += b.units
		if b.own {
			own += b.units
		}
	}
	if s.units -= units; s.head == s.tail {
		s.units = 0
	}
	return units, own
}
