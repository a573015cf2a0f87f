package main

import (
	"context"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// open starts all but the guest and waits until engine and Kafka answer.
func (st *stage) open(ctx context.Context) error {
	st.say("seed %d: %d kills in %v, %d events/s, %d sinks and a guest; logs in %s", st.o.seed, st.o.kills, st.o.duration.Round(time.Second), st.o.rate, st.o.sinks, st.dir)
	for _, p := range st.processes {
		if p.name == engine || p.name == broker {
			p.start()
		}
	}
	err := within(ctx, time.Minute, "engine and Kafka do not start", func() (err error) {
		if st.db == nil {
			st.db, err = sql.Open(ctx, st.dsn, sql.Options{})
		}
		if err == nil {
			err = st.cluster.Ensure(ctx)
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := st.empty(ctx); err != nil {
		return err
	}
	if _, err := sql.Migrate(ctx, st.db); err != nil {
		return err
	}
	for _, p := range st.processes {
		if p != st.guest() && !p.started() {
			p.start()
		}
	}
	return nil
}

// empty refuses a Kafka that holds messages: they would be counted, and it may be somebody's real one.
func (st *stage) empty(ctx context.Context) error {
	for _, name := range topic.All {
		ends, err := st.cluster.Ends(ctx, name)
		if err != nil {
			return err
		}
		for p, end := range ends {
			if end > 0 {
				return fmt.Errorf("%s/%d of the Kafka at %v holds messages: give an empty one", name, p, st.cluster.Brokers)
			}
		}
	}
	return nil
}

// end stops everything; after a PASS nothing is left.
func (st *stage) end(pass bool) {
	st.stopSinks()
	for _, p := range st.processes {
		p.end(time.Minute)
	}
	for _, w := range st.wires {
		w.close()
	}
	st.ended.Store(true)
	if st.kafka != nil {
		st.kafka.Kill()
	}
	if st.db != nil {
		_ = st.db.Close()
	}
	if st.timeline != nil {
		_ = st.timeline.Close()
	}
	if pass && !st.o.keep {
		_ = os.RemoveAll(st.dir)
		return
	}
	fmt.Println("logs and timeline are in " + st.dir)
}

// stopSinks stops the sinks side by side, and takes their unordered ends into the report.
func (st *stage) stopSinks() {
	var wg sync.WaitGroup
	for _, p := range st.processes {
		if p.name != engine && p.name != broker {
			wg.Go(func() { p.end(45 * time.Second) })
		}
	}
	wg.Wait()
}

// within tries until it works, or the time is up.
func within(ctx context.Context, patience time.Duration, what string, try func() error) error {
	for end := time.Now().Add(patience); ; {
		err := try()
		if err == nil || ctx.Err() != nil {
			return ctx.Err()
		}
		if time.Now().After(end) {
			return fmt.Errorf("%s: %w", what, err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}
