package main

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
)

// verb is what is done to a process.
type verb string

const (
	kill  verb = "kill"  // SIGKILL; it is started again after a while
	pause verb = "pause" // SIGSTOP, and SIGCONT after a while
	join  verb = "join"  // one more sink
	leave verb = "leave" // it is told to stop, in order
)

// action is one line of the plan.
type action struct {
	at    time.Duration // since the first event
	verb  verb
	who   string
	while time.Duration // until a killed process is started again, or a paused one goes on
	aim   int64         // a kill waits for so many words to the engine; 0 strikes at once
	after time.Duration // the last of them
}

func (a action) String() string {
	text := fmt.Sprintf("%7.2fs  %-5s %s", a.at.Seconds(), a.verb, a.who)
	if a.while > 0 {
		text += fmt.Sprintf(" for %.1fs", a.while.Seconds())
	}
	if a.aim > 0 {
		text += fmt.Sprintf(", %.1fms after %d words", a.after.Seconds()*1000, a.aim)
	}
	return text
}

const (
	broker = "broker"
	engine = "engine"
)

func sinkName(i int) string { return fmt.Sprintf("sink-%d", i) }

func isBroker(who string) bool { return strings.HasPrefix(who, broker) }

// draw is a plan in the making.
type draw struct {
	o      options
	rng    *rand.Rand
	visits []action // of the guest: join, leave, join, …
}

// plan draws what is done, the same for the same options. Kills come in bursts, so that recovering is disturbed too, with
// longer quiet between them, so that events are stored and there is something to disturb.
func plan(o options) []action {
	d := draw{o: o, rng: rand.New(rand.NewPCG(o.seed, 1))}
	d.visit()
	all := slices.Clone(d.visits)
	victims := d.victims(o.kills, .34, .23)
	for i, at := range d.bursts() {
		all = append(all, d.kill(at, victims[i]))
	}
	for _, who := range d.victims(max(1, o.kills/6), .1, .15) {
		all = append(all, d.pause(time.Duration(d.rng.Float64()*float64(o.duration)), who))
	}
	slices.SortStableFunc(all, func(a, b action) int { return cmp.Compare(a.at, b.at) })
	return all
}

func (d *draw) kill(at time.Duration, who string) action {
	a := action{at: at, verb: kill, who: who, while: d.between(100*time.Millisecond, 2500*time.Millisecond)}
	if who == "" {
		a.who = d.sink(at)
		if d.rng.Float64() < .2 {
			a.while = d.between(9*time.Second, 14*time.Second) // about the session timeout: others take over before it is back
		}
	}
	if !isBroker(who) && d.rng.Float64() < .6 {
		// Storing a block takes a few words or a hundred.
		a.aim, a.after = int64(math.Exp(d.rng.Float64()*math.Log(100))), d.between(0, 10*time.Millisecond)
	}
	return a
}

func (d *draw) pause(at time.Duration, who string) action {
	a := action{at: at, verb: pause, who: who, while: d.between(time.Second, 8*time.Second)}
	if who == "" {
		a.who = d.sink(at)
	}
	if !isBroker(who) && d.rng.Float64() < .5 {
		a.while = d.between(11*time.Second, 20*time.Second) // longer than a session: what it holds is given to others
	}
	return a
}

// victims names n of them, a fixed share of brokers and engines in random order; the others, without a name, are sinks.
func (d *draw) victims(n int, ofBroker, ofEngine float64) []string {
	names := make([]string, n)
	switch {
	case len(d.o.brokers) > 0:
		ofBroker = 0
	case d.o.kafka > 0:
		ofBroker /= 2 // Java takes seconds to start
	}
	for i := range names {
		switch x := (float64(i) + .5) / float64(n); {
		case x < ofBroker && d.o.kafka > 0:
			names[i] = brokerName(1 + d.rng.IntN(d.o.kafka))
		case x < ofBroker:
			names[i] = broker
		case x < ofBroker+ofEngine:
			names[i] = engine
		}
	}
	d.rng.Shuffle(n, func(i, j int) { names[i], names[j] = names[j], names[i] })
	return names
}

// sink is one of those that are there.
func (d *draw) sink(at time.Duration) string {
	n := d.o.sinks
	for i := 0; i < len(d.visits); i += 2 {
		if at > d.visits[i].at && at < d.visits[i+1].at {
			n++
		}
	}
	return sinkName(1 + d.rng.IntN(n))
}

// bursts are the moments of the kills.
func (d *draw) bursts() []time.Duration {
	at, sum := make([]time.Duration, d.o.kills), time.Duration(0)
	for i := range at {
		if d.rng.Float64() < .7 {
			sum += d.between(300*time.Millisecond, 4*time.Second)
		} else {
			sum += d.between(8*time.Second, 18*time.Second)
		}
		at[i] = sum
	}
	for i := range at { // the last one comes just before the end
		at[i] = time.Duration(float64(at[i]) / float64(sum) * .98 * float64(d.o.duration))
	}
	return at
}

// visit draws the joins and leaves of the guest.
func (d *draw) visit() {
	n := max(1, int(d.o.duration/(45*time.Second)))
	slot := d.o.duration / time.Duration(n)
	who := sinkName(d.o.sinks + 1)
	for i := range n {
		start := time.Duration(i) * slot
		d.visits = append(d.visits, action{at: start + d.between(slot/20, slot/3), verb: join, who: who},
			action{at: start + d.between(slot/2, slot*19/20), verb: leave, who: who})
	}
}

func (d *draw) between(low, high time.Duration) time.Duration {
	return low + time.Duration(d.rng.Int64N(int64(high-low)))
}
