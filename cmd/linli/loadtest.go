package main

import (
	"context"
	"fmt"
	"io"
	"iter"
	"syscall"
	"text/tabwriter"
	"time"

	"github.com/linli-project/linli/ingest/event"
	"github.com/linli-project/linli/ingest/simulate"
	"github.com/linli-project/linli/ingest/topic"
)

// simulated is the summary of a load test: what was sent, how fast, and what a receiver must hold in the end.
type simulated struct {
	Seed   uint64 `json:"seed"`
	Stores int    `json:"stores"`
	Days   int    `json:"days"`

	Messages   int64 `json:"messages"`
	Events     int64 `json:"events"` // different ones
	Duplicates int64 `json:"duplicates"`
	Late       int64 `json:"late"`
	Broken     int64 `json:"broken"`
	Bytes      int64 `json:"bytes"` // of all values

	Seconds         float64 `json:"seconds"`
	EventsPerSecond float64 `json:"events_per_second"`
	CPUPerEvent     float64 `json:"cpu_us_per_event"` // of this process
	MeanBytes       float64 `json:"mean_bytes"`

	Truth truth `json:"truth"`

	totals simulate.Totals
	counts *simulate.Counts
}

// truth is what a receiver must come to that has counted every event once.
type truth struct {
	Topics     map[string]received `json:"topics"`
	Orders     int64               `json:"orders"`   // different order_id
	PaidFen    int64               `json:"paid_fen"` // asked for by all paid events
	SoldFen    int64               `json:"sold_fen"` // of lines paid and neither cancelled nor refunded
	FirstEvent time.Time           `json:"first_event"`
	LastEvent  time.Time           `json:"last_event"`
}

// received is a topic's ledger: consumed = stored + duplicate + rejected.
type received struct {
	Consumed  int64 `json:"consumed"`
	Stored    int64 `json:"stored"`
	Duplicate int64 `json:"duplicate"`
	Rejected  int64 `json:"rejected"`
}

// measured adds up the bytes that pass.
func measured(stream iter.Seq[simulate.Message], bytes *int64) iter.Seq[simulate.Message] {
	return func(yield func(simulate.Message) bool) {
		for m := range stream {
			*bytes += int64(len(m.Value))
			if !yield(m) {
				return
			}
		}
	}
}

func (s *simulated) finish(took, cpu time.Duration) {
	c := s.counts
	s.Messages, s.Events, s.Duplicates, s.Late, s.Broken = c.Messages, c.Events, c.Duplicates, c.Late, c.Broken
	s.Seconds = took.Seconds()
	s.EventsPerSecond = float64(s.Events) / s.Seconds
	s.CPUPerEvent = float64(cpu.Microseconds()) / float64(s.Events)
	s.MeanBytes = float64(s.Bytes) / float64(s.Messages)
	t := &s.totals
	s.Truth = truth{Orders: t.Orders, PaidFen: t.Paid, SoldFen: t.Sold, FirstEvent: t.First, LastEvent: t.Last, Topics: map[string]received{}}
	for _, of := range []struct {
		name  string
		tally simulate.Tally
	}{{event.TopicClick, c.Click}, {event.TopicOrder, c.Order}, {event.TopicShare, c.Share}} {
		s.Truth.Topics[of.name] = received{of.tally.Messages, of.tally.Events, of.tally.Duplicates, of.tally.Broken}
	}
}

// write shows the summary to a person.
func (s *simulated) write(out io.Writer) error {
	fmt.Fprintf(out, "%s events in %.1f s: %s/s, %.2f µs of CPU each, %.0f bytes a message\n", thousands(s.Events), s.Seconds,
		thousands(int64(s.EventsPerSecond)), s.CPUPerEvent, s.MeanBytes)
	fmt.Fprintf(out, "%d stores, seed %d, from %s to %s; %s events late\n\nA receiver must come to:\n", s.Stores, s.Seed,
		s.Truth.FirstEvent.In(simulate.Zone).Format(time.DateTime), s.Truth.LastEvent.In(simulate.Zone).Format(time.DateTime), thousands(s.Late))
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', tabwriter.AlignRight)
	tabbed(w, []string{"topic", "consumed", "stored", "duplicate", "rejected", ""})
	for _, t := range event.Types {
		r := s.Truth.Topics[t.Topic()]
		tabbed(w, []string{t.Topic(), thousands(r.Consumed), thousands(r.Stored), thousands(r.Duplicate), thousands(r.Rejected), ""})
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintf(out, "%s orders, paid ¥%s, of which sold for good ¥%s\n", thousands(s.Truth.Orders), yuan(s.Truth.PaidFen), yuan(s.Truth.SoldFen))
	return err
}

func yuan(fen int64) string { return fmt.Sprintf("%s.%02d", thousands(fen/100), fen%100) }

// held is the number of messages in the topics.
func held(ctx context.Context, cluster topic.Cluster) (n int64, err error) {
	for _, name := range topic.All {
		ends, err := cluster.Ends(ctx, name)
		if err != nil {
			return 0, err
		}
		for _, end := range ends {
			n += end
		}
	}
	return n, nil
}

// cpuTime is what this process has used so far.
func cpuTime() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
