// Command chaos proves that events are counted once, whatever happens to the processes. It runs the real program as a broker,
// an engine and several sinks, sends them a simulated world through producers that repeat themselves, and meanwhile kills,
// pauses, adds and takes away processes by a plan drawn from a seed. At the end it compares what ClickHouse holds with what
// the generator knows, by code that shares nothing with the product's: raw events, ledger, dead letters, daily facts.
//
//	go run ./ingest/chaos                     # about five minutes
//	go run ./ingest/chaos -kills 200          # as long as it takes
//	go run ./ingest/chaos -duration 1h -seed 7
//	go run ./ingest/chaos -kafka 3            # Apache Kafka instead of the embedded broker
//
// The last line of the output is the report; the exit code says whether it is PASS. What differs is named before it, and the
// folder with every process's log and the timeline of what was done is kept.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// options say how much chaos there is.
type options struct {
	seed      uint64
	duration  time.Duration // of the kills; catching up and comparing come on top
	kills     int
	rate      int // events a second
	sinks     int // that are there all the time; another joins and leaves
	producers int
	kafka     int      // brokers of an Apache Kafka, which are killed; none: the embedded broker, which is killed too
	brokers   []string // of a Kafka that somebody else runs, and that is left alone
	program   string
	dir       string
	keep      bool
}

// pace is the mean time between two kills: short enough for many, long enough that events are stored in between.
const pace = 5400 * time.Millisecond

func parse() (o options, err error) {
	flag.Uint64Var(&o.seed, "seed", 0, "of plan and events; 0 draws one")
	flag.DurationVar(&o.duration, "duration", 0, "of the chaos (default 4m, or what the kills take)")
	flag.IntVar(&o.kills, "kills", 0, "how many processes are killed (default one every 5.4 s)")
	flag.IntVar(&o.rate, "rate", 0, "events a second (default 4000, less in a long run: at most 4 million events)")
	flag.IntVar(&o.sinks, "sinks", 2, "sinks that are there all the time")
	flag.IntVar(&o.producers, "producers", 3, "producers")
	flag.StringVar(&o.program, "program", "", "linli to run (default: built from ./cmd/linli)")
	flag.StringVar(&o.dir, "dir", "", "folder for data, logs and timeline (default: a temporary one)")
	flag.BoolVar(&o.keep, "keep", false, "keep the folder after a PASS too")
	flag.IntVar(&o.kafka, "kafka", 0, "start an Apache Kafka of so many brokers instead of the embedded one")
	brokers := flag.String("brokers", "", "an empty Kafka to use and to leave alone: host:port,host:port")
	flag.Parse()
	o.brokers = strings.FieldsFunc(*brokers, func(r rune) bool { return r == ',' || r == ' ' })
	switch {
	case flag.NArg() > 0:
		return o, fmt.Errorf("unknown argument %q", flag.Arg(0))
	case o.kills < 0 || o.duration < 0 || o.rate < 0 || o.kafka < 0 || o.sinks < 1 || o.producers < 1:
		return o, errors.New("kills, duration, rate and kafka must not be negative, sinks and producers at least 1")
	case o.kafka > 0 && len(o.brokers) > 0:
		return o, errors.New("give -kafka or -brokers, not both")
	case o.kills == 0 && o.duration == 0:
		o.duration = 4 * time.Minute
	case o.duration == 0:
		o.duration = time.Duration(o.kills) * pace
	}
	if o.kills == 0 {
		o.kills = int(o.duration / pace)
	}
	if o.rate == 0 { // our own broker reads its whole log at each start
		o.rate = max(1, min(4000, int(4_000_000/o.duration.Seconds())))
	}
	if o.seed == 0 {
		o.seed = uint64(time.Now().UnixNano()) % 1_000_000
	}
	return o, nil
}

func main() {
	o, err := parse()
	if err != nil {
		fmt.Fprintln(os.Stderr, "chaos: "+err.Error())
		os.Exit(2)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	r, err := run(ctx, o)
	stop()
	if err != nil {
		r.differ("%v", err)
	}
	r.print()
	if !r.pass() {
		os.Exit(1)
	}
}

// run makes chaos, lets everything catch up, and compares. An error is what kept it from comparing.
func run(ctx context.Context, o options) (*report, error) {
	r := newReport()
	st, err := newStage(ctx, o, r)
	if err != nil {
		return r, err
	}
	defer func() { st.end(r.pass()) }()
	if err := st.open(ctx); err != nil {
		return r, err
	}
	w, err := newWorld(ctx, o, st)
	if err != nil {
		return r, err
	}
	sent := make(chan error, 1)
	go func() { sent <- w.send(ctx) }()
	done := make(chan struct{})
	go func() { defer close(done); st.act(ctx, plan(o)) }()
	watching, unwatch := context.WithCancel(ctx)
	defer unwatch()
	go st.watch(watching, w)
	<-done
	if err := <-sent; err != nil {
		return r, err
	}
	r.events = w.truth.events()
	st.say("quiet: %s messages of %s events are acknowledged, the rest is catching up", thousands(w.sent.Load()), thousands(r.events))
	if err := st.settle(ctx); err != nil {
		return r, err
	}
	unwatch()
	return r, compare(ctx, st, w, r)
}
