package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/linli-project/linli/ingest/topic"
	"github.com/linli-project/linli/sql"
)

// act carries the plan out. A process that is away when its turn comes is waited for: as many are killed as planned.
func (st *stage) act(ctx context.Context, todo []action) {
	begin := time.Now()
	var aiming sync.WaitGroup
	for _, a := range todo {
		select {
		case <-ctx.Done():
			return
		case <-time.After(time.Until(begin.Add(a.at))):
		}
		switch {
		case a.verb == leave:
			st.guest().end(45 * time.Second)
			st.r.did(a)
			st.note("%v", a)
		case a.aim > 0:
			aiming.Go(func() { st.do(ctx, a) })
		default:
			st.do(ctx, a)
		}
	}
	aiming.Wait()
	st.guest().end(45 * time.Second)
}

// aimPatience is how long a kill waits for the right moment.
const aimPatience = 4 * time.Second

// do carries out one action.
func (st *stage) do(ctx context.Context, a action) {
	switch a.verb {
	case join:
		st.guest().start()
	case kill:
		if a.aim > 0 {
			st.words[a.who].await(ctx, a.aim, aimPatience)
			time.Sleep(a.after)
		}
		st.await(ctx, a.who, func() bool { return st.target(a.who).kill(a.while) })
	case pause:
		st.await(ctx, a.who, func() bool { return st.target(a.who).pause(a.while) })
	}
	st.r.did(a)
	st.note("%v", a)
}

// target is the process of that name, or another sink when the guest has left meanwhile.
func (st *stage) target(who string) victim {
	if v := st.victims[who]; v.started() {
		return v
	}
	return st.victims[sinkName(1)]
}

// await repeats what needs a running process until there is one.
func (st *stage) await(ctx context.Context, who string, do func() bool) {
	for end := time.Now().Add(30 * time.Second); !do(); time.Sleep(20 * time.Millisecond) {
		if ctx.Err() != nil || time.Now().After(end) {
			st.r.differ("%s could not be reached for 30 s", who)
			return
		}
	}
}

// position is where a partition is in ClickHouse's account.
type position struct {
	Partition int32 `ch:"partition"`
	Next      int64 `ch:"next"`
}

// behind says how many messages of all topics Kafka holds and how many of them are not in the ledger yet.
func (st *stage) behind(ctx context.Context) (held, lag int64, err error) {
	for _, name := range topic.All {
		ends, err := st.cluster.Ends(ctx, name)
		if err != nil {
			return 0, 0, err
		}
		var rows []position
		if err := st.db.Select(ctx, &rows, "ingest/positions", sql.Params{"topic": name}); err != nil {
			return 0, 0, err
		}
		for _, row := range rows {
			lag -= row.Next
		}
		for _, end := range ends {
			lag += end
			held += end
		}
	}
	return held, lag, nil
}

// watch tells how it goes every few seconds.
func (st *stage) watch(ctx context.Context, w *world) {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		short, cancel := context.WithTimeout(ctx, 2*time.Second)
		held, lag, err := st.behind(short)
		cancel()
		stored := "no answer from engine or broker"
		if err == nil {
			stored = thousands(held-lag) + " counted, " + thousands(lag) + " behind"
		} else {
			st.note("cannot tell how far it is: %v", err)
		}
		var away []string
		for _, name := range slices.Sorted(maps.Keys(st.victims)) {
			if v := st.victims[name]; v.started() && !v.running() {
				away = append(away, name)
			}
		}
		if len(away) > 0 {
			stored += ", away: " + strings.Join(away, " ")
		}
		st.say("%s, %s sent, %s", st.r.deeds(), thousands(w.sent.Load()), stored)
	}
}

// settle waits until ClickHouse has counted everything that Kafka holds, then stops the sinks.
func (st *stage) settle(ctx context.Context) error {
	const patience = 2 * time.Minute // without any progress
	least, since := int64(-1), time.Now()
	for calm := 0; calm < 3; {
		_, lag, err := st.behind(ctx)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil && lag == 0 {
			calm++ // refused messages appear on linli.dead a moment later
		} else {
			calm = 0
		}
		if err == nil && (least < 0 || lag < least || lag == 0) {
			least, since = lag, time.Now()
		}
		if time.Since(since) > patience {
			st.r.differ("the sinks stay %d messages behind Kafka (%v)", least, err)
			break
		}
		time.Sleep(500 * time.Millisecond)
	}
	st.say("stopping the sinks")
	st.stopSinks()
	return nil
}
